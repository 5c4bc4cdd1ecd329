"""Saves that wait together are written together: each has the outcome it would have had alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random
from time import monotonic, sleep

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from quizapp.attempts import operations
from quizapp.attempts.operations import (
    AlreadySubmitted,
    AttemptNotFound,
    InvalidChoice,
    Saved,
    StaleRevision,
    save_response,
    start_attempt,
    submit_attempt,
)
from quizapp.models import Attempt, Response, db, together
from quizapp.models.base import reading, set_reading, table_of
from quizapp.models.prepared import Prepared
from tests.factories import Factory
from tests.plans import run_statements, ways
from tests.postgres import both_databases
from tests.statements import statements

RESPONSE = table_of(Response)


class Hall:
    """Participants who sit at papers, in a database where commits are real."""

    def __init__(self, app, people):
        self.app, self.now = app, app.config["CLOCK"]()
        with app.app_context():
            factory = Factory(session=db.session, clock=app.config["CLOCK"])
            contest_round = factory.round()
            self.people = [factory.participant(contest_round.contest).id for _ in range(people)]
            self.attempts = [
                start_attempt(db.session(), now=self.now, rng=Random(n), round_id=contest_round.id, participant_id=who)
                for n, who in enumerate(self.people)
            ]
            db.session.commit()

    def save(self, number, *, choice=1, revision=1, position=1, by=None):
        """Save on a paper; return what is stored, or the refusal."""
        with self.app.app_context():
            try:
                return save_response(
                    db.session(),
                    now=self.now,
                    participant_id=self.people[number if by is None else by],
                    attempt_id=self.attempts[number],
                    position=position,
                    choice=choice,
                    revision=revision,
                )
            except Exception as refusal:
                return refusal

    def submit(self, number):
        with self.app.app_context():
            submit_attempt(
                db.session(), now=self.now, participant_id=self.people[number], attempt_id=self.attempts[number]
            )
            db.session.commit()

    def stored(self, number, position=1):
        with self.app.app_context():
            query = select(RESPONSE.c.choice, RESPONSE.c.revision, RESPONSE.c.saved_at).where(
                RESPONSE.c.attempt_id == self.attempts[number], RESPONSE.c.position == position
            )
            row = db.session.execute(query).one()
            db.session.rollback()
            return tuple(row)

    @contextmanager
    def busy(self):
        """Let nobody write."""
        with self.app.app_context():
            set_reading(False)
            db.session.execute(text("SELECT 1"))
            yield
            db.session.rollback()

    def all_at_once(self, *saves: Callable[[], object]) -> tuple[list[object], list[str]]:
        """Return what saves give that all wait before any is written, in this order, and the statements it took."""
        with ThreadPoolExecutor(len(saves)) as pool, statements() as seen:
            with self.busy():
                waiting = []
                for n, save in enumerate(saves, start=1):
                    waiting.append(pool.submit(save))
                    self.wait_until(lambda waiting, _has_writer, n=n: waiting == n)
            outcomes = [one.result(timeout=10) for one in waiting]
        return outcomes, [line for line in seen if line.startswith("UPDATE")]

    @contextmanager
    def held(self, number):
        """Hold the row of an attempt, as somebody does who submits it."""
        with db_of(self.app).connect() as connection:
            table = table_of(Attempt)
            connection.execute(select(table).where(table.c.id == self.attempts[number]).with_for_update())
            yield
            connection.rollback()

    def wait_until(self, is_so):
        """Wait until it is so of how many wait and whether somebody writes."""
        gathering, ends_at = operations._SAVE._gathering(db_of(self.app)), monotonic() + 10
        while not is_so(len(gathering._waiting), gathering._has_writer):
            assert monotonic() < ends_at
            sleep(0.001)


def db_of(app):
    with app.app_context():
        return db.engine


@pytest.fixture
def hall(own_app):
    return Hall(own_app, people=6)


def test_who_waits_together_is_written_in_one_statement(hall):
    outcomes, updates = hall.all_at_once(*(lambda n=n: hall.save(n, choice=1 << n % 4) for n in range(6)))
    assert outcomes == [Saved(choice=1 << n % 4, revision=1) for n in range(6)]
    assert len(updates) == 1
    assert [hall.stored(n) for n in range(6)] == [(1 << n % 4, 1, hall.now) for n in range(6)]


def test_all_who_are_written_for_are_found_by_key(hall):
    with run_statements(db_of(hall.app)) as seen:
        hall.all_at_once(*(lambda n=n: hall.save(n) for n in range(6)))
    updates = [(statement, values) for statement, values in seen if statement.startswith("UPDATE")]
    assert len(updates) == 1
    with reading(), db_of(hall.app).connect() as connection, hall.app.app_context():
        found = ways(connection, updates, ("attempt", "response"))
    assert found == {"attempt": {"pk_attempt(id)"}, "response": {"pk_response(attempt_id, position)"}}


@both_databases
def test_who_is_alone_is_written_at_once(hall):
    with statements() as seen:
        assert hall.save(0, choice=2) == Saved(choice=2, revision=1)
    assert len(seen) == 1
    assert hall.stored(0) == (2, 1, hall.now)
    assert hall.stored(1) == (None, 0, None)


def test_among_others_each_refusal_is_its_senders(hall):
    hall.save(1, choice=4, revision=5)
    hall.submit(2)
    outcomes, updates = hall.all_at_once(
        lambda: hall.save(0, choice=1),
        lambda: hall.save(1, choice=1, revision=5),
        lambda: hall.save(2, choice=1),
        lambda: hall.save(3, choice=0b11),
        lambda: hall.save(4, choice=1, by=5),
        lambda: hall.save(5, choice=8, revision=9),
    )
    assert outcomes[0] == Saved(choice=1, revision=1)
    assert isinstance(outcomes[1], StaleRevision)
    assert outcomes[1].current == Saved(choice=4, revision=5)
    assert [type(refusal) for refusal in outcomes[2:5]] == [AlreadySubmitted, InvalidChoice, AttemptNotFound]
    assert outcomes[5] == Saved(choice=8, revision=9)
    assert len(updates) == 1
    assert [hall.stored(n)[:2] for n in range(6)] == [(1, 1), (4, 5), (None, 0), (None, 0), (None, 0), (8, 9)]


def test_a_second_save_of_an_item_waits_for_the_next_turn(hall):
    outcomes, updates = hall.all_at_once(
        lambda: hall.save(0, choice=1, revision=1),
        lambda: hall.save(1, choice=1, revision=1),
        lambda: hall.save(0, choice=2, revision=2),
        lambda: hall.save(0, choice=4, revision=1, position=2),
    )
    assert outcomes == [
        Saved(choice=1, revision=1),
        Saved(choice=1, revision=1),
        Saved(choice=2, revision=2),
        Saved(choice=4, revision=1),
    ]
    assert len(updates) == 2
    assert (hall.stored(0)[:2], hall.stored(0, position=2)[:2]) == ((2, 2), (4, 1))


def test_of_two_saves_at_one_revision_the_first_is_stored(hall):
    outcomes, _updates = hall.all_at_once(lambda: hall.save(0, choice=1), lambda: hall.save(0, choice=2))
    assert outcomes[0] == Saved(choice=1, revision=1)
    assert isinstance(outcomes[1], StaleRevision)
    assert hall.stored(0)[:2] == (1, 1)


def test_a_writer_that_fails_says_so_to_all_and_the_next_writes_again(hall, monkeypatch):
    def fail(*_arguments):
        raise OperationalError("UPDATE", {}, Exception("disk I/O error"))

    with monkeypatch.context() as broken:
        broken.setattr(Prepared, "change_at", fail)
        outcomes, _updates = hall.all_at_once(*(lambda n=n: hall.save(n) for n in range(3)))
    assert [type(outcome) for outcome in outcomes] == [OperationalError] * 3
    assert [hall.stored(n)[0] for n in range(3)] == [None] * 3
    assert [hall.save(n) for n in range(3)] == [Saved(choice=1, revision=1)] * 3


def test_no_more_are_written_at_once_than_is_meant(hall, monkeypatch):
    monkeypatch.setattr(together, "_MOST_AT_ONCE", 4)
    outcomes, updates = hall.all_at_once(*(lambda n=n: hall.save(n) for n in range(6)))
    assert outcomes == [Saved(choice=1, revision=1)] * 6
    assert len(updates) == 2


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True, scope="session")
def test_on_postgresql_they_gather_while_one_is_on_its_way(hall):
    """The first waits for a row that somebody holds; the others for the first, and then go together."""
    saves = [
        lambda: hall.save(5, choice=4),
        lambda: hall.save(3, choice=1),
        lambda: hall.save(1, choice=0b11),
        lambda: hall.save(2, choice=2, revision=3),
    ]
    with ThreadPoolExecutor(5) as pool, statements() as seen:
        with hall.held(0):
            first = pool.submit(hall.save, 0)
            hall.wait_until(lambda waiting, has_writer: has_writer and not waiting)
            others = [pool.submit(save) for save in saves]
            hall.wait_until(lambda waiting, _has_writer: waiting == len(saves))
            assert not first.done()
        outcomes = [one.result(timeout=10) for one in (first, *others)]
    assert outcomes[:3] == [Saved(choice=c, revision=1) for c in (1, 4, 1)]
    assert isinstance(outcomes[3], InvalidChoice)
    assert outcomes[4] == Saved(choice=2, revision=3)
    assert sum(line.startswith("UPDATE") for line in seen) == 2
    assert [hall.stored(n)[:2] for n in range(6)] == [(1, 1), (None, 0), (2, 3), (1, 1), (None, 0), (4, 1)]
    assert hall.stored(3)[2] == hall.now
