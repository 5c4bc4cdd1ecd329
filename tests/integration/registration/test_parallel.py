"""Twenty phones at the same moment, real commits, SQLite and PostgreSQL: one participant."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from random import Random
from threading import Barrier
from time import sleep

import pytest
from sqlalchemy import func, select

from quizapp.models import Consent, Participant, db
from quizapp.registration.operations import Registration, UnitClosed, register_participant
from quizapp.units.operations import merge_units
from tests.browser import csrf_token, path_of
from tests.factories import Factory
from tests.integration.registration.conftest import HOME, REGISTER, RETURN
from tests.postgres import both_databases

pytestmark = both_databases
THREADS = 20


@pytest.fixture
def village(own_app):
    with own_app.app_context():
        factory = Factory(session=db.session, clock=own_app.config["CLOCK"])
        factory.contest()
        unit_id = factory.unit().id
        db.session.commit()
    return unit_id


def _send_at_once(app, fields_of):
    barrier = Barrier(THREADS)

    def send(index):
        client = app.test_client()
        token = csrf_token(client.get(f"{REGISTER}?group=residents"))
        barrier.wait()
        return path_of(client.post(REGISTER, data={**fields_of(index), "csrf_token": token}))

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(send, range(THREADS)))


def _fields(unit_id, **changed):
    return {
        "group": "residents",
        "full_name": "Nguyễn Văn An",
        "birth_date": "05/09/1968",
        "unit_id": unit_id,
        "phone": "0912345678",
        "consent_contest": "y",
        **changed,
    }


def test_the_same_person_twenty_times_at_once_is_one_participant(own_app, village):
    paths = _send_at_once(own_app, lambda _index: _fields(village))

    assert sorted(paths) == sorted([HOME] + [RETURN] * 19)
    with own_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Participant)) == 1
        assert db.session.scalar(select(func.count()).select_from(Consent)) == 1


def test_twenty_people_at_once_all_register_with_codes_of_their_own(own_app, village):
    paths = _send_at_once(own_app, lambda index: _fields(village, birth_date=f"{index + 1}/09/1968"))

    assert paths == [HOME] * 20
    with own_app.app_context():
        assert db.session.scalar(select(func.count(Participant.code.distinct()))) == 20


def test_nobody_who_overlaps_a_merge_of_units_is_left_behind(own_app, village):
    now = own_app.config["CLOCK"]()

    def register():
        with own_app.app_context():
            registration = Registration(
                full_name="Nguyễn Văn An", birth_date=date(1968, 9, 5), group="residents", unit_id=village
            )
            try:
                register_participant(db.session(), now=now, rng=Random(1), contest_id=1, registration=registration)
                db.session.commit()
            except UnitClosed:
                return "closed"
            return "registered"

    with own_app.app_context(), ThreadPoolExecutor(1) as pool:
        other_id = Factory(session=db.session, clock=own_app.config["CLOCK"]).unit().id
        db.session.commit()
        merge_units(db.session(), now=now, actor_id=None, source_id=village, target_id=other_id)
        outcome = pool.submit(register)
        sleep(0.3)  # the other has come to the unit, and waits
        assert not outcome.done()
        db.session.commit()

        assert outcome.result(timeout=10) == "closed"
        assert db.session.scalar(select(func.count()).select_from(Participant)) == 0
