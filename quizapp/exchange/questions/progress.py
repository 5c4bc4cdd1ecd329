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


def counted(things: Sequence[T]) -> Iterator[T]:
    """Yield `things`, telling the listener now and then how many of them were taken."""
    yield from counted_of(things, len(things))


def counted_of(things: Iterable[T], total: int) -> Iterator[T]:
    """Yield `things`, of which there will be about `total`, telling the listener how many were taken."""
    listener = _listener.get()
    for done, thing in enumerate(things):
        if listener is not None and done % _EVERY == 0:
            listener(min(done, total), total)
        yield thing
