"""Statements given to the driver itself: the same outcome, the same errors, heard of like any other."""

from datetime import UTC, datetime, timedelta, timezone
from random import Random

import pytest
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError

from quizapp.attempts.operations import start_attempt
from quizapp.models import Attempt, Response
from quizapp.models.base import table_of
from quizapp.models.prepared import Prepared
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
    changed = Prepared(SAVE).run(session, values)
    ours = stored(session, attempt)
    session.execute(SAVE, {**values, "choice": 1})
    session.connection().execute(SAVE, values)
    assert (changed, stored(session, attempt)) == (2, ours)
    assert ours == [(4, 7, datetime(2027, 6, 9, 1, 30, 0, 120, tzinfo=UTC))] * 2 + [(None, 0, None)]


def test_none_is_stored_and_nothing_found_is_nothing_changed(session, attempt):
    prepared = Prepared(SAVE)
    assert prepared.run(session, {"of_attempt": attempt.id, "last": 1, "choice": None, "now": None}) == 1
    assert prepared.run(session, {"of_attempt": attempt.id, "last": 0, "choice": 1, "now": None}) == 0
    assert stored(session, attempt)[0] == (None, 7, None)


def test_what_the_database_refuses_is_raised_as_ever(session, attempt):
    with pytest.raises(IntegrityError) as refused, session.begin_nested():
        Prepared(SAVE).run(session, {"of_attempt": attempt.id, "last": 2, "choice": 99, "now": None})
    assert "choice_bounds" in str(refused.value.orig)
    assert stored(session, attempt)[0] == (None, 0, None)


def test_a_value_that_is_missing_is_an_error_of_ours(session, attempt):
    with pytest.raises(KeyError):
        Prepared(SAVE).run(session, {"of_attempt": attempt.id, "last": 2})


def test_whoever_counts_statements_counts_it(session, attempt):
    session.connection()
    with statements() as seen:
        Prepared(SAVE).run(session, {"of_attempt": attempt.id, "last": 1, "choice": 1, "now": None})
    assert [line.split()[:2] for line in seen] == [["UPDATE", "response"]]
