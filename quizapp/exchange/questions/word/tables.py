"""Tables of a document → lines: rows that are questions, cells that are options, figures that belong to a stem."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quizapp.domain.question import LETTERS, Location, Problem
from quizapp.domain.text import clean_lines
from quizapp.exchange.questions.sheets import columns as c
from quizapp.exchange.questions.sheets.columns import (
    TRUTHS,
    Columns,
    crossed_truth,
    find_header,
    is_stem_name,
    read_header,
    with_options_told,
)
from quizapp.exchange.questions.sheets.content import columns_by_content, described
from quizapp.exchange.questions.sheets.grids import Grid, Row
from quizapp.exchange.questions.word.answer_grids import CROSS, crossed_answers
from quizapp.exchange.questions.word.answer_lists import AnswerList, answers_in_table
from quizapp.exchange.questions.word.inline import inline_options
from quizapp.exchange.questions.word.lines import Block, Cell, Label, Line, Marked, Role, Table, joined, labelled, plain
from quizapp.exchange.questions.word.sights import Kind, Sight, sight
from quizapp.exchange.questions.word.wording import NUMBER

_NOTES: Mapping[str, Role] = {
    c.TOPIC: Role.TOPIC,
    c.DIFFICULTY: Role.DIFFICULTY,
    c.GROUPS: Role.GROUPS,
    c.EXPLANATION: Role.EXPLANATION,
    c.SOURCE: Role.SOURCE,
    c.PINS: Role.PINS,
}
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
            yield from map(sight, _question_rows(table.rows[start:], columns))
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


# Rows that are questions


def _question_rows(rows: Sequence[Sequence[Cell]], columns: Columns) -> Iterator[Line]:
    """Yield the lines of the questions in the rows, each with its role."""
    for row in _whole_rows(rows, columns):
        if is_stem_name(_text(row, columns.place(c.STEM))):
            columns = read_header(Row(location=Location(), cells={k: v.text for k, v in row.items()})) or columns
        elif (
            len(row) == 1
            and len(columns.places) + len(columns.options) > 1
            and not _is_number(next(iter(row.values())))
        ):
            yield Line(content=next(iter(row.values())), is_heading=True, role=_role_of_heading(row))
        else:
            yield from _question(row, columns)


def _role_of_heading(row: Mapping[int, Marked]) -> Role | None:
    text = next(iter(row.values()))
    return Role.SECTION if len(text.text) < 200 and not inline_options(text.text) else None


def _is_number(text: Marked) -> bool:
    return bool(NUMBER.fullmatch(text.text.strip().rstrip(".") + "."))


def _text(row: Mapping[int, Marked], column: int | None) -> str:
    return "" if column is None or column not in row else row[column].text.strip()


def _whole_rows(rows: Sequence[Sequence[Cell]], columns: Columns) -> list[dict[int, Marked]]:
    """Return the rows as texts, those that go on with the row above joined to it."""
    groups: list[list[dict[int, Marked]]] = []
    above: dict[int, Marked] = {}
    number = columns.place(c.NUMBER)
    for cells in rows:
        row = {cell.column: cell.content() for cell in cells if cell.content()}
        continued = {cell.column for cell in cells if cell.goes_on}
        if not row:
            continue
        if groups and _continues(row, above, columns, continued, is_numbered=number is not None):
            groups[-1].append(row)
            above = {**row, **above}
        else:
            groups.append([row])
            above = row
    return [_joined_rows(group, columns) for group in groups]


def _joined_rows(rows: Sequence[Mapping[int, Marked]], columns: Columns) -> dict[int, Marked]:
    """Return rows that are one question as one; a cross beside an option is the option's letter."""
    whole: dict[int, list[Marked]] = {}
    key, together = columns.place(c.KEY), columns.place(c.TOGETHER)
    keys = [_text(row, key) for row in rows]
    are_crosses = together is not None and len(rows) > 1 and all(CROSS.fullmatch(text) for text in keys if text)
    place = 0
    for row in rows:
        for column, text in row.items():
            is_cross = are_crosses and column == key and place < len(LETTERS)
            whole.setdefault(column, []).append(plain(f"{LETTERS[place]},") if is_cross else text)
        place += together in row
    return {column: joined(texts, "\n") for column, texts in whole.items()}


def _continues(
    row: Mapping[int, Marked], above: Mapping[int, Marked], columns: Columns, continued: set[int], *, is_numbered: bool
) -> bool:
    """Tell whether a row is the rest of the one above: split by a page, or beside a merged cell."""
    if columns.place(c.STEM) in continued or (is_numbered and columns.place(c.NUMBER) in continued):
        return True
    number, key = columns.place(c.NUMBER), columns.place(c.KEY)
    if not is_numbered or _text(row, number) or not _text(above, number):
        return False
    return not (_text(row, key) and _text(above, key)) and len(row) < len(above) + (key is None)


def _question(row: Mapping[int, Marked], columns: Columns) -> Iterator[Line]:
    number = NUMBER.match(_text(row, columns.place(c.NUMBER)).removeprefix("Câu").rstrip(".") + ".")
    stem = row.get(columns.place(c.STEM) or 0, Marked()) if columns.place(c.STEM) is not None else Marked()
    first, *rest = stem.split_lines() or [Marked()]
    typed = sight(Line(content=first))
    is_labelled = typed.kind is Kind.QUESTION and not typed.line.label
    yield Line(
        content=typed.body if is_labelled else first,
        role=Role.STEM,
        number=int(number["number"]) if number else typed.number if is_labelled else None,
    )
    yield from (Line(content=line, role=Role.MORE if columns.options else None) for line in rest if line)
    yield from _options(row, columns)
    truth = crossed_truth(columns, {column: text.text for column, text in row.items()})
    if truth:
        yield Line(content=plain(truth), role=Role.KEY)
    if _text(row, columns.place(c.KEY)):
        yield Line(content=row[columns.places[c.KEY]], role=Role.KEY)
    for name, role in _NOTES.items():
        if _text(row, columns.place(name)):
            yield Line(content=row[columns.places[name]], role=role)


def _options(row: Mapping[int, Marked], columns: Columns) -> Iterator[Line]:
    """Yield the options of a row: a column each, or all in one cell."""
    if columns.truths:
        yield from (Line(content=plain(truth), role=Role.OPTION) for truth in TRUTHS)
        return
    if not columns.options:
        together = row.get(columns.places.get(c.TOGETHER, -1), Marked())
        lines = [line for line in together.split_lines() if line]
        has_labels = any(sight(Line(content=line)).kind is Kind.OPTION for line in lines) or inline_options(
            together.text
        )
        yield from (Line(content=line, role=None if has_labels else Role.OPTION) for line in lines)
        return
    cells = [row.get(column, Marked()) for column in columns.options]
    while cells and not cells[-1]:
        cells.pop()
    seen = [sight(Line(content=cell)) for cell in cells]
    if all(found.kind is Kind.OPTION and found.letter == place for place, found in enumerate(seen)):
        yield from (
            Line(content=found.body, label=_label(place, found.label), role=Role.OPTION)
            for place, found in enumerate(seen)
        )
    else:
        yield from (Line(content=cell, role=Role.OPTION) for cell in cells)


def _label(place: int, typed: Marked) -> Label:
    marks = next((marks for _, marks in typed.letters()), frozenset())
    return Label(text=f"{LETTERS[place]}.", format="upperLetter", value=place + 1, marks=marks)


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
