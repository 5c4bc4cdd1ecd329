"""Reading what is kept for a moment (models/leased.py), whatever the request has read or is about to write."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from sqlalchemy.orm import Session

from quizapp.models.base import end_reading, reading
from quizapp.models.leased import Leased

Value = TypeVar("Value")


def kept(session: Session, leases: Leased[Value], key: Hashable, read: Callable[[], Value]) -> Value:
    """Return what is kept of this database under `key`, else what `read` reads in a transaction of its own.

    The session's transaction, if one has begun, ends: an older snapshot would be given for longer than its lease.
    The other takes no write lock, which somebody may hold who waits for this lease.
    """

    def read_apart() -> Value:
        session.rollback()
        with reading():
            value = read()
        end_reading(session)
        return value

    return leases.get((session.get_bind().engine.url, key), read_apart)
