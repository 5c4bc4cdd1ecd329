"""One sheet's XML → the Grid that a reader of the sheet sees: visible rows and columns, cells as text."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from xml.etree.ElementTree import Element

from quizapp.domain.problem import Location, Problem
from quizapp.domain.text import N_, clean_lines
from quizapp.exchange.questions.ooxml import is_on
from quizapp.exchange.questions.parsed import refusal
from quizapp.exchange.questions.progress import counted_of
from quizapp.exchange.questions.sheets.cells import GENERAL, number_as_seen
from quizapp.exchange.questions.sheets.grids import MAX_COLUMNS, Grid, Row, letter
from quizapp.exchange.questions.sheets.workbook import SheetEntry, Workbook, rich_text, unescaped
from quizapp.exchange.questions.xml_reading import elements

MAX_ROWS = 20_000
MAX_CELL_TEXT = 10_000  # characters; more than any question may have
MAX_CELLS = 500_000
_MAX_MERGES = 20_000
_LAST_ROW = 1_048_576
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is read."""

    title: str
    rows: list[Row] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    hidden_columns_used: set[int] = field(default_factory=set)
    hidden_rows: list[int] = field(default_factory=list)
    formulas: list[Problem] = field(default_factory=list)
    merges: list[tuple[int, int, int]] = field(default_factory=list)  # column, first row, last row
    cells: int = 0
    last_row: int = 0


def read_sheet(workbook: Workbook, entry: SheetEntry) -> Grid:
    """Return the visible part of a sheet. Raises Refused."""
    sheet = _Sheet(title=clean_lines(entry.title))
    xml = workbook.package.part(entry.part) or b"<worksheet/>"
    for element in counted_of(_parts(xml), xml.count(b"<row ")):
        if element.tag == "row":
            _take_row(sheet, element, workbook)
        elif element.tag == "col":
            _take_column(sheet, element)
        else:
            _take_merge(sheet, element.get("ref", ""))
    return Grid(
        title=sheet.title, rows=tuple(sheet.rows), below=_below(sheet), problems=(*_hidden(sheet), *sheet.formulas)
    )


def _parts(xml: bytes) -> Iterator[Element]:
    """Yield rows, column descriptions and merged ranges; what was yielded is thrown away, so memory stays flat."""
    parents: list[Element] = []
    for event, element in elements(xml):
        if event == "start":
            parents.append(element)
            continue
        parents.pop()
        if element.tag in ("row", "col", "mergeCell"):
            yield element
        if parents and (len(parents) <= 2 or element.tag == "row"):
            parents[-1].clear()


def _take_column(sheet: _Sheet, element: Element) -> None:
    if is_on(element.get("hidden")) or element.get("width") == "0":
        first, last = _whole(element.get("min")), _whole(element.get("max"))
        sheet.hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


def _take_merge(sheet: _Sheet, reference: str) -> None:
    ends = [_place(corner) for corner in reference.split(":")]
    if len(ends) == 2 and ends[0][0] == ends[1][0] >= 0 and len(sheet.merges) < _MAX_MERGES:
        sheet.merges.append((ends[0][0], ends[0][1], ends[1][1]))


def _place(reference: str) -> tuple[int, int]:
    """Return the column, from 0, and the row, from 1, of "B12"; -1 and 0 for anything else."""
    match = _REFERENCE.fullmatch(reference)
    if not match:
        return -1, 0
    column = 0
    for character in match[1]:
        column = column * 26 + ord(character) - ord("A") + 1
    return column - 1, int(match[2])


