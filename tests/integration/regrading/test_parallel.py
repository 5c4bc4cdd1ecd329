"""Submissions while a ruling is adopted, with real commits, on SQLite and PostgreSQL: none is marked by old rulings."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from threading import Barrier, Event
from time import sleep

import pytest
from sqlalchemy import select

from quizapp.attempts import operations as attempts
from quizapp.models import Attempt, Response, Round, db
from quizapp.regrading import operations, queries
from quizapp.regrading.operations import StaleDryRun, Wanted
from tests.factories import Factory
from tests.integration.regrading.conftest import Papers
from tests.postgres import both_databases

pytestmark = both_databases
B = frozenset({1})
TAPS = 8


class Contested:
    """A round of one question on a database of its own: one submitted attempt, many open ones, all with option B."""

    def __init__(self, app):
        self.app, self.clock = app, app.config["CLOCK"]
        with app.app_context():
            factory = Factory(session=db.session, clock=self.clock)
            papers = Papers(factory=factory, round=factory.round(banks=[factory.bank()]))
            self.version_id = papers.ask(1)[0].id
            self.round_id = papers.round.id
            self.submitted = self._ids(papers.answer(2))
            self.open = [self._opened(papers) for _ in range(TAPS)]
            db.session.commit()

    def _ids(self, attempt):
        return (attempt.id, attempt.participant_id)

    def _opened(self, papers):
        person = papers.factory.participant(papers.round.contest)
        attempt = papers.factory.attempt(person, papers.round, submitted_at=None)
        row = {"option_order": "0123", "option_count": 4, "allows_many": False, "revision": 1, "choice": 2}
        db.session.add(Response(attempt_id=attempt.id, position=1, question_version_id=self.version_id, **row))
        return self._ids(attempt)

    def submit(self, ids, *, done=None, commit=None):
        """Submit an attempt; say when it is marked, and wait to commit."""
        with self.app.app_context():
            attempts.submit_attempt(db.session(), now=self.clock(), attempt_id=ids[0], participant_id=ids[1])
            self._end(done, commit)

    def adopt(self, *, done=None, commit=None, locked=None):
        """Adopt option B as the key by a dry run of this moment; return how many attempts changed, None: stale.

        `locked`: set once the round is locked; a second tap has time to come before attempts are changed.
        """
        with self.app.app_context():
            contest_round = db.session.get(Round, self.round_id)
            ruling = operations.proposed(frozenset({0}), None, kind="key", chosen=B)
            found = queries.dry_run(
                db.session(), contest_round, version_id=self.version_id, ruling=ruling, now=self.clock()
            )
            db.session.rollback()
            if locked:
                operations._locked_round(db.session(), self.round_id)
                locked.set()
                sleep(0.5)
            try:
                count = operations.adopt(
                    db.session(),
                    now=self.clock(),
                    actor_id=None,
                    round_id=self.round_id,
                    wanted=Wanted(version_id=self.version_id, kind="key", chosen=B),
                    reason="Đáp án nhập sai.",
                    seen=found.fingerprint,
                )
            except StaleDryRun:
                db.session.rollback()
                return None
            self._end(done, commit)
            return count

    def _end(self, done, commit):
        if done:
            done.set()
        if commit:
            assert commit.wait(10)
        db.session.commit()

    def adopt_at_last(self):
        """Adopt, with a new dry run as often as attempts have come in between."""
        while (count := self.adopt()) is None:
            pass
        return count

    def scores(self):
        """The scores of the submitted attempts."""
        with self.app.app_context():
            return set(db.session.scalars(select(Attempt.score).where(Attempt.submitted_at.is_not(None))))


@pytest.fixture
def contested(own_app):
    return Contested(own_app)


def test_an_adoption_waits_for_a_submission_and_marks_it_too(contested):
    marked, commit = Event(), Event()
    with ThreadPoolExecutor(2) as pool:
        submission = pool.submit(contested.submit, contested.open[0], done=marked, commit=commit)
        assert marked.wait(10)
        adoption = pool.submit(contested.adopt_at_last)
        with pytest.raises(NotYet):
            adoption.result(0.5)
        commit.set()
        submission.result(20)
        assert adoption.result(20) == 2
    assert contested.scores() == {1}


def test_a_submission_waits_for_an_adoption_and_is_marked_by_it(contested):
    adopted, commit = Event(), Event()
    with ThreadPoolExecutor(2) as pool:
        adoption = pool.submit(contested.adopt, done=adopted, commit=commit)
        assert adopted.wait(10)
        submission = pool.submit(contested.submit, contested.open[0])
        with pytest.raises(NotYet):
            submission.result(0.5)
        commit.set()
        submission.result(20)
        assert adoption.result(20) == 1
    assert contested.scores() == {1}


def test_a_second_tap_on_an_attempt_that_is_regraded_is_no_deadlock(contested):
    locked = Event()
    with ThreadPoolExecutor(2) as pool:
        adoption = pool.submit(contested.adopt, locked=locked)
        assert locked.wait(10)
        tap = pool.submit(contested.submit, contested.submitted)
        assert adoption.result(20) == 1
        tap.result(20)
    assert contested.scores() == {1}


def test_submissions_taps_and_adoptions_at_once_leave_every_attempt_marked_by_the_ruling(contested):
    barrier = Barrier(2 * TAPS + 1)

    def at_once(act, *given):
        barrier.wait()
        return act(*given)

    with ThreadPoolExecutor(2 * TAPS + 1) as pool:
        running = [pool.submit(at_once, contested.submit, ids) for ids in contested.open]
        running += [pool.submit(at_once, contested.submit, contested.submitted) for _ in range(TAPS)]
        adoption = pool.submit(at_once, contested.adopt_at_last)
        for future in running:
            future.result(30)
        assert adoption.result(30) >= 1
    assert contested.scores() == {1}
