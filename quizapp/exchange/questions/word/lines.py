"""Text as it stands in a document: lines, the marks on their characters, automatic labels, tables."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property

from quizapp.domain.text import N_, clean_lines
from quizapp.exchange.questions.parsed import refusal

# What can't be kept as text leaves one of these in its place, so that it is known where something was left out.
PICTURE, FORMULA = "\ue000", "\ue001"
_PLACEHOLDERS = str.maketrans({PICTURE: None, FORMULA: None})

Marks = frozenset[str]
PLAIN: Marks = frozenset()

MAX_LINES = 60_000  # 5,000 questions of twelve lines
MAX_LINE = 20_000  # characters
MAX_CHARACTERS = 5_000_000  # 5,000 questions of 1,000, which is twice as long as real ones


@dataclass(frozen=True)
class Marked:
    """A text whose characters carry marks such as "bold" or "color:FF0000"."""

    runs: tuple[tuple[str, Marks], ...] = ()

    @cached_property
    def text(self) -> str:
        """The characters alone."""
        return "".join(text for text, _ in self.runs)

    def cut(self, start: int, end: int | None = None) -> "Marked":
        """Return the part from `start` to `end`, as slices count."""
        stop = len(self.text) if end is None else end
        return Marked(tuple(_cut(self.runs, start, stop)))

    def stripped(self) -> "Marked":
        """Return the text without white space at its ends."""
        text = self.text
        start = len(text) - len(text.lstrip())
        return self.cut(start, max(start, len(text.rstrip())))

    def split_lines(self) -> "list[Marked]":
        """Return the lines of the text."""
        lines, start = [], 0
        for part in self.text.split("\n"):
            lines.append(self.cut(start, start + len(part)))
            start += len(part) + 1
        return lines

    def letters(self) -> Iterator[tuple[int, Marks]]:
        """Yield how many letters and digits each run holds, with its marks; blanks and points tell nothing."""
        for text, marks in self.runs:
            count = sum(map(str.isalnum, text))
            if count:
                yield count, marks

    def __bool__(self) -> bool:
        return bool(self.text.strip())


NOTHING = Marked()


def _cut(runs: Sequence[tuple[str, Marks]], start: int, stop: int) -> Iterator[tuple[str, Marks]]:
    place = 0
    for text, marks in runs:
        part = text[max(start - place, 0) : max(stop - place, 0)]
        if part:
            yield part, marks
        place += len(text)


def plain(text: str) -> Marked:
    """Return `text` without marks."""
    return Marked(((text, PLAIN),)) if text else Marked()


def joined(parts: Iterable[Marked], separator: str = "") -> Marked:
    """Return the parts in one text."""
    runs: list[tuple[str, Marks]] = []
    for number, part in enumerate(parts):
        if number and separator:
            runs.append((separator, PLAIN))
        runs.extend(part.runs)
    return Marked(tuple(runs))


def composed(runs: Iterable[tuple[str, Marks]]) -> Marked:
    """Return runs as one text in NFC; neighbours with the same marks are one run.

    A combining accent that begins a run belongs to the letter before it.
    """
    kept: list[tuple[str, Marks]] = []
    for run, marks in runs:
        text = run
        while kept and text and unicodedata.combining(text[0]):
            kept[-1] = (kept[-1][0] + text[0], kept[-1][1])
            text = text[1:]
        if text and kept and kept[-1][1] == marks:
            kept[-1] = (kept[-1][0] + text, marks)
        elif text:
            kept.append((text, marks))
    return Marked(tuple((unicodedata.normalize("NFC", text), marks) for text, marks in kept))


# Invisible signs that come along from web pages; full-width signs; Đ as old keyboards write it (the letter of Iceland).
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_TIDY: dict[int, int | str | None] = {**_INVISIBLE, **_FULL_WIDTH, 0xD0: "Đ", 0x189: "Đ", 0xF0: "đ"}
_CYRILLIC = str.maketrans("АВСЕНКМОРТХасеорху", "ABCEHKMOPTXaceopxy")
_IS_CYRILLIC = re.compile("[\u0400-\u04ff]")


def tidied(content: Marked) -> Marked:
    """Return a line with signs that look alike, or like nothing, made those that labels and words are written with."""
    text = content.text
    if text.isascii():
        return content
    table = _TIDY
    if _IS_CYRILLIC.search(text) and not _IS_CYRILLIC.search(text.translate(_CYRILLIC)):
        table = {**_TIDY, **_CYRILLIC}
    return Marked(tuple((run.translate(table), marks) for run, marks in content.runs))


def refuse_too_large(*, lines: int, longest: int = 0, characters: int = 0) -> None:
    """Raise Refused for more or longer lines, or more text, than any bank has."""
    if lines > MAX_LINES:
        raise refusal("too-large", reason=N_("văn bản có hơn %s dòng") % MAX_LINES)
    if characters > MAX_CHARACTERS:
        raise refusal("too-large", reason=N_("văn bản có hơn %s ký tự") % MAX_CHARACTERS)
    if longest > MAX_LINE:
        raise refusal("too-large", reason=N_("có dòng dài hơn %s ký tự") % MAX_LINE)


def without_placeholders(text: str) -> str:
    """Return a document's own text without the signs that stand for what was left out."""
    return text.translate(_PLACEHOLDERS) if PICTURE in text or FORMULA in text else text


