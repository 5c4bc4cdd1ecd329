"""A lane in front of SQLite's write lock: who is to write waits in order of arrival and is woken at once.

SQLite's own waiting looks again and again with sleeps of up to 100 ms between: a writer may be overtaken for seconds
while the processor idles. The lane only puts writers in order. What keeps the data whole is SQLite's lock, and where
there is no lane (no `fcntl`, a database in memory, a folder that can't be written) SQLite's own waiting stays.

Threads of a process queue up. Processes take turns by POSIX locks on two bytes of a file beside the database: the
kernel takes them from a process that dies, and a forked child doesn't inherit them. docs/adr/0016 says what else was
tried.
"""

import logging
import os
from collections import deque
from functools import cache
from threading import Lock, RLock, Thread
from time import monotonic
from typing import Any
from weakref import WeakValueDictionary

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # no lane there

_SUFFIX = "-lane"
# Who waits for the lane holds the gate to it, so that a process that has just left can't overtake.
_GATE, _LANE = 0, 1
# Short transactions alternate; behind a process with long ones, several short ones go together.
_PART_OF_TURN_BEFORE, _LONGEST_TURN_SECONDS = 0.5, 0.25
_KEEPER_IDLE_SECONDS = 1.0

_log = logging.getLogger(__name__)


class Turn:
    """A process's turn to write, among all processes of the machine. Used by one thread at a time."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._file: int | None = None  # open only while it is our turn, or waited for
        self._ends_at = 0.0
        self._is_reported = False

    @property
    def is_over(self) -> bool:
        """Whether it is time to let another process have its turn."""
        return monotonic() >= self._ends_at

    def take_now(self) -> bool:
        """Take the turn unless another process has it or waits for it; return whether it was taken."""
        try:
            file = self._open()
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 2, _GATE)
            fcntl.lockf(file, fcntl.LOCK_UN, 1, _GATE)
            self._ends_at = 0.0
        except BlockingIOError:
            self.give_up()
            return False
        except OSError as error:
            self._do_without(error)
        return True

    def wait(self) -> None:
        """Take the turn, however long it takes."""
        try:
            file = self._open()
            fcntl.lockf(file, fcntl.LOCK_EX, 1, _GATE)
            began_at = monotonic()
            fcntl.lockf(file, fcntl.LOCK_EX, 1, _LANE)
            fcntl.lockf(file, fcntl.LOCK_UN, 1, _GATE)
            now = monotonic()
            self._ends_at = now + min(_PART_OF_TURN_BEFORE * (now - began_at), _LONGEST_TURN_SECONDS)
        except OSError as error:
            self._do_without(error)

    def give_up(self) -> None:
        """Let the next process have its turn: a process loses its locks on a file when it closes it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _open(self) -> int:
        path = self._database + _SUFFIX
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            self._file = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_CREAT, 0o600)
            self._share()
        return self._file

    def _share(self) -> None:
        """Let everybody use the file who may write to the database, whoever made it; SQLite does so with its own."""
        assert self._file is not None
        database = os.stat(self._database)
        os.fchmod(self._file, database.st_mode & 0o666)
        if os.geteuid() == 0:
            os.fchown(self._file, database.st_uid, database.st_gid)

    def _do_without(self, error: OSError) -> None:
        """Go on as if it were our turn: SQLite's own waiting decides between processes."""
        self.give_up()
        if not self._is_reported:
            self._is_reported = True
            _log.warning("writers of other processes are not waited for in order: %s", error)


class Place:
    """A thread's place in the lane."""

    def __init__(self) -> None:
        self._bell = Lock()
        self._bell.acquire()

    def wake(self) -> None:
        """Let the thread look whether it may go on; one that is not asleep looks once more before it sleeps."""
        if self._bell.locked():
            self._bell.release()

    def sleep(self, seconds: float) -> None:
        """Wait to be woken."""
        self._bell.acquire(timeout=seconds)


