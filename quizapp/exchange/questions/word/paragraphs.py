"""A paragraph's XML → what a reader sees of it (ECMA-376 Part 1, 17.3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple
from xml.etree.ElementTree import Element

from quizapp.domain.text import N_
from quizapp.exchange.questions.parsed import refusal
from quizapp.exchange.questions.scripts import SCRIPTS
from quizapp.exchange.questions.word import legacy_fonts, symbols
from quizapp.exchange.questions.word.lines import FORMULA, PICTURE, Label, Marked, Marks, composed, without_placeholders
from quizapp.exchange.questions.word.numbering import Numbering
from quizapp.exchange.questions.word.omml import as_text
from quizapp.exchange.questions.word.page import NOTE, OPTION, STEM
from quizapp.exchange.questions.word.properties import Properties, marks, properties, shade, value
from quizapp.exchange.questions.word.styles import Styles, numbering_of

MAX_DEPTH = 60
OWN_STYLES = (STEM, OPTION, NOTE)
_WRAPPERS = frozenset(("smartTag", "sdt", "sdtContent", "ins", "moveTo", "bdo", "dir",
                       "customXml", "Choice", "Fallback", "ruby", "rubyBase"))  # fmt: skip
_EQUATIONS = ("oMath", "oMathPara")
_SIGNS: Mapping[str, str] = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_DRAWN = ("drawing", "pict", "object")
_PICTURES = frozenset(("blip", "imagedata", "OLEObject", "chart", "relIds", "wgp", "wpc", "contentPart"))


class Piece(NamedTuple):
    """A text with the formatting it stands in."""

    text: str
    said: Properties


@dataclass(slots=True)
class Findings:
    """What was met on the way that has to be said about the whole document."""

    old_fonts: set[str] = field(default_factory=set)
    hidden: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A paragraph as a reader sees it. `pieces` are kept where the end of it was deleted, to be joined to the next."""

    pieces: tuple[Piece, ...]
    label: Label | None
    is_heading: bool
    is_own: bool  # in a style of the documents that the project writes
    is_end_deleted: bool


