"""Noting the number to guess once a round is over."""

from datetime import timedelta

from quizapp.cli import sweeper
from quizapp.models import Round, db
from quizapp.publication.operations import settle_rounds
from quizapp.publication.queries.rounds import is_anything_to_settle
from tests.factories import Factory
from tests.postgres import both_databases

pytestmark = both_databases


def test_a_round_is_settled_once_it_is_over_and_nothing_is_open(factory, clock, session):
    guessed = factory.round(prediction_target="participants")
    factory.attempt(factory.participant(guessed.contest), guessed, prediction=1)
    late = factory.attempt(factory.participant(guessed.contest), guessed, submitted_at=None)
    assert (settle_rounds(session(), clock()), guessed.settled_at) == (0, None)
    clock.moment = guessed.closes_at
    assert (is_anything_to_settle(session(), clock()), settle_rounds(session(), clock())) == (False, 0)
    late.submitted_at, late.score, late.max_score = late.started_at, 1, 5
    session.flush()
    assert (is_anything_to_settle(session(), clock()), settle_rounds(session(), clock())) == (True, 1)
    assert (guessed.prediction_actual, guessed.settled_at) == (2, clock())
    assert (is_anything_to_settle(session(), clock()), settle_rounds(session(), clock())) == (False, 0)


def test_what_was_noted_stays_whatever_is_decided_afterwards(factory, clock, session):
    guessed = factory.round(prediction_target="participants")
    attempt = factory.attempt(factory.participant(guessed.contest), guessed)
    clock.moment = guessed.closes_at
    settle_rounds(session(), clock())
    attempt.exclusion = "disqualified"
    session.flush()
    settle_rounds(session(), clock())
    assert guessed.prediction_actual == 1


def test_a_round_that_is_extended_is_settled_anew(factory, clock, session):
    guessed = factory.round(prediction_target="attempts")
    clock.moment = guessed.closes_at
    settle_rounds(session(), clock())
    assert guessed.prediction_actual == 0
    guessed.closes_at = clock() + timedelta(days=2)
    session.flush()
    settle_rounds(session(), clock())
    session.expire_all()
    found = session.get(Round, guessed.id)
    assert (found.settled_at, found.prediction_actual) == (None, None)
    factory.attempt(factory.participant(guessed.contest), guessed)
    clock.moment = found.closes_at
    assert settle_rounds(session(), clock()) == 1
    assert found.prediction_actual == 1


def test_practice_and_rounds_of_others_are_not_settled(factory, clock, session):
    for kind in ("practice", "external"):
        factory.round(kind=kind)
    clock.moment += timedelta(days=30)
    assert settle_rounds(session(), clock()) == 0


def test_the_sweeper_settles_rounds_and_commits(own_app):
    yesterday = own_app.config["CLOCK"]() - timedelta(days=1)
    with own_app.app_context():
        made = Factory(session=db.session, clock=lambda: yesterday)
        made.round(closes_at=yesterday + timedelta(hours=1), prediction_target="participants")
        db.session.commit()
    assert (sweeper.settle(own_app), sweeper.settle(own_app)) == (1, 0)
    with own_app.app_context():
        assert db.session.query(Round.prediction_actual).one() == (0,)
