"""styles.xml: what a paragraph or a run has by its style (ECMA-376 Part 1, 17.7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from quizapp.exchange.questions.word.properties import Properties, properties, value
from quizapp.exchange.questions.xml_reading import ended

_LINKS = ("hyperlink", "followedhyperlink")
_DEEPEST = 20  # styles based on styles


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """One style, by itself."""

    based_on: str | None = None
    said: Properties = field(default_factory=dict)
    numbering: str | None = None  # id of a list
    level: int | None = None
    is_heading: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Styles:
    """All styles of a document."""

    default: Properties = field(default_factory=dict)
    normal: str | None = None  # the style of paragraphs that name none
    styles: Mapping[str, Style] = field(default_factory=dict)

    def chain(self, name: str | None) -> list[Style]:
        """Return the style called `name` and those it is based on, the nearest first."""
        chain: list[Style] = []
        while name is not None and name in self.styles and len(chain) < _DEEPEST:
            chain.append(self.styles[name])
            name = chain[-1].based_on
        return chain

    def said(self, name: str | None) -> dict[str, str]:
        """Return the formatting that a style gives, its bases' included."""
        said: dict[str, str] = {}
        for style in reversed(self.chain(name)):
            said.update(style.said)
        return said


def read_styles(xml: bytes | None) -> Styles:
    """Return the styles in a styles part. Raises Refused."""
    default: Properties = {}
    normal = None
    styles: dict[str, Style] = {}
    for element in ended(xml or b"<none/>", "docDefaults", "style"):
        if element.tag == "docDefaults":
            default = properties(element.find("rPrDefault/rPr"))
            continue
        name = value(element, "styleId") or ""
        styles[name] = _style(element)
        if value(element, "type") == "paragraph" and value(element, "default") in ("1", "true"):
            normal = name
    return Styles(default=default, normal=normal, styles=styles)


def _style(element: Element) -> Style:
    numbering, level = numbering_of(element.find("pPr"))
    title = (_child_value(element, "name") or "").casefold()
    said = properties(element.find("rPr"))
    return Style(
        based_on=_child_value(element, "basedOn"),
        said={**said, "link": "on"} if title in _LINKS else said,
        numbering=numbering,
        level=level,
        is_heading=title.startswith(("heading", "title", "toc")) or element.find("pPr/outlineLvl") is not None,
    )


def _child_value(element: Element, path: str) -> str | None:
    child = element.find(path)
    return None if child is None else value(child)


def numbering_of(element: Element | None) -> tuple[str | None, int | None]:
    """Return the list and the level that a `w:pPr` names."""
    numbered = None if element is None else element.find("numPr")
    if numbered is None:
        return None, None
    level = _child_value(numbered, "ilvl")
    return _child_value(numbered, "numId"), int(level) if level in tuple("012345678") else None
