"""Two people at one question, with real commits, on SQLite and PostgreSQL."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, Event
from time import sleep

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.banks import operations, queries
from quizapp.banks.operations import StaleVersion, VersionReplaced
from quizapp.models import BankQuestion, QuestionVersion, db
from tests.factories import Factory
from tests.postgres import both_databases
from tests.questions import question

pytestmark = both_databases
THREADS = 8
ACTOR = {"actor_id": None}


@pytest.fixture
def bank_id(own_app: Flask) -> int:
    """A bank whose câu 1 is reviewed, in a database of its own."""
    with own_app.app_context():
        factory = Factory(session=db.session, clock=own_app.config["CLOCK"])
        bank = factory.bank(questions=1)
        db.session.commit()
        return bank.id


def at_once(app: Flask, act: Callable[[int], object]) -> list[object]:
    """Return what `act` gives in each of many threads that begin together, or the kind of its refusal."""
    barrier = Barrier(THREADS)

    def run(index: int) -> object:
        with app.app_context():
            barrier.wait()
            try:
                outcome = act(index)
                db.session.commit()
            except (StaleVersion, VersionReplaced) as refusal:
                db.session.rollback()
                return type(refusal)
            return outcome

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def edit(app: Flask, bank_id: int, text: str) -> operations.Edited:
    stored = queries.find_question(db.session(), bank_id, 1)
    assert stored is not None
    values = {"now": app.config["CLOCK"](), "bank_id": bank_id, "number": 1, "based_on": 1, **ACTOR}
    return operations.edit_question(db.session(), **values, question=replace(stored.question, text=text))


def review(app: Flask, bank_id: int, version: int) -> None:
    values = {"now": app.config["CLOCK"](), "bank_id": bank_id, "number": 1, "version": version, **ACTOR}
    operations.review_question(db.session(), **values)


def test_of_many_edits_of_one_version_one_is_kept(own_app: Flask, bank_id: int) -> None:
    outcomes = at_once(own_app, lambda index: edit(own_app, bank_id, f"Bản của người thứ {index}?"))
    assert Counter(outcomes) == {StaleVersion: THREADS - 1, operations.Edited(version=2, is_new=True): 1}


def test_questions_added_at_once_have_numbers_of_their_own(own_app: Flask, bank_id: int) -> None:
    values = {"now": own_app.config["CLOCK"](), "bank_id": bank_id, **ACTOR}
    at_once(own_app, lambda index: operations.add_question(db.session(), **values, question=question(index + 10)))
    with own_app.app_context():
        assert sorted(db.session.scalars(select(BankQuestion.number))) == list(range(1, THREADS + 2))


def test_a_review_that_waited_for_an_edit_does_not_pass_the_version_before_it(own_app: Flask, bank_id: int) -> None:
    """Câu 1 is a draft again; one edits and reviews it while another is about to review what stood there before."""
    with own_app.app_context():
        db.session.execute(QuestionVersion.__table__.update().values(reviewed_at=None, is_drawn=False))
        db.session.commit()
    is_written = Event()

    def write(_index: int) -> None:
        with own_app.app_context():
            edited = edit(own_app, bank_id, "Khác?")
            review(own_app, bank_id, edited.version)
            is_written.set()
            sleep(0.3)
            db.session.commit()

    def review_late(_index: int) -> object:
        with own_app.app_context():
            is_written.wait()
            try:
                review(own_app, bank_id, 1)
            except VersionReplaced as refusal:
                return type(refusal)
            finally:
                db.session.rollback()
        return None

    with ThreadPoolExecutor(2) as pool:
        writing, late = pool.submit(write, 0), pool.submit(review_late, 1)
        writing.result()
        assert late.result() is VersionReplaced
    with own_app.app_context():
        drawn = db.session.scalars(select(QuestionVersion.version).where(QuestionVersion.is_drawn)).all()
        assert drawn == [2]
