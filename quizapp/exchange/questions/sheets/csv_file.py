"""CSV: UTF-8 with or without BOM, or UTF-16; commas, semicolons or tabs."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator

from quizapp.domain.problem import Location
from quizapp.domain.question import Question
from quizapp.domain.text import N_, clean_lines
from quizapp.exchange.formulas import unguarded
from quizapp.exchange.questions.parsed import Parsed, Refused, refusal
from quizapp.exchange.questions.sheets.columns import HEADER_WITHIN, find_header
from quizapp.exchange.questions.sheets.content import columns_by_content
from quizapp.exchange.questions.sheets.grids import MAX_COLUMNS, Grid, Row
from quizapp.exchange.questions.sheets.layout import bank_table
from quizapp.exchange.questions.sheets.sheet import MAX_CELL_TEXT, MAX_ROWS
from quizapp.exchange.questions.sheets.table import questions_in
from quizapp.exchange.tables import write_csv

CODE = "csv"
TITLE = N_("CSV (.csv)")
EXTENSIONS: tuple[str, ...] = (".csv", ".tsv", ".txt")
MEDIA_TYPE = "text/csv"
CARRIES = frozenset({"number", "topic", "difficulty", "groups", "explanation", "source", "pins"})

_HEAD = 4096
_LOOKED_AT = 65536  # characters of a text, to tell a table from prose
_MAX_RECORDS = 10 * MAX_ROWS  # empty ones included, which cost time too
_SEPARATORS = (",", ";", "\t")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b"))


def sniff(content: bytes) -> bool:
    """Tell whether a text reads as a table of questions; of a text that is not UTF-8 nothing can be told."""
    if not content.startswith(_UTF16) and any(byte in _CONTROL for byte in content[:_HEAD]):
        return False
    try:
        text = _decoded(content)[:_LOOKED_AT]
        return _is_table(text if len(text) < _LOOKED_AT else text.rpartition("\n")[0])
    except Refused:
        return True
    except csv.Error:
        return False


def _is_table(text: str) -> bool:
    """Tell whether columns of questions are found in the beginning of a text, by their names or by what they hold."""
    rows = _beginning(text, _separator(text))
    return find_header(rows) is not None or columns_by_content(Grid(rows=tuple(rows))) is not None


def parse(content: bytes) -> Parsed:
    """Return the questions of the table. Raises Refused."""
    text = _decoded(content)
    try:
        grid = _grid(text, _separator(text))
    except csv.Error as error:
        raise refusal("unreadable-file", reason=N_("bảng CSV bị hỏng hoặc có ô quá dài")) from error
    return questions_in([grid], CODE)


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content.startswith(_UTF16) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise refusal("not-utf8") from error


def _separator(text: str) -> str:
    """Return the separator under which the text reads as a table: with a header row, else with the most columns."""
    declared = text[:5].lower()
    if declared.startswith("sep=") and declared[4:] in _SEPARATORS:
        return declared[4:]
    beginnings = {separator: _beginning(text, separator) for separator in _SEPARATORS}
    return max(_SEPARATORS, key=lambda separator: _tableness(beginnings[separator]))


def _beginning(text: str, separator: str) -> list[Row]:
    rows = []
    for row in _rows(text, separator):
        rows.append(row)
        if len(rows) == HEADER_WITHIN:
            break
    return rows


def _tableness(rows: list[Row]) -> tuple[bool, int]:
    return find_header(rows) is not None, sum(len(row.cells) for row in rows)


def _grid(text: str, separator: str) -> Grid:
    rows = []
    for row in _rows(text, separator):
        rows.append(row)
        if len(rows) > MAX_ROWS:
            raise refusal("too-large", reason=N_("bảng có hơn %s dòng") % MAX_ROWS)
    return Grid(rows=tuple(rows))


def _rows(text: str, separator: str) -> Iterator[Row]:
    """Yield the records that hold something, each with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    for count, record in enumerate(reader):
        if count > _MAX_RECORDS:
            raise refusal("too-large", reason=N_("bảng có hơn %s dòng") % _MAX_RECORDS)
        cells = {
            column: clean_lines(unguarded(field[:MAX_CELL_TEXT])) for column, field in enumerate(record[:MAX_COLUMNS])
        }
        held = {column: field for column, field in cells.items() if field}
        if held and not _declares_separator(record, line):
            yield Row(location=Location(line=line), cells=held)
        line = reader.line_num + 1


def _declares_separator(record: list[str], line: int) -> bool:
    return line == 1 and record[0].lower().startswith("sep=")


def dump(questions: Iterable[Question]) -> bytes:
    """Return a CSV file that Excel opens; `parse` gives the questions back."""
    target = io.BytesIO()
    write_csv(bank_table(list(questions)), target)
    return target.getvalue()
