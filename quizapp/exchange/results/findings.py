"""What in a file disagrees: which cell, what stands there, what it should be."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from quizapp.exchange.results.cells import NotACell
from quizapp.exchange.results.layout import Sheet
from quizapp.exchange.results.reading import Book, Line

MAX_LISTED = 200_000
# What is expected of a row that should not be there, and found of one that should.
NO_ROW = "không có dòng này"

Record = TypeVar("Record")
Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True, slots=True)
class Disagreement:
    """A cell, or with an empty `column` a whole row, that is not what it should be."""

    sheet: str
    row: int
    column: str
    found: str
    expected: str


@dataclass(kw_only=True, slots=True)
class Findings:
    """All disagreements, in the order found; `left_off`: how many more there are than are listed."""

    listed: list[Disagreement] = field(default_factory=list)
    left_off: int = 0
    rows: set[tuple[str, int]] = field(default_factory=set)

    def add(self, sheet: str, row: int, *, column: str = "", found: str, expected: str) -> None:
        """Note a disagreement."""
        self.rows.add((sheet, row))
        if len(self.listed) < MAX_LISTED:
            self.listed.append(Disagreement(sheet=sheet, row=row, column=column, found=found, expected=expected))
        else:
            self.left_off += 1

    def compare(self, sheet: Sheet, line: Line, column: int, expected: str) -> None:
        """Note it where a cell doesn't say what is expected."""
        if (found := line.cell(column)) != expected:
            self.add(sheet.title, line.number, column=sheet.heading(column), found=found, expected=expected)


class Misread(Exception):
    """A cell can't be read; carries its column and what should stand in it."""

    def __init__(self, column: int, expected: str) -> None:
        super().__init__(column, expected)
        self.column = column
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Cells:
    """A row whose cells are read one by one. Raises Misread."""

    line: Line

    def read(self, column: int, reader: Callable[[str], Value]) -> Value:
        """Return what `reader` makes of a cell, counted from 0."""
        try:
            return reader(self.line.cell(column))
        except NotACell as error:
            raise Misread(column, str(error)) from error

    def text(self, column: int) -> str:
        """Return a cell as it is."""
        return self.line.cell(column)


def records(
    book: Book, sheet: Sheet, findings: Findings, parse: Callable[[Cells], Record]
) -> Iterator[tuple[Line, Record]]:
    """Yield each row with what `parse` makes of it; a row that can't be read is noted and left out."""
    for line in body(book, sheet, findings):
        try:
            yield line, parse(Cells(line))
        except Misread as misread:
            findings.add(
                sheet.title,
                line.number,
                column=sheet.heading(misread.column),
                found=line.cell(misread.column),
                expected=misread.expected,
            )


def body(book: Book, sheet: Sheet, findings: Findings) -> Iterator[Line]:
    """Yield the rows below the headings, which are checked; empty ones are no rows."""
    lines = book.lines(sheet.title)
    heading = next(lines, Line(number=1, cells=()))
    for column in range(max(len(sheet.columns), len(heading.cells))):
        findings.compare(sheet, heading, column, sheet.heading(column))
    return (line for line in lines if any(line.cells))


def compare_rows(sheet: Sheet, lines: Iterator[Line], expected: Iterator[Sequence[str]], findings: Findings) -> int:
    """Compare rows one after another with what they should say; return how many there are."""
    count = last = 0
    for line in lines:
        count, last = count + 1, line.number
        row = next(expected, None)
        if row is None:
            findings.add(sheet.title, line.number, found=" | ".join(line.cells), expected=NO_ROW)
            continue
        for column in range(max(len(row), len(line.cells))):
            findings.compare(sheet, line, column, row[column] if column < len(row) else "")
    for missing, row in enumerate(expected, start=max(last, 1) + 1):
        findings.add(sheet.title, missing, found=NO_ROW, expected=" | ".join(row))
    return count
