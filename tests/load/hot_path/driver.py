"""Drives a server: processes that each go through many attempts at once, without a pause between requests.

A process waits for all its sockets together, so that it takes little of the processor from the server beside it.
Bounded: no attempt begins after `seconds`, nor more than MAX_ATTEMPTS a process; what is unfinished PATIENCE_SECONDS
later is given up and counted as an error. Loopback only.
"""

import multiprocessing
import selectors
import socket
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random
from time import monotonic, process_time

from tests.load.hot_path.browser import Answer, Browser, Request
from tests.load.hot_path.flow import Sitting, Steps, Unexpected, attempt
from tests.load.hot_path.people import new_person

MAX_ATTEMPTS = 20_000
PATIENCE_SECONDS = 30
_LOOPBACK = "127.0.0.1"
_NUMBERS_A_PROCESS = 50_000
_NUMBERS_A_RUN = 400_000  # of 26^5: see people.py


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """What to drive: where, for how long, with how many users in how many processes. `run` counts a server's runs."""

    port: int
    round_id: int
    seconds: float
    users: int
    processes: int
    run: int


@dataclass(slots=True)
class Measured:
    """What a run came to: by step `latencies` in seconds, `wire` and `sizes` in bytes.

    `wire`: of the whole answer as it came; `sizes`: of the page in it, unpacked. `began`, `ended`: monotonic moments.
    `attempts`: gone through to the end. `cpu_seconds`: the driver's own.
    """

    latencies: dict[str, list[float]] = field(default_factory=dict)
    wire: dict[str, list[int]] = field(default_factory=dict)
    sizes: dict[str, list[int]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    sittings: list[Sitting] = field(default_factory=list)
    attempts: int = 0
    began: float = 0.0
    ended: float = 0.0
    cpu_seconds: float = 0.0

    def note(self, step: str, answer: Answer, seconds: float) -> None:
        """Take down one answer."""
        self.latencies.setdefault(step, []).append(seconds)
        self.wire.setdefault(step, []).append(answer.wire)
        self.sizes.setdefault(step, []).append(len(answer.body))

    def add(self, other: "Measured") -> None:
        """Take in what another process, or another run, measured."""
        for mine, theirs in ((self.latencies, other.latencies), (self.wire, other.wire), (self.sizes, other.sizes)):
            for step, values in theirs.items():
                mine.setdefault(step, []).extend(values)
        self.errors.update(other.errors)
        self.sittings += other.sittings
        self.attempts += other.attempts
        self.began = min(self.began or other.began, other.began)
        self.ended = max(self.ended, other.ended)
        self.cpu_seconds += other.cpu_seconds


def drive(load: Load) -> Measured:
    """Return what a run of `load` came to."""
    with multiprocessing.get_context("fork").Pool(load.processes) as pool:
        parts = pool.starmap(_drive_part, [(load, part) for part in range(load.processes)], chunksize=1)
    measured = Measured()
    for part in parts:
        measured.add(part)
    return measured


def drive_once(load: Load, *, attempts: int) -> Measured:
    """Return what so many attempts came to, one after another, from this process."""
    return _Part(load, part=0, most=attempts).run(users=1)


def _drive_part(load: Load, part: int) -> Measured:
    users = len(range(part, load.users, load.processes))
    return _Part(load, part=part, most=MAX_ATTEMPTS).run(users)


class _Visit:
    """A new participant's way through an attempt, on a connection of their own."""

    def __init__(self, port: int, steps: Steps, sitting: Sitting) -> None:
        self.steps, self.sitting = steps, sitting
        self.browser = Browser(f"{_LOOPBACK}:{port}")
        self.socket = socket.create_connection((_LOOPBACK, port), timeout=PATIENCE_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = bytearray()
        self.send(next(steps))

    def send(self, request: Request) -> None:
        """Send the next request."""
        self.step, self.sent_at = request.step, monotonic()
        self.socket.sendall(self.browser.encode(request))

    def receive(self) -> Answer | None:
        """Return the answer if all of it is there. Raises ConnectionError."""
        chunk = self.socket.recv(1 << 18)
        if not chunk:
            raise ConnectionError("the server closed the connection")
        self.received += chunk
        answer = self.browser.decode(self.received)
        if answer is not None:
            self.received.clear()
        return answer


class _Part:
    """What one process drives."""

    def __init__(self, load: Load, *, part: int, most: int) -> None:
        self._load, self._rng = load, Random(f"{load.run} {part}")
        self._selector, self._measured, self._most = selectors.DefaultSelector(), Measured(), most
        self._numbers: Iterator[int] = count(load.run * _NUMBERS_A_RUN + part * _NUMBERS_A_PROCESS)
        self._begun = 0

    def run(self, users: int) -> Measured:
        """Keep so many visits going until the time is over."""
        used, began = process_time(), monotonic()
        self._ends_at = began + self._load.seconds
        for _ in range(users):
            self._begin()
        while self._selector.get_map() and monotonic() < self._ends_at + PATIENCE_SECONDS:
            for key, _events in self._selector.select(timeout=1):
                self._go_on(key.data)
        for key in list(self._selector.get_map().values()):
            self._give_up(key.data, f"{key.data.step}: unfinished")
        self._measured.began, self._measured.ended = began, monotonic()
        self._measured.cpu_seconds = process_time() - used
        return self._measured

    def _begin(self) -> None:
        if self._begun >= self._most or monotonic() >= self._ends_at:
            return
        self._begun += 1
        sitting = Sitting()
        person = new_person(next(self._numbers), self._rng)
        steps = attempt(sitting, person=person, rng=self._rng, round_id=self._load.round_id)
        self._measured.sittings.append(sitting)
        try:
            visit = _Visit(self._load.port, steps, sitting)
        except OSError as error:
            self._measured.errors[f"connect: {error}"] += 1
            return
        self._selector.register(visit.socket, selectors.EVENT_READ, visit)

    def _go_on(self, visit: _Visit) -> None:
        try:
            answer = visit.receive()
            if answer is None:
                return
            self._measured.note(visit.step, answer, monotonic() - visit.sent_at)
            visit.send(visit.steps.send(answer))
        except StopIteration:
            self._measured.attempts += 1
            self._leave(visit)
            self._begin()
        except (Unexpected, OSError) as error:
            self._give_up(visit, f"{visit.step}: {error}")
            self._begin()

    def _give_up(self, visit: _Visit, why: str) -> None:
        self._measured.errors[why] += 1
        self._leave(visit)

    def _leave(self, visit: _Visit) -> None:
        self._selector.unregister(visit.socket)
        visit.socket.close()
