"""Visitors, and a visitor's way through pages on a connection of their own."""

import socket
from dataclasses import dataclass, field
from time import monotonic

from tests.load.hot_path.browser import Answer, Browser
from tests.load.hot_path.flow import Paper, Sitting, Steps

PATIENCE_SECONDS = 30
_LOOPBACK = "127.0.0.1"


@dataclass(slots=True)
class Visitor:
    """Somebody on the site at a port: what is kept of them from one run to the next.

    `token`: of the button Start on their own page; `paper`: what they are sitting, None before its page is read;
    `due_at`, `paper_at`: the monotonic moments when their first request of a schedule is due, and when they had read
    the paper.
    """

    port: int
    browser: Browser = field(init=False)
    sitting: Sitting = field(default_factory=Sitting)
    token: str = ""
    paper: Paper | None = None
    due_at: float = 0.0
    paper_at: float = 0.0

    def __post_init__(self) -> None:
        """Give them a browser with nothing kept from before."""
        self.browser = Browser(f"{_LOOPBACK}:{self.port}")


class Visit:
    """A visitor's way: `request` is the one under way, or, where it `is_idle`, the next."""

    def __init__(self, visitor: Visitor, steps: Steps) -> None:
        self.visitor, self.request = visitor, next(steps)
        self.is_idle, self.since = True, 0.0
        self.socket: socket.socket | None = None
        self._steps, self._received = steps, bytearray()

    def connect(self) -> socket.socket:
        """Open the connection."""
        self.socket = socket.create_connection((_LOOPBACK, self.visitor.port), timeout=PATIENCE_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.socket

    def send(self) -> None:
        """Send the next request; it is measured from when it was due, where it was."""
        assert self.socket is not None
        now = monotonic()
        self.since = now if self.request.due_at is None else min(now, self.request.due_at)
        self.is_idle = False
        self.socket.sendall(self.visitor.browser.encode(self.request))

    def receive(self) -> Answer | None:
        """Return the answer if all of it is there. Raises ConnectionError."""
        assert self.socket is not None
        chunk = self.socket.recv(1 << 18)
        if not chunk:
            raise ConnectionError("the server closed the connection")
        self._received += chunk
        answer = self.visitor.browser.decode(self._received)
        if answer is not None:
            self._received.clear()
        return answer

    def go_on(self, answer: Answer) -> None:
        """Take an answer and come to the next request. Raises StopIteration at the end of the way, and Unexpected."""
        self.request = self._steps.send(answer)
        self.is_idle = True
