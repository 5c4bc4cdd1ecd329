"""Reads an uploaded file in a child process, so that a hostile one can harm nothing but that process.

The child is `reader.py`; it sets its own limits before it looks at the file. What happens to it, whatever it is,
comes back as a Problem.
"""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path, PurePath

import quizapp
from quizapp.domain.question import Problem
from quizapp.domain.text import N_
from quizapp.exchange.questions.parsed import Parsed, refused
from quizapp.exchange.questions.serialise import unpack

READER = "quizapp.exchange.questions.reader"
MAX_SECONDS = 30.0  # by the clock; the reader bounds its own processor time more tightly

_log = logging.getLogger(__name__)


def read_in_child(
    content: bytes,
    format_code: str | None,
    *,
    filename: str = "",
    max_seconds: float = MAX_SECONDS,
    module: str = READER,
) -> Parsed:
    """Return what the child makes of `content`; a child that dies, hangs or talks nonsense is a problem of the file.

    Without `format_code` the child recognises the format by the content; `filename` decides between equals.
    """
    command = [sys.executable, "-s", "-m", module, format_code or "", PurePath(filename).suffix]
    try:
        child = subprocess.run(
            command, input=content, capture_output=True, timeout=max_seconds, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired:
        return _failed(format_code, "too-large", N_("đọc tệp mất quá nhiều thời gian"))
    if child.returncode != 0:
        _log.warning("reader of %s ended with %s: %s", format_code, child.returncode, child.stderr[-2000:])
        return _failed(format_code, "unreadable-file", N_("nội dung tệp bị hỏng hoặc quá phức tạp"))
    return _answer(child.stdout, format_code)


def _answer(output: bytes, format_code: str | None) -> Parsed:
    try:
        return unpack(json.loads(output))
    except (ValueError, LookupError, TypeError):
        return _failed(format_code, "unreadable-file", N_("nội dung tệp bị hỏng hoặc quá phức tạp"))


def _failed(format_code: str | None, code: str, reason: str) -> Parsed:
    return refused(Problem(code=code, params={"reason": reason}), format_code)


def _environment() -> dict[str, str]:
    """Return the little that Python needs to start: no secret of the server reaches the child."""
    needed = {
        "PYTHONPATH": str(Path(quizapp.__file__).parents[1]),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    return needed | kept
