"""A printable paper: the questions without their key, and the key as a table on a page of its own.

It is for people alone: nothing reads it back.
"""

from collections.abc import Iterable, Iterator, Sequence

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm
from lxml import etree

from quizapp.domain.question import LETTERS, Question, QuestionType
from quizapp.domain.text import N_
from quizapp.exchange.questions.assess import letters
from quizapp.exchange.questions.word.page import (
    CELL,
    FONT_SIZE,
    HEADING,
    LINE,
    OPTION,
    OPTION_INDENT,
    STEM,
    TEXT_WIDTH,
    Page,
    Placing,
    Run,
    bold,
    paragraph,
    plain,
)
from quizapp.exchange.questions.word.text_width import width
from quizapp.exchange.questions.word.writing import NUMBERED, words

CODE = "docx-paper"
TITLE = N_("Đề in và đáp án (Word)")
EXTENSIONS: tuple[str, ...] = (".docx",)
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CARRIES = frozenset({"pins"})  # nothing is shuffled

_PAPER, _KEYS = N_("BÀI THI TRẮC NGHIỆM"), N_("ĐÁP ÁN")
_SIZE = N_("Số câu: %s. Thời gian làm bài: ……… phút.")
_BLANKS = ((N_("Họ và tên"), N_("Ngày sinh")), (N_("Đơn vị"), N_("Điểm")))
_BLANK_STOPS = (Mm(100), TEXT_WIDTH)
_NUMBER, _KEY = N_("Câu"), N_("Đáp án")
_SEVERAL = N_(" (chọn nhiều phương án)")
_PICTURE = N_("[Hình: %s]")
_PER_LINE = (4, 2)
_FILLED = 0.94  # of a column at most: a printer's Times is not to a hair's breadth ours
_KEYS_PER_ROW = 10
_COLUMNS = (Mm(20), *[Mm(14)] * _KEYS_PER_ROW)


def dump(questions: Iterable[Question]) -> bytes:
    """Return the paper as a document; its questions are numbered from 1, whatever their numbers in the bank are."""
    asked = list(questions)
    page = Page(_PAPER)
    _write_heading(page, len(asked))
    for number, question in enumerate(asked, 1):
        _write(page, question, number)
    page.add(HEADING, [bold(_KEYS)], Placing(begins_page=True))
    page.add_element(_key_table(asked))
    page.add(LINE, [], Placing(ends_block=True))
    return page.content()


def _write_heading(page: Page, count: int) -> None:
    page.add(HEADING, [bold(_PAPER)])
    page.add(HEADING, [plain(_SIZE % count)])
    for first, second in _BLANKS:
        page.add(LINE, [plain(f"{first}: \t {second}: \t")], Placing(stops=_BLANK_STOPS, is_dotted=True))


def _write(page: Page, question: Question, number: int) -> None:
    page.add(STEM, list(_stem(question, number)))
    texts = [f"{LETTERS[place]}. {words(option)}" for place, option in enumerate(question.options)]
    per_line = options_per_line(texts)
    step = (TEXT_WIDTH - OPTION_INDENT) // per_line
    stops = [OPTION_INDENT + step * place for place in range(1, per_line)]
    for start in range(0, len(texts), per_line):
        line = "\t".join(texts[start : start + per_line])
        page.add(OPTION, [plain(line)], Placing(stops=stops, ends_block=start + per_line >= len(texts)))


def _stem(question: Question, number: int) -> Iterator[Run]:
    yield bold(NUMBERED % number)
    yield plain(question.text)
    if question.type is QuestionType.MULTIPLE:
        yield Run(_SEVERAL, is_italic=True)
    if question.image:
        yield Run("\n" + _PICTURE % question.image.alt, is_italic=True)


def options_per_line(texts: Sequence[str]) -> int:
    """Return how many options, their letters included, stand side by side: 4, 2 or 1."""
    widest = max((width(text) for text in texts), default=0) * FONT_SIZE
    if any("\n" in text for text in texts):
        return 1
    room = (TEXT_WIDTH - OPTION_INDENT) * _FILLED
    return next((count for count in _PER_LINE if widest <= room / count), 1)


def _key_table(questions: Sequence[Question]) -> etree._Element:
    """Return a table of ten questions a row: their numbers, and below them the letters."""
    table = OxmlElement("w:tbl")
    properties = etree.SubElement(table, qn("w:tblPr"))
    etree.SubElement(properties, qn("w:tblStyle")).set(qn("w:val"), "TableGrid")
    etree.SubElement(properties, qn("w:tblLayout")).set(qn("w:type"), "fixed")
    grid = etree.SubElement(table, qn("w:tblGrid"))
    for column in _COLUMNS:
        etree.SubElement(grid, qn("w:gridCol")).set(qn("w:w"), _twips(column))
    for start in range(0, max(len(questions), 1), _KEYS_PER_ROW):
        rest = range(start, min(start + _KEYS_PER_ROW, len(questions)))
        empty = [""] * (_KEYS_PER_ROW - len(rest))
        _add_row(table, [_NUMBER, *(str(place + 1) for place in rest), *empty], is_bold=True)
        _add_row(table, [_KEY, *(letters(questions[place].key) for place in rest), *empty])
    return table


def _add_row(table: etree._Element, texts: Sequence[str], *, is_bold: bool = False) -> None:
    row = etree.SubElement(table, qn("w:tr"))
    etree.SubElement(etree.SubElement(row, qn("w:trPr")), qn("w:cantSplit"))
    for place, text in enumerate(texts):
        cell = etree.SubElement(row, qn("w:tc"))
        size = etree.SubElement(etree.SubElement(cell, qn("w:tcPr")), qn("w:tcW"))
        size.set(qn("w:w"), _twips(_COLUMNS[place]))
        size.set(qn("w:type"), "dxa")
        cell.append(paragraph(CELL, [Run(text, is_bold=is_bold or not place)], Placing(ends_block=not is_bold)))


def _twips(length: Length) -> str:
    """Return a length in twentieths of a point, as tables are measured."""
    return str(round(length.pt * 20))
