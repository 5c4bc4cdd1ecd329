"""A cell as a reader of the sheet sees it: number and number format → text.

The format language is that of ECMA-376 Part 1, 18.8.31 (numFmts). Symbols are the file's own ("." before decimals,
"," between thousands), since a file does not say in which country it is read; dates in the computer's own short format
(ids 14 and 22) are shown as in Viet Nam.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from typing import NamedTuple

GENERAL = "General"
BUILTIN: Mapping[int, str] = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
_DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_END_OF_SERIALS = 2_958_466  # 1 January 10000
_MAX_EXACT = 10**15

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*](?P<padding>.?)|\[(?P<bracket>[^\]]*)\]|(?P<half>AM/PM|A/P)'
    r"|(?P<date>y+|m+|d+|h+|s+)|(?P<exponent>E[+-]0+)|(?P<percent>%)|(?P<digits>[0#?.,]+)|(?P<semicolon>;)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)


class _Token(NamedTuple):
    kind: str
    text: str


def number_as_seen(value: float, number_format: str, *, epoch: datetime) -> str:
    """Return the number as `number_format` shows it; `epoch` is the day that serial 0 stands for."""
    if number_format == GENERAL:
        return _general(value)
    tokens, shown = _section(_tokens(number_format), value)
    words = "".join(token.text for token in tokens).strip().casefold()
    if words in ("general", "@", "") or any(token == ("other", "/") for token in tokens if not _is_date(tokens)):
        return _general(value)
    if _is_date(tokens):
        return _date(value, tokens, epoch)
    return _number(shown, tokens)


@lru_cache(maxsize=256)
def _tokens(number_format: str) -> tuple[_Token, ...]:
    return tuple(_Token(m.lastgroup or "other", m[m.lastgroup or 0]) for m in _TOKEN.finditer(number_format))


def _section(tokens: Sequence[_Token], value: float) -> tuple[list[_Token], float]:
    """Return the part of "positive;negative;zero" that holds for `value`, and the number to show in it."""
    sections: list[list[_Token]] = [[]]
    for token in tokens:
        if token.kind == "semicolon":
            sections.append([])
        else:
            sections[-1].append(token)
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _is_date(tokens: Sequence[_Token]) -> bool:
    if any(token.text.casefold() == "general" for token in tokens):
        return False
    return any(token.kind == "date" or _is_elapsed(token) for token in tokens)


def _is_elapsed(token: _Token) -> bool:
    return token.kind == "bracket" and bool(re.fullmatch(r"h+|m+|s+", token.text, re.IGNORECASE))


def _general(value: float) -> str:
    """Return the shortest text for the number: 5.0 is "5", and binary dust is left off."""
    if value == int(value) and abs(value) < _MAX_EXACT:
        return str(int(value))
    return _plain(Decimal(f"{value:.11g}"))


def _plain(number: Decimal) -> str:
    return format(number, "f") if abs(number.adjusted()) < 20 else str(number)


def _number(value: float, tokens: Sequence[_Token]) -> str:
    """Return the literal text of the format with the number where its first digit stands."""
    pattern = "".join(token.text for token in tokens if token.kind == "digits")
    percents = sum(token.kind == "percent" for token in tokens)
    exponent = next((token.text for token in tokens if token.kind == "exponent"), "")
    body = _scientific(value, pattern) if exponent else _digits(Decimal(repr(value)).scaleb(2 * percents), pattern)
    first = next((index for index, token in enumerate(tokens) if token.kind == "digits"), None)
    return "".join(body if index == first else _literal(token) for index, token in enumerate(tokens)).strip()


def _scientific(value: float, pattern: str) -> str:
    return f"{value:.{len(pattern.partition('.')[2])}E}"


def _digits(number: Decimal, pattern: str) -> str:
    """Return the number rounded and grouped as `pattern`, such as "#,##0.00", asks."""
    whole, _, decimals = pattern.partition(".")
    scaling = len(pattern) - len(pattern.rstrip(","))
    places = len(decimals.rstrip(","))
    with localcontext(prec=60):
        rounded = number.scaleb(-3 * scaling).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = format(rounded, ",f" if "," in whole.rstrip(",") else "f")
    return _trimmed(_padded(text, whole), decimals)


def _padded(text: str, whole: str) -> str:
    """Fill with the zeros that a pattern such as "00" asks for."""
    sign, bare = ("-", text[1:]) if text.startswith("-") else ("", text)
    length = len(bare.partition(".")[0])
    return sign + "0" * (whole.count("0") - length if "," not in bare else 0) + bare


def _trimmed(text: str, decimals: str) -> str:
    """Drop the trailing zeros that "#" and "?" leave out."""
    for mark in reversed(decimals.rstrip(",")):
        if mark == "0" or not text.endswith("0"):
            break
        text = text[:-1]
    return text.removesuffix(".")


def _literal(token: _Token) -> str:
    """Return the text that a token stands for by itself; [Red] and [$-42A] show nothing, [$₫-42A] its currency."""
    if token.kind == "bracket":
        return token.text[1:].partition("-")[0] if token.text.startswith("$") else ""
    return "" if token.kind in ("padding", "exponent", "digits") else token.text


def _date(value: float, tokens: Sequence[_Token], epoch: datetime) -> str:
    if not 0 <= value < _END_OF_SERIALS:
        return "#" * 8
    moment = _moment(value, epoch)
    has_half = any(token.kind == "half" for token in tokens)
    parts = [_date_part(token, moment, value) for token in _minutes_named(tokens, has_half)]
    return "".join(parts).strip()


def _moment(serial: float, epoch: datetime) -> datetime:
    """Return the time of a serial number; Lotus's 29 February 1900 (serial 60) shifts the days before it."""
    days = serial + 1 if serial < 60 and epoch.year < 1900 else serial
    return epoch + timedelta(seconds=round(days * 86400))