def as_written(texts: Iterable[Marked]) -> str:
    """Return lines of a stem or an option as they are stored, without what could not be kept as text."""
    return clean_lines("\n".join(text.text for text in texts).translate(_PLACEHOLDERS))


def left_out(texts: Iterable[Marked]) -> tuple[int, int]:
    """Return how many pictures and how many formulas the texts lost."""
    whole = "".join(text.text for text in texts)
    return whole.count(PICTURE), whole.count(FORMULA)


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """A label that the program puts before a paragraph: what a reader sees, and what it counts."""

    text: str
    format: str  # decimal, upperLetter, lowerLetter, bullet … (ECMA-376 Part 1, 17.18.59)
    value: int
    series: str = ""  # which list counts it, on which level
    marks: Marks = PLAIN


class Role(Enum):
    """What a line is because of where it stands, whatever it looks like."""

    STEM = auto()
    OPTION = auto()
    KEY = auto()
    TOPIC = auto()
    DIFFICULTY = auto()
    GROUPS = auto()
    EXPLANATION = auto()
    SOURCE = auto()
    PINS = auto()
    SECTION = auto()
    TYPE = auto()
    MORE = auto()  # goes on with the line before
    OWN = auto()  # a whole paragraph as the project itself writes it: label and text, a line break being one


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a document. `place`: its number in a text file."""

    content: Marked
    label: Label | None = None
    place: int | None = None
    number: int | None = None  # of the question that a line with Role.STEM begins
    has_gap: bool = False  # an empty line stands before it
    is_heading: bool = False
    role: Role | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A cell of a table. `goes_on`: it is the lower part of a cell merged over several rows."""

    blocks: "tuple[Line | Table, ...]" = ()
    column: int = 0
    goes_on: bool = False

    def lines(self) -> "Iterator[Line]":
        """Yield the lines of the cell, those of tables inside it among them."""
        for block in self.blocks:
            if isinstance(block, Table):
                yield from block.lines()
            else:
                yield block

    def content(self) -> Marked:
        """Return the text of the cell, automatic labels included."""
        return joined((labelled(line) for line in self.lines()), "\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A table: rows of cells."""

    rows: tuple[tuple[Cell, ...], ...] = field(default=())

    def lines(self) -> "Iterator[Line]":
        """Yield the lines of all cells, row by row."""
        for row in self.rows:
            for cell in row:
                yield from cell.lines()


Block = Line | Table


def labelled(line: Line) -> Marked:
    """Return the line with its automatic label as part of the text."""
    if line.label is None:
        return line.content
    return joined((plain(line.label.text + " "), line.content))
