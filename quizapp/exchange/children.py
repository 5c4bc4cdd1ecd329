"""Work on what somebody sent, done by a child process: a hostile file can harm nothing but that process.

The parent calls `run_child`; the child calls `limit_resources` before it looks at what it is given, and may say on
stderr how far it is (`written_to`). What happens to it, whatever it is, comes back as ChildFailed.
"""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, TextIO

import quizapp

if sys.platform != "win32":  # Windows has no such limits: there the parent's time limit stands alone
    import resource

MAX_ADDRESS_SPACE = 512 * 1024 * 1024
MAX_CPU_SECONDS = 15
MAX_ANSWER_BYTES = 48 * 1024 * 1024  # 5,000 questions as long as they may be; most need a tenth
_SECONDS_BETWEEN_LOOKS = 0.1
_LONGEST_LINE = 2000
_CHUNK = 64 * 1024
_MARK = "progress"

# Asked several times a second while a child is at work: done, total (both 0: not known yet). False: nobody waits.
Watcher = Callable[[int, int], bool]

_log = logging.getLogger(__name__)


class ChildFailed(Exception):
    """The child died, or what it said is no answer."""


class ChildTookTooLong(ChildFailed):
    """The child was still at work when its time was up."""


class ChildSaidTooMuch(ChildFailed):
    """The child's answer is longer than any file's may be."""


class NobodyWaits(Exception):
    """The watcher said that the answer isn't wanted any more; the child was ended."""


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


def _environment() -> dict[str, str]:
    """Return the little that Python needs to start: no secret of the server reaches the child."""
    needed = {
        "PYTHONPATH": str(Path(quizapp.__file__).parents[1]),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    return needed | kept


def limit_resources(cpu_seconds: int = MAX_CPU_SECONDS, *, address_space: int = MAX_ADDRESS_SPACE) -> None:
    """Bound this process: memory, processor time, no files, no core dump."""
    if sys.platform == "win32":
        return
    for kind, most in (
        (resource.RLIMIT_AS, address_space),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (bound, bound))


def written_to(stream: TextIO) -> Callable[[int, int], None]:
    """Return a listener that writes what it hears as lines, for `step_in` at the other end of a pipe."""

    def tell(done: int, total: int) -> None:
        stream.write(f"{_MARK} {done} {total}\n")
        stream.flush()

    return tell


def step_in(line: bytes) -> tuple[int, int] | None:
    """Return what a line says was done of how much, None if it says no such thing."""
    mark, *numbers = line.split()[:4] or [b""]
    if mark != _MARK.encode() or len(numbers) != 2 or not all(number.isdigit() for number in numbers):
        return None
    done, total = (int(number[:9]) for number in numbers)
    return (done, total) if done <= total else None
