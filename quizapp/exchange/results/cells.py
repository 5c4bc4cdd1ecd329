"""Values as cells hold them, exactly: moments to the microsecond, options as letters, an item in one cell."""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from quizapp.domain.choice import decode, encode
from quizapp.domain.phase import VIETNAM
from quizapp.exchange.results.layout import NO, YES

_LETTERS = "ABCDEFGH"


class NotACell(ValueError):
    """A cell's text isn't what should stand there; says what should."""


def moment(when: datetime) -> str:
    """Return a moment as Vietnam's clock says it, with its zone."""
    return when.astimezone(VIETNAM).isoformat(" ", "microseconds")


def moment_in(text: str) -> datetime:
    """Return the moment that `moment` wrote. Raises NotACell."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError as error:
        raise NotACell("ngày, giờ") from error
    if when.tzinfo is None:
        raise NotACell("ngày, giờ kèm múi giờ")
    return when


def whole_in(text: str) -> int:
    """Return a whole number that is not negative. Raises NotACell."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise NotACell("số nguyên")
    return int(text)


def whole_or_none_in(text: str) -> int | None:
    """Return a whole number, None for an empty cell. Raises NotACell."""
    return whole_in(text) if text else None


def yes(is_so: bool) -> str:
    """Return a mark for yes, an empty cell for no."""
    return YES if is_so else ""


def yes_in(text: str) -> bool:
    """Return what `yes` wrote. Raises NotACell."""
    if text not in (YES, "", NO):
        raise NotACell(f"“{YES}” hoặc “{NO}”")
    return text == YES


@lru_cache(maxsize=512)
def letters(options: int) -> str:
    """Return options, as a choice in the bank's order (domain/choice.py), as letters."""
    return "".join(_LETTERS[index] for index in decode(options))


@lru_cache(maxsize=512)
def letters_in(text: str) -> int:
    """Return the options that letters name. Raises NotACell."""
    found = [_LETTERS.find(letter) for letter in text]
    if -1 in found or sorted(set(found)) != found:
        raise NotACell("các chữ cái từ A đến H theo thứ tự")
    return encode(found)


def keys_text(keys: Iterable[int]) -> str:
    """Return several keys as "A, BC"."""
    return ", ".join(letters(key) for key in keys)


def keys_in(text: str) -> tuple[int, ...]:
    """Return the keys that `keys_text` wrote. Raises NotACell."""
    return tuple(letters_in(part.strip()) for part in text.split(",")) if text else ()


def item(version_id: int, choice: int, mark: int) -> str:
    """Return an item of a paper: "1234:BC=1" is question version 1234, B and C chosen, a mark of 1."""
    return f"{version_id}:{letters(choice)}={mark}"


def item_in(text: str) -> tuple[int, int, int]:
    """Return the version, choice and mark that `item` wrote. Raises NotACell."""
    version, colon, rest = text.partition(":")
    chosen, equals, mark = rest.partition("=")
    if not (colon and equals):
        raise NotACell("mã phiên bản:phương án=điểm, ví dụ 1234:BC=1")
    return whole_in(version), letters_in(chosen), whole_in(mark)


def as_json(value: object) -> str:
    """Return a structure as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def json_in(text: str) -> object:
    """Return what JSON says. Raises NotACell."""
    try:
        content: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotACell("JSON") from error
    return content
