"""What the hot path reads: papers with what was saved on them, what a start asks for, what a submission marks."""

from quizapp.attempts.queries.closing import OPEN_UNTIL, answered_items, locked_attempt, overdue_attempt_ids
from quizapp.attempts.queries.papers import Paper, PaperItem, Progress, find_paper, find_progress, saved_state
from quizapp.attempts.queries.starting import Pool, find_entry, find_participant, pool

__all__ = [
    "OPEN_UNTIL",
    "Paper",
    "PaperItem",
    "Pool",
    "Progress",
    "answered_items",
    "find_entry",
    "find_paper",
    "find_participant",
    "find_progress",
    "locked_attempt",
    "overdue_attempt_ids",
    "pool",
    "saved_state",
]
