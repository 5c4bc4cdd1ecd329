"""Question banks in files: recognised by content, read in a child process, written back.

A new format is a module here with CODE, TITLE, EXTENSIONS, MEDIA_TYPE, `sniff(content) -> bool` and `parse(content) ->
Parsed` (raises nothing but Refused; see `assess.py`); where it can be written too, `dump(questions) -> bytes` and
CARRIES, the names in `losses.PARTS` of what it keeps (and WRITTEN_TITLE, if it writes fewer kinds than it reads). Add
it to _MODULES, the surest to recognise first, and give it a golden test. The upload list, the command line and the
downloads follow. What is only written, for people to read, has no `sniff` and no `parse` and stands in _WRITE_ONLY.
"""

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Protocol, runtime_checkable

from quizapp.domain.problem import Problem
from quizapp.domain.question import Question
from quizapp.domain.text import N_
from quizapp.exchange.children import Watcher
from quizapp.exchange.questions.losses import losses
from quizapp.exchange.questions.moodle import aiken, gift, moodle_xml
from quizapp.exchange.questions.parsed import Parsed, refused
from quizapp.exchange.questions.qti import qti
from quizapp.exchange.questions.sandbox import read_in_child
from quizapp.exchange.questions.serialise import pack, to_json, unpack, where
from quizapp.exchange.questions.sheets import csv_file, xlsx
from quizapp.exchange.questions.sheets.template_file import template
from quizapp.exchange.questions.word import docx, paper, text_file

__all__ = [
    "FORMATS",
    "MAX_BYTES",
    "WRITERS",
    "Parsed",
    "dump",
    "lost",
    "pack",
    "read",
    "template",
    "to_json",
    "unpack",
    "where",
]

MAX_BYTES = 20 * 1024 * 1024


class Format(Protocol):
    """What a module in FORMATS offers."""

    CODE: str
    TITLE: str
    EXTENSIONS: tuple[str, ...]
    MEDIA_TYPE: str

    def sniff(self, content: bytes) -> bool:
        """Tell whether a file may be of this format. Called in the child process only."""

    def parse(self, content: bytes) -> Parsed:
        """Return what `content` holds. Raises Refused."""


@runtime_checkable
class Writer(Protocol):
    """What a module in WRITERS offers."""

    CODE: str
    TITLE: str
    EXTENSIONS: tuple[str, ...]
    MEDIA_TYPE: str
    CARRIES: frozenset[str]

    def dump(self, questions: Iterable[Question]) -> bytes:
        """Return a file; where the format can be read, `parse` gives back equal what CARRIES names."""


_MODULES: tuple[Format, ...] = (xlsx, docx, qti, moodle_xml, gift, aiken, csv_file, text_file)
FORMATS: Mapping[str, Format] = {module.CODE: module for module in _MODULES}
_WRITE_ONLY: tuple[Writer, ...] = (paper,)
WRITERS: Mapping[str, Writer] = {
    module.CODE: module for module in (*_MODULES, *_WRITE_ONLY) if isinstance(module, Writer)
}


def read(
    content: bytes, *, format_code: str | None = None, filename: str = "", watcher: Watcher | None = None
) -> Parsed:
    """Return what an uploaded file holds; whatever the file is, nothing is raised but what `watcher` asks for.

    The content says what kind it is; `filename` decides only between kinds that the content leaves open, and
    `format_code` overrules both. Raises NobodyWaits where `watcher` says so.
    """
    if not content:
        return refused(Problem(code="unreadable-file", params={"reason": N_("tệp rỗng")}), format_code)
    if len(content) > MAX_BYTES:
        reason = N_("%s MB, nhiều nhất là %s MB") % (len(content) // 2**20, MAX_BYTES // 2**20)
        return refused(Problem(code="too-large", params={"reason": reason}), format_code)
    if format_code is not None and format_code not in FORMATS:
        return refused(Problem(code="unknown-format"))
    return read_in_child(content, format_code, filename=filename, watcher=watcher)


def recognise(content: bytes, filename: str = "") -> str | None:
    """Return the code of the format that `content` is in, None if it is none of FORMATS."""
    codes = [code for code, module in FORMATS.items() if module.sniff(content)]
    extension = PurePath(filename).suffix.lower()
    named = [code for code in codes if extension in FORMATS[code].EXTENSIONS]
    return next(iter(named + codes), None)


def dump(questions: Iterable[Question], format_code: str) -> bytes:
    """Return `questions` as a file in the format `format_code`, an entry of WRITERS."""
    return WRITERS[format_code].dump(questions)


def lost(questions: Iterable[Question], format_code: str) -> dict[str, int]:
    """Return how many questions lose what in the format `format_code`, by the names of `losses.PARTS`."""
    return losses(questions, WRITERS[format_code].CARRIES)
