"""Tables of a document → lines: rows that are questions, cells that are options, figures that belong to a stem."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quizapp.domain.problem import Location, Problem
from quizapp.domain.question import LETTERS
from quizapp.domain.text import clean_lines
from quizapp.exchange.questions.sheets import columns as c
from quizapp.exchange.questions.sheets.columns import Columns, find_header, with_options_told
from quizapp.exchange.questions.sheets.content import columns_by_content, described
from quizapp.exchange.questions.sheets.grids import Grid, Row
from quizapp.exchange.questions.word.answer_grids import crossed_answers
from quizapp.exchange.questions.word.answer_lists import AnswerList, answers_in_table
from quizapp.exchange.questions.word.lines import Block, Line, Marked, Role, Table, joined, labelled, plain
from quizapp.exchange.questions.word.sights import Kind, Sight, sight
from quizapp.exchange.questions.word.table_rows import question_rows
from quizapp.exchange.questions.word.wording import NUMBER

_MOSTLY = 0.8


@dataclass(slots=True)
class Tables:
    """Reads the tables of one document; the header of the first may stand for the others."""

    problems: list[Problem] = field(default_factory=list)
    _columns: Columns | None = None
    _width: int = 0

    def sights(self, blocks: Sequence[Block]) -> Iterator[Sight]:
        """Yield what the blocks look like, line by line."""
        for block in blocks:
            if isinstance(block, Line):
                yield sight(block)
            else:
                yield from self._table(block)

    def _table(self, table: Table) -> Iterator[Sight]:
        rows = [{cell.column: clean_lines(cell.content().text) for cell in row} for row in table.rows]
        answers = crossed_answers(rows) or answers_in_table(rows)
        if answers is not None:
            yield _listed(answers)
            return
        found = self._find_columns(table, rows)
        if found is not None:
            start, columns = found
            yield from map(sight, question_rows(table.rows[start:], columns))
        else:
            yield from (found for row in _laid_out(table) for found in self._row(row))

    def _row(self, cells: Sequence[Block]) -> Iterator[Sight]:
        for block in cells:
            if isinstance(block, Table):
                yield from self._table(block)
            else:
                yield sight(block)

    def _find_columns(self, table: Table, rows: Sequence[Mapping[int, str]]) -> tuple[int, Columns] | None:
        """Return where the questions of a table begin, and what its columns are; None if no row is a question."""
        grid = _grid(rows)
        width = max((cell.column for row in table.rows for cell in row), default=0)
        headed = find_header(grid.rows)
        if headed:
            place, columns = headed[0], with_options_told(headed[1], grid.rows[headed[0] + 1 :])
            self._columns, self._width = columns, width
            return (grid.rows[place].location.row or 0) + 1, columns
        if self._columns and width == self._width and self._goes_on(grid, self._columns):
            return 0, self._columns
        return self._by_content(grid)

    def _goes_on(self, grid: Grid, columns: Columns) -> bool:
        """Tell whether a table without header holds questions in the columns of the one before."""
        stems = [row.text(columns.place(c.STEM)) for row in grid.rows]
        return bool(stems) and sum(map(bool, stems)) >= 0.5 * len(stems)

    def _by_content(self, grid: Grid) -> tuple[int, Columns] | None:
        found = columns_by_content(grid) if len(grid.rows) > 1 else None
        if found is None:
            columns = _without_key(grid)
            return (0, columns) if columns else None
        start, columns = found
        self.problems.append(
            Problem(code="columns-by-content", location=Location(), params={"columns": described(columns)})
        )
        return grid.rows[start].location.row or 0, columns


def _listed(answers: AnswerList) -> Sight:
    return Sight(kind=Kind.ANSWERS, line=Line(content=Marked()), body=Marked(), answers=answers)


def _grid(rows: Sequence[Mapping[int, str]]) -> Grid:
    kept = (
        Row(location=Location(row=place), cells={column: text for column, text in row.items() if text})
        for place, row in enumerate(rows)
    )
    return Grid(rows=tuple(row for row in kept if row.cells))


def _without_key(grid: Grid) -> Columns | None:
    """Return the columns of a table whose first column counts, without header and key: marks tell the key."""
    places = list(grid.columns())
    numbered = [row for row in grid.rows if NUMBER.fullmatch(row.text(0).rstrip(".") + ".")]
    if len(places) < 4 or len(numbered) < max(2, _MOSTLY * len(grid.rows)) or len(places) > 10:
        return None
    stems = [row.text(places[1]) for row in numbered]
    if sum(map(len, stems)) < 12 * len(stems) or len(set(stems)) < len(stems):
        return None
    return Columns(places={c.NUMBER: places[0], c.STEM: places[1]}, options=tuple(places[2:]))


# Tables that only lay text out


def _laid_out(table: Table) -> Iterator[list[Block]]:
    """Yield the rows of a table as blocks: figures as one line a row, anything else cell by cell."""
    if _is_figure(table):
        for row in table.rows:
            texts = [cell.content() for cell in row]
            line = joined((joined(text.split_lines(), " ") for text in texts if text), " | ")
            yield [Line(content=line, role=Role.MORE)] if line else []
        return
    for row in table.rows:
        yield _paired([block for cell in row for block in cell.blocks])


def _is_figure(table: Table) -> bool:
    """Tell whether a table shows figures to a question: nothing in it is a label."""
    if len(table.rows) < 2 or max(len(row) for row in table.rows) < 2:
        return False
    lines = (line for row in table.rows for cell in row for line in cell.lines())
    telling = (Kind.QUESTION, Kind.OPTION, Kind.KEY, Kind.SECTION, Kind.ANSWERS)
    return not any(found.kind in telling or found.has_options for found in map(sight, lines)) and not any(
        len(cell.content().text.strip()) == 1 and cell.content().text.strip() in LETTERS
        for row in table.rows
        for cell in row
    )


def _paired(blocks: Sequence[Block]) -> list[Block]:
    """Join a cell that holds a letter or a number only with the text in the cell beside it."""
    paired: list[Block] = []
    for block in blocks:
        before = paired[-1] if paired else None
        if isinstance(block, Line) and isinstance(before, Line) and _is_bare_label(before):
            label = labelled(before).text.strip().rstrip(".")
            marks = next((marks for _, marks in before.content.letters()), frozenset())
            paired[-1] = Line(content=joined((Marked(((label, marks),)), plain(". "), labelled(block))))
        else:
            paired.append(block)
    return paired


def _is_bare_label(line: Line) -> bool:
    text = labelled(line).text.strip().rstrip(".)")
    return (len(text) == 1 and text in LETTERS) or (text.isdecimal() and len(text) < 4)
