"""A table of texts as a reader of the file sees it, whatever the file's format."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from quizapp.domain.problem import Location, Problem

MAX_COLUMNS = 64  # notes and stray cells to the right of these are ignored


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A visible row that holds something: column, counted from 0, to text."""

    location: Location
    cells: Mapping[int, str]

    def text(self, column: int | None) -> str:
        """Return the text in `column`; nothing for a column that the table lacks."""
        return "" if column is None else self.cells.get(column, "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """The visible rows of one sheet, or of one CSV file.

    `below` holds, for the lower cells of a vertically merged range, the text a reader sees beside them.
    """

    title: str | None = None
    rows: tuple[Row, ...] = ()
    below: Mapping[tuple[int, int], str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def merged_text(self, row: Row, column: int | None) -> str:
        """Return the text in `column`, or that of the merged range which covers it."""
        if column is None:
            return ""
        return row.text(column) or self.below.get((row.location.row or 0, column), "")

    def columns(self) -> Iterator[int]:
        """Yield every column in use, from the left."""
        yield from sorted({column for row in self.rows for column in row.cells})


def letter(column: int) -> str:
    """Return a sheet's name of `column`, counted from 0: A, B, … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
