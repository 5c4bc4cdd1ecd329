"""Plain text, from a file or pasted: UTF-8 with or without BOM, or UTF-16."""

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from quizapp.domain.text import N_
from quizapp.exchange.questions.parsed import Parsed, refusal
from quizapp.exchange.questions.word.bank import understood
from quizapp.exchange.questions.word.lines import (
    PLAIN,
    Block,
    Cell,
    Line,
    Marked,
    Marks,
    Table,
    composed,
    refuse_too_large,
    tidied,
    without_placeholders,
)

CODE = "text"
TITLE = N_("Văn bản thuần (.txt) hoặc nội dung dán vào")
EXTENSIONS: tuple[str, ...] = (".txt", ".text", ".md")
MEDIA_TYPE = "text/plain"

_HEAD = 4096
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b"))
_ENDINGS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
# What assistants and wikis write: **bold**, __bold__, "### heading", "---".
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_HEADING = re.compile(r"\s*#{1,6}\s+")
_EMPHASIS = re.compile(r"^(\s*)\*([^*:\n]{2,40}:)\*")
_ROW, _ROW_RULE = re.compile(r"\s*\|.*\|\s*"), re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*")
_LEAST_ROWS = 3
_EMPTY = 10  # times as many empty lines as lines that hold something are read
_RULE = re.compile(r"\s*(?:[-*_=~]\s*){3,}")


def sniff(content: bytes) -> bool:
    """Tell whether a file is text of any kind."""
    head = content[:_HEAD]
    return head.startswith(_UTF16) or not any(byte in _CONTROL for byte in head)


def parse(content: bytes) -> Parsed:
    """Return the questions of the text. Raises Refused."""
    text = without_placeholders(_decoded(content))
    _refuse_other_kinds(text[:200].lstrip().casefold())
    refuse_too_large(lines=text.count("\n") // _EMPTY, characters=len(text))
    lines = _ENDINGS.split(text)
    refuse_too_large(lines=sum(map(bool, lines)), longest=max(map(len, lines)))
    return understood(list(_blocks(_lines(lines))), CODE)


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content.startswith(_UTF16) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise refusal("not-utf8") from error


def _refuse_other_kinds(beginning: str) -> None:
    if beginning.startswith("{\\rtf"):
        raise refusal("unreadable-file", reason=N_("tệp RTF; hãy mở bằng Word và lưu thành dạng .docx"))
    if beginning.startswith(("<!doctype html", "<html")):
        raise refusal("unreadable-file", reason=N_("tệp là trang web (HTML); hãy mở bằng Word và lưu thành dạng .docx"))


def _lines(texts: list[str]) -> Iterator[Line]:
    """Yield the lines that hold something, each with its number."""
    has_gap = False
    for place, text in enumerate(texts, 1):
        if not text.strip() or _RULE.fullmatch(text):
            has_gap = True
            continue
        heading = _HEADING.match(text)
        words = _EMPHASIS.sub(r"\1\2", text[heading.end() :] if heading else text)
        content = tidied(composed(_runs(words)))
        yield Line(content=content, place=place, has_gap=has_gap, is_heading=bool(heading))
        has_gap = False


def _blocks(lines: Iterable[Line]) -> Iterator[Block]:
    """Yield the lines; those of a table "| … | … |" as one table."""
    rows: list[Line] = []
    for line in lines:
        is_row = bool(_ROW.fullmatch(line.content.text))
        if rows and (not is_row or line.has_gap):
            yield from _table(rows)
            rows = []
        if is_row:
            rows.append(line)
        else:
            yield line
    yield from _table(rows)


def _table(rows: Sequence[Line]) -> Iterator[Block]:
    """Yield a table if its second row is a rule, as it is in Markdown; else the lines as they are."""
    if len(rows) < _LEAST_ROWS or not _ROW_RULE.fullmatch(rows[1].content.text):
        yield from rows
        return
    kept = [row.content for row in rows if not _ROW_RULE.fullmatch(row.content.text)]
    yield Table(rows=tuple(tuple(_cells(content)) for content in kept))


def _cells(content: Marked) -> Iterator[Cell]:
    bars = [match.start() for match in re.finditer(r"\|", content.text)]
    for column, (start, end) in enumerate(pairwise(bars)):
        yield Cell(blocks=(Line(content=content.cut(start + 1, end).stripped()),), column=column)


def _runs(text: str) -> Iterator[tuple[str, Marks]]:
    """Yield what is bold, and what is not."""
    bold: Marks = frozenset(["bold"])
    start = 0
    for match in _BOLD.finditer(text):
        yield text[start : match.start()], PLAIN
        yield match[2], bold
        start = match.end()
    yield text[start:], PLAIN