def _take_row(sheet: _Sheet, element: Element, workbook: Workbook) -> None:
    number = _whole(element.get("r")) or sheet.last_row + 1
    sheet.last_row = number
    if not sheet.last_row <= _LAST_ROW:
        raise refusal("unreadable-file", reason=N_("số dòng vượt giới hạn của Excel"))
    cells = dict(_cells(sheet, element, number, workbook))
    if not cells:
        return
    if is_on(element.get("hidden")) or element.get("ht") == "0":
        sheet.hidden_rows.append(number)
        return
    location = Location(sheet=sheet.title, row=number)
    sheet.rows.append(Row(location=location, cells=cells))
    if len(sheet.rows) > MAX_ROWS:
        raise refusal("too-large", reason=N_("trang tính “%s” có hơn %s dòng") % (sheet.title, MAX_ROWS))


def _cells(sheet: _Sheet, row: Element, number: int, workbook: Workbook) -> Iterator[tuple[int, str]]:
    """Yield column and text of the row's visible cells that hold something."""
    following = 0
    for cell in row:
        sheet.cells += 1
        if sheet.cells > MAX_CELLS:
            raise refusal("too-large", reason=N_("trang tính “%s” có quá nhiều ô") % sheet.title)
        column = _place(cell.get("r", ""))[0] if cell.get("r") else following
        following = column + 1
        if not 0 <= column < MAX_COLUMNS or not len(cell):
            continue
        text = clean_lines(_text(cell, workbook)[:MAX_CELL_TEXT])
        if column in sheet.hidden_columns:
            sheet.hidden_columns_used.update([column] if text else [])
        elif text:
            yield column, text
        elif _lacks_value(cell):
            place = Location(sheet=sheet.title, row=number, column=letter(column))
            sheet.formulas.append(Problem(code="formula-without-value", location=place))


def _lacks_value(cell: Element) -> bool:
    return cell.find("f") is not None and not cell.findtext("v") and cell.get("t") != "str"


def _text(cell: Element, workbook: Workbook) -> str:
    """Return what a reader sees in the cell."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find("is")
        return "" if inline is None else rich_text(inline)
    value = cell.findtext("v") or ""
    if kind == "s":
        index = _whole(value)
        return workbook.strings[index] if value.isdecimal() and index < len(workbook.strings) else ""
    if kind == "b":
        return "TRUE" if is_on(value) else "FALSE"
    return _number_text(value, cell, workbook) if kind == "n" else unescaped(value)


def _number_text(value: str, cell: Element, workbook: Workbook) -> str:
    try:
        number = float(value)
    except ValueError:
        return value
    if not abs(number) < 1e300:
        return value
    style = _whole(cell.get("s"))
    number_format = workbook.formats[style] if style < len(workbook.formats) else GENERAL
    return number_as_seen(number, number_format, epoch=workbook.epoch)


def _below(sheet: _Sheet) -> Mapping[tuple[int, int], str]:
    """Return the text that stands beside each lower cell of a range merged down one column."""
    rows = {row.location.row or 0: row for row in sheet.rows}
    numbers = sorted(rows)
    below: dict[tuple[int, int], str] = {}
    for column, first, last in sheet.merges:
        text = rows[first].text(column) if first in rows else ""
        covered = numbers[bisect_right(numbers, first) : bisect_right(numbers, last)] if text else []
        if covered and (covered[0], column) not in below:  # ranges never overlap, but in a hostile file
            below.update(((number, column), text) for number in covered)
    return below


def _hidden(sheet: _Sheet) -> Iterator[Problem]:
    place = Location(sheet=sheet.title)
    if sheet.hidden_columns_used:
        names = ", ".join(letter(column) for column in sorted(sheet.hidden_columns_used))
        yield Problem(code="hidden-content", location=place, params={"what": N_("cột %s") % names})
    if sheet.hidden_rows:
        yield Problem(code="hidden-content", location=place, params={"what": N_("dòng %s") % _runs(sheet.hidden_rows)})


def _runs(numbers: list[int]) -> str:
    """Return "3, 5–9" for 3, 5, 6, 7, 8, 9."""
    starts = [numbers[0]] + [after for before, after in pairwise(numbers) if after != before + 1]
    ends = [before for before, after in pairwise(numbers) if after != before + 1] + [numbers[-1]]
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=True))
