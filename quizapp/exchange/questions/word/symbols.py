"""Characters that only a symbol font shows: Wingdings and Symbol → Unicode.

Source of the tables: the fonts' own encodings; only what turns up in question banks.
"""

from collections.abc import Mapping

_WINGDINGS = dict(
    zip(
        "àßáâóðïñòåæçèéêüûþýo¨qnlmvØ§wuFEGHJ",
        "→←↑↓↔⇨⇦⇧⇩↗↙↖↘➔➔✓✗☑☒☐☐❑■●❍❖➢▪◆◆☞☜☝☟☺",
        strict=True,
    )
)
_SYMBOL = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "αβχδεφγηιϕκλμνοπθρστυϖωξψζΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ",
        strict=True,
    )
) | dict(
    zip(
        "\xa3\xb3\xb9\xbb\xb1\xb4\xb8\xa5\xb0\xd7\xce\xcf\xc7\xc8\xcc\xcd\xd6\xe5\xf2\xae\xde\xdb\xab\xb6\xd1\xc6\xd9\xda",
        "≤≥≠≈±×÷∞°⋅∈∉∩∪⊂⊆√∑∫→⇒⇔↔∂∇∅∧∨",
        strict=True,
    )
)
_FONTS: Mapping[str, Mapping[str, str]] = {"wingdings": _WINGDINGS, "symbol": _SYMBOL}


def shown(text: str, font: str) -> str:
    """Return what `text` shows in `font`, if that is a symbol font."""
    table = _FONTS.get(font.casefold().split(" ")[0])
    if table is None:
        return text
    return "".join(_in(table, character) for character in text)


def _in(table: Mapping[str, str], character: str) -> str:
    """Return the sign; Word moves codes of symbol fonts to U+F000."""
    code = ord(character)
    bare = chr(code - 0xF000) if 0xF000 <= code <= 0xF0FF else character
    return table.get(bare, bare)
