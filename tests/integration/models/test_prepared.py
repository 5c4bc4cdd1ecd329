"""Statements given to the driver itself: the same outcome, the same errors, heard of like any other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from random import Random

import pytest
from sqlalchemy import bindparam, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from quizapp.attempts.operations import start_attempt
from quizapp.models import Attempt, Participant, QuestionVersion, Response, Round, ThrottleEvent, db
from quizapp.models.base import reading, set_reading, table_of
from quizapp.models.prepared import Prepared
from tests.factories import Factory
from tests.postgres import both_databases
from tests.statements import statements

pytestmark = both_databases
RESPONSE = table_of(Response)
SAVE = (
    update(RESPONSE)
    .where(RESPONSE.c.attempt_id == bindparam("of_attempt"), RESPONSE.c.position <= bindparam("last"))
    .values(choice=bindparam("choice"), saved_at=bindparam("now"), revision=7)
)


@pytest.fixture
def attempt(factory, session, clock):
    contest_round = factory.round()
    person = factory.participant(contest_round.contest)
    begun = start_attempt(session(), now=clock(), rng=Random(1), round_id=contest_round.id, participant_id=person.id)
    return session.get(Attempt, begun)


def stored(session, attempt):
    session.expire_all()
    rows = session.scalars(select(Response).where(Response.attempt_id == attempt.id).order_by(Response.position))
    return [(row.choice, row.revision, row.saved_at) for row in rows][:3]


def test_it_changes_what_the_same_statement_changes_elsewhere(session, attempt):
    moment = datetime(2027, 6, 9, 8, 30, 0, 120, tzinfo=timezone(timedelta(hours=7)))
    values = {"of_attempt": attempt.id, "last": 2, "choice": 4, "now": moment}
    changed = Prepared(SAVE).change(session, values)
    ours = stored(session, attempt)
    session.execute(SAVE, {**values, "choice": 1})
    session.connection().execute(SAVE, values)
    assert (changed, stored(session, attempt)) == (2, ours)
    assert ours == [(4, 7, datetime(2027, 6, 9, 1, 30, 0, 120, tzinfo=UTC))] * 2 + [(None, 0, None)]


def test_none_is_stored_and_nothing_found_is_nothing_changed(session, attempt):
    prepared = Prepared(SAVE)
    assert prepared.change(session, {"of_attempt": attempt.id, "last": 1, "choice": None, "now": None}) == 1
    assert prepared.change(session, {"of_attempt": attempt.id, "last": 0, "choice": 1, "now": None}) == 0
    assert stored(session, attempt)[0] == (None, 7, None)


def test_what_the_database_refuses_is_raised_as_ever(session, attempt):
    with pytest.raises(IntegrityError) as refused, session.begin_nested():
        Prepared(SAVE).change(session, {"of_attempt": attempt.id, "last": 2, "choice": 99, "now": None})
    assert "choice_bounds" in str(refused.value.orig)
    assert stored(session, attempt)[0] == (None, 0, None)


def test_a_value_that_is_missing_is_an_error_of_ours(session, attempt):
    with pytest.raises(KeyError):
        Prepared(SAVE).change(session, {"of_attempt": attempt.id, "last": 2})


def test_whoever_counts_statements_counts_it(session, attempt):
    session.connection()
    with statements() as seen:
        Prepared(SAVE).change(session, {"of_attempt": attempt.id, "last": 1, "choice": 1, "now": None})
    assert [line.split()[:2] for line in seen] == [["UPDATE", "response"]]


class Committing:
    """An attempt in a database where commits are real, and what other connections see of it."""

    def __init__(self, app):
        self.app, self.prepared = app, Prepared(SAVE)
        with app.app_context():
            factory = Factory(session=db.session, clock=app.config["CLOCK"])
            contest_round = factory.round()
            person = factory.participant(contest_round.contest)
            now = app.config["CLOCK"]()
            self.id = start_attempt(
                db.session(), now=now, rng=Random(1), round_id=contest_round.id, participant_id=person.id
            )
            db.session.commit()

    def values(self, choice):
        return {"of_attempt": self.id, "last": 1, "choice": choice, "now": None}

    def save_elsewhere(self):
        with self.app.app_context():
            return self.prepared.commit(db.session(), self.values(1))

    def read_elsewhere(self, query, values):
        with self.app.app_context():
            return Prepared(query).read(db.session(), values).one()

    def choice(self):
        with reading(), db.engine.connect() as connection:
            query = select(RESPONSE.c.choice).where(RESPONSE.c.attempt_id == self.id, RESPONSE.c.position == 1)
            return connection.execute(query).scalar_one()


@pytest.fixture
def committing(own_app):
    set_reading(False)  # a request of another test may have said otherwise
    committing = Committing(own_app)
    with own_app.app_context():
        yield committing


def test_alone_it_is_committed_when_it_returns(committing):
    assert committing.prepared.commit(db.session(), committing.values(1)) == 1
    assert committing.choice() == 1
    assert not db.session().in_transaction()
    db.session.rollback()
    assert committing.choice() == 1
    assert committing.prepared.commit(db.session(), {**committing.values(1), "of_attempt": 0}) == 0


def test_in_a_transaction_of_the_session_it_is_a_part_of_it(committing):
    db.session.execute(update(RESPONSE).values(revision=3))
    committing.prepared.commit(db.session(), committing.values(1))
    assert committing.choice() is None
    db.session.rollback()
    assert committing.choice() is None
    db.session.execute(update(RESPONSE).values(revision=3))
    committing.prepared.commit(db.session(), committing.values(2))
    db.session.commit()
    assert committing.choice() == 2


def test_what_is_refused_leaves_nothing_behind_and_keeps_nobody_waiting(committing):
    for _ in range(3):
        with pytest.raises(IntegrityError):
            committing.prepared.commit(db.session(), committing.values(99))
    assert db.engine.pool.checkedout() == 0
    assert committing.prepared.commit(db.session(), committing.values(4)) == 1
    db.session.execute(update(RESPONSE).where(RESPONSE.c.attempt_id == committing.id).values(revision=9))
    db.session.commit()
    assert committing.choice() == 4


def test_alone_it_is_counted_too_and_leaves_its_connection_as_it_was(committing):
    with statements() as seen:
        committing.prepared.commit(db.session(), committing.values(1))
    assert [line.split()[:2] for line in seen] == [["UPDATE", "response"]]
    db.session.execute(update(RESPONSE).values(choice=2))
    db.session.rollback()
    assert committing.choice() == 1


def test_it_waits_for_whoever_writes(committing):
    """In SQLite's lane, or for PostgreSQL's lock on the row."""
    db.session.execute(update(RESPONSE).values(revision=3))
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(committing.save_elsewhere)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.3)
        db.session.commit()
        assert waiting.result(timeout=10) == 1
    assert committing.choice() == 1


def everything_of(model, ident):
    table = table_of(model)
    return select(table).where(table.c.id == bindparam("ident")), {"ident": ident}


@pytest.mark.parametrize("model", [Participant, Attempt, Round, QuestionVersion])
def test_rows_are_those_of_the_same_query_elsewhere(session, attempt, model):
    """Moments in UTC, days, JSON, booleans, None: as SQLAlchemy reads them."""
    ident = session.scalar(select(func.min(model.id)))
    query, values = everything_of(model, ident)
    expected = session.connection().execute(query, values).one()
    prepared = Prepared(query)
    for found in (prepared.rows(session, values).one(), prepared.read(session(), values).one()):
        assert tuple(found) == tuple(expected)
        assert [type(value) for value in found] == [type(value) for value in expected]
        assert dict(found._mapping) == dict(expected._mapping)
    assert prepared.rows(session, {"ident": 0}).one_or_none() is None


def test_columns_are_known_by_their_labels(session, attempt):
    table = table_of(Attempt)
    query = select(table.c.id, table.c.number.label("n"), exists(select(table.c.id)).label("is_there"))
    row = Prepared(query).rows(session, {}).first()
    assert (row.id, row.n, row.is_there) == (attempt.id, 1, True)


def test_what_an_insertion_returns_is_its_row(session, attempt, clock):
    table = table_of(ThrottleEvent)
    insertion = insert(table).values({name: bindparam(name) for name in ("scope", "subject", "happened_at")})
    values = {"scope": "a", "subject": "b", "happened_at": clock()}
    row = Prepared(insertion.returning(table.c.id, table.c.happened_at)).rows(session, values).one()
    assert row.happened_at == clock() == session.get(ThrottleEvent, row.id).happened_at


def test_a_query_alone_sees_what_is_committed_and_begins_nothing(committing):
    query, values = everything_of(Attempt, committing.id)
    assert Prepared(query).read(db.session(), values).one().number == 1
    assert not db.session().in_transaction()
    assert db.engine.pool.checkedout() == 0


def test_a_query_alone_waits_for_no_writer_and_does_not_see_what_it_has_not_committed(committing):
    query, values = everything_of(Attempt, committing.id)
    db.session.execute(update(table_of(Attempt)).values(number=5))
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(committing.read_elsewhere, query, values).result(timeout=10).number == 1
    assert Prepared(query).read(db.session(), values).one().number == 5
