"""Reads an uploaded file in a child process, `reader.py`. What happens to it comes back as a Problem of the file."""

import json
from pathlib import PurePath

from quizapp.domain.problem import Problem
from quizapp.domain.text import N_
from quizapp.exchange.children import ChildFailed, ChildSaidTooMuch, ChildTookTooLong, Watcher, run_child
from quizapp.exchange.questions.parsed import Parsed, refused
from quizapp.exchange.questions.serialise import unpack

READER = "quizapp.exchange.questions.reader"
MAX_SECONDS = 120.0  # by the clock; the reader bounds its own processor time more tightly


def read_in_child(
    content: bytes,
    format_code: str | None,
    *,
    filename: str = "",
    max_seconds: float = MAX_SECONDS,
    module: str = READER,
    watcher: Watcher | None = None,
) -> Parsed:
    """Return what the child makes of `content`; a child that dies, hangs or talks nonsense is a problem of the file.

    Without `format_code` the child recognises the format by the content; `filename` decides between equals. Raises
    NobodyWaits where `watcher` says so.
    """
    arguments = (format_code or "", PurePath(filename).suffix)
    try:
        answer = run_child(module, arguments, given=content, max_seconds=max_seconds, watcher=watcher)
        return unpack(json.loads(answer))
    except ChildTookTooLong:
        return _failed(format_code, "too-large", N_("đọc tệp mất quá nhiều thời gian"))
    except ChildSaidTooMuch:
        return _failed(format_code, "too-large", N_("nội dung tệp quá nhiều"))
    except (ChildFailed, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return _failed(format_code, "unreadable-file", N_("nội dung tệp bị hỏng hoặc quá phức tạp"))


def _failed(format_code: str | None, code: str, reason: str) -> Parsed:
    return refused(Problem(code=code, params={"reason": reason}), format_code)
