"""Text: marking for translation, NFC, and folding for comparison."""

import re
import unicodedata

_TONES = re.compile("[\u0300-\u034e\u0350-\u036f]+")  # the block of all Vietnamese marks
_SPACES = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def N_(message: str) -> str:  # noqa: N802 - the name gettext's tools look for
    """Return `message` unchanged; marks it for the translation catalogue."""
    return message


def clean(text: str) -> str:
    """Return `text` in NFC with control and direction marks dropped and every run of spaces made one."""
    # Marks are dropped first: one between a letter and its accent would keep the two apart.
    return _SPACES.sub(" ", unicodedata.normalize("NFC", _CONTROL.sub("", text))).strip()


def clean_lines(text: str) -> str:
    """Return `text` cleaned line by line, empty lines dropped: the line breaks of a stem are content."""
    lines = (clean(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def has_control_characters(text: str) -> bool:
    """Tell whether `text` holds characters that no keyboard types and no cell of a sheet may hold."""
    return bool(_CONTROL.search(text))


def fold(text: str) -> str:
    """Return `text` for comparison: lower case, no accents, đ as d, single spaces.

    "Hoà", "Hòa" and "HOA" fold to the same text, in NFC or NFD.
    """
    bare = _TONES.sub("", unicodedata.normalize("NFD", text.casefold())).replace("đ", "d")
    if not bare.isascii():  # rarer marks one by one: files of thousands of questions are folded whole
        bare = "".join(c for c in bare if not unicodedata.combining(c))
    return clean(bare)


def slug(text: str, max_length: int = 60) -> str:
    """Return `text` as a part of an address: folded, words joined by "-"; empty where no letter or digit is left."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    return words[:max_length].rstrip("-")
