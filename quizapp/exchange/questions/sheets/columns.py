"""Which column of a table is what: by the names in its header row.

A new name is one entry in NAMES, folded (lower case, no accents), without what stands in brackets.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from quizapp.domain.question import LETTERS
from quizapp.domain.text import fold
from quizapp.exchange.questions.options import split_question
from quizapp.exchange.questions.sheets.grids import Row

HEADER_WITHIN = 15  # visible rows that hold something

NUMBER, STEM, KEY, TOGETHER = "number", "stem", "key", "together"
TOPIC, DIFFICULTY, GROUPS, EXPLANATION, SOURCE = "topic", "difficulty", "groups", "explanation", "source"
TYPE, PINS = "type", "pins"

# Stem and options share a cell.
_WITH_OPTIONS = tuple(
    f"{stem} va {options}"
    for stem in ("noi dung cau hoi trac nghiem", "noi dung cau hoi", "cau hoi trac nghiem", "cau hoi", "noi dung")
    for options in (
        "cac phuong an tra loi", "phuong an tra loi", "cac phuong an", "phuong an", "cac lua chon", "cac dap an",
        "dap an",
    )
)  # fmt: skip
# The first name of a role that a header row holds wins, so the surest stand first.
NAMES: Mapping[str, tuple[str, ...]] = {
    NUMBER: ("stt", "so tt", "so thu tu", "thu tu", "tt", "cau so", "so cau", "no", "id", "cau"),
    STEM: (
        *_WITH_OPTIONS,
        "noi dung cau hoi trac nghiem", "noi dung cau hoi", "cau hoi trac nghiem", "cau hoi", "question text",
        "question", "cau dan", "de bai", "ten cau hoi", "noi dung", "nhan dinh", "phat bieu", "menh de",
        "content", "cau",
    ),
    KEY: (
        "dap an dung", "cau tra loi dung", "phuong an tra loi dung", "phuong an dung", "lua chon dung", "tra loi dung",
        "so thu tu dap an dung", "dap an chinh xac", "dap an chuan", "correct answer", "correct answers",
        "correct option", "answer key", "correct", "key", "dap an", "cau tra loi", "answer",
    ),
    TOGETHER: (
        "phuong an tra loi", "cac phuong an tra loi", "cac phuong an", "phuong an lua chon", "phuong an",
        "cac lua chon", "lua chon", "cac dap an", "cau tra loi", "dap an", "options", "answers", "choices",
    ),
    TOPIC: (
        "chu de", "hang muc", "chuyen de", "chuong", "linh vuc", "mang kien thuc", "noi dung kien thuc", "topic",
        "category", "phan", "bai",
    ),
    DIFFICULTY: ("muc do", "do kho", "muc do nhan thuc", "muc do kho", "cap do", "difficulty", "level"),
    GROUPS: (
        "nhom doi tuong", "doi tuong", "doi tuong du thi", "nhom du thi", "nhom nguoi du thi", "nhom", "audience",
        "groups", "group",
    ),
    EXPLANATION: (
        "giai thich", "giai thich dap an", "giai thich chi tiet", "loi giai", "loi giai chi tiet", "huong dan giai",
        "huong dan chi tiet", "answer explanation", "explanation", "feedback",
    ),
    SOURCE: (
        "nguon", "trich dan nguon cau hoi", "trich dan nguon", "nguon trich dan", "trich dan", "can cu phap ly",
        "can cu", "tai lieu tham khao", "nguon tham khao", "tai lieu", "source", "reference",
    ),
    TYPE: ("loai cau hoi", "loai", "kieu cau hoi", "dang cau hoi", "question type", "type"),
    PINS: ("giu nguyen vi tri", "giu vi tri", "khong tron", "khong dao"),
}  # fmt: skip

_OPTION = re.compile(
    r"(?:(?:phuong an(?: tra loi)?|pa|dap an|lua chon|cau tra loi|tra loi|option|answer|choice|y)\s*(?:so |thu )?)?"
    r"([a-h]|[1-8])"
)
TRUTHS = ("Đúng", "Sai")
_TRUTH_NAMES = ("dung", "sai")
_MOSTLY = 0.8
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """Where a table's columns stand, counted from 0."""

    places: Mapping[str, int] = field(default_factory=dict)  # role → column
    options: tuple[int, ...] = ()  # one column an option; empty: all in one cell
    is_numbered: bool = False  # the options are named 1, 2, 3, so that a number as key counts from 1
    truths: tuple[int, ...] = ()  # the columns Đúng and Sai, one of which is crossed

    def place(self, role: str) -> int | None:
        """Return the column of `role`; None if the table has none."""
        return self.places.get(role)


