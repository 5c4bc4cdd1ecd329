"""The parts of an .xlsx beside its sheets: which sheets there are, shared strings, number formats.

Read straight from the XML (ECMA-376 Part 1) rather than through openpyxl's reader: that one fails on a file whose
decoration it does not know (SoftMaker's `extLst` in styles.xml), and does not tell what is hidden. Of styles.xml only
the number formats are looked at, so that the rest of it may be as it likes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element

from quizapp.domain.text import N_
from quizapp.exchange.questions.ooxml import is_on, relations, target
from quizapp.exchange.questions.package import Package
from quizapp.exchange.questions.parsed import refusal
from quizapp.exchange.questions.scripts import SCRIPTS
from quizapp.exchange.questions.sheets.cells import BUILTIN, GENERAL
from quizapp.exchange.questions.xml_reading import elements, ended

MAX_SHEETS = 50
MAX_STRINGS = 200_000
_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's dates have no zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    title: str
    part: str
    is_hidden: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Workbook:
    """What every sheet's cells refer to."""

    package: Package
    sheets: tuple[SheetEntry, ...]
    strings: tuple[str, ...]
    formats: tuple[str, ...]  # number format of each cell style
    epoch: datetime


def open_workbook(package: Package) -> Workbook:
    """Return the workbook in `package`. Raises Refused."""
    main = _main_part(package)
    links = relations(package, main)
    sheets, epoch = _contents(package, main, links)
    return Workbook(
        package=package,
        sheets=sheets,
        strings=tuple(_strings(package, target(links, "sharedStrings"))),
        formats=_formats(package, target(links, "styles")),
        epoch=epoch,
    )


def _main_part(package: Package) -> str:
    for kind, part in relations(package, "").values():
        if kind == "officeDocument" and _is_workbook(package, part):
            return part
    raise refusal("unreadable-file", reason=N_("tệp không phải bảng tính Excel (.xlsx)"))


def _is_workbook(package: Package, part: str) -> bool:
    xml = package.part(part)
    return xml is not None and next((e.tag for _, e in elements(xml)), None) == "workbook"


def _contents(
    package: Package, main: str, links: Mapping[str, tuple[str, str]]
) -> tuple[tuple[SheetEntry, ...], datetime]:
    sheets: list[SheetEntry] = []
    epoch = _EPOCH_1900
    for element in ended(package.part(main) or b"", "sheet", "workbookPr"):
        if element.tag == "workbookPr":
            epoch = _EPOCH_1904 if is_on(element.get("date1904")) else _EPOCH_1900
        else:
            sheets.extend(_sheet_entry(element, links))
    if len(sheets) > MAX_SHEETS:
        raise refusal("too-large", reason=N_("tệp có hơn %s trang tính") % MAX_SHEETS)
    return tuple(sheets), epoch


def _sheet_entry(element: Element, links: Mapping[str, tuple[str, str]]) -> Iterator[SheetEntry]:
    relation = next((value for name, value in element.items() if name.rpartition("}")[2] == "id"), "")
    kind, part = links.get(relation, ("", ""))
    if kind == "worksheet":
        state = element.get("state", "visible")
        yield SheetEntry(title=element.get("name", ""), part=part, is_hidden=state != "visible")


def _strings(package: Package, part: str | None) -> Iterator[str]:
    xml = package.part(part) if part else None
    for count, element in enumerate(ended(xml or b"<none/>", "si")):
        if count > MAX_STRINGS:
            raise refusal("too-large", reason=N_("tệp có quá nhiều ô chữ"))
        yield rich_text(element)


def rich_text(element: Element) -> str:
    """Return the text of a shared or inline string: its runs joined, reading aids (rPh) left out.

    Raised and lowered characters become Unicode's own: 10⁹, CO₂.
    """
    if element.find("r") is None:
        return unescaped(element.findtext("t") or "")
    return "".join(_run(run) for run in element if run.tag in ("r", "t"))


def _run(run: Element) -> str:
    text = unescaped((run.text if run.tag == "t" else run.findtext("t")) or "")
    place = run.find("rPr/vertAlign")
    return SCRIPTS.get("" if place is None else place.get("val", ""), str)(text)


def unescaped(text: str) -> str:
    """Return `text` with OOXML's _x000D_ escapes resolved; a lone surrogate becomes nothing."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: _character(int(match[1], 16)), text)


def _character(code: int) -> str:
    return "" if 0xD800 <= code <= 0xDFFF else chr(code)


def _formats(package: Package, part: str | None) -> tuple[str, ...]:
    """Return the number format of each entry of cellXfs; a styles part too broken to read formats nothing."""
    custom: dict[str, str] = {}
    styles: list[str] = []
    is_cell_style = False
    for event, element in elements((package.part(part) if part else None) or b"<none/>"):
        if element.tag == "cellXfs":
            is_cell_style = event == "start"
        elif event == "end" and element.tag == "numFmt":
            custom[element.get("numFmtId", "")] = element.get("formatCode", GENERAL)
        elif event == "end" and element.tag == "xf" and is_cell_style:
            styles.append(element.get("numFmtId", "0"))
    return tuple(custom.get(style, _builtin(style)) for style in styles)


def _builtin(style: str) -> str:
    return BUILTIN.get(int(style), GENERAL) if style.isdecimal() else GENERAL
