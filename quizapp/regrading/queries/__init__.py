"""Reads of a round's questions and rulings, and of what another ruling would change."""

from quizapp.regrading.queries.dry_runs import DryRun, UnitChange, basis, dry_run, round_state
from quizapp.regrading.queries.people import attempt_people, people_names, unit_names
from quizapp.regrading.queries.questions import (
    ListedQuestion,
    QuestionNotAsked,
    holding,
    listed_questions,
    question_in_round,
)
from quizapp.regrading.queries.remarking import attempt_changes
from quizapp.regrading.queries.rounds import (
    RoundNotFound,
    get_round,
    has_publication,
    marking_rules,
    past_regrades,
    rulings_in_force,
)

__all__ = [
    "DryRun",
    "ListedQuestion",
    "QuestionNotAsked",
    "RoundNotFound",
    "UnitChange",
    "attempt_changes",
    "attempt_people",
    "basis",
    "dry_run",
    "get_round",
    "has_publication",
    "holding",
    "listed_questions",
    "marking_rules",
    "past_regrades",
    "people_names",
    "question_in_round",
    "round_state",
    "rulings_in_force",
    "unit_names",
]
