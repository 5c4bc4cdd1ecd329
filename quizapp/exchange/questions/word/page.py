"""A Word document that is written: A4 as decree 30/2020/NĐ-CP lays it out, and paragraphs straight into it.

python-docx makes the package, its styles and its page. Paragraphs are added as XML: its own objects look up a style
for each of them, which makes a bank of 1,000 questions take ten times as long.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from lxml import etree

from quizapp.domain.text import N_

FONT = "Times New Roman"
FONT_SIZE = Pt(13)
TEXT_WIDTH = Mm(210 - 30 - 20)
OPTION_INDENT = Mm(6)
# Styles: id → name in Word's list.
HEADING, LINE, STEM, OPTION, NOTE, CELL = (
    "QuizHeading", "QuizLine", "QuizStem", "QuizOption", "QuizNote", "QuizCell",
)  # fmt: skip
_STYLES = {
    HEADING: N_("Đầu đề"),
    LINE: N_("Dòng để ghi"),
    STEM: N_("Câu hỏi"),
    OPTION: N_("Phương án"),
    NOTE: N_("Ghi chú câu hỏi"),
    CELL: N_("Ô bảng đáp án"),
}
# What XML 1.0 cannot hold.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one kind; a line break in it stays one, a tab goes to the next tab stop."""

    text: str
    is_bold: bool = False
    is_italic: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Placing:
    """Where a paragraph stands. `stops`: of its tabs, in EMU. `ends_block`: the next may be on another page."""

    stops: Sequence[int] = ()
    is_dotted: bool = False  # dots lead to the stops
    ends_block: bool = False
    begins_page: bool = False


def plain(text: str) -> Run:
    """Return a run of ordinary text."""
    return Run(text)


def bold(text: str) -> Run:
    """Return a run of bold text."""
    return Run(text, is_bold=True)


@dataclass(slots=True)
class Page:
    """A document that is being written, from top to bottom."""

    title: str
    document: Document = field(default_factory=docx.Document)

    def __post_init__(self) -> None:
        """Lay out the page and the styles."""
        _describe(self.document, self.title)
        _lay_out(self.document)
        _set_defaults(self.document)
        for style_id, name in _STYLES.items():
            _add_style(self.document, style_id, name)

    def add(self, style_id: str, runs: Iterable[Run], placing: Placing = Placing()) -> None:
        """Add a paragraph."""
        self.add_element(paragraph(style_id, runs, placing))

    def add_element(self, element: etree._Element) -> None:
        """Add a paragraph or a table that is made already."""
        self.document.element.body.sectPr.addprevious(element)

    def content(self) -> bytes:
        """Return the document as a file."""
        target = io.BytesIO()
        self.document.save(target)
        return target.getvalue()


def paragraph(style_id: str, runs: Iterable[Run], placing: Placing = Placing()) -> etree._Element:
    """Return a paragraph."""
    made = OxmlElement("w:p")
    properties = etree.SubElement(made, qn("w:pPr"))  # its parts in the order of CT_PPr
    etree.SubElement(properties, qn("w:pStyle")).set(qn("w:val"), style_id)
    if placing.ends_block:
        etree.SubElement(properties, qn("w:keepNext")).set(qn("w:val"), "0")
    if placing.begins_page:
        etree.SubElement(properties, qn("w:pageBreakBefore"))
    if placing.stops:
        _add_tab_stops(properties, placing)
    for run in runs:
        _add_run(made, run)
    return made


def _add_tab_stops(properties: etree._Element, placing: Placing) -> None:
    tabs = etree.SubElement(properties, qn("w:tabs"))
    for stop in placing.stops:
        tab = etree.SubElement(tabs, qn("w:tab"))
        tab.set(qn("w:val"), "left")
        if placing.is_dotted:
            tab.set(qn("w:leader"), "dot")
        tab.set(qn("w:pos"), str(stop // 635))  # EMU to twentieths of a point


def _add_run(made: etree._Element, run: Run) -> None:
    element = etree.SubElement(made, qn("w:r"))
    if run.is_bold or run.is_italic:
        properties = etree.SubElement(element, qn("w:rPr"))
        if run.is_bold:
            etree.SubElement(properties, qn("w:b"))
        if run.is_italic:
            etree.SubElement(properties, qn("w:i"))
    for part in re.split("([\t\n])", _UNWRITABLE.sub("", run.text)):
        if part in ("\t", "\n"):
            etree.SubElement(element, qn("w:tab" if part == "\t" else "w:br"))
        elif part:
            text = etree.SubElement(element, qn("w:t"))
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            text.text = part


def _describe(document: Document, title: str) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.comments, properties.language = title, "", "", "vi-VN"


def _lay_out(document: Document) -> None:
    """A4; margins of 20 mm, 30 mm at the left; all pages but the first numbered at the top (the decree, annex I)."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    numbered = section.header.paragraphs[0]
    numbered.alignment = WD_ALIGN_PARAGRAPH.CENTER
    etree.SubElement(numbered._p, qn("w:fldSimple")).set(qn("w:instr"), "PAGE")


def _set_defaults(document: Document) -> None:
    """Set font, size, language and spacing where every style inherits them."""
    styles = document.styles.element
    fonts = styles.find(f"{qn('w:docDefaults')}//{qn('w:rFonts')}")
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    styles.find(f"{qn('w:docDefaults')}//{qn('w:lang')}").set(qn("w:val"), "vi-VN")
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    normal.font.size = FONT_SIZE
    normal.paragraph_format.space_after = Pt(2)
    normal.paragraph_format.line_spacing = 1.1


def _add_style(document: Document, style_id: str, name: str) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.element.styleId = style_id
    style.base_style = document.styles["Normal"]
    layout = style.paragraph_format
    layout.keep_with_next = layout.keep_together = True
    match style_id:
        case "QuizHeading":
            style.font.size = Pt(14)
            layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
            layout.space_after = Pt(6)
        case "QuizStem":
            layout.space_before = Pt(8)
        case "QuizOption" | "QuizNote":
            layout.left_indent = OPTION_INDENT
        case "QuizCell":
            layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
            layout.space_after = Pt(0)
