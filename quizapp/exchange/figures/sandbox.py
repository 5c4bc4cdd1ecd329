"""Reads a list of official figures in a child process, `reader.py`; what happens to it is a problem of the file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quizapp.domain.official_figures import FIGURES, SheetRow
from quizapp.domain.problem import PROBLEMS, Problem
from quizapp.domain.text import N_
from quizapp.exchange.children import ChildFailed, ChildTookTooLong, run_child

READER = "quizapp.exchange.figures.reader"
MAX_SECONDS = 30.0


@dataclass(frozen=True, kw_only=True, slots=True)
class FiguresFile:
    """The rows of a list, or the problem that keeps it from being read."""

    rows: tuple[SheetRow, ...] = ()
    problem: Problem | None = None


def read_figures(content: bytes, *, max_seconds: float = MAX_SECONDS, module: str = READER) -> FiguresFile:
    """Return what the child makes of `content`; a child that dies, hangs or talks nonsense is a problem of the file."""
    try:
        return _unpacked(json.loads(run_child(module, (), given=content, max_seconds=max_seconds)))
    except ChildTookTooLong:
        return _failed("too-large", N_("đọc tệp mất quá nhiều thời gian"))
    except (ChildFailed, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return _failed("unreadable-file", N_("nội dung tệp bị hỏng hoặc quá phức tạp"))


def _unpacked(answer: Mapping[str, Any]) -> FiguresFile:
    if "problem" in answer:
        problem = answer["problem"]
        if problem["code"] not in PROBLEMS:
            raise LookupError(problem["code"])
        return FiguresFile(problem=Problem(code=problem["code"], params=dict(problem["params"])))
    return FiguresFile(rows=tuple(_row(row) for row in answer["rows"]))


def _row(row: Mapping[str, Any]) -> SheetRow:
    cells = {code: str(row["cells"][code]) for code in FIGURES}
    return SheetRow(place=str(row["place"]), unit=str(row["unit"]), group=str(row["group"]), cells=cells)


def _failed(code: str, reason: str) -> FiguresFile:
    return FiguresFile(problem=Problem(code=code, params={"reason": reason}))
