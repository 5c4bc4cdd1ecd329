"""What the key column says: letters, numbers, or the text of an option."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from quizapp.domain.problem import Location, Problem
from quizapp.domain.question import LETTERS
from quizapp.domain.text import N_, fold
from quizapp.exchange.questions.options import split_options

_SAID = r"(?:(?:đáp án|phương án|lựa chọn|câu|option|answer)\s*(?:đúng\s*)?:?\s*)?"
_AND = r"(?:\s*(?:,|;|/|&|\+|và|and)\s*|\s+)"
_LETTERS = re.compile(rf"{_SAID}([a-h](?:{_AND}[a-h])*|[a-h]{{2,8}})\s*[.):]?")
_NUMBERS = re.compile(rf"{_SAID}(\d{{1,2}}(?:{_AND}\d{{1,2}})*)\s*[.):]?")
_LABEL = re.compile(r"[a-h]\s*[.):/]\s+", re.IGNORECASE)
_TRUE = ("dung", "d", "true", "t", "1", "yes")
_FALSE = ("sai", "s", "false", "f", "0", "no")
_TRUE_FALSE = (("dung", "sai"), ("sai", "dung"), ("true", "false"), ("false", "true"))


MAX_SHOWN = 80  # characters of a cell that a message repeats


class Counting(Enum):
    """From where a file's numbers count; UNCLEAR where both readings fit the whole file."""

    FROM_ONE = auto()
    FROM_ZERO = auto()
    UNCLEAR = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyReading:
    """The options, from 0, that a key means. `rival` is the other reading where there are two."""

    key: frozenset[int] = frozenset()
    rival: frozenset[int] | None = None
    is_out_of_range: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyCell:
    """A key as written, with the options it is about."""

    text: str
    options: tuple[str, ...]
    is_numbered: bool = False  # the options' own columns are called 1, 2, 3


def looks_like_key(text: str) -> bool:
    """Tell whether a cell by itself reads as letters or small numbers."""
    bare = text.casefold()
    return bool(_by_letters(bare)) or any(number <= 8 for number in _numbers(bare))


def counting(cells: Iterable[KeyCell]) -> Counting:
    """Return from where the numbers of a whole file count.

    A 0 says from 0; a number equal to a question's number of options says from 1; neither leaves it open, unless
    the options' own columns are numbered from 1.
    """
    zeros = tops = 0
    is_numbered = True
    for cell in cells:
        found = _numbers(cell.text.casefold())
        is_numbered = is_numbered and (cell.is_numbered or not found)
        zeros += found.count(0)
        tops += any(number >= len(cell.options) for number in found)
    if (tops and tops >= zeros) or (is_numbered and not zeros):
        return Counting.FROM_ONE
    return Counting.FROM_ZERO if zeros and not tops and not is_numbered else Counting.UNCLEAR


def read_key(cell: KeyCell, count: Counting) -> KeyReading:
    """Return what the key means. Readings that disagree are given both, the likelier first."""
    if not cell.text:
        return KeyReading()
    by_text, *by_sign = _readings(cell, count)
    possible = [reading for reading in by_sign if reading and max(reading) < len(cell.options) and min(reading) >= 0]
    if by_text in possible and count is Counting.UNCLEAR:
        possible = [by_text]  # the option's own text settles from where the number counts
    distinct = list(dict.fromkeys([*([by_text] if by_text else []), *possible]))
    if not distinct:
        return KeyReading(is_out_of_range=True)
    return KeyReading(key=distinct[0], rival=distinct[1] if len(distinct) > 1 else None)


def _readings(cell: KeyCell, count: Counting) -> list[frozenset[int]]:
    """Return the reading as text, as letters, and as numbers (from 1 before from 0); an empty one is none."""
    bare = cell.text.casefold()
    numbers = _numbers(bare)
    starts = {Counting.FROM_ONE: (1,), Counting.FROM_ZERO: (0,), Counting.UNCLEAR: (1, 0)}[count]
    by_number = [frozenset(number - start for number in numbers) for start in starts]
    return [_by_text(cell), _by_letters(bare), *by_number]


def _by_letters(bare: str) -> frozenset[int]:
    match = _LETTERS.fullmatch(bare)
    if not match:
        return frozenset()
    is_run = match[1].isalpha()
    letters = match[1] if is_run else re.findall(r"\b[a-h]\b", match[1])
    places = [LETTERS.lower().index(letter) for letter in letters]
    # Letters without anything between them are a word, unless they ascend: "AC", but not "BAD".
    return frozenset(places) if _ascend(places) or not is_run else frozenset()


def _ascend(places: Sequence[int]) -> bool:
    return all(before < after for before, after in pairwise(places))


def _numbers(bare: str) -> list[int]:
    match = _NUMBERS.fullmatch(bare)
    return [int(number) for number in re.findall(r"\d+", match[1])] if match else []


def _by_text(cell: KeyCell) -> frozenset[int]:
    """Return the options whose text the key is: exactly, else but for accents and labels, else several of them."""
    # A sign such as "B" is an option's text only if it is that exactly.
    for same in (str.casefold,) if looks_like_key(cell.text) else (str.casefold, fold):
        place = _place_of(cell.text, cell.options, same)
        if place is not None:
            return frozenset([place])
    return _true_or_false(cell) or _several(cell)


def _place_of(text: str, options: Sequence[str], same: Callable[[str], str]) -> int | None:
    for wanted in (text, _LABEL.sub("", text, count=1) if _LABEL.match(text) else text):
        places = [place for place, option in enumerate(options) if option and same(option) == same(wanted)]
        if len(places) == 1:
            return places[0]
    return None


def _true_or_false(cell: KeyCell) -> frozenset[int]:
    """Return what "Đ", "S" or TRUE means where the options are Đúng and Sai."""
    said = fold(cell.text)
    if not is_true_false(cell.options) or said in ("0", "1"):
        return frozenset()
    options = [fold(option) for option in cell.options]
    words = _TRUE if said in _TRUE else _FALSE if said in _FALSE else ()
    return frozenset(place for place, option in enumerate(options) if option in words)


def is_true_false(options: Sequence[str]) -> bool:
    """Tell whether the options are Đúng and Sai."""
    return len(options) == 2 and tuple(fold(option) for option in options) in _TRUE_FALSE


def _several(cell: KeyCell) -> frozenset[int]:
    """Return the options that a key names by their texts, one a line or with semicolons between."""
    texts = split_options(cell.text) or tuple(part.strip() for part in cell.text.split(";"))
    places = [_place_of(text, cell.options, str.casefold) for text in texts]
    known = [place for place in places if place is not None]
    return frozenset(known) if len(known) == len(places) > 1 else frozenset()


def key_problem(reading: KeyReading, cell: KeyCell, location: Location) -> Problem | None:
    """Return what is wrong with a key; None if it can be read in one way, or is missing."""
    if reading.is_out_of_range:
        if not cell.options:
            return None  # that there are no options is said already
        letters = f"A–{LETTERS[min(len(cell.options), len(LETTERS)) - 1]}"
        return Problem(
            code="key-out-of-range", location=location, params={"key": cell.text[:MAX_SHOWN], "letters": letters}
        )
    if reading.rival is not None:
        params = {"key": cell.text[:MAX_SHOWN], "first": _names(reading.key), "second": _names(reading.rival)}
        return Problem(code="ambiguous-key", location=location, params=params)
    return None


def _names(key: frozenset[int]) -> str:
    return ", ".join(LETTERS[place] if place < len(LETTERS) else str(place + 1) for place in sorted(key)) or N_("không")