class WriteLane:
    """Who of this process is to write to a database, in order of arrival. The first writes, when it is our turn.

    It asks for the turn once it is awake: a process that got it while its thread still waited for the interpreter
    would keep others from writing for nothing. A wait for a lock can't be given up, that of a thread must be: where
    the turn is not to be had at once, a thread of its own, the keeper, waits for it.
    """

    def __init__(self, database: str) -> None:
        self._turn = Turn(database)
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget places and turn: in a forked child they are the parent's."""
        self._places: deque[Place] = deque()
        self._turn.give_up()
        self._is_our_turn = False
        self._is_awaited = False
        self._has_keeper = False
        self._call = Lock()
        self._call.acquire()

    @property
    def waiting(self) -> int:
        """How many threads of this process wait."""
        return max(0, len(self._places) - self._is_our_turn)

    def enter(self, seconds: float) -> Place | None:
        """Wait for one's turn, and return the place to leave afterwards; None where it did not come in time."""
        place, ends_at = Place(), monotonic() + seconds
        try:
            with _mutex:
                self._places.append(place)
            while not self._may_write(place):
                left = ends_at - monotonic()
                if left <= 0:
                    self.leave(place)
                    return None
                place.sleep(left)
        except BaseException:
            self.leave(place)
            raise
        return place

    def leave(self, place: Place) -> None:
        """Make way for the next. Does nothing for a place left before, nor for one of the parent in a forked child."""
        with _mutex:
            if place not in self._places:
                return
            is_first = place is self._places[0]
            self._places.remove(place)
            if is_first:
                self._pass_on()

    def _may_write(self, place: Place) -> bool:
        with _mutex:
            if place is not self._places[0]:
                return False
            if not self._is_our_turn and not self._is_awaited:
                self._is_our_turn = self._turn.take_now() or not self._await_turn()
            return self._is_our_turn

    def _pass_on(self) -> None:
        if self._is_our_turn and (not self._places or self._turn.is_over):
            self._turn.give_up()
            self._is_our_turn = False
        if self._places:
            self._places[0].wake()

    def _await_turn(self) -> bool:
        """Set the keeper to work; return whether there is one."""
        if self._has_keeper:
            self._call.release()
        else:
            try:
                Thread(target=self._keep, name="write lane", daemon=True).start()
            except RuntimeError:  # the interpreter is ending, or the machine has no more threads
                return False
        self._has_keeper = self._is_awaited = True
        return True

    def _keep(self) -> None:
        while True:
            self._turn.wait()
            with _mutex:
                self._is_awaited, self._is_our_turn = False, True
                if self._places:
                    self._places[0].wake()
                else:  # they have given up
                    self._pass_on()
            if not self._is_called():
                return

    def _is_called(self) -> bool:
        """Return whether the keeper is needed again; if it is not for a while, it ends."""
        if self._call.acquire(timeout=_KEEPER_IDLE_SECONDS):
            return True
        with _mutex:
            self._has_keeper = self._call.acquire(blocking=False)  # perhaps called at the last moment
            return self._has_keeper


class LaneConnection:
    """Mixed into a driver's connection: gives up its place in the lane when its transaction has ended, or itself."""

    lane: WriteLane | None = None
    _place: Place | None = None

    def enter_lane(self, seconds: float) -> bool:
        """Take a place in the lane, where there is one; return False where it was not to be had in time."""
        self.leave_lane()
        if self.lane is None:
            return True
        self._place = self.lane.enter(seconds)
        return self._place is not None

    def leave_lane(self) -> None:
        """Give up the place, if it has one."""
        if self.lane is not None and self._place is not None:
            self.lane.leave(self._place)
            self._place = None

    def commit(self) -> None:
        """Commit, or roll back and raise: after a commit that failed SQLAlchemy puts the connection back as it is."""
        try:
            super().commit()  # type: ignore[misc]  # the driver's, once mixed in
        except BaseException:
            self.rollback()
            raise
        self.leave_lane()

    def rollback(self) -> None:
        """Roll back."""
        try:
            super().rollback()  # type: ignore[misc]  # the driver's
        finally:
            self.leave_lane()

    def close(self) -> None:
        """Close, which ends a transaction too."""
        try:
            super().close()  # type: ignore[misc]  # the driver's
        finally:
            self.leave_lane()

    def __del__(self) -> None:
        self.leave_lane()


@cache
def connection_class(driver: Any) -> type[LaneConnection]:
    """Return the class of `driver`'s connections with a place in the lane."""
    return type("Connection", (LaneConnection, driver.Connection), {})


def lane_of(database: str) -> WriteLane | None:
    """Return this process's lane to the file `database`, an absolute path; None where there is no lane."""
    if fcntl is None or not database:
        return None
    with _mutex:
        lane = _lanes.get(database)
        if lane is None:
            lane = _lanes[database] = WriteLane(database)
        return lane


# One for all lanes, held for microseconds. Reentrant, since a collection of garbage may close a connection meanwhile.
_mutex = RLock()
_lanes: WeakValueDictionary[str, WriteLane] = WeakValueDictionary()


def _begin_anew_in_child() -> None:
    global _mutex
    _mutex = RLock()
    for lane in list(_lanes.values()):
        lane.begin_anew()


if fcntl is not None:
    os.register_at_fork(after_in_child=_begin_anew_in_child)
