"""Lists of units as staff paste them: one a line, a headcount at the end where there is one.

"Thôn Nà Lừa; 1.234", two columns copied from a sheet, or three with a running number in front; bullets and
numbers before a name are dropped.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from quizapp.domain.text import N_, clean, fold

MAX_NAME_LENGTH = 120
MAX_HEADCOUNT = 1_000_000
MAX_LINES = 1000

_BULLET = re.compile(r"(?:[-–•*+]|\d{1,3}[.)])\s+")
_RUNNING_NUMBER = re.compile(r"[0-9]{1,4}[.)]?")
_HEADCOUNT = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:[., ][0-9]{3}){1,2}")


class LineProblem(StrEnum):
    """Why a line can't be taken."""

    NO_NAME = "no_name"
    NAME_TOO_LONG = "name_too_long"
    TOO_MANY_COLUMNS = "too_many_columns"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    REPEATED = "repeated"


LINE_PROBLEMS: Mapping[str, str] = {
    LineProblem.NO_NAME: N_("Chưa có tên đơn vị."),
    LineProblem.NAME_TOO_LONG: N_("Tên dài quá 120 ký tự."),
    LineProblem.TOO_MANY_COLUMNS: N_("Có quá nhiều cột. Mỗi dòng chỉ gồm tên và số người."),
    LineProblem.NOT_A_NUMBER: N_("Số người “%(value)s” không phải là số."),
    LineProblem.OUT_OF_RANGE: N_("Số người phải từ 1 đến 1.000.000."),
    LineProblem.REPEATED: N_("Trùng tên với dòng %(value)s (không kể dấu và chữ hoa)."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitLine:
    """A line, numbered from 1 as pasted. `value` belongs to the problem's sentence."""

    number: int
    name: str
    headcount: int | None = None
    problem: LineProblem | None = None
    value: str = ""


class Change(StrEnum):
    """What a line does to the list of units."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownUnit:
    """A unit that exists already."""

    id: int
    name: str
    headcount: int | None
    is_active: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedLine:
    """What a line will do. `known`: the unit of this name, None where it will be added or has a problem."""

    line: UnitLine
    change: Change | None
    known: KnownUnit | None = None


def read_headcount(text: str) -> int | None:
    """Return a whole number written with or without marks between thousands, or None if it isn't one."""
    text = clean(text)
    return int(re.sub(r"[., ]", "", text)) if _HEADCOUNT.fullmatch(text) else None


def parse_unit_list(text: str) -> tuple[UnitLine, ...]:
    """Return the lines of a pasted list that hold anything, each with its first problem where it has one."""
    lines: list[UnitLine] = []
    seen: dict[str, int] = {}
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if not clean(raw):
            continue
        line = _parse_line(number, raw)
        first = seen.setdefault(fold(line.name), number)
        if line.problem is None and first != number:
            line = UnitLine(
                number=number, name=line.name, headcount=line.headcount,
                problem=LineProblem.REPEATED, value=str(first),
            )  # fmt: skip
        lines.append(line)
    return tuple(lines)


def plan_units(lines: Sequence[UnitLine], known: Mapping[str, KnownUnit]) -> Iterator[PlannedLine]:
    """Yield what each line does, given the units of the kind by folded name; a line without number erases none."""
    for line in lines:
        unit = known.get(fold(line.name))
        if line.problem is not None:
            yield PlannedLine(line=line, change=None)
        elif unit is None:
            yield PlannedLine(line=line, change=Change.ADDED)
        elif line.headcount in (None, unit.headcount):
            yield PlannedLine(line=line, change=Change.UNCHANGED, known=unit)
        else:
            yield PlannedLine(line=line, change=Change.UPDATED, known=unit)


def _parse_line(number: int, raw: str) -> UnitLine:
    cells = _cells(raw)
    if len(cells) > 2:
        return UnitLine(number=number, name=clean(raw), problem=LineProblem.TOO_MANY_COLUMNS)
    bullet = _BULLET.match(cells[0])
    name = cells[0][bullet.end() :] if bullet else cells[0]
    if not any(c.isalpha() for c in name):
        return UnitLine(number=number, name=clean(raw), problem=LineProblem.NO_NAME)
    if len(name) > MAX_NAME_LENGTH:
        return UnitLine(number=number, name=name, problem=LineProblem.NAME_TOO_LONG)
    return _with_headcount(UnitLine(number=number, name=name), cells[1] if len(cells) == 2 else "")


def _with_headcount(line: UnitLine, text: str) -> UnitLine:
    if not text:
        return line
    headcount = read_headcount(text)
    problem = None
    if headcount is None:
        problem = LineProblem.NOT_A_NUMBER
    elif not 1 <= headcount <= MAX_HEADCOUNT:
        problem = LineProblem.OUT_OF_RANGE
    return UnitLine(
        number=line.number, name=line.name, headcount=None if problem else headcount, problem=problem, value=text
    )


def _cells(raw: str) -> list[str]:
    """Return a line's cells, without a running number in front and without empty cells at the end."""
    cells = [clean(cell) for cell in (raw.split("\t") if "\t" in raw.strip() else raw.rsplit(";", 1))]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    while len(cells) > 1 and not cells[0]:
        cells.pop(0)
    if len(cells) > 1 and _RUNNING_NUMBER.fullmatch(cells[0]) and any(c.isalpha() for c in cells[1]):
        cells.pop(0)
    return cells
