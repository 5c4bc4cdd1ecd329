"""Marking: what a choice earns, and what an attempt's choices earn together. Marks are whole numbers."""

from collections.abc import Iterable
from dataclasses import dataclass

POINTS_PER_ITEM = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class AnsweredItem:
    """An item with its key and what was picked, both as choices in the positions shown; None: unanswered."""

    position: int
    key: int
    choice: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AttemptMark:
    """Marks by position, their sum, the most that could be had, and how many items were answered."""

    marks: dict[int, int]
    score: int
    max_score: int
    answered: int


def mark(choice: int | None, key: int) -> int:
    """Return the mark of one item: all of the key and nothing else, or no mark."""
    return POINTS_PER_ITEM if choice is not None and choice == key else 0


def mark_attempt(items: Iterable[AnsweredItem]) -> AttemptMark:
    """Return the marks of one attempt. Nothing answered is a score of 0, not no score."""
    marks: dict[int, int] = {}
    answered = 0
    for item in items:
        marks[item.position] = mark(item.choice, item.key)
        answered += bool(item.choice)
    return AttemptMark(
        marks=marks, score=sum(marks.values()), max_score=POINTS_PER_ITEM * len(marks), answered=answered
    )
