"""Files to read, made in the test."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from openpyxl import Workbook

from quizapp.domain.question import LETTERS
from quizapp.exchange.questions.parsed import Parsed
from quizapp.exchange.questions.reader import parse

HEADER = ("STT", "Câu hỏi", "A", "B", "C", "D", "Đáp án")
PLANET = (1, "Hành tinh nào lớn nhất?", "Trái Đất", "Sao Mộc", "Sao Hỏa", "Sao Thủy", "B")
CAPITAL = (2, "Thủ đô của Việt Nam là gì?", "Huế", "Đà Nẵng", "Cần Thơ", "Hà Nội", "D")

_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="r3" Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets><sheet name="Bảng" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>"
    ),
}


def workbook(*sheets: tuple[str, Sequence[Sequence[object]]]) -> Workbook:
    """Return a workbook of (title, rows)."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return book


def saved(book: Workbook) -> bytes:
    """Return a workbook's bytes."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def xlsx(*rows: Sequence[object]) -> bytes:
    """Return a workbook with one sheet of `rows`."""
    return saved(workbook(("Bảng", rows)))


def sheet_xml(rows: str, before: str = "", after: str = "") -> str:
    """Return a worksheet part with `rows` as its data."""
    return f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def inline(*texts: str) -> str:
    """Return a row of inline strings."""
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f"<row>{cells}</row>"


def inline_bank() -> str:
    """Return a header and one question as rows of XML."""
    return inline(*HEADER) + inline(*map(str, PLANET))


def package(sheet: str | bytes, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return an xlsx made part by part, as no program would write it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**_PARTS, "xl/worksheets/sheet1.xml": sheet, **(parts or {})}.items():
            archive.writestr(name, content)
    return target.getvalue()


def understood(content: bytes, format_code: str = "xlsx") -> Parsed:
    """Return what the reader makes of a file, read in this process for speed."""
    return parse(content, format_code)


def keys(parsed: Parsed) -> list[str]:
    """Return the key of each question as letters."""
    return ["".join(LETTERS[place] for place in sorted(question.key)) for question in parsed.questions]


def codes(parsed: Parsed) -> list[str]:
    """Return the codes of the problems, in order."""
    return [problem.code for problem in parsed.problems]


def texts(parsed: Parsed) -> list[str]:
    """Return the stems."""
    return [question.text for question in parsed.questions]


def options(parsed: Parsed, index: int = 0) -> list[str]:
    """Return the texts of one question's options."""
    return [option.text for option in parsed.questions[index].options]
