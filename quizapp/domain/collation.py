"""Vietnamese order of names, as a key that any database sorts byte by byte.

Primary order of letters: a ă â b c d đ e ê … o ô ơ … u ư; tones decide only between equal letters,
ngang < huyền < hỏi < ngã < sắc < nặng (CLDR 43, collation/vi.xml).
"""

import unicodedata

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PRIMARY = {letter: chr(0x41 + i) for i, letter in enumerate(_LETTERS)}  # 'A' to 'a': one ASCII byte a letter
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def name_sort_key(full_name: str) -> str:
    """Return the key by which Vietnamese lists order people: given name, then surname, then the middle."""
    *before, given = full_name.split() or [""]
    surname, middle = before[:1], before[1:]
    return "".join(sort_key(part) for part in (given, " ".join(surname), " ".join(middle)))


def sort_key(text: str) -> str:
    """Return an ASCII key whose byte order is the Vietnamese order of `text`; digits sort before letters.

    The letters, a space, then a digit for each one's tone and a space: a shorter text stands before the
    longer that begins with it, and tones are asked only where all letters are equal.
    """
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", " ".join(text.casefold().split())):
        letter, tone = _split(char)
        if letter in _PRIMARY:
            letters.append(_PRIMARY[letter])
            tones.append(tone)
        elif letter.isascii() and (letter.isalnum() or letter == " "):
            letters.append("!" if letter == " " else letter)
            tones.append("0")
    return f"{''.join(letters)} {''.join(tones)} "


def _split(char: str) -> tuple[str, str]:
    """Return the letter without its tone mark, and the tone as a digit."""
    tone = "0"
    kept = []
    for part in unicodedata.normalize("NFD", char):
        if part in _TONES:
            tone = _TONES[part]
        else:
            kept.append(part)
    return unicodedata.normalize("NFC", "".join(kept)), tone
