"""The child process that reads a list of official figures: bytes on stdin, JSON on stdout.

Run by `sandbox.py` as `python -m quizapp.exchange.figures.reader`.
"""

import codecs
import csv
import io
import json
import sys
from typing import Any

from quizapp.domain.problem import Location, Problem
from quizapp.domain.text import N_, clean_lines
from quizapp.exchange.children import limit_resources
from quizapp.exchange.figures.layout import HEADER_WITHIN, columns_of, rows_in
from quizapp.exchange.formulas import unguarded
from quizapp.exchange.questions.package import looks_like_document, looks_like_workbook, open_package
from quizapp.exchange.questions.parsed import Refused, refusal
from quizapp.exchange.questions.sheets.grids import MAX_COLUMNS, Grid, Row
from quizapp.exchange.questions.sheets.sheet import MAX_CELL_TEXT, read_sheet
from quizapp.exchange.questions.sheets.workbook import open_workbook

MAX_CPU_SECONDS = 15
_MAX_RECORDS = 20_000
_SEPARATORS = (",", ";", "\t")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(content: bytes) -> dict[str, Any]:
    """Return what `content` holds as JSON can: {"rows": [...]} or {"problem": {...}}."""
    try:
        rows = rows_in(_grids(content))
    except Refused as refused:
        return _problem(refused.problem)
    except MemoryError:
        return _problem(Problem(code="too-large", params={"reason": N_("đọc tệp cần quá nhiều bộ nhớ")}))
    return {
        "rows": [{"place": row.place, "unit": row.unit, "group": row.group, "cells": dict(row.cells)} for row in rows]
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"problem": {"code": problem.code, "params": dict(problem.params)}}


def _grids(content: bytes) -> list[Grid]:
    if looks_like_document(content):
        raise refusal("unreadable-file", reason=N_("đây là tệp Word; hãy chép bảng sang Excel"))
    if not looks_like_workbook(content):
        return [_csv_grid(content)]
    workbook = open_workbook(open_package(content))
    return [read_sheet(workbook, entry) for entry in workbook.sheets if not entry.is_hidden]


def _csv_grid(content: bytes) -> Grid:
    try:
        text = content.decode("utf-16" if content.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusal("not-utf8") from error
    try:
        grids = [_separated(text, separator) for separator in _SEPARATORS]
    except csv.Error as error:
        raise refusal("unreadable-file", reason=N_("bảng CSV bị hỏng hoặc có ô quá dài")) from error
    return max(grids, key=_known_headings)


def _known_headings(grid: Grid) -> int:
    return max((len(columns_of(row.cells)) for row in grid.rows[:HEADER_WITHIN]), default=0)


def _separated(text: str, separator: str) -> Grid:
    rows = []
    for line, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
        if line > _MAX_RECORDS:
            raise refusal("too-large", reason=N_("bảng có hơn %s dòng") % _MAX_RECORDS)
        cells = {
            column: clean_lines(unguarded(field[:MAX_CELL_TEXT])) for column, field in enumerate(record[:MAX_COLUMNS])
        }
        rows.append(
            Row(location=Location(line=line), cells={column: field for column, field in cells.items() if field})
        )
    return Grid(rows=tuple(rows))


def main() -> None:
    """Read stdin, write stdout."""
    limit_resources(MAX_CPU_SECONDS)
    json.dump(read(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
