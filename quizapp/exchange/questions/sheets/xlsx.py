"""Excel workbooks (.xlsx): every visible sheet that is a bank."""

import io
from collections.abc import Iterable, Sequence

from quizapp.domain.problem import Problem
from quizapp.domain.question import Question
from quizapp.domain.text import N_, fold
from quizapp.exchange.questions.package import looks_like_workbook, open_package
from quizapp.exchange.questions.parsed import Parsed
from quizapp.exchange.questions.sheets.grids import Grid
from quizapp.exchange.questions.sheets.layout import bank_table
from quizapp.exchange.questions.sheets.sheet import read_sheet
from quizapp.exchange.questions.sheets.table import questions_in
from quizapp.exchange.questions.sheets.workbook import SheetEntry, open_workbook
from quizapp.exchange.tables import write_xlsx

CODE = "xlsx"
TITLE = N_("Excel (.xlsx)")
EXTENSIONS: tuple[str, ...] = (".xlsx",)
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CARRIES = frozenset({"number", "topic", "difficulty", "groups", "explanation", "source", "pins"})

# Sheets of the template that are there to be read by people.
ASIDE = ("vi du", "huong dan", "example", "instructions")


def sniff(content: bytes) -> bool:
    """Tell whether a file may be a workbook, of today's kind or the old one."""
    return looks_like_workbook(content)


def parse(content: bytes) -> Parsed:
    """Return the questions of every visible sheet that holds some. Raises Refused."""
    grids, problems = _visible(content)
    return questions_in(grids, CODE, problems)


def _visible(content: bytes) -> tuple[list[Grid], list[Problem]]:
    workbook = open_workbook(open_package(content))
    shown = [entry for entry in workbook.sheets if not entry.is_hidden]
    grids = [read_sheet(workbook, entry) for entry in _own(shown)]
    hidden = [entry.title for entry in workbook.sheets if entry.is_hidden]
    what = N_("trang tính %s") % ", ".join(hidden)
    return grids, [Problem(code="hidden-content", params={"what": what})] if hidden else []


def _own(entries: Sequence[SheetEntry]) -> Sequence[SheetEntry]:
    """Return the sheets without the template's example and help; a file of nothing else is read as it is."""
    return [entry for entry in entries if fold(entry.title) not in ASIDE] or entries


def dump(questions: Iterable[Question]) -> bytes:
    """Return a workbook with one sheet; `parse` gives the questions back."""
    target = io.BytesIO()
    write_xlsx([bank_table(list(questions))], target)
    return target.getvalue()
