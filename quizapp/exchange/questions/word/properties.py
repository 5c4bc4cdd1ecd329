"""Character formatting (ECMA-376 Part 1, 17.3.2) and what of it may mark an option."""

from collections.abc import Mapping
from functools import lru_cache
from xml.etree.ElementTree import Element

from quizapp.exchange.questions.word.lines import Marks

_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
    "",
)
_OFF = ("0", "false", "off", "none")
_SWITCHES = {"b": "bold", "i": "italic", "vanish": "hidden", "caps": "caps", "del": "deleted"}
_VALUES = {"color": "color", "highlight": "highlight", "vertAlign": "script", "rStyle": "style"}
_DULL = 0x28  # a colour whose parts differ less than this is a grey
_DARK = 0x40

Properties = Mapping[str, str]


def value(element: Element, name: str = "val") -> str | None:
    """Return an attribute of Word's own; None if the element lacks it."""
    for namespace in _NAMESPACES:
        found = element.get(namespace + name)
        if found is not None:
            return found
    return None


def properties(element: Element | None) -> dict[str, str]:
    """Return what a `w:rPr` says by itself: name → value, "" for switched off."""
    said: dict[str, str] = {}
    for child in () if element is None else element:
        if child.tag in _SWITCHES:
            said[_SWITCHES[child.tag]] = "" if value(child) in _OFF else "on"
        elif child.tag in _VALUES:
            said[_VALUES[child.tag]] = value(child) or ""
        else:
            _take(said, child)
    return said


def _take(said: dict[str, str], child: Element) -> None:
    if child.tag == "u":
        said["underline"] = "" if value(child) in (None, "none") else "on"
    elif child.tag == "shd":
        said["shade"] = shade(child)
    elif child.tag == "rFonts":
        font = value(child, "ascii") or value(child, "hAnsi")
        if font:
            said["font"] = font


def shade(element: Element) -> str:
    """Return the colour behind a text; "" for none and white."""
    fill = (value(element, "fill") or "").upper()
    return "" if fill in ("", "AUTO", "FFFFFF") else fill


@lru_cache(maxsize=4096)
def _marks(said: tuple[tuple[str, str], ...]) -> Marks:
    known = dict(said)
    if known.get("link"):  # Word itself underlines and colours it
        known.update(underline="", color="")
    marks = {name for name in ("bold", "italic", "underline") if known.get(name)}
    color = known.get("color", "").upper()
    if is_colored(color):
        marks.add(f"color:{color}")
    highlight = known.get("highlight", "")
    if highlight and highlight not in ("none", "white"):
        marks.add(f"highlight:{highlight}")
    if known.get("shade"):
        marks.add(f"highlight:{known['shade']}")
    return frozenset(marks)


def marks(said: Properties) -> Marks:
    """Return the marks of a text formatted so."""
    return _marks(tuple(sorted(said.items())))


def is_colored(color: str) -> bool:
    """Tell whether a colour (RRGGBB) can be meant as a mark: black, near black and greys can't."""
    try:
        parts = [int(color[place : place + 2], 16) for place in (0, 2, 4)]
    except ValueError:
        return False
    return max(parts) - min(parts) >= _DULL and max(parts) >= _DARK
