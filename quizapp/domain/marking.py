"""Marking: what a choice earns, and what an attempt's choices earn together.

Marks are whole numbers of parts of a point: how many parts a point has is said by the round's rule for part of a
key, so that thirds and quarters add up exactly. A new such rule is one entry in PARTIAL_RULES.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from quizapp.domain.text import N_

# Of a question whose difficulty is not known, or that the round says nothing of.
USUAL_POINTS = 1
NO_POINTS: Mapping[str, int] = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Picked:
    """How many of the picked options are in the key, how many are not, and how many options the key has."""

    right: int
    wrong: int
    keys: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PartialRule:
    """What part of an item's points a choice earns that is not the whole key. `parts`: of a point, see above."""

    code: str
    title: str
    sentence: str  # for the rules page
    parts: int
    share: Callable[[Picked], Fraction]


_SHOWN_DECIMALS = 2
_NOTHING = Fraction(0)
_PARTS = 840  # divisible by every number of options that a key may have, 1 to 8

PARTIAL_RULES: Mapping[str, PartialRule] = {
    r.code: r
    for r in (
        PartialRule(
            code="none",
            title=N_("Đúng hết mới có điểm"),
            sentence=N_("Câu có nhiều đáp án chỉ được điểm khi chọn đủ và đúng mọi đáp án."),
            parts=1,
            share=lambda picked: _NOTHING,
        ),
        PartialRule(
            code="no_wrong",
            title=N_("Chọn thiếu được một phần, chọn sai không có điểm"),
            sentence=N_(
                "Câu có nhiều đáp án: chọn thiếu thì được điểm theo tỷ lệ số đáp án đã chọn đúng; "
                "có một phương án sai thì không được điểm."
            ),
            parts=_PARTS,
            share=lambda picked: _NOTHING if picked.wrong else Fraction(picked.right, picked.keys),
        ),
        PartialRule(
            code="proportional",
            title=N_("Mỗi phương án sai trừ một phương án đúng"),
            sentence=N_(
                "Câu có nhiều đáp án: điểm theo tỷ lệ số đáp án chọn đúng trừ số phương án chọn sai, "
                "thấp nhất là 0 điểm."
            ),
            parts=_PARTS,
            share=lambda picked: max(_NOTHING, Fraction(picked.right - picked.wrong, picked.keys)),
        ),
        PartialRule(
            code="half",
            title=N_("Chọn thiếu được nửa điểm"),
            sentence=N_("Câu có nhiều đáp án: chọn thiếu nhưng không sai thì được nửa số điểm của câu."),
            parts=2,
            share=lambda picked: _NOTHING if picked.wrong or not picked.right else Fraction(1, 2),
        ),
    )
}


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkingRules:
    """A round's rules of marking. `points` of a question by difficulty; what is not named is worth USUAL_POINTS."""

    partial: str = "none"
    points: Mapping[str, int] = field(default_factory=dict)

    @property
    def parts(self) -> int:
        """How many parts a point has in the marks of the round."""
        return PARTIAL_RULES[self.partial].parts

    def points_of(self, difficulty: str | None) -> int:
        """Return what a question of a difficulty is worth."""
        return self.points.get(difficulty or "", USUAL_POINTS)


ALL_OR_NOTHING = MarkingRules()


@dataclass(frozen=True, kw_only=True, slots=True)
class AnsweredItem:
    """An item and what was picked, as choices in the positions shown; None: unanswered.

    `keys`: any of these earns all; the first is the one that parts of a key are measured by. `is_void`: the
    item counts for nothing and takes nothing away. `is_given`: everybody has its points.
    """

    position: int
    keys: tuple[int, ...]
    choice: int | None
    points: int = USUAL_POINTS
    is_void: bool = False
    is_given: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class AttemptMark:
    """Marks by position, their sum, the most that could be had, and how many items were answered of how many."""

    marks: dict[int, int]
    score: int
    max_score: int
    answered: int

    @property
    def is_complete(self) -> bool:
        """Tell whether every item was answered."""
        return self.answered == len(self.marks)


def mark(item: AnsweredItem, rules: MarkingRules = ALL_OR_NOTHING) -> int:
    """Return the mark of one item in parts of a point: at most most_of() it, never less than 0."""
    most = most_of(item, rules)
    if item.is_given or (item.choice and item.choice in item.keys):
        return most
    if not item.choice or not item.keys:
        return 0
    key = item.keys[0]
    picked = Picked(right=(item.choice & key).bit_count(), wrong=(item.choice & ~key).bit_count(), keys=key.bit_count())
    return int(most * PARTIAL_RULES[rules.partial].share(picked))


def most_of(item: AnsweredItem, rules: MarkingRules = ALL_OR_NOTHING) -> int:
    """Return the most that an item may earn, in parts of a point."""
    return 0 if item.is_void else item.points * rules.parts


def mark_attempt(items: Iterable[AnsweredItem], rules: MarkingRules = ALL_OR_NOTHING) -> AttemptMark:
    """Return the marks of one attempt. Nothing answered is a score of 0, not no score."""
    marks: dict[int, int] = {}
    most = answered = 0
    for item in items:
        marks[item.position] = mark(item, rules)
        most += most_of(item, rules)
        answered += bool(item.choice)
    return AttemptMark(marks=marks, score=sum(marks.values()), max_score=most, answered=answered)


def in_points(marks: int, partial: str) -> Fraction:
    """Return marks, in parts of a point by the rule `partial`, as points."""
    return Fraction(marks, PARTIAL_RULES[partial].parts)


def shown_points(marks: int, partial: str) -> int | float:
    """Return marks as points to be shown or written to a sheet: whole, or rounded to two decimals."""
    points = in_points(marks, partial)
    return points.numerator if points.denominator == 1 else round(float(points), _SHOWN_DECIMALS)
