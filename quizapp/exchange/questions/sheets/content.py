"""Which column of a table without header row is what: by what the cells hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from quizapp.domain.question import MAX_OPTIONS
from quizapp.domain.text import N_
from quizapp.exchange.questions.keys import looks_like_key
from quizapp.exchange.questions.options import split_options, split_question
from quizapp.exchange.questions.sheets import columns as c
from quizapp.exchange.questions.sheets.columns import HEADER_WITHIN, Columns
from quizapp.exchange.questions.sheets.grids import Grid, Row, letter

_OPTIONS = N_("phương án")
_MOST = 0.8
_MIN_STEM = 8  # characters, on average


@dataclass(frozen=True, slots=True)
class _Survey:
    """Shares of a table's rows for which something holds."""

    rows: Sequence[Row]

    def share(self, column: int, holds: Callable[[str], bool], *, of_filled: bool = True) -> float:
        texts = [row.text(column) for row in self.rows]
        filled = [text for text in texts if text]
        return sum(map(holds, filled)) / max(len(filled) if of_filled else len(texts), 1)

    def filled(self, column: int) -> float:
        return self.share(column, bool, of_filled=False)

    def is_key(self, column: int) -> bool:
        return self.filled(column) > 1 - _MOST and self.share(column, looks_like_key) > _MOST

    def is_number(self, column: int) -> bool:
        return self.filled(column) >= _MOST and self.share(column, str.isdecimal) >= _MOST

    def is_stem(self, column: int) -> bool:
        texts = [row.text(column) for row in self.rows if row.text(column)]
        is_long = sum(map(len, texts)) >= _MIN_STEM * max(len(texts), 1)
        return self.filled(column) >= _MOST and is_long and len(set(texts)) >= _MOST * len(texts)


def columns_by_content(grid: Grid) -> tuple[int, Columns] | None:
    """Return where the questions begin and the columns as their content shows them; None if it shows no bank.

    A bank has a column of long, different texts, then two to eight columns of options (or one that holds them all),
    then a column of letters or small numbers; or the key right after the stem.
    """
    start = _first_row(grid.rows)
    survey = _Survey(grid.rows[start:])
    places = list(grid.columns())
    for stem in places:
        if survey.is_stem(stem):
            columns = _after_stem(survey, stem, [place for place in places if place > stem])
            if columns:
                return _without_heading(grid.rows, start, columns), _with_number(survey, columns, places)
    return None


def _first_row(rows: Sequence[Row]) -> int:
    """Return the place of the first row that is as wide as a question: titles stand alone in theirs."""
    for place, row in enumerate(rows[:HEADER_WITHIN]):
        if len(row.cells) > 2:
            return place
    return 0


def _after_stem(survey: _Survey, stem: int, places: Sequence[int]) -> Columns | None:
    key = _key_column(survey, places)
    if key is None:
        return None
    known = {c.STEM: stem, c.KEY: key}
    between = [place for place in places if place < key]
    options = between or _options_after(survey, [place for place in places if place > key])
    if 2 <= len(options) <= MAX_OPTIONS and all(survey.filled(place) >= _MOST for place in options[:2]):
        return Columns(places=known, options=tuple(options))
    if len(options) == 1 and survey.share(options[0], lambda text: len(split_options(text)) > 1) >= _MOST:
        return Columns(places={**known, c.TOGETHER: options[0]})
    if not options and survey.share(stem, lambda text: len(split_question(text)[1]) > 1) >= _MOST:
        return Columns(places=known)
    return None


def _key_column(survey: _Survey, places: Sequence[int]) -> int | None:
    """Return the first column of keys; where options are small numbers themselves, the last of those columns."""
    keys = [place for place in places if survey.is_key(place)]
    if not keys or len(places) < 2 or keys[0] != places[0]:
        return keys[0] if keys else None
    run = [place for place, expected in zip(keys, places, strict=False) if place == expected]
    return run[-1] if len(run) > 2 else keys[0]


def _options_after(survey: _Survey, places: Sequence[int]) -> list[int]:
    """Return the columns up to the first that is mostly empty: notes stand beyond it."""
    options: list[int] = []
    for place in places[:MAX_OPTIONS]:
        if survey.filled(place) < 1 - _MOST:
            break
        options.append(place)
    return options


def _with_number(survey: _Survey, columns: Columns, places: Sequence[int]) -> Columns:
    numbers = [place for place in places if place < columns.places[c.STEM] and survey.is_number(place)]
    if not numbers:
        return columns
    return Columns(places={**columns.places, c.NUMBER: numbers[0]}, options=columns.options)


def _without_heading(rows: Sequence[Row], start: int, columns: Columns) -> int:
    """Return the place of the first question: headings whose names are not known stand above it."""
    key = columns.places[c.KEY]
    for place, row in enumerate(rows[start : start + HEADER_WITHIN], start):
        if not row.text(key) or looks_like_key(row.text(key)):
            return place
    return start


def described(columns: Columns) -> str:
    """Return which column was understood as what: "B là câu hỏi, C–F là phương án, G là đáp án"."""
    words = {
        c.NUMBER: N_("số thứ tự"),
        c.STEM: N_("câu hỏi"),
        c.TOGETHER: N_("các phương án"),
        c.KEY: N_("đáp án"),
    }
    parts = [(place, f"{letter(place)} là {words[role]}") for role, place in columns.places.items()]
    if columns.options:
        first, last = columns.options[0], columns.options[-1]
        parts.append((first, f"{letter(first)}–{letter(last)} là {_OPTIONS}"))
    return ", ".join(text for _, text in sorted(parts))
