"""How far the reading of a file has come: formats say it, whoever waits for the file listens."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Listener = Callable[[int, int], None]  # done, total
T = TypeVar("T")

_listener: ContextVar[Listener | None] = ContextVar("progress_listener", default=None)
_EVERY = 50  # steps; a listener writes to a pipe


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Let `listener` hear of every step taken inside."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def counted(things: Sequence[T], *, every: int = _EVERY) -> Iterator[T]:
    """Yield `things`, telling the listener now and then how many of them were taken."""
    yield from counted_of(things, len(things), every=every)


def counted_of(things: Iterable[T], total: int, *, every: int = _EVERY) -> Iterator[T]:
    """Yield `things`, of which there will be about `total`, telling the listener how many were taken."""
    listener = _listener.get()
    for done, thing in enumerate(things):
        if listener is not None and done % every == 0:
            listener(min(done, total), total)
        yield thing


class Course:
    """One figure that only grows out of passes whose number nobody knows beforehand: each takes half of what is left.

    A format counts its parts, then what they hold is weighed, and so on; each pass begins anew at 0.
    """

    def __init__(self) -> None:
        self._begun = 0.0  # what earlier passes took
        self._share = 0.0  # of this pass

    def at(self, done: int, total: int) -> float:
        """Return how much of all is done, 0 to 1, now that the pass at hand has done `done` of `total`."""
        share = done / total if total else 0.0
        if share < self._share:
            self._begun = self._shown
        self._share = share
        return self._shown

    @property
    def _shown(self) -> float:
        return self._begun + (1 - self._begun) * self._share / 2
