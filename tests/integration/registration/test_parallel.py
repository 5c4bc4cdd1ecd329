"""Twenty phones at the same moment, real commits, SQLite and PostgreSQL: one participant."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from quizapp.models import Consent, Participant, db
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
