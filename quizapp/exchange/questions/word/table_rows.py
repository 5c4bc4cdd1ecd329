"""Rows of a table that are questions → lines, each with its role."""

from collections.abc import Iterator, Mapping, Sequence

from quizapp.domain.problem import Location
from quizapp.domain.question import LETTERS
from quizapp.exchange.questions.sheets import columns as c
from quizapp.exchange.questions.sheets.columns import TRUTHS, Columns, crossed_truth, is_stem_name, read_header
from quizapp.exchange.questions.sheets.grids import Row
from quizapp.exchange.questions.word.answer_grids import CROSS
from quizapp.exchange.questions.word.inline import inline_options
from quizapp.exchange.questions.word.lines import Cell, Label, Line, Marked, Role, joined, plain
from quizapp.exchange.questions.word.sights import Kind, sight
from quizapp.exchange.questions.word.wording import NUMBER

_NOTES: Mapping[str, Role] = {
    c.TOPIC: Role.TOPIC,
    c.DIFFICULTY: Role.DIFFICULTY,
    c.GROUPS: Role.GROUPS,
    c.EXPLANATION: Role.EXPLANATION,
    c.SOURCE: Role.SOURCE,
    c.PINS: Role.PINS,
}


def question_rows(rows: Sequence[Sequence[Cell]], columns: Columns) -> Iterator[Line]:
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
