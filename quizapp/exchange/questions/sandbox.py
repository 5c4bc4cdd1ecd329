"""Works on an uploaded file in a child process, so that a hostile one can harm nothing but that process.

The children are `reader.py` and `likener.py`; they set their own limits before they look at what they are given. What
happens to them, whatever it is, comes back as a Problem or as ChildFailed.
"""

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import IO

import quizapp
from quizapp.domain.question import Problem
from quizapp.domain.text import N_
from quizapp.exchange.questions.parsed import Parsed, refused
from quizapp.exchange.questions.progress import Watcher, step_in
from quizapp.exchange.questions.serialise import unpack

READER = "quizapp.exchange.questions.reader"
MAX_SECONDS = 30.0  # by the clock; the reader bounds its own processor time more tightly
MAX_ANSWER_BYTES = 48 * 1024 * 1024  # 5,000 questions as long as they may be; most need a tenth
_SECONDS_BETWEEN_LOOKS = 0.1
_LONGEST_LINE = 2000
_CHUNK = 64 * 1024

_log = logging.getLogger(__name__)


class ChildFailed(Exception):
    """The child died, or what it said is no answer."""


class ChildTookTooLong(ChildFailed):
    """The child was still at work when its time was up."""


class ChildSaidTooMuch(ChildFailed):
    """The child's answer is longer than any file's may be."""


class NobodyWaits(Exception):
    """The watcher said that the answer isn't wanted any more; the child was ended."""


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


def run_child(
    module: str, arguments: Sequence[str], *, given: bytes, max_seconds: float, watcher: Watcher | None = None
) -> bytes:
    """Return what `module`, run as a process of its own, answers to `given`. Raises ChildFailed, NobodyWaits."""
    child = subprocess.Popen(
        [sys.executable, "-s", "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
    )
    talk = _Talk(child, given)
    try:
        _wait(child, talk, end=time.monotonic() + max_seconds, watcher=watcher)
    finally:
        child.kill()
        talk.finish()
    if talk.is_too_long:
        raise ChildSaidTooMuch
    if child.returncode != 0:
        _log.warning("%s %s ended with %s: %s", module, arguments, child.returncode, talk.last_words)
        raise ChildFailed(child.returncode)
    return bytes(talk.answer)


def _wait(child: subprocess.Popen[bytes], talk: "_Talk", *, end: float, watcher: Watcher | None) -> None:
    """Return when the child has ended or has said too much. Raises ChildTookTooLong, NobodyWaits."""
    while not talk.is_too_long:
        try:
            child.wait(_SECONDS_BETWEEN_LOOKS)
            return
        except subprocess.TimeoutExpired:
            if watcher is not None and not watcher(*talk.step):
                raise NobodyWaits from None
            if time.monotonic() > end:
                raise ChildTookTooLong from None


class _Talk:
    """The pipes of a child, each served by a thread. `step`: done and total as last heard, `last_words`: on stderr."""

    def __init__(self, child: subprocess.Popen[bytes], given: bytes) -> None:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        self.answer = bytearray()
        self.is_too_long = False
        self.step = (0, 0)
        self.last_words = b""
        self._child = child
        self._threads = [
            threading.Thread(target=self._give, args=(child.stdin, given), daemon=True),
            threading.Thread(target=self._take, args=(child.stdout,), daemon=True),
            threading.Thread(target=self._listen, args=(child.stderr,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Wait for what is left in the pipes of a child that has ended."""
        self._child.wait()
        for thread in self._threads:
            thread.join()

    @staticmethod
    def _give(pipe: IO[bytes], given: bytes) -> None:
        try:
            with pipe:
                pipe.write(given)
        except OSError:  # the child has ended without having heard all; how, its return code tells
            pass

    def _take(self, pipe: IO[bytes]) -> None:
        with pipe:
            while chunk := pipe.read(_CHUNK):
                if len(self.answer) + len(chunk) > MAX_ANSWER_BYTES:
                    self.is_too_long = True
                    return
                self.answer += chunk

    def _listen(self, pipe: IO[bytes]) -> None:
        with pipe:
            while line := pipe.readline(_LONGEST_LINE):
                step = step_in(line)
                if step is None:
                    self.last_words = (self.last_words + line)[-_LONGEST_LINE:]
                else:
                    self.step = step


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
