"""What everybody is shown alike is kept for a moment; what is stored is decided by the database."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from quizapp.domain.groups import GROUPS
from quizapp.models import Unit, db, leased
from quizapp.models.base import reading
from quizapp.registration.queries import current_contest, kept_contest, kept_units, rounds
from quizapp.registration.queries import sign_up as sign_up_queries
from tests.browser import csrf_token, path_of, text_of
from tests.factories import Factory
from tests.integration.registration.conftest import HOME, REGISTER
from tests.statements import statements

LEASES = (sign_up_queries._CONTESTS, sign_up_queries._UNITS, rounds._KEPT_ROUNDS)


@pytest.fixture
def hold(monkeypatch):
    """Begin to keep; what was kept is forgotten after the test, whose database others use."""

    def begin():
        monkeypatch.setattr(leased, "LEASE_SECONDS", 3600.0)

    yield begin
    for leases in LEASES:
        leases.clear()


def _form_fields(sign_up, page):
    return {**sign_up.fields(), "csrf_token": csrf_token(page)}


def test_while_contest_units_and_rounds_are_kept_only_the_participant_is_asked_for(sign_up, client, factory, hold):
    for _ in range(3):
        factory.round(sign_up.contest)
    hold()
    page = client.get(f"{REGISTER}?group=residents")
    client.post(REGISTER, data=_form_fields(sign_up, page))
    client.get(HOME)
    client.post("/registration/leave", data={"csrf_token": csrf_token(client.get(HOME))})

    with statements() as form:
        page = client.get(f"{REGISTER}?group=residents")
    fields = _form_fields(sign_up, page)
    with statements() as register:
        answer = client.post(REGISTER, data={**fields, "full_name": "Ma Thị Hạnh"})
    with statements() as home:
        assert client.get(HOME).status_code == 200

    assert path_of(answer) == HOME
    assert form == []
    assert [statement.split(" (")[0] for statement in register] == ["INSERT INTO participant", "INSERT INTO consent"]
    assert len(home) == 2  # the participant; the attempts


def test_a_page_that_is_shown_again_with_errors_asks_for_nothing(sign_up, client, hold):
    hold()
    fields = _form_fields(sign_up, client.get(f"{REGISTER}?group=residents"))

    with statements() as seen:
        assert client.post(REGISTER, data={**fields, "full_name": ""}).status_code == 422

    assert seen == []


def test_nobody_registers_in_a_unit_that_is_closed_while_it_is_still_shown(sign_up, client, hold):
    hold()
    page = client.get(f"{REGISTER}?group=residents")
    sign_up.factory.session.get_one(Unit, sign_up.units["residents"].id).is_active = False
    sign_up.factory.session.flush()

    answer = client.post(REGISTER, data=_form_fields(sign_up, page))

    assert answer.status_code == 422
    assert "Thôn: Hãy chọn một mục trong danh sách." in text_of(answer)
    assert 'value="Nguyễn Văn An"' in answer.text
    assert sign_up.count() == 0


def test_each_kind_of_units_is_kept_apart(sign_up, factory, hold):
    session = factory.session()
    session.commit()
    hold()

    shown = {code: kept_units(session, group.unit_kind.code) for code, group in GROUPS.items()}

    assert {code: [unit.name for unit in units] for code, units in shown.items()} == {
        code: [f"Đơn vị {code}", f"Đơn vị khác của {code}"] for code in GROUPS
    }


def test_each_contests_rounds_are_kept_apart(client, factory, signed_in_as, hold):
    people = [factory.participant(factory.round(title=title).contest) for title in ("Đợt năm ngoái", "Đợt năm nay")]
    hold()

    shown = []
    for participant in people:
        signed_in_as(participant)
        shown.append([title for title in ("Đợt năm ngoái", "Đợt năm nay") if title in client.get(HOME).text])

    assert shown == [["Đợt năm ngoái"], ["Đợt năm nay"]]


def test_what_is_kept_is_not_read_from_an_older_snapshot(own_app):
    with own_app.app_context(), reading():
        session = db.session()
        assert current_contest(session) is None  # on SQLite the transaction shows no more than this from now on
        with own_app.app_context():
            _factory(own_app).contest(title="Cuộc thi mới")
            db.session.commit()

        assert kept_contest(session).title == "Cuộc thi mới"


def test_what_is_kept_is_read_beside_somebody_who_writes(own_app):
    def read():
        with own_app.app_context():
            return kept_contest(db.session())

    with own_app.app_context(), ThreadPoolExecutor(1) as pool:
        _factory(own_app).contest()  # flushed, not committed: SQLite's only writer
        assert pool.submit(read).result(timeout=5) is None
        db.session.rollback()


def _factory(app):
    return Factory(session=db.session, clock=app.config["CLOCK"])
