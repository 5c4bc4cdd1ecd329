"""What the line "Đáp án: …" says: the letters it begins with, and the explanation after them.

A list of letters is never cut: "A, B, D đều đúng" is three letters, and where the end of a list can't be told from an
explanation, the line is no key that can be read.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

_BEFORE = r"\W*(?:(?:phương án|đáp án|câu|ý)\s+)?"
_JOINED = r"(?:\s*(?:,|;|&|\+|/|\bvà\b|\band\b)\s*|\s+)"  # what can only stand inside a list
_POINTED = r"\s*[-–.]\s*"  # between letters a list, before words the end of the key
_ALL_RIGHT = r"(?:\s*(?:(?:đều|cùng|là)\s*)?(?:đúng|chính xác))?"
_LAST = r"(?!\w)[)\]]?"


def _list(letter: str, joined: str) -> str:
    """Return the pattern of a list of letters that takes all of them or none."""
    return rf"(?>{letter}(?:{joined}{letter}(?!\w))*)"


def _patterns(letter: str) -> tuple[re.Pattern[str], ...]:
    several = rf"(?:{_list(letter, _JOINED)}|{letter}{{2,8}})"
    pointed = rf"{letter}(?:{_POINTED}{letter}(?!\w))+"
    end = r"[\W_]*"
    return (
        re.compile(rf"{_BEFORE}(?P<key>{pointed}){_LAST}{_ALL_RIGHT}(?P<rest>){end}"),
        re.compile(rf"{_BEFORE}(?P<key>{several}){_LAST}{_ALL_RIGHT}(?P<rest>){end}"),
        re.compile(rf"{_BEFORE}(?P<key>{several}){_LAST}\s*(?:[.:,;)–-]+\s*|(?=\())(?P<rest>.*)", re.DOTALL),
    )


_READINGS = (*_patterns("[A-H]"), *_patterns("[a-hđ]"))
_GOES_ON = re.compile(
    r"\W*[A-Ha-hđ](?:\s*[,;&+/–-]\s*[A-Ha-hđ]|\s+(?:và|and)\s+[A-H]|\s+đều)(?!\w)|\W*[A-Ha-hđ][\s.]*$"
)


class LettersFirst(NamedTuple):
    """The letters with which a key begins, and what follows them."""

    key: str
    rest: str


def letters_first(text: str, is_option: Callable[[str], bool]) -> LettersFirst | None:
    """Return the letters that a key consists of or begins with; None where it can't be told which they are.

    `is_option` tells whether a text is that of an option: "C. A và B" may repeat one.
    """
    matches = [match for match in (pattern.fullmatch(text) for pattern in _READINGS) if match]
    repeating = next((match for match in matches if is_option(match["rest"])), None)
    match = repeating or next(iter(matches), None)
    if match is None or (not repeating and _GOES_ON.match(match["rest"])):
        return None
    key = re.sub(r"\s*[.–-]\s*", ", ", match["key"]).strip()
    return LettersFirst(key, match["rest"].strip())
