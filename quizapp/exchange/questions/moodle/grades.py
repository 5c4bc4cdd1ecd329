"""Moodle's grades of answers, in hundredths of the mark → the key."""

from collections.abc import Sequence

from quizapp.domain.question import QuestionType

FULL = 100.0
_NEAR = 1.0  # 33 and 33.33333 are the same third


def key_of(grades: Sequence[float], kind: QuestionType) -> frozenset[int]:
    """Return the right answers: those worth something, and where one answer is asked for, those worth everything."""
    least = FULL - _NEAR if kind is QuestionType.SINGLE else 0.0
    return frozenset(place for place, grade in enumerate(grades) if grade > least)


def is_graded(grades: Sequence[float], kind: QuestionType) -> bool:
    """Tell whether an answer is worth something without being as right as the others."""
    worth = [grade for grade in grades if grade > 0]
    return bool(worth) and (max(worth) if kind is not QuestionType.SINGLE else FULL) - min(worth) > _NEAR


def share(count: int) -> str:
    """Return the grade of each of `count` right answers, as Moodle writes it: 33.33333."""
    return f"{FULL / count:.5f}".rstrip("0").rstrip(".")
