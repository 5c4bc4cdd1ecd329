"""Merging units: two villages become one, or one was written down twice."""

from datetime import date

import pytest
from sqlalchemy import select

from quizapp.domain.identity import match_key
from quizapp.models import AuditRecord, Unit
from quizapp.units import operations
from tests.browser import path_of, post_form, text_of
from tests.postgres import both_databases

BORN = date(1980, 5, 4)


@pytest.fixture
def vera(client, factory):
    """Vera the organiser, signed in."""
    return factory.sign_in(client, role="organiser")


@pytest.fixture
def source(factory):
    return factory.unit("village", "Thôn Nà Lua", headcount=100)


@pytest.fixture
def target(factory):
    return factory.unit("village", "Thôn Bến", headcount=300)


def merge(client, source, target, headcount=""):
    page = f"/units/{source.id}/merge"
    return post_form(client, page, {"target_id": target.id, "headcount": headcount})


def test_people_move_and_the_source_stays_unused_and_uncounted(client, factory, vera, session, source, target):
    past, current = factory.contest(is_current=False), factory.contest()
    people = [factory.participant(contest, unit_id=source.id) for contest in (past, current, current)]
    answer = merge(client, source, target)
    assert (answer.status_code, path_of(answer)) == (303, "/units/")
    assert "Đã gộp “Thôn Nà Lua”, chuyển 3 người dự thi." in text_of(client.get("/units/"))
    session.expire_all()
    assert [p.unit_id for p in people] == [target.id] * 3
    assert [p.match_key for p in people] == [
        match_key(full_name=p.full_name, birth_date=p.birth_date, unit_id=target.id) for p in people
    ]
    assert (source.is_active, source.headcount, target.is_active, target.headcount) == (False, None, True, 300)
    record = session.scalars(select(AuditRecord)).one()
    assert (record.action, record.actor_id, record.subject_id) == ("unit.merge", vera.id, source.id)
    assert record.details == {
        "name": "Thôn Nà Lua",
        "target": "Thôn Bến",
        "participants": 3,
        "changed": {},
        "source_headcount": 100,
    }


def test_the_headcount_afterwards_may_be_given(client, vera, session, source, target):
    merge(client, source, target, headcount="1.400")
    session.expire_all()
    assert target.headcount == 1400
    assert session.scalars(select(AuditRecord)).one().details["changed"] == {"headcount": [300, 1400]}


def test_somebody_registered_in_both_stops_the_merge_and_is_listed(client, factory, vera, session, source, target):
    contest = factory.contest()
    twice = [
        factory.participant(contest, unit_id=source.id, full_name="Nông Văn Dền", birth_date=BORN),
        factory.participant(contest, unit_id=target.id, full_name="NÔNG VĂN DỀN", birth_date=BORN),
    ]
    other = factory.participant(contest, unit_id=source.id)
    page = merge(client, source, target)
    assert page.status_code == 409
    text = text_of(page)
    assert "Chưa gộp: 1 người đã đăng ký ở cả hai đơn vị." in text
    codes = " ".join(f"{p.code[:3]}-{p.code[3:]}" for p in twice)
    assert f"Nông Văn Dền 04/05/1980 {codes}" in text
    assert "Nguyễn Văn An" not in text
    session.expire_all()
    assert (other.unit_id, source.is_active, source.headcount) == (source.id, True, 100)


@both_databases
def test_the_same_person_in_another_contest_is_no_clash(session, factory, clock):
    source, target = factory.unit("village", "Thôn A"), factory.unit("village", "Thôn B")
    for contest, unit in ((factory.contest(), source), (factory.contest(), target)):
        factory.participant(contest, unit_id=unit.id, full_name="Nông Văn Dền", birth_date=BORN)
    moved = operations.merge_units(session, now=clock(), actor_id=None, source_id=source.id, target_id=target.id)
    assert moved == 1


def test_only_active_units_of_the_kind_are_offered(client, factory, vera, source, target):
    factory.unit("village", "Thôn khác", is_catch_all=True)
    factory.unit("village", "Thôn Cũ", is_active=False)
    factory.unit("school", "Trường")
    page = client.get(f"/units/{source.id}/merge")
    offered = [part.split("<")[0] for part in page.text.split("<option")[1:]]
    assert [text.split(">")[1] for text in offered] == ["Chọn đơn vị", "Thôn Bến", "Thôn khác"]


@pytest.mark.parametrize("wrong", ["", "abc", "999999", "own", "school", "inactive"])
def test_what_is_not_offered_is_refused(client, factory, vera, session, source, wrong):
    units = {
        "own": source,
        "school": factory.unit("school", "Trường"),
        "inactive": factory.unit("village", "Thôn Cũ", is_active=False),
    }
    target_id = units[wrong].id if wrong in units else wrong
    page = post_form(client, f"/units/{source.id}/merge", {"target_id": target_id, "headcount": ""})
    assert page.status_code == 422
    session.expire_all()
    assert source.is_active


def test_a_catch_all_stays(client, factory, vera, session, target):
    catch_all = factory.unit("village", "Thôn khác", is_catch_all=True)
    page = merge(client, catch_all, target)
    assert page.status_code == 409
    assert "“Thôn khác” là mục chung" in text_of(page)
    assert f"/units/{catch_all.id}/merge" not in client.get(f"/units/{catch_all.id}").text
    session.expire_all()
    assert catch_all.is_active


@pytest.mark.parametrize("wrong", ["own", "kind", "inactive"])
def test_the_operation_refuses_a_target_that_does_not_fit(session, factory, clock, source, wrong):
    target = {
        "own": lambda: source,
        "kind": lambda: factory.unit("school", "Trường"),
        "inactive": lambda: factory.unit("village", "Thôn Cũ", is_active=False),
    }[wrong]()
    with pytest.raises(operations.UnfitTarget):
        operations.merge_units(session, now=clock(), actor_id=None, source_id=source.id, target_id=target.id)


def test_a_unit_without_people_can_be_merged(client, vera, session, source, target):
    assert merge(client, source, target).status_code == 303
    assert session.scalars(select(Unit.name).where(Unit.is_active)).all() == ["Thôn Bến"]
