"""Tables → one xlsx workbook, streamed: memory does not grow with the rows."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from fractions import Fraction
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from quizapp.domain.text import N_
from quizapp.exchange.formulas import STARTS, looks_like_formula
from quizapp.exchange.tables.table import Column, Kind, Table, local, writable

GENERAL = "General"
FORMATS = {Kind.TEXT: GENERAL, Kind.NUMBER: GENERAL, Kind.PERCENT: "0.0%", Kind.DATETIME: "dd/mm/yyyy hh:mm"}
MAX_SHEET_TITLE = 31
MAX_CELL = 32_767
_ILLEGAL_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MISTAKEN = (*STARTS, "#")  # openpyxl takes "#N/A" for an error
_HEADING_FILL = PatternFill("solid", fgColor="FFDCE6F1")


def write_xlsx(tables: Iterable[Table], target: BinaryIO) -> None:
    """Write each of `tables` as a sheet of its own to `target`, which stays open."""
    workbook = Workbook(write_only=True)
    try:
        _write_sheets(workbook, tables)
    except BaseException:
        _abandon(workbook)
        raise
    workbook.save(target)


def _write_sheets(workbook: Workbook, tables: Iterable[Table]) -> None:
    titles: set[str] = set()
    for table in tables:
        title = sheet_title(table.title, titles)
        titles.add(title.casefold())
        _write_sheet(workbook.create_sheet(title), table)
    if not titles:
        workbook.create_sheet(N_("Trang tính"))


def _abandon(workbook: Workbook) -> None:
    """Close the half-written sheets, whose generators would otherwise complain when they are collected."""
    for sheet in workbook.worksheets:
        with suppress(Exception):
            sheet.close()


def sheet_title(title: str, taken: Iterable[str] = ()) -> str:
    """Return a title that Excel accepts: at most 31 characters, none of []:*?/\\, unlike those `taken` (casefolded)."""
    legal = _ILLEGAL_IN_TITLE.sub(" ", writable(title))
    base = " ".join(legal.split()).strip("'")[:MAX_SHEET_TITLE].strip() or N_("Trang tính")
    candidate, count = base, 1
    while candidate.casefold() in taken or candidate.casefold() == "history":
        count += 1
        suffix = f" ({count})"
        candidate = base[: MAX_SHEET_TITLE - len(suffix)] + suffix
    return candidate


def _write_sheet(sheet: Any, table: Table) -> None:
    sheet.freeze_panes = "A2"
    for index, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    sheet.append([_heading(sheet, column) for column in table.columns])
    writers = [_ColumnWriter(sheet, column.kind) for column in table.columns]
    for row in table.rows:
        sheet.append([writer.written(value) for writer, value in zip(writers, row, strict=True)])


def _heading(sheet: Any, column: Column) -> Cell:
    cell = text_cell(sheet, column.title)
    cell.font = Font(bold=True)
    cell.fill = _HEADING_FILL
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


class _ColumnWriter:
    """Turns a column's values into what openpyxl writes.

    openpyxl writes a row out as soon as it is appended, so that one cell of each style serves the whole column.
    """

    def __init__(self, sheet: Any, kind: Kind) -> None:
        self._styled = WriteOnlyCell(sheet)
        self._styled.number_format = FORMATS[kind]
        self._guarded = text_cell(sheet, "=")

    def written(self, value: object) -> object:
        """Return a plain value where no style is needed, else a cell."""
        if value is None:
            return None
        if isinstance(value, Fraction):
            value = float(value)
        if isinstance(value, int | float | date) and not isinstance(value, bool):
            return self._written_number(value)
        return self._written_text(str(value).upper() if isinstance(value, bool) else str(value))

    def _written_number(self, value: float | date) -> object:
        if self._styled.number_format == GENERAL and not isinstance(value, date):
            return value
        self._styled.value = local(value) if isinstance(value, datetime) else value
        return self._styled

    def _written_text(self, text: str) -> object:
        """Return plain text; what Excel or openpyxl would take for a formula or an error, in a cell that is text."""
        if not text.startswith(_MISTAKEN):
            return escaped(text)
        self._guarded.value = escaped(text)
        self._guarded.data_type = "s"
        return self._guarded


def text_cell(sheet: Any, text: str) -> Cell:
    """Return a cell that stays text whatever it begins with."""
    cell = WriteOnlyCell(sheet, value=escaped(text))
    cell.data_type = "s"
    cell.quotePrefix = looks_like_formula(text)
    return cell


def escaped(text: str) -> str:
    """Return `text` as a cell holds it: writable, not too long, "_x0041_" kept from being read as an escape."""
    return _ESCAPE.sub("_x005F_", writable(text))[:MAX_CELL]
