"""Equations of Word (OMML, ECMA-376 Part 1, 22.1) → text that reads the same: 10⁻⁹, (a + b)/2, √(x)."""

from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from quizapp.exchange.questions.scripts import lowered, raised
from quizapp.exchange.questions.word.lines import FORMULA

_NAMESPACES = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}",
    "{http://purl.oclc.org/ooxml/officeDocument/math}",
)
_DEEPEST = 40
_DEGREES = ("∘", "°", "o", "ο", "0̊")
_OVER = {"̅": "\u0305", "⃗": "\u20d7", "̂": "\u0302", "̃": "\u0303", "̇": "\u0307"}
# Built of rows and columns, or set in ways that a line of text can't show.
_UNREADABLE = ("m", "eqArr", "phant", "borderBox", "sPre")


def as_text(element: Element, depth: int = 0) -> str:
    """Return an equation in one line; parts that no line can show leave FORMULA behind."""
    if depth > _DEEPEST or element.tag in _UNREADABLE:
        return FORMULA
    if element.tag in ("t", "delText"):
        return element.text or ""
    if element.tag.endswith("Pr"):
        return ""
    build = _BUILDERS.get(element.tag)
    if build is None:
        return "".join(as_text(child, depth + 1) for child in element)
    return build(element, lambda name: _part(element, name, depth))


_Part = Callable[[str], str]


def _part(element: Element, name: str, depth: int) -> str:
    found = element.find(name)
    return "" if found is None else as_text(found, depth + 1).strip()


def _grouped(text: str) -> str:
    """Return `text` in brackets unless it is one number, name or bracket."""
    if len(text) < 2 or text.isalnum() or text.replace(",", "").replace(".", "").isdecimal():
        return text
    return text if text[0] == "(" and text.find(")") == len(text) - 1 else f"({text})"


def _raised(text: str) -> str:
    if text in _DEGREES[:2]:
        return "°"
    written = raised(text.replace(" ", ""))
    return written if written != text else f"^{_grouped(text)}" if text else ""


def _lowered(text: str) -> str:
    written = lowered(text.replace(" ", ""))
    return written if written != text else f"_{_grouped(text)}" if text else ""


def _fraction(_: Element, part: _Part) -> str:
    return f"{_grouped(part('num'))}/{_grouped(part('den'))}"


def _radical(_: Element, part: _Part) -> str:
    root = {"": "√", "2": "√", "3": "∛", "4": "∜"}.get(part("deg"), f"{raised(part('deg'))}√")
    return root + _grouped(part("e"))


def _brackets(element: Element, _: _Part) -> str:
    begin, end, between = (_setting(element, name, usual) for name, usual in
                           (("begChr", "("), ("endChr", ")"), ("sepChr", "|")))  # fmt: skip
    return begin + between.join(as_text(child, 1).strip() for child in element.findall("e")) + end


def _large(element: Element, part: _Part) -> str:
    sign = _setting(element, "chr", "∫")
    return f"{sign}{_lowered(part('sub'))}{_raised(part('sup'))} {part('e')}"


def _accent(element: Element, part: _Part) -> str:
    base = part("e")
    over = _setting(element, "chr", "̂")
    return base + _OVER.get(over, over) if len(base) == 1 else f"{base}{_OVER.get(over, over)}"


def _setting(element: Element, name: str, usual: str) -> str:
    """Return a sign that the equation names; `usual` if it names none."""
    found = element.find(f"{element.tag}Pr/{name}")
    if found is None:
        return usual
    return next(
        (found.get(f"{namespace}val", "") for namespace in _NAMESPACES if found.get(f"{namespace}val") is not None), ""
    )


_BUILDERS: Mapping[str, Callable[[Element, _Part], str]] = {
    "sSup": lambda _, part: part("e") + _raised(part("sup")),
    "sSub": lambda _, part: part("e") + _lowered(part("sub")),
    "sSubSup": lambda _, part: part("e") + _lowered(part("sub")) + _raised(part("sup")),
    "f": _fraction,
    "rad": _radical,
    "d": _brackets,
    "nary": _large,
    "acc": _accent,
    "bar": lambda _, part: part("e") + "\u0305",
    "limLow": lambda _, part: part("e") + _lowered(part("lim")),
    "limUpp": lambda _, part: part("e") + _raised(part("lim")),
    "func": lambda _, part: f"{part('fName')} {part('e')}",
}