def _minutes_named(tokens: Sequence[_Token], has_half: bool) -> list[_Token]:
    """Tell minutes from months (an "m" after hours or before seconds), and 12 hours from 24."""
    times = [index for index, token in enumerate(tokens) if token.kind == "date" or _is_elapsed(token)]
    named = list(tokens)
    for place, index in enumerate(times):
        before = tokens[times[place - 1]].text[0].lower() if place else ""
        after = tokens[times[place + 1]].text[0].lower() if place + 1 < len(times) else ""
        letter = tokens[index].text[0].lower()
        if letter == "m" and (before == "h" or after == "s") and tokens[index].kind == "date":
            named[index] = _Token("minute", tokens[index].text)
        elif letter == "h" and has_half:
            named[index] = _Token("hour12", tokens[index].text)
    return named


def _date_part(token: _Token, moment: datetime, serial: float) -> str:
    width = len(token.text)
    if _is_elapsed(token):
        seconds = {"h": 3600, "m": 60, "s": 1}[token.text[0].lower()]
        return str(round(serial * 86400) // seconds).zfill(width)
    if token.kind == "minute":
        return str(moment.minute).zfill(width)
    if token.kind == "hour12":
        return str(moment.hour % 12 or 12).zfill(width)
    if token.kind == "half":
        return "SA" if moment.hour < 12 else "CH"
    return _calendar_part(token.text[0].lower(), width, moment) if token.kind == "date" else _date_literal(token)


def _date_literal(token: _Token) -> str:
    """Return a separator as it stands; fractions of a second are left off."""
    if token.kind == "digits":
        return "" if token.text.strip(".") else token.text
    return "" if token.text == "@" else _literal(token)


def _calendar_part(letter: str, width: int, moment: datetime) -> str:
    if letter == "y":
        return str(moment.year) if width > 2 else f"{moment.year % 100:02}"
    if letter == "m" and width > 2:
        return ("Thg " if width == 3 else "Tháng ") + str(moment.month)
    if letter == "d" and width > 2:
        return _DAYS[moment.weekday()]
    number = {"m": moment.month, "d": moment.day, "h": moment.hour, "s": moment.second}[letter]
    return str(number).zfill(width)