class ParagraphReader:
    """Reads paragraphs in the order of the document, since their labels are counted."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._base = lru_cache(maxsize=512)(self._base_of)
        self._of_style = lru_cache(maxsize=512)(styles.said)
        self.findings = Findings()
        self._fields: list[bool] = []  # open fields: whether it is a link

    def read(self, element: Element) -> Paragraph:
        """Return what a `w:p` holds. Raises Refused."""
        settings = element.find("pPr")
        style = _style_of(settings) or self._styles.normal
        base = dict(self._base(style))
        shading = None if settings is None else settings.find("shd")
        if shading is not None:
            base["shade"] = shade(shading)
        pieces = tuple(self._pieces(element, base, 0))
        own = properties(None if settings is None else settings.find("rPr"))
        return Paragraph(
            pieces=pieces,
            label=self._label(settings, style, {**base, **own}),
            is_heading=any(found.is_heading for found in self._styles.chain(style)),
            is_own=style in OWN_STYLES,
            is_end_deleted="deleted" in own,
        )

    def _base_of(self, style: str | None) -> Properties:
        return {**self._styles.default, **self._styles.said(style)}

    def _label(self, settings: Element | None, style: str | None, said: Properties) -> Label | None:
        """Return the automatic label, counted; a list named by the paragraph goes before that of its style."""
        number, level = numbering_of(settings)
        by_style = None
        if number is None:
            for found in self._styles.chain(style):
                if found.numbering is not None:
                    number, by_style = found.numbering, found.level
                    break
        if number in (None, "0"):
            return None
        number = self._followed(number or "")
        if level is None:
            level = by_style if by_style is not None else self._numbering.level_of_style(number, style)
        label = self._numbering.next_label(number, level)
        return label and replace(label, marks=marks(said))

    def _followed(self, number: str) -> str:
        """Return the list in which a list is defined that only names a style."""
        style = self._numbering.style_list(number)
        own = next((found.numbering for found in self._styles.chain(style) if found.numbering), None) if style else None
        return own or number

    def _pieces(self, element: Element, base: Properties, depth: int) -> Iterator[Piece]:
        if depth > MAX_DEPTH:
            raise refusal("unreadable-file", reason=N_("nội dung lồng nhau quá nhiều tầng"))
        for child in element:
            if child.tag == "r":
                yield from self._run(child, base, depth)
            elif child.tag in _EQUATIONS:
                yield Piece(as_text(child), base)
            elif child.tag == "AlternateContent":
                yield from self._pieces(_chosen(child), base, depth + 1)
            elif child.tag in _WRAPPERS:
                yield from self._pieces(child, base, depth + 1)
            elif child.tag in ("hyperlink", "fldSimple"):
                is_link = child.tag == "hyperlink" or _is_link(value(child, "instr"))
                yield from self._pieces(child, {**base, "link": "on"} if is_link else base, depth + 1)

    def _run(self, run: Element, base: Properties, depth: int) -> Iterator[Piece]:
        own = properties(run.find("rPr"))
        said = {**base, **self._of_style(own["style"]), **own} if "style" in own else {**base, **own} if own else base
        if said.get("hidden"):
            self.findings.hidden += bool("".join(run.itertext()).strip())
            return
        text = "".join(self._run_text(run, said, depth))
        if text and any(self._fields):
            said = {**said, "link": "on"}
        if text:
            yield Piece(_dressed(text, said), said)

    def _run_text(self, run: Element, said: Properties, depth: int) -> Iterator[str]:
        for child in run:
            if child.tag == "t":
                yield symbols.shown(without_placeholders(child.text or ""), said.get("font", ""))
            elif child.tag in ("fldChar", "instrText"):
                self._follow_field(child)
            elif child.tag == "AlternateContent" and depth <= MAX_DEPTH:
                yield from self._run_text(_chosen(child), said, depth + 1)
            else:
                yield _shown(child, said)

    def _follow_field(self, element: Element) -> None:
        """Keep which of the open fields are links; a field may begin in one paragraph and end in another."""
        kind = value(element, "fldCharType")
        if element.tag == "instrText" and self._fields:
            self._fields[-1] = self._fields[-1] or _is_link(element.text)
        elif kind == "begin" and len(self._fields) < MAX_DEPTH:
            self._fields.append(False)
        elif kind == "end" and self._fields:
            self._fields.pop()

    def composed(self, pieces: tuple[Piece, ...], behind: str = "") -> Marked:
        """Return pieces as one text in Unicode; `behind` is the colour of the table cell they stand in."""
        fonts = [piece.said.get("font", "") for piece in pieces]
        old = {font for piece, font in zip(pieces, fonts, strict=True) if legacy_fonts.is_old(piece.text, font)}
        texts = [piece.text for piece in pieces]
        if old:
            self.findings.old_fonts |= old
            texts = legacy_fonts.converted(zip(texts, fonts, strict=True))
        return composed(
            (text, _with_shade(marks(piece.said), behind)) for text, piece in zip(texts, pieces, strict=True)
        )


def _is_link(instruction: str | None) -> bool:
    return (instruction or "").strip().upper().startswith("HYPERLINK")


def _style_of(settings: Element | None) -> str | None:
    style = None if settings is None else settings.find("pStyle")
    return None if style is None else value(style)


def _chosen(element: Element) -> Element:
    """Return the one of several versions of the same content that is read: the newest, else the other."""
    return next(iter([*element.findall("Choice"), *element.findall("Fallback")]), element)


def _dressed(text: str, said: Properties) -> str:
    """Return text as it is shown: raised, lowered, in capitals."""
    text = SCRIPTS.get(said.get("script", ""), str)(text)
    return text.upper() if said.get("caps") else text


def _shown(element: Element, said: Properties) -> str:
    """Return what a part of a run shows, if it shows anything."""
    if element.tag in _SIGNS:
        return _SIGNS[element.tag]
    if element.tag == "softHyphen":  # the ư of TCVN3 has its code
        return "\u00ad" if legacy_fonts.family(said.get("font", "")) == "tcvn3" else ""
    if element.tag == "sym":
        return _symbol(element)
    return _drawing(element) if element.tag in _DRAWN else ""


def _symbol(element: Element) -> str:
    try:
        code = int(value(element, "char") or "", 16)
    except ValueError:
        return ""
    return symbols.shown(chr(code), value(element, "font") or "") if 0x20 <= code < 0xD800 or code >= 0xE000 else ""


def _drawing(element: Element) -> str:
    """Return the sign of what was left out; lines and frames that only decorate are nothing."""
    inside = {child.tag for child in element.iter()}
    if not inside & _PICTURES:
        return ""
    programs = (value(child, "ProgID") or "" for child in element.iter("OLEObject"))
    return FORMULA if any(program.startswith("Equation") for program in programs) else PICTURE


def _with_shade(found: Marks, behind: str) -> Marks:
    return found | {f"highlight:{behind}"} if behind else found
