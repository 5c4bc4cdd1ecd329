"""What is read from the database and kept for a moment, so that it can never contradict somebody who knows better.

A value is given for LEASE_SECONDS at most, counted from before it was read. Whoever changes what such a value is made
of commits, waits as long with outlast(), and only then says that it is done. So nobody who has been told of a change
meets what was before it, in whichever process or machine, though none of them is asked and no clocks are compared.
"""

import time
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

LEASE_SECONDS = 0.5
Value = TypeVar("Value")


class Leased(Generic[Value]):
    """Values by key, each for LEASE_SECONDS; threads that ask for the same at once wait for the one that reads it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._places: dict[Hashable, _Place[Value]] = {}

    def get(
        self, key: Hashable, read: Callable[[], Value], *, is_good: Callable[[Value], bool] = lambda _value: True
    ) -> Value:
        """Return the value kept under `key` if its lease runs and it still `is_good`, else what `read` gives."""
        place = self._places.get(key) or self._new_place(key)
        kept = place.kept
        if kept is not None and time.monotonic() < kept[0] and is_good(kept[1]):
            return kept[1]
        with place.lock:
            began = time.monotonic()
            kept = place.kept
            if kept is not None and began < kept[0] and is_good(kept[1]):
                return kept[1]
            value = read()
            place.kept = (began + LEASE_SECONDS, value)
            return value

    def _new_place(self, key: Hashable) -> "_Place[Value]":
        with self._lock:
            self._places = {k: place for k, place in self._places.items() if place.is_used}
            return self._places.setdefault(key, _Place())

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._places = {}


class _Place(Generic[Value]):
    """Where a value is kept with the end of its lease, and the lock of who reads it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.kept: tuple[float, Value] | None = None

    @property
    def is_used(self) -> bool:
        """Whether a value is kept here whose lease runs, or is being read."""
        return self.lock.locked() or (self.kept is not None and time.monotonic() < self.kept[0])


def outlast() -> None:
    """Wait until no process gives a value that was read before now; call it after the commit of a change."""
    time.sleep(LEASE_SECONDS)
