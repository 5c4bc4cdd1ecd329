"""Official figures of a round that others hold: what a row may say, and which unit a name in their list means.

A new column is one entry in FIGURES, a new refusal one in FIGURE_PROBLEMS; the form, the template and reading follow.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from quizapp.domain.groups import GROUPS
from quizapp.domain.text import N_, fold

MOST = 9_999_999
_COUNT = re.compile(r"[0-9]{1,7}|[0-9]{1,3}(?:[., ][0-9]{3}){1,2}")


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureColumn:
    """A number of every row: its title, and other headings that lists use for it, folded."""

    code: str
    title: str
    aliases: tuple[str, ...]


FIGURES: Mapping[str, FigureColumn] = {
    c.code: c
    for c in (
        FigureColumn(
            code="participants",
            title=N_("Số người"),
            aliases=("so nguoi du thi", "nguoi du thi", "so nguoi tham gia", "so nguoi thi", "so thi sinh"),
        ),
        FigureColumn(code="attempts", title=N_("Số lượt"), aliases=("so luot thi", "luot thi", "luot du thi", "luot")),
        FigureColumn(
            code="full_marks",
            title=N_("Số người đúng tất cả"),
            aliases=("dung tat ca", "nguoi dung tat ca", "so nguoi dung 100%", "so nguoi dat diem tuyet doi"),
        ),
        FigureColumn(code="winners", title=N_("Số giải"), aliases=("so giai thuong", "giai", "giai thuong")),
    )
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """A unit's official figures; its group follows from its kind."""

    participants: int
    attempts: int
    full_marks: int = 0
    winners: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureProblem:
    """Figures that can't be: `field` is the number to change, `sentence` says how."""

    field: str
    sentence: str
    holds: Callable[[Figures], bool]


FIGURE_PROBLEMS: tuple[FigureProblem, ...] = (
    FigureProblem(
        field="attempts",
        sentence=N_("Số lượt ít hơn số người: mỗi người dự thi có ít nhất một lượt."),
        holds=lambda f: f.attempts < f.participants,
    ),
    FigureProblem(
        field="full_marks",
        sentence=N_("Số người đúng tất cả nhiều hơn số người dự thi."),
        holds=lambda f: f.full_marks > f.participants,
    ),
)


class NotACount(ValueError):
    """The text is no number of people, attempts or prizes."""


def read_count(text: str) -> int | None:
    """Return the number written as 1234 or 1.234; None for nothing, and for a dash. Raises NotACount."""
    bare = text.strip().replace("\u00a0", " ")
    if bare in ("", "-", "–", "—"):
        return None
    if not _COUNT.fullmatch(bare):
        raise NotACount(text)
    return int(re.sub(r"[., ]", "", bare))


def figures_of(numbers: Mapping[str, int | None]) -> Figures | None:
    """Return the figures of a row as it is filled in; None where it is empty.

    A number of participants without one of attempts means one attempt each. Others left empty are 0.
    """
    if all(number is None for number in numbers.values()):
        return None
    participants = numbers.get("participants") or 0
    attempts = numbers.get("attempts")
    return Figures(
        participants=participants,
        attempts=participants if attempts is None else attempts,
        full_marks=numbers.get("full_marks") or 0,
        winners=numbers.get("winners") or 0,
    )


def figure_problems(figures: Figures) -> tuple[FigureProblem, ...]:
    """Return what can't be in the figures of a unit."""
    return tuple(problem for problem in FIGURE_PROBLEMS if problem.holds(figures))


def exceeds_headcount(figures: Figures, headcount: int | None) -> bool:
    """Tell whether more people are said to have taken part than the unit has."""
    return headcount is not None and figures.participants > headcount


def group_of_kind(kind: str) -> str:
    """Return the group whose people belong to units of a kind."""
    return next(group.code for group in GROUPS.values() if group.unit_kind.code == kind)


def read_group(text: str) -> str | None:
    """Return the group that a list's word for it means, or None."""
    folded = fold(text)
    for group in GROUPS.values():
        if folded in (fold(group.title), fold(group.short_title), *group.aliases):
            return group.code
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedUnit:
    """A unit that figures may be given for."""

    id: int
    kind: str
    name: str
    headcount: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetRow:
    """A row of their list as it is written; `place` is where it stands in the file."""

    place: str
    unit: str
    group: str = ""
    cells: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class MatchedRow:
    """A row and the unit that it means; None where none or several are called so, or an earlier row took it."""

    row: SheetRow
    unit_id: int | None


def match_rows(rows: Iterable[SheetRow], units: Sequence[NamedUnit]) -> tuple[MatchedRow, ...]:
    """Return each row with the unit of its name, accents and case aside; nothing is guessed."""
    found: list[MatchedRow] = []
    taken: set[int] = set()
    for row in rows:
        unit_id = _unit_of(row, units)
        if unit_id in taken:
            unit_id = None
        if unit_id is not None:
            taken.add(unit_id)
        found.append(MatchedRow(row=row, unit_id=unit_id))
    return tuple(found)


def _unit_of(row: SheetRow, units: Sequence[NamedUnit]) -> int | None:
    group = read_group(row.group) if row.group else None
    kinds = {GROUPS[group].unit_kind.code} if group else {unit.kind for unit in units}
    same = [unit.id for unit in units if unit.kind in kinds and fold(unit.name) == fold(row.unit)]
    return same[0] if len(same) == 1 else None
