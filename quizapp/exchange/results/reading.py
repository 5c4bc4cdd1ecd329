"""A workbook's sheets as rows of texts, read piece by piece: memory does not grow with the rows.

Whatever program saved the file last: texts may stand in the cells or be shared. Read in a child process (checker.py).
"""

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO
from xml.etree.ElementTree import Element, ParseError, iterparse

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse as defused_iterparse

from quizapp.domain.text import N_
from quizapp.exchange.questions.ooxml import is_on, relations, target
from quizapp.exchange.questions.package import Package, open_package
from quizapp.exchange.questions.parsed import refusal
from quizapp.exchange.questions.sheets.workbook import unescaped
from quizapp.exchange.questions.xml_reading import ended
from quizapp.exchange.results.fingerprints import canonical_number, fingerprint

MAX_TOTAL_BYTES = 1024 * 1024 * 1024  # 100,000 papers of 20 questions need about 250 MB
MAX_COLUMNS = 400
MAX_SHEETS = 60
_DIGITS = "0123456789"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A row of a sheet: its number in the file, and its cells as canonical texts from the first column on."""

    number: int
    cells: Sequence[str]

    def cell(self, column: int) -> str:
        """Return a cell, counted from 0; "" where there is none."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(kw_only=True, slots=True)
class Book:
    """A workbook. `prints`: fingerprints of the rows of each sheet that was read to its end, by row number."""

    package: Package
    parts: Mapping[str, str]
    strings: Sequence[str]
    prints: dict[str, dict[int, str]] = field(default_factory=dict)

    def lines(self, title: str) -> Iterator[Line]:
        """Yield the rows of a sheet from its heading on, none where there is no such sheet. Raises Refused."""
        prints = self.prints[title] = {}
        if title not in self.parts:
            return
        for number, cells in _rows(self.package, self.parts[title], self.strings):
            if number in prints:
                raise refusal("unreadable-file", reason=N_("có hai dòng cùng số thứ tự"))
            prints[number] = fingerprint(cells)
            yield Line(number=number, cells=cells)


def open_book(content: bytes) -> Book:
    """Return the workbook in `content`. Raises Refused."""
    package = open_package(content, max_total_bytes=MAX_TOTAL_BYTES)
    main = target(relations(package, ""), "officeDocument")
    if main is None or package.part(main) is None:
        raise refusal("unreadable-file", reason=N_("tệp không phải bảng tính Excel (.xlsx)"))
    links = relations(package, main)
    strings = target(links, "sharedStrings")
    return Book(
        package=package,
        parts=_sheets(package, main, links),
        strings=[unescaped(_text(element)) for element in _elements(package, strings, "si")] if strings else (),
    )


def _sheets(package: Package, main: str, links: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return title → part of every sheet."""
    found: dict[str, str] = {}
    for element in ended(package.part(main) or b"", "sheet"):
        relation = next((value for name, value in element.items() if name.rpartition("}")[2] == "id"), "")
        kind, part = links.get(relation, ("", ""))
        if kind == "worksheet":
            found[element.get("name", "")] = part
    if len(found) > MAX_SHEETS:
        raise refusal("too-large", reason=N_("tệp có quá nhiều trang tính"))
    return found


def _elements(package: Package, part: str, name: str) -> Iterator[Element]:
    """Yield each element called `name`; emptied afterwards. Raises Refused for bad or hostile XML."""
    ending = f"}}{name}"
    try:
        _look_at_head(package.stream(part))
        if (stream := package.stream(part)) is None:
            raise refusal("unreadable-file", reason=N_("tệp thiếu một phần bên trong"))
        for _, element in iterparse(stream):
            if element.tag.endswith(ending):
                yield element
                element.clear()
    except DefusedXmlException as error:
        raise refusal("unreadable-file", reason=N_("tệp chứa khai báo DTD hoặc thực thể không được phép")) from error
    except (ParseError, ValueError, LookupError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise refusal("unreadable-file", reason=N_("nội dung XML trong tệp bị hỏng")) from error


def _look_at_head(stream: IO[bytes] | None) -> None:
    """Raise DefusedXmlException where a DTD stands before the first element: the only place that it can stand in."""
    if stream is not None:
        next(defused_iterparse(stream, events=("start",), forbid_dtd=True), None)


def _rows(package: Package, part: str, strings: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    places: dict[str, int] = {}
    for row in _elements(package, part, "row"):
        named = row.get("r", "")
        number = int(named) if named.isdigit() and len(named) < 9 else number + 1
        yield number, _cells(row, strings, places)


def _cells(row: Element, strings: Sequence[str], places: dict[str, int]) -> list[str]:
    cells: list[str] = []
    for cell in row:
        letters = cell.get("r", "").rstrip(_DIGITS)
        place = (places.get(letters) or places.setdefault(letters, _place(letters))) if letters else len(cells) + 1
        if not len(cells) < place <= MAX_COLUMNS:
            raise refusal("unreadable-file", reason=N_("có ô nằm ngoài các cột của tệp"))
        cells.extend([""] * (place - 1 - len(cells)))
        cells.append(_value(cell, strings))
    return cells


def _place(letters: str) -> int:
    """Return the number of a column from its letters, from 1: A is 1, AA is 27."""
    place = 0
    for letter in letters[:4]:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place


def _value(cell: Element, strings: Sequence[str]) -> str:
    """Return what a cell says; of a formula what it came to when the file was saved."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return unescaped(_text(cell[0])) if len(cell) else ""
    value = next((part.text or "" for part in cell if part.tag.endswith("}v")), "")  # beside it may stand a formula
    if kind == "n":
        return canonical_number(value)
    if kind == "s":
        return strings[int(value)] if value.isdigit() and int(value) < len(strings) else ""
    if kind == "b":
        return "TRUE" if is_on(value) else "FALSE"
    return unescaped(value)


def _text(element: Element) -> str:
    """Return all text in an element but reading aids (rPh)."""
    if len(element) == 1 and not len(element[0]):  # one run of text: what nearly all are
        return element[0].text or ""
    if any(part.tag.endswith("}rPh") for part in element):
        return "".join(t.text or "" for part in element if not part.tag.endswith("}rPh") for t in part.iter())
    return "".join(element.itertext())
