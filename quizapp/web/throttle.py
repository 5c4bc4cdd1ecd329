"""How many failures are let through, counted in the database so that every worker counts alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from quizapp.models import ThrottleEvent


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `failures` within `period`."""

    failures: int
    period: timedelta


# Loose for an address: a village's Wi-Fi and a carrier's NAT stand for many people.
LIMITS: Mapping[str, Limit] = {
    "login-account": Limit(8, timedelta(minutes=15)),
    "login-address": Limit(60, timedelta(minutes=15)),
    "return-code": Limit(8, timedelta(minutes=15)),
    "return-address": Limit(200, timedelta(minutes=15)),
}


class TooManyTries(Exception):
    """Too many failures within the period."""


def is_throttled(session: Session, subjects: Iterable[tuple[str, str]], now: datetime) -> bool:
    """Tell whether any (scope, subject) has used up its failures."""
    return any(_failures(session, scope, subject, now) >= LIMITS[scope].failures for scope, subject in subjects)


def record_failure(session: Session, subjects: Iterable[tuple[str, str]], now: datetime) -> None:
    """Count one failure against each (scope, subject), and forget what is older than a day."""
    session.execute(delete(ThrottleEvent).where(ThrottleEvent.happened_at < now - timedelta(days=1)))
    session.add_all(ThrottleEvent(scope=scope, subject=subject, happened_at=now) for scope, subject in subjects)


def count_try(session: Session, subjects: Iterable[tuple[str, str]], now: datetime) -> None:
    """Count a try as failed before it is judged, so that many at once don't slip past. Raises TooManyTries.

    Commit at once: the count stands although what follows is refused. `take_back` after a success.
    """
    subjects = tuple(subjects)
    if is_throttled(session, subjects, now):
        raise TooManyTries
    record_failure(session, subjects, now)


def take_back(session: Session, subjects: Iterable[tuple[str, str]], now: datetime) -> None:
    """Forget the try that was counted at `now`: it was no failure."""
    for scope, subject in subjects:
        session.execute(
            delete(ThrottleEvent).where(
                ThrottleEvent.scope == scope, ThrottleEvent.subject == subject, ThrottleEvent.happened_at == now
            )
        )


def _failures(session: Session, scope: str, subject: str, now: datetime) -> int:
    count = session.scalar(
        select(func.count())
        .select_from(ThrottleEvent)
        .where(
            ThrottleEvent.scope == scope,
            ThrottleEvent.subject == subject,
            ThrottleEvent.happened_at > now - LIMITS[scope].period,
        )
    )
    return count or 0
