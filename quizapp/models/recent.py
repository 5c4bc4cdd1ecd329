"""Counts and ranks that may be a while old, kept in each process: to read them for everybody who looks is too dear.

Nothing that must be right at once is kept so: see models/leased.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from time import perf_counter
from typing import Generic, TypeVar

KEPT_FOR = timedelta(seconds=20)
_TIMES_AS_LONG_AS_READ = 20  # so that reading takes at most a twentieth of a process, however large the round
_FORGOTTEN_AFTER = timedelta(hours=1)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _Kept(Generic[Value]):
    value: Value
    read_at: datetime
    fresh_for: timedelta

    def is_fresh(self, now: datetime) -> bool:
        return self.read_at <= now < self.read_at + self.fresh_for


class Recent(Generic[Value]):
    """Answers kept in this process for KEPT_FOR, or longer where they are slow to read.

    While one thread reads anew, the others are given what is kept; where nothing is, they wait for it.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[object, _Kept[Value]] = {}

    def get(self, key: object, now: datetime, load: Callable[[], Value]) -> Value:
        """Return the answer kept under `key`, or what `load` gives where there is none that is recent."""
        kept = self._kept.get(key)
        if kept is not None and kept.is_fresh(now):
            return kept.value
        if not self._lock.acquire(blocking=kept is None):
            assert kept is not None
            return kept.value
        try:
            return self._read_anew(key, now, load)
        finally:
            self._lock.release()

    def _read_anew(self, key: object, now: datetime, load: Callable[[], Value]) -> Value:
        kept = self._kept.get(key)
        if kept is not None and kept.is_fresh(now):  # read while this thread waited
            return kept.value
        began = perf_counter()
        value = load()
        took = timedelta(seconds=perf_counter() - began)
        others = {k: v for k, v in self._kept.items() if v.is_fresh(now) or now - v.read_at < _FORGOTTEN_AFTER}
        self._kept = {**others, key: _Kept(value, now, max(KEPT_FOR, _TIMES_AS_LONG_AS_READ * took))}
        return value

    def clear(self) -> None:
        """Forget everything; for tests, whose clock stands still."""
        with self._lock:
            self._kept = {}
