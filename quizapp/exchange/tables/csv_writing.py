"""Table → CSV as Excel opens it: UTF-8 with BOM, commas, CRLF."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import BinaryIO

from quizapp.exchange.formulas import guarded
from quizapp.exchange.tables.table import Table, local, writable


def write_csv(table: Table, target: BinaryIO) -> None:
    """Write the headings and rows of `table` to `target`, which stays open."""
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guarded(writable(column.title)) for column in table.columns])
    writer.writerows(_shown_row(row) for row in table.rows)
    text.flush()
    text.detach()


def _shown_row(row: Sequence[object]) -> list[object]:
    return [_shown(value) for value in row]


def _shown(value: object) -> object:
    """Return a number as it is, anything else as text that no spreadsheet computes."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, int | float):
        return value
    return guarded(writable(_text(value)))


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return format(local(value), "%d/%m/%Y %H:%M:%S")
    return format(value, "%d/%m/%Y") if isinstance(value, date) else str(value)
