"""What organisers decide: contests, their rounds, and the edition that is shipped."""

from quizapp.contests.operations.contests import create_contest, edit_contest
from quizapp.contests.operations.refusals import (
    AnswersShown,
    BanksMissing,
    ContestNotFound,
    ContradictoryLeague,
    ContradictoryRound,
    LeagueFrozen,
    PaperNotDrawable,
    RoundFrozen,
    RoundHasAttempts,
    RoundHasFigures,
    RoundNotFound,
    SlugTaken,
)
from quizapp.contests.operations.rounds import create_round, delete_round, edit_round
from quizapp.contests.operations.seeding import seed_edition, seed_rehearsal
from quizapp.contests.operations.series import ContradictorySeries, SeriesRefused, create_series

__all__ = [
    "AnswersShown",
    "BanksMissing",
    "ContestNotFound",
    "ContradictoryLeague",
    "ContradictoryRound",
    "ContradictorySeries",
    "LeagueFrozen",
    "PaperNotDrawable",
    "RoundFrozen",
    "RoundHasAttempts",
    "RoundHasFigures",
    "RoundNotFound",
    "SeriesRefused",
    "SlugTaken",
    "create_contest",
    "create_round",
    "create_series",
    "delete_round",
    "edit_contest",
    "edit_round",
    "seed_edition",
    "seed_rehearsal",
]
