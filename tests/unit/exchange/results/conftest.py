"""One file of results, edited by tests cell by cell."""

import io
from dataclasses import dataclass
from typing import Any

import pytest

from quizapp.exchange.results.check import check_file
from quizapp.exchange.results.findings import Findings
from quizapp.exchange.results.fingerprints import witnessed
from quizapp.exchange.results.layout import Sheet
from quizapp.exchange.results.writing import Proof, proof_tables
from quizapp.exchange.tables import Column, Table, write_xlsx
from tests.unit.exchange.results.crowds import random_proof


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """The sheets of a file as lists of rows, the headings first."""

    sheets: dict[str, list[list[Any]]]

    def value(self, sheet: Sheet, row: int, column: int) -> Any:
        """Return what a cell holds, rows and columns counted from 1."""
        return self.sheets[sheet.title][row - 1][column - 1]

    def find(self, sheet: Sheet, column: int, value: Any) -> int:
        """Return the first row that has a value in a column."""
        return next(n for n, row in enumerate(self.sheets[sheet.title], start=1) if row[column - 1] == value)

    def findings(self, *edits: tuple[str, int, int, Any], without: str = "") -> Findings:
        """Return what a check finds when cells (sheet, row, column, value) are changed, or a sheet is taken away."""
        return check_file(self.written(*edits, without=without)).findings

    def written(self, *edits: tuple[str, int, int, Any], without: str = "") -> bytes:
        """Return the file with edits."""
        sheets = {title: [[*row] for row in rows] for title, rows in self.sheets.items() if title != without}
        for title, row, column, value in edits:
            sheets[title] += [[]] * (row - len(sheets[title]))
            line = sheets[title][row - 1]
            sheets[title][row - 1] = [*line, *[None] * (column - len(line))]
            sheets[title][row - 1][column - 1] = value
        target = io.BytesIO()
        write_xlsx([_table(title, rows) for title, rows in sheets.items()], target)
        return target.getvalue()


def _table(title: str, rows: list[list[Any]]) -> Table:
    width = max(map(len, rows))
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    return Table(title=title, columns=tuple(Column(title=str(h or "")) for h in padded[0]), rows=padded[1:])


def file_of(proof: Proof) -> File:
    """Return the sheets of a file of results without the statistics."""
    tables = witnessed(proof_tables(proof))
    return File(sheets={t.title: [[c.title for c in t.columns], *map(list, t.rows)] for t in tables})


@pytest.fixture(scope="package")
def file() -> File:
    """A file of two rounds and the league over them, in which every sheet has rows."""
    return file_of(random_proof(3, rounds=2, people=9))