def bare_name(text: str) -> str:
    """Return a header's name for comparison: folded, without brackets, hints and punctuation."""
    name = _IN_BRACKETS.sub(" ", fold(text)).split(" - ")[0]
    return " ".join(re.sub(r"[^\w\s]", " ", name).split())


def find_header(rows: Sequence[Row]) -> tuple[int, Columns] | None:
    """Return the place of the header row in `rows` and what it says; None where no row near the top is one."""
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        columns = read_header(row)
        if columns:
            return index, columns
    return None


def read_header(row: Row) -> Columns | None:
    """Return the columns that a header row names; None if `row` is not one.

    A header names the stem, and besides it options or a key.
    """
    names = {column: bare_name(text) for column, text in row.cells.items() if len(text) < 120}
    options, is_numbered = _option_columns(names)
    truths = () if options else _truth_columns(names)
    rest = {column: name for column, name in names.items() if column not in (*options, *truths)}
    places = _places(rest, has_options=bool(options or truths))
    if STEM not in places and NUMBER in places and KEY in places:
        places |= _only_unknown(rest, places.values())
    if STEM not in places or not (options or truths or KEY in places):
        return None
    return Columns(places=places, options=options, is_numbered=is_numbered, truths=truths)


def with_options_told(columns: Columns, rows: Sequence[Row]) -> Columns:
    """Return the columns; one called "Đáp án" whose cells hold labelled options is that of the options."""
    key = columns.place(KEY)
    texts = [text for row in rows if (text := row.text(key))]
    if columns.options or columns.truths or TOGETHER in columns.places or not texts:
        return columns
    if sum(len(split_question(text)[1]) > 1 for text in texts) < _MOSTLY * len(texts):
        return columns
    places = {role: place for role, place in columns.places.items() if role != KEY}
    return Columns(places={**places, TOGETHER: columns.places[KEY]})


def crossed_truth(columns: Columns, texts: Mapping[int, str]) -> str:
    """Return which of the columns Đúng and Sai is crossed in a row; "" where not just one is."""
    filled = [place for place in columns.truths if texts.get(place, "").strip()]
    return TRUTHS[columns.truths.index(filled[0])] if len(filled) == 1 else ""


def is_stem_name(text: str) -> bool:
    """Tell whether a cell of the stem's column is that column's name over again."""
    return len(text) < 40 and bare_name(text) in NAMES[STEM]


def _option_columns(names: Mapping[int, str]) -> tuple[tuple[int, ...], bool]:
    """Return the columns of options in the order of their letters or numbers, and whether those are numbers."""
    signs: dict[str, int] = {}
    for column, name in sorted(names.items()):
        match = _OPTION.fullmatch(name)
        if match:
            signs.setdefault(match[1], column)
    lettered = [signs[sign] for sign in LETTERS.lower() if sign in signs]
    numbered = [signs[sign] for sign in "12345678" if sign in signs]
    chosen = max(lettered, numbered, key=len)
    return (tuple(chosen), chosen is numbered) if len(chosen) > 1 else ((), False)


def _truth_columns(names: Mapping[int, str]) -> tuple[int, ...]:
    """Return the columns Đúng and Sai if both are there."""
    found = {name: column for column, name in names.items() if name in _TRUTH_NAMES}
    return tuple(found[name] for name in _TRUTH_NAMES) if len(found) == len(_TRUTH_NAMES) else ()


def _only_unknown(names: Mapping[int, str], taken: Iterable[int]) -> dict[str, int]:
    """Return the one column whose name is not known as that of the stem; nothing where there are several."""
    unknown = [column for column, name in names.items() if column not in taken and len(name) > 3]
    return {STEM: unknown[0]} if len(unknown) == 1 else {}


def _places(names: Mapping[int, str], *, has_options: bool) -> dict[str, int]:
    places: dict[str, int] = {}
    for role, known in NAMES.items():
        if role == TOGETHER and has_options:
            continue
        column = _first(known, names, taken=places.values())
        if column is not None:
            places[role] = column
    return places


def _first(known: Iterable[str], names: Mapping[int, str], *, taken: Iterable[int]) -> int | None:
    free = {column: name for column, name in sorted(names.items()) if column not in taken}
    for name in known:
        for column, found in free.items():
            if found == name:
                return column
    return None
