"""Rows of a table whose columns are known → drafts: what each row says, not yet weighed."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from quizapp.domain.problem import Location
from quizapp.domain.question import QuestionType
from quizapp.domain.text import fold
from quizapp.exchange.questions import names
from quizapp.exchange.questions.options import split_options, split_question, without_labels
from quizapp.exchange.questions.sheets import columns as c
from quizapp.exchange.questions.sheets.columns import Columns, is_stem_name, read_header
from quizapp.exchange.questions.sheets.grids import Grid, Row

_NUMBER = re.compile(r"(?:câu|bài|question)?\s*(\d{1,6})\s*[.):]?", re.IGNORECASE)
_SECTION = re.compile(
    r"(?:phần|chương|mục|bài|chủ đề|chuyên đề|lĩnh vực)\s*(?:thứ\s+)?(?:\d+|[IVX]+|[A-H]|:)(?:[\s.:)–-].*)?"
    r"|[IVX]+\s*[.)].*",
    re.IGNORECASE | re.DOTALL,
)
_INSTRUCTIONS = ("text of the question",)  # Quizizz explains its columns in row 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """One row as written, its cells told apart."""

    location: Location
    number: int | None
    stem: str
    options: tuple[str, ...]
    key: str
    is_numbered: bool
    type: str
    topic: str
    difficulty: str
    groups: str
    explanation: str
    source: str
    pins: str


def read_rows(grid: Grid, columns: Columns, start: int) -> list[Draft]:
    """Return a draft for each question in the rows of `grid` from `start` on.

    Blank rows, repeated headers and rows that only count are passed over; a row such as "Phần II" names the topic of
    the rows under it.
    """
    usual = _usual_count(grid, columns, start)
    drafts: list[Draft] = []
    section = ""
    for row in grid.rows[start:]:
        if is_stem_name(row.text(columns.place(c.STEM))):
            columns = read_header(row) or columns
        elif _is_section(row, columns):
            section = _section_name(row, columns)
        elif _holds_question(row, columns):
            drafts.append(_draft(grid, row, columns, section, usual))
    return drafts


def _usual_count(grid: Grid, columns: Columns, start: int) -> int:
    """Return the commonest number of options where they share a cell; 0 where they have columns of their own."""
    if columns.options:
        return 0
    counts = Counter(len(_stem_and_options(row, columns, 0)[1]) for row in grid.rows[start:])
    return max(counts, key=lambda count: counts[count], default=0)


def _is_section(row: Row, columns: Columns) -> bool:
    number, stem = row.text(columns.place(c.NUMBER)), row.text(columns.place(c.STEM))
    texts = {text for text in (number, stem) if text}
    if len(texts) != 1 or _answers(row, columns):
        return False
    return bool(_SECTION.fullmatch(number or stem)) if not number else not stem and not _NUMBER.fullmatch(number)


def _answers(row: Row, columns: Columns) -> bool:
    """Tell whether the row holds an option, a key, or options inside its stem."""
    places = (*columns.options, columns.place(c.KEY), columns.place(c.TOGETHER))
    return any(row.text(place) for place in places) or bool(_stem_and_options(row, columns, 0)[1])


def _section_name(row: Row, columns: Columns) -> str:
    text = row.text(columns.place(c.NUMBER)) or row.text(columns.place(c.STEM))
    return re.sub(r"^chủ đề\s*:\s*", "", text, flags=re.IGNORECASE)


def _holds_question(row: Row, columns: Columns) -> bool:
    stem = row.text(columns.place(c.STEM))
    return bool(stem or _answers(row, columns)) and not fold(stem[:40]).startswith(_INSTRUCTIONS)


def _draft(grid: Grid, row: Row, columns: Columns, section: str, usual: int) -> Draft:
    stem, options = _stem_and_options(row, columns, usual)
    return Draft(
        location=row.location,
        number=_number(row.text(columns.place(c.NUMBER))),
        stem=stem,
        options=options or _true_false_options(row, columns),
        key=row.text(columns.place(c.KEY)) or c.crossed_truth(columns, row.cells),
        is_numbered=columns.is_numbered,
        type=row.text(columns.place(c.TYPE)),
        topic=grid.merged_text(row, columns.place(c.TOPIC)) or section,
        difficulty=grid.merged_text(row, columns.place(c.DIFFICULTY)),
        groups=grid.merged_text(row, columns.place(c.GROUPS)),
        explanation=row.text(columns.place(c.EXPLANATION)),
        source=grid.merged_text(row, columns.place(c.SOURCE)),
        pins=row.text(columns.place(c.PINS)),
    )


def _number(text: str) -> int | None:
    match = _NUMBER.fullmatch(text)
    return int(match[1]) if match else None


def _stem_and_options(row: Row, columns: Columns, usual: int) -> tuple[str, tuple[str, ...]]:
    stem = row.text(columns.place(c.STEM))
    if columns.options:
        return stem, without_labels(_up_to_last([row.text(place) for place in columns.options]))
    together = row.text(columns.place(c.TOGETHER))
    if together:
        return stem, split_options(together, usual=usual)
    return _question_in_one_cell(stem, usual)


def _up_to_last(options: list[str]) -> list[str]:
    """Return the options without the empty ones after the last that is written."""
    while options and not options[-1]:
        options.pop()
    return options


def _question_in_one_cell(text: str, usual: int) -> tuple[str, tuple[str, ...]]:
    """Return the stem and options of a cell that holds both; without labels, each line after the first is an option."""
    stem, options = split_question(text, usual=usual)
    lines = text.split("\n")
    if options or len(lines) < 3:
        return stem, options
    return lines[0], tuple(lines[1:])


def _true_false_options(row: Row, columns: Columns) -> tuple[str, ...]:
    is_true_false = names.question_type(row.text(columns.place(c.TYPE))) is QuestionType.TRUE_FALSE
    return c.TRUTHS if (is_true_false or columns.truths) and row.text(columns.place(c.STEM)) else ()


def numbered(drafts: list[Draft]) -> Iterator[tuple[int, Draft]]:
    """Yield each draft with its own number, or its place in the file where it has none."""
    for place, draft in enumerate(drafts, 1):
        yield (draft.number if draft.number is not None else place), draft
