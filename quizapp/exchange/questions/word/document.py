"""A Word package → its blocks: lines and tables as a reader sees them.

Read as a stream (ECMA-376 Part 1): each paragraph is taken when it ends and thrown away, so that memory stays flat.
Deleted text is left out, inserted text is taken; of content stored twice (AlternateContent) one version is read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from quizapp.domain.problem import Problem
from quizapp.domain.text import N_
from quizapp.exchange.questions.ooxml import relations, target
from quizapp.exchange.questions.package import Package
from quizapp.exchange.questions.parsed import refusal
from quizapp.exchange.questions.word.lines import Block, Cell, Line, Role, Table, refuse_too_large, tidied
from quizapp.exchange.questions.word.numbering import read_numbering
from quizapp.exchange.questions.word.paragraphs import Paragraph, ParagraphReader, Piece
from quizapp.exchange.questions.word.properties import shade, value
from quizapp.exchange.questions.word.styles import read_styles
from quizapp.exchange.questions.xml_reading import elements

MAX_DEPTH = 300  # of the XML
MAX_TABLES = 12  # inside one another
_DELETED = ("del", "moveFrom")
_HOLDS_BLOCKS = ("tc", "txbxContent", "body")


@dataclass(slots=True)
class _Frame:
    """An open part of the document that holds blocks, rows or cells."""

    tag: str
    blocks: list[Block] = field(default_factory=list)
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    column: int = 0
    span: int = 1
    goes_on: bool = False
    is_deleted: bool = False
    behind: str = ""
    has_gap: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """What a reader sees of a document, and what has to be said about it."""

    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...]


def read_document(package: Package) -> Document:
    """Return the document in `package`. Raises Refused."""
    main, xml = _main_part(package)
    links = relations(package, main)
    parts = {kind: package.part(target(links, kind) or "") for kind in ("styles", "numbering")}
    paragraphs = ParagraphReader(read_styles(parts["styles"]), read_numbering(parts["numbering"]))
    blocks = tuple(_Reader(paragraphs).blocks(xml))
    return Document(blocks=blocks, problems=tuple(_noticed(paragraphs)))


def _main_part(package: Package) -> tuple[str, bytes]:
    for kind, part in relations(package, "").values():
        xml = package.part(part) if kind == "officeDocument" else None
        if xml is not None and next((e.tag for _, e in elements(xml)), None) == "document":
            return part, xml
    raise refusal("unreadable-file", reason=N_("tệp không phải văn bản Word (.docx)"))


def _noticed(paragraphs: ParagraphReader) -> Iterator[Problem]:
    found = paragraphs.findings
    if found.old_fonts:
        yield Problem(code="legacy-font", params={"fonts": ", ".join(sorted(found.old_fonts))})
    if found.hidden:
        yield Problem(code="hidden-content", params={"what": N_("%s chỗ có chữ") % found.hidden})


class _Reader:
    """Follows the XML; `_frames` are the open parts that blocks are put into."""

    def __init__(self, paragraphs: ParagraphReader) -> None:
        self._paragraphs = paragraphs
        self._frames = [_Frame(tag="document")]
        self._open: list[Element] = []
        self._skipped = 0  # how many open elements are left out
        self._boxes: list[list[Block]] = [[]]  # of text boxes in the paragraphs that are open
        self._carried: tuple[Piece, ...] = ()
        self._count = self._characters = 0

    def blocks(self, xml: bytes) -> list[Block]:
        """Return the blocks of the main part. Raises Refused."""
        for event, element in elements(xml):
            if event == "start":
                self._start(element)
            else:
                self._end(element)
        return self._frames[0].blocks

    def _start(self, element: Element) -> None:
        if len(self._open) > MAX_DEPTH:
            raise refusal("unreadable-file", reason=N_("nội dung lồng nhau quá nhiều tầng"))
        if self._skipped or self._is_left_out(element):
            self._skipped += 1
        elif element.tag in ("tbl", "tr", "tc", "txbxContent"):
            self._frames.append(_Frame(tag=element.tag))
            if sum(frame.tag == "tbl" for frame in self._frames) > MAX_TABLES:
                raise refusal("unreadable-file", reason=N_("bảng lồng nhau quá nhiều tầng"))
        elif element.tag == "p":
            self._boxes.append([])
        self._open.append(element)

    def _is_left_out(self, element: Element) -> bool:
        """Tell whether an element is deleted text, or a second version of what was read."""
        if element.tag == "Fallback":
            return any(child.tag == "Choice" for child in self._open[-1]) if self._open else False
        return element.tag in _DELETED

    def _end(self, element: Element) -> None:
        self._open.pop()
        if self._skipped:
            self._skipped -= 1
            if element.tag in ("p", "tbl"):
                self._forget(element)
        elif element.tag == "p":
            self._take_paragraph(element)
            self._forget(element)
        elif element.tag in ("tcPr", "trPr"):
            self._take_settings(element)
        elif element.tag in _TAKEN:
            _TAKEN[element.tag](self, self._frames.pop())
            self._forget(element)

    def _forget(self, element: Element) -> None:
        element.clear()
        if self._open and self._open[-1].tag in (*_HOLDS_BLOCKS, "tbl", "tr", "sdtContent"):
            del self._open[-1][:]

    def _take_settings(self, element: Element) -> None:
        frame = self._frames[-1]
        for child in element:
            if child.tag == "vMerge":
                frame.goes_on = value(child) in (None, "continue")
            elif child.tag == "gridSpan":
                span = value(child) or ""
                frame.span = int(span) if span.isdecimal() and len(span) < 4 else 1
            elif child.tag == "shd":
                frame.behind = shade(child)
            elif child.tag == "del":
                frame.is_deleted = True

    def _take_paragraph(self, element: Element) -> None:
        boxes = self._boxes.pop()
        paragraph = self._paragraphs.read(element)
        if paragraph.is_end_deleted:
            self._carried += paragraph.pieces
        else:
            self._put(self._lines(paragraph))
            self._carried = ()
        self._put(boxes)

    def _lines(self, paragraph: Paragraph) -> list[Line]:
        """Return the lines of a paragraph, of which only the first has its label."""
        frame = self._frames[-1]
        content = self._paragraphs.composed((*self._carried, *paragraph.pieces), frame.behind)
        if not content and paragraph.label is None:
            frame.has_gap = True
            return []
        gap, frame.has_gap = frame.has_gap, False
        if paragraph.is_own and content and paragraph.label is None:
            return [Line(content=content, has_gap=gap, role=Role.OWN)]
        return [
            Line(
                content=part,
                label=None if number else paragraph.label,
                has_gap=gap and not number,
                is_heading=paragraph.is_heading,
            )
            for number, part in enumerate(tidied(content).split_lines())
            if part or (not number and paragraph.label)
        ]

    def _put(self, blocks: Sequence[Block]) -> None:
        lengths = [len(block.content.text) for block in blocks if isinstance(block, Line)]
        self._count += len(blocks)
        self._characters += sum(lengths)
        refuse_too_large(lines=self._count, longest=max(lengths, default=0), characters=self._characters)
        self._frames[-1].blocks.extend(blocks)

    def _take_cell(self, frame: _Frame) -> None:
        row = self._frames[-1]
        row.cells.append(Cell(blocks=tuple(frame.blocks), column=row.column, goes_on=frame.goes_on))
        row.column += max(frame.span, 1)

    def _take_row(self, frame: _Frame) -> None:
        if frame.cells and not frame.is_deleted:
            self._frames[-1].rows.append(tuple(frame.cells))

    def _take_table(self, frame: _Frame) -> None:
        if frame.rows:
            self._put([Table(rows=tuple(frame.rows))])

    def _take_box(self, frame: _Frame) -> None:
        self._boxes[-1].extend(frame.blocks)


_TAKEN = {
    "tc": _Reader._take_cell,
    "tr": _Reader._take_row,
    "tbl": _Reader._take_table,
    "txbxContent": _Reader._take_box,
}
