"""Somebody who asks for the front page all the time, each time on a new connection: when were there no answers?"""

import socket
import threading
from dataclasses import dataclass, field
from itertools import pairwise
from time import monotonic, sleep

_PATIENCE_SECONDS = 20.0
_PAUSE_SECONDS = 0.05


@dataclass(slots=True)
class Answers:
    """`answered`: monotonic moments; `waits`: seconds, of those that were answered; `failed`: how many were not."""

    answered: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    failed: int = 0

    def longest_silence(self, since: float, until: float) -> float:
        """Return the longest time without an answer between two moments, in seconds."""
        moments = [since, *(moment for moment in self.answered if since <= moment <= until), until]
        return max(later - earlier for earlier, later in pairwise(moments))


class Prober:
    """Asks from the block's beginning to its end."""

    def __init__(self, port: int) -> None:
        self._port, self._stop, self.answers = port, threading.Event(), Answers()
        self._thread = threading.Thread(target=self._ask_on, daemon=True)

    def __enter__(self) -> Answers:
        self._thread.start()
        return self.answers

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join(_PATIENCE_SECONDS)

    def _ask_on(self) -> None:
        while not self._stop.is_set():
            began = monotonic()
            if is_answered(self._port):
                self.answers.answered.append(monotonic())
                self.answers.waits.append(monotonic() - began)
            else:
                self.answers.failed += 1
            sleep(_PAUSE_SECONDS)


def is_answered(port: int) -> bool:
    """Ask for the front page on a connection of its own and tell whether all of it came."""
    try:
        with opened(port) as connection:
            connection.sendall(asking(port, "/", "close"))
            return is_whole(connection)
    except OSError:
        return False


def opened(port: int) -> socket.socket:
    """Return a new connection."""
    return socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE_SECONDS)


def asking(port: int, path: str, connection: str) -> bytes:
    """Return a request for a page; `connection`: close or keep-alive."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: {connection}\r\n\r\n".encode()


def is_whole(connection: socket.socket) -> bool:
    """Read an answer and tell whether it is 200 and as long as it says."""
    received = b""
    while chunk := connection.recv(1 << 16):
        received += chunk
        head, ended, body = received.partition(b"\r\n\r\n")
        if ended and len(body) >= _length(head):
            return head.startswith(b"HTTP/1.1 200")
    return False


def _length(head: bytes) -> int:
    lines = head.lower().split(b"\r\n")
    return next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 1 << 30)
