"""Days as people write them in Vietnam: day, month, year."""

import re
from datetime import date

from quizapp.domain.text import fold

_WORDS = re.compile(r"\b(?:ngay|thang|nam|sinh)\b")
_BETWEEN = r"[\s./,\-–]+"
_WRITTEN = (
    re.compile(rf"(?P<day>[0-9]{{1,2}}){_BETWEEN}(?P<month>[0-9]{{1,2}}){_BETWEEN}(?P<year>[0-9]{{4}})"),
    re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4})"),
    # What a phone fills in by itself for autocomplete="bday" (HTML, 4.10.18.7).
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"),
)


class UnreadableDay(ValueError):
    """The text is no day, month and year of four digits."""


class NoSuchDay(ValueError):
    """The calendar has no such day: 31/02/1970."""


def read_day(text: str) -> date:
    """Return the day written as 5/9/1968, 05-09-1968, 05.09.1968, 05091968 or in words around the numbers.

    Raises UnreadableDay, a year of two digits included, and NoSuchDay.
    """
    bare = _WORDS.sub(" ", fold(text)).strip()
    for pattern in _WRITTEN:
        found = pattern.fullmatch(bare)
        if found:
            return _day(found)
    raise UnreadableDay(text)


def _day(found: re.Match[str]) -> date:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise NoSuchDay(found.group()) from None
