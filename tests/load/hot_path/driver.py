"""Drives a server: processes that each go through the ways of many visitors at once.

A process waits for all its sockets together, so that it takes little of the processor from the server beside it. A
request without a moment of its own is sent as soon as the answer before it is there; one that is due at a moment is
sent then, or, where the answer before it is late, after that, and measured from that moment all the same.
Bounded: no way begins after `seconds`; what is unfinished PATIENCE_SECONDS later is given up and counted as an error.
Loopback only.
"""

import multiprocessing
import selectors
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from time import monotonic, process_time

from tests.load.hot_path.flow import Steps, Unexpected
from tests.load.hot_path.measured import Measured
from tests.load.hot_path.visits import PATIENCE_SECONDS, Visit, Visitor

Ways = Iterator[tuple[Visitor, Steps]]
# A selector wakes up to a millisecond late: what is due within one is sent at once, and measured from its sending.
_EARLY_SECONDS = 0.001
_LONGEST_SLEEP_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """What to drive. `shares`: a process each, with the ways it takes; `users`: ways at once, in all processes.

    `seconds`: how long ways are begun, unless there are no more.
    """

    shares: Sequence[Callable[[], Ways]]
    users: int
    seconds: float


def drive(load: Load) -> Measured:
    """Return what a run of `load` came to."""
    processes = len(load.shares)
    tasks = [(share, len(range(part, load.users, processes)), load.seconds) for part, share in enumerate(load.shares)]
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        parts = pool.starmap(drive_share, tasks, chunksize=1)
    measured = Measured()
    for part in parts:
        measured.add(part)
    return measured


def drive_share(share: Callable[[], Ways], users: int, seconds: float) -> Measured:
    """Return what a share came to, driven from this process."""
    return _Part(share(), seconds).run(users)


class _Part:
    """What one process drives."""

    def __init__(self, ways: Ways, seconds: float) -> None:
        self._ways, self._measured, self._began = ways, Measured(), monotonic()
        self._ends_at = self._began + seconds
        self._selector, self._visits = selectors.DefaultSelector(), set[Visit]()
        self._order, self._due = count(), list[tuple[float, int, Visit]]()

    def run(self, users: int) -> Measured:
        """Keep so many visits going until the time is over, or the ways are."""
        used = process_time()
        for _ in range(users):
            self._begin()
        while self._visits and monotonic() < self._ends_at + PATIENCE_SECONDS:
            self._send_due()
            for key, _events in self._selector.select(self._sleep_seconds()):
                self._go_on(key.data)
        for visit in list(self._visits):
            self._give_up(visit, "unfinished")
        self._measured.began, self._measured.ended = self._began, monotonic()
        self._measured.cpu_seconds = process_time() - used
        return self._measured

    def _begin(self) -> None:
        found = next(self._ways, None) if monotonic() < self._ends_at else None
        if found is None:
            return
        visit = Visit(*found)
        self._visits.add(visit)
        self._measured.visitors.append(visit.visitor)
        self._send_or_wait(visit)

    def _send_or_wait(self, visit: Visit) -> None:
        if visit.request.due_at is None:
            self._send(visit)
        else:
            heappush(self._due, (visit.request.due_at, next(self._order), visit))

    def _send_due(self) -> None:
        while self._due and self._due[0][0] <= monotonic() + _EARLY_SECONDS:
            due_at, _, visit = heappop(self._due)
            self._measured.overslept.append(max(0.0, monotonic() - due_at))
            self._send(visit)

    def _sleep_seconds(self) -> float:
        if not self._due:
            return _LONGEST_SLEEP_SECONDS
        return min(_LONGEST_SLEEP_SECONDS, max(0.0, self._due[0][0] - _EARLY_SECONDS - monotonic()))

    def _send(self, visit: Visit) -> None:
        try:
            if visit.socket is None:
                self._selector.register(visit.connect(), selectors.EVENT_READ, visit)
            visit.send()
        except OSError as error:
            self._give_up(visit, str(error))

    def _go_on(self, visit: Visit) -> None:
        if visit.is_idle:  # the server has closed a connection on which nothing was under way
            self._disconnect(visit)
            return
        try:
            answer = visit.receive()
            if answer is None:
                return
            self._measured.note(visit.request.step, answer, monotonic() - visit.since)
            if answer.is_last:
                self._disconnect(visit)
            visit.go_on(answer)
        except StopIteration:
            self._measured.finished += 1
            self._leave(visit)
            self._begin()
        except (Unexpected, OSError, ValueError) as error:
            self._give_up(visit, str(error))
            self._begin()
        else:
            self._go_on_to_next(visit)

    def _go_on_to_next(self, visit: Visit) -> None:
        late = 0.0 if visit.request.due_at is None else monotonic() - visit.request.due_at
        if late > 0:
            self._measured.held_up.append(late)
            self._send(visit)
        else:
            self._send_or_wait(visit)

    def _give_up(self, visit: Visit, why: str) -> None:
        self._measured.errors[f"{visit.request.step}: {why}"] += 1
        self._leave(visit)

    def _leave(self, visit: Visit) -> None:
        self._visits.remove(visit)
        self._disconnect(visit)

    def _disconnect(self, visit: Visit) -> None:
        if visit.socket is not None:
            if visit.socket in self._selector.get_map():
                self._selector.unregister(visit.socket)
            visit.socket.close()
            visit.socket = None
