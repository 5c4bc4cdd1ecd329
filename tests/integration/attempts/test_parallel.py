"""Many requests at once, with real commits, on SQLite and PostgreSQL: one effect each, and nothing lost."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier, Event
from time import sleep

import pytest
from sqlalchemy import func, select

from quizapp.attempts import operations
from quizapp.attempts.operations import AlreadySubmitted, StaleRevision
from quizapp.domain.choice import to_shown
from quizapp.models import Attempt, QuestionVersion, Response, db
from tests.factories import Factory
from tests.postgres import both_databases

pytestmark = both_databases
THREADS = 20


class Contested:
    """A participant in an open round on a database of its own."""

    def __init__(self, app):
        self.app, self.clock = app, app.config["CLOCK"]
        with app.app_context():
            factory = Factory(session=db.session, clock=self.clock)
            contest_round = factory.round()
            self.round_id = contest_round.id
            self.participant_id = factory.participant(contest_round.contest).id
            db.session.commit()

    def at_once(self, act: Callable[[int], object]) -> list[object]:
        """Return what `act` gives in each of many threads that begin together, or the refusal it raises."""
        barrier = Barrier(THREADS)

        def run(index: int) -> object:
            with self.app.app_context():
                barrier.wait()
                try:
                    outcome = act(index)
                    db.session.commit()
                except (AlreadySubmitted, StaleRevision) as refusal:
                    db.session.rollback()
                    return type(refusal)
                return outcome

        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(run, range(THREADS)))

    def start(self, seed: int = 1) -> int:
        return operations.start_attempt(
            db.session(),
            now=self.clock(),
            rng=Random(seed),
            round_id=self.round_id,
            participant_id=self.participant_id,
        )

    def started(self) -> int:
        with self.app.app_context():
            attempt_id = self.start()
            db.session.commit()
            return attempt_id

    def save(self, attempt_id: int, position: int, choice: int, revision: int) -> operations.Saved:
        return operations.save_response(
            db.session(),
            now=self.clock(),
            participant_id=self.participant_id,
            attempt_id=attempt_id,
            position=position,
            choice=choice,
            revision=revision,
        )

    def submit(self, attempt_id: int) -> None:
        operations.submit_attempt(
            db.session(), now=self.clock(), participant_id=self.participant_id, attempt_id=attempt_id
        )


@pytest.fixture
def contested(own_app):
    return Contested(own_app)


def test_starts_at_the_same_moment_make_one_attempt(contested):
    ids = contested.at_once(lambda index: contested.start(seed=index))

    assert len(set(ids)) == 1
    with contested.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Attempt)) == 1
        assert db.session.scalar(select(func.count()).select_from(Response)) == 5


def test_the_same_save_at_the_same_moment_has_one_effect(contested):
    attempt_id = contested.started()

    outcomes = contested.at_once(lambda _index: contested.save(attempt_id, 1, choice=0b0100, revision=1))

    assert set(outcomes) == {operations.Saved(choice=0b0100, revision=1)}


def test_of_different_saves_at_one_revision_just_one_is_acknowledged(contested):
    attempt_id = contested.started()

    outcomes = contested.at_once(lambda index: contested.save(attempt_id, 1, choice=1 << index % 4, revision=1))

    acknowledged = {outcome for outcome in outcomes if outcome is not StaleRevision}
    assert len(acknowledged) == 1
    with contested.app.app_context():
        stored = db.session.get(Response, (attempt_id, 1))
        assert acknowledged == {operations.Saved(choice=stored.choice, revision=stored.revision)}


def test_submissions_at_the_same_moment_give_one_result(contested):
    attempt_id = contested.started()

    contested.at_once(lambda _index: contested.submit(attempt_id))

    with contested.app.app_context():
        attempt = db.session.get(Attempt, attempt_id)
        assert (attempt.score, attempt.max_score, attempt.submitted_at) == (0, 5, contested.clock())


def test_every_save_that_was_acknowledged_beside_a_submission_is_marked_as_stored(contested):
    """The oracle: acknowledged saves are in the database, and the mark is that of the choice beside it."""
    for _ in range(2):  # the allowance
        attempt_id = contested.started()

        def act(index: int, attempt_id: int = attempt_id) -> object:
            if index == 7:
                return contested.submit(attempt_id)
            return contested.save(attempt_id, index % 5 + 1, choice=1 << index % 4, revision=index + 1)

        outcomes = contested.at_once(act)

        with contested.app.app_context():
            rows = db.session.scalars(select(Response).where(Response.attempt_id == attempt_id)).all()
            stored = {row.position: row for row in rows}
            for index, outcome in enumerate(outcomes):
                if isinstance(outcome, operations.Saved):
                    assert stored[index % 5 + 1].revision >= outcome.revision
            for row in rows:
                version = db.session.get(QuestionVersion, row.question_version_id)
                key = to_shown(map(int, version.key), [int(digit) for digit in row.option_order])
                assert row.mark == int(row.choice == key)
            score = db.session.get(Attempt, attempt_id).score
            assert score == sum(row.mark for row in rows)
        assert Counter(type(outcome) for outcome in outcomes)[type(None)] == 1


def test_a_submission_waits_for_a_save_that_is_under_way_and_marks_it(contested):
    attempt_id = contested.started()
    with contested.app.app_context():
        row = db.session.get(Response, (attempt_id, 1))
        version = db.session.get(QuestionVersion, row.question_version_id)
        key = to_shown(map(int, version.key), [int(digit) for digit in row.option_order])
    is_saved = Event()

    def save() -> None:
        with contested.app.app_context():
            contested.save(attempt_id, 1, choice=key, revision=1)
            is_saved.set()
            sleep(0.5)  # the submission has come by now, and finds the save not yet committed
            db.session.commit()

    def submit() -> None:
        with contested.app.app_context():
            is_saved.wait()
            contested.submit(attempt_id)
            db.session.commit()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(save), pool.submit(submit)]:
            done.result()

    with contested.app.app_context():
        stored = db.session.get(Response, (attempt_id, 1))
        assert (stored.choice, stored.mark, db.session.get(Attempt, attempt_id).score) == (key, 1, 1)
