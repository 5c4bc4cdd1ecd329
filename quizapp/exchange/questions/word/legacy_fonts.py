"""Text typed for fonts of before Unicode: TCVN3 (.VnTime) and VNI (VNI-Times) → Unicode.

Such text is stored as Latin letters that only the font shows as Vietnamese. Source of the tables: TCVN 5712:1993
(third set, "ABC"), and VNI Software's encoding for Windows, where a letter is followed by its accents.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

_TCVN3: Mapping[str, str] = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢£¤¥¦§",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)

_VNI_PAIRS = (
    ("a", "ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ"),
    ("e", "ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    ("o", "ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    ("u", "ùøûõï", "úùủũụ"),
    ("y", "ùøûõ", "ýỳỷỹ"),
    ("ô", "ùøûõï", "ớờởỡợ"),
    ("ö", "ùøûõï", "ứừửữự"),
)
_VNI_SINGLE: Mapping[str, str] = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))
_VNI: Mapping[str, str] = {
    case(base + accent): case(letter)
    for base, accents, letters in _VNI_PAIRS
    for accent, letter in zip(accents, letters, strict=True)
    for case in (str.lower, str.upper)
} | {case(old): case(new) for old, new in _VNI_SINGLE.items() for case in (str.lower, str.upper)}
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)), re.IGNORECASE)
_VNI_ACCENTS = frozenset("ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË")
_VNI_BASES = frozenset("aeouyôöAEOUYÔÖ")

_FAMILIES = (("tcvn3", re.compile(r"\.Vn[A-Z]")), ("vni", re.compile(r"VNI[- ]", re.IGNORECASE)))


def family(font: str) -> str | None:
    """Return the encoding that `font` needs; None for fonts of today."""
    return next((name for name, pattern in _FAMILIES if pattern.match(font)), None)


def converted(pieces: Iterable[tuple[str, str]]) -> list[str]:
    """Return the texts of (text, font) in Unicode, one for one.

    A piece that holds letters which no old font has is Unicode already, whatever its font is called.
    """
    moved = _accents_moved(list(pieces))
    return [_converted(text, font) for text, font in moved]


def is_old(text: str, font: str) -> bool:
    """Tell whether `text` is written for an old font, and not in plain English letters only."""
    return family(font) is not None and not text.isascii() and not _is_unicode(text)


def _is_unicode(text: str) -> bool:
    return any("\u0100" <= c <= "\u024f" or "\u0300" <= c <= "\u036f" or "\u1ea0" <= c <= "\u1eff" for c in text)


def _accents_moved(pieces: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Give an accent of VNI that begins a piece to the letter it belongs to, at the end of the piece before."""
    texts = [text for text, _ in pieces]
    for place in range(1, len(texts)):
        before, text = texts[place - 1], texts[place]
        are_vni = "vni" == family(pieces[place][1]) == family(pieces[place - 1][1])
        if are_vni and before[-1:] in _VNI_BASES and text[:1] in _VNI_ACCENTS:
            texts[place - 1], texts[place] = before + text[0], text[1:]
    return zip(texts, (font for _, font in pieces), strict=True)


def _converted(text: str, font: str) -> str:
    kind = family(font)
    if kind is None or _is_unicode(text):
        return text
    if kind == "vni":
        return _VNI_PATTERN.sub(_vni_letter, text)
    letters = "".join(_TCVN3.get(character, character) for character in text)
    return letters.upper() if font.endswith("H") else letters


def _vni_letter(match: re.Match[str]) -> str:
    """Return the letter; "Aù" mixes cases, then the base decides."""
    found = match[0]
    if found in _VNI:
        return _VNI[found]
    letter = _VNI.get(found.lower(), found)
    return letter.upper() if found[0].isupper() else letter
