"""The running server's database: what a journey finds there before it begins, and what it left there."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, scoped_session

from quizapp.app import create_app
from quizapp.config import Settings
from quizapp.domain.identity import show_code
from quizapp.imports.operations import note_progress, store_upload
from quizapp.imports.queries import STEPS
from quizapp.models import Attempt, Bank, Contest, Participant, Response, Round, StaffAccount, Unit, db
from quizapp.models.base import reading
from quizapp.models.leased import LEASE_SECONDS
from tests.factories import Factory


def _outlast() -> None:
    """Wait as whoever changes a round does: the server may give what it read before (models/leased.py)."""
    time.sleep(LEASE_SECONDS)  # the server's own; in this process tests have set it to nothing


@dataclass(frozen=True, kw_only=True)
class Person:
    """A participant as they know themselves."""

    id: int
    code: str
    birth_date: str


class Rows:
    """Rows of the server's database, each written or read in a transaction of its own."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        with app.app_context():
            self._factory = Factory(session=db.session, clock=lambda: datetime.now(UTC))

    @classmethod
    def of(cls, settings: Settings) -> "Rows":
        """Return the rows of the server that runs with `settings`."""
        return cls(create_app(settings))

    def close(self) -> None:
        """Let go of the database."""
        with self._app.app_context():
            db.engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[scoped_session[Session]]:
        with self._app.app_context():
            yield db.session
            db.session.commit()
            db.session.remove()

    @contextmanager
    def _reading(self) -> Iterator[scoped_session[Session]]:
        with self._app.app_context(), reading():
            yield db.session
            db.session.remove()

    def round_id(self, slug: str) -> int:
        """Return a round of the contest on the front page."""
        with self._reading() as session:
            return session.scalars(select(Round.id).join(Contest).where(Contest.is_current, Round.slug == slug)).one()

    def open_round(self, banks: Sequence[str] = (), **values: object) -> int:
        """Open an official round of 5 questions in the contest on the front page, or as `values` say.

        `banks`: slugs; by default a bank of the round's own.
        """
        with self._writing() as session:
            contest = session.scalars(select(Contest).where(Contest.is_current)).one()
            rows = list(session.scalars(select(Bank).where(Bank.slug.in_(banks)))) if banks else None
            row: Round = self._factory.round(contest, rows, **values)
            round_id = row.id
        _outlast()
        return round_id

    def person(self, group: str = "residents", kind: str = "village") -> Person:
        """Register somebody."""
        with self._writing() as session:
            contest = session.scalars(select(Contest).where(Contest.is_current)).one()
            unit_id = session.scalars(select(Unit.id).where(Unit.kind == kind).limit(1)).one()
            row: Participant = self._factory.participant(contest, group, unit_id=unit_id, birth_date=date(1968, 9, 5))
            return Person(id=row.id, code=show_code(row.code), birth_date="05/09/1968")

    def account(self, role: str = "administrator") -> str:
        """Make an account for staff, whose password is tests.factories.PASSWORD, and return its address."""
        with self._writing():
            row: StaffAccount = self._factory.account(role, email=f"{role}-{uuid4().hex[:8]}@hoaan.example")
            return row.email

    def file_being_read(self) -> int:
        """Store a file of a bank that somebody is reading, one tenth done; return the import's id."""
        with self._writing() as session:
            bank_id = session.scalars(select(Bank.id).order_by(Bank.id).limit(1)).one()
            now = datetime.now(UTC)
            values = {"now": now, "bank_id": bank_id, "actor_id": None, "filename": "câu hỏi.csv", "content": b"A,B"}
            import_id = store_upload(session(), format_code=None, **values)
            note_progress(session(), import_id, now=now, done=STEPS // 10)
            return import_id

    def reading_goes_on(self, import_id: int, *, done: float) -> None:
        """Say that so much of a file, 0 to 1, is read."""
        with self._writing() as session:
            note_progress(session(), import_id, now=datetime.now(UTC), done=int(STEPS * done))

    def saved(self, attempt_id: int) -> dict[int, tuple[int, int]]:
        """Return (choice, revision) by position of every item that was ever saved."""
        with self._reading() as session:
            found = session.execute(
                select(Response.position, Response.choice, Response.revision).where(
                    Response.attempt_id == attempt_id, Response.revision > 0
                )
            )
            return {row.position: (row.choice, row.revision) for row in found}

    def attempt(self, attempt_id: int) -> Attempt:
        """Return an attempt as it is now."""
        with self._reading() as session:
            found = session.get_one(Attempt, attempt_id)
            session.expunge(found)
            return found

    def attempt_count(self, person: Person) -> int:
        """Return how many attempts a person has begun."""
        with self._reading() as session:
            return session.scalar(select(func.count()).where(Attempt.participant_id == person.id)) or 0

    def close_in(self, attempt_id: int, seconds: float) -> None:
        """Let an attempt's time be up so soon."""
        with self._writing() as session:
            closes_at = datetime.now(UTC) + timedelta(seconds=seconds)
            session.execute(update(Attempt).where(Attempt.id == attempt_id).values(closes_at=closes_at))

    def end_round(self, round_id: int) -> None:
        """Let a round be over."""
        with self._writing() as session:
            closes_at = datetime.now(UTC) - timedelta(seconds=1)
            session.execute(update(Round).where(Round.id == round_id).values(closes_at=closes_at))
        _outlast()
