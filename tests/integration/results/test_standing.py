"""The staff's standing of a round."""

from datetime import timedelta

import pytest

from quizapp.models.base import db
from quizapp.results.queries.standing import StandingFilter, standing_rows
from tests.browser import text_of


@pytest.fixture
def june(factory):
    return factory.round(title="Đợt tháng 6")


def ranks(june, clock, **values):
    rows = standing_rows(db.session(), june, StandingFilter(round_id=june.id, **values), clock())
    return [(r.rank, r.rank_in_group, r.person.full_name, r.decided_by.code if r.decided_by else None) for r in rows]


@pytest.fixture
def people(factory, june):
    village = factory.unit(name="Thôn Nà Mạ")
    school = factory.unit(kind="school", name="Trường THCS")
    contest = june.contest
    hanh = factory.participant(contest, full_name="Ma Thị Hạnh", unit_id=village.id)
    kin = factory.participant(contest, full_name="Nông Văn Kín", unit_id=village.id)
    em = factory.participant(contest, "students", full_name="Hà Đức Em", unit_id=school.id)
    lan = factory.participant(contest, "students", full_name="Lý Thị Lan", unit_id=school.id)
    factory.attempt(em, june, score=5)
    factory.attempt(em, june, score=1)
    factory.attempt(hanh, june, score=4, seconds=100)
    factory.attempt(kin, june, score=4, seconds=100)
    factory.attempt(lan, june, score=4, seconds=200)
    return {"hanh": hanh, "kin": kin, "em": em, "lan": lan}


def test_everybody_has_a_rank_in_all_and_within_the_group_and_a_reason(june, people, clock):
    assert ranks(june, clock) == [
        (1, 1, "Hà Đức Em", "score"),
        (2, 1, "Ma Thị Hạnh", None),
        (2, 1, "Nông Văn Kín", "duration"),
        (4, 2, "Lý Thị Lan", None),
    ]


def test_a_filter_keeps_the_ranks_of_the_whole(june, people, clock):
    assert ranks(june, clock, group="students") == [(1, 1, "Hà Đức Em", "score"), (4, 2, "Lý Thị Lan", None)]
    assert [r[0] for r in ranks(june, clock, unit_id=people["hanh"].unit_id)] == [2, 2]


@pytest.mark.parametrize("text", ["duc em", "Đức", "EM", "hà đ"])
def test_a_search_needs_neither_accents_nor_case(june, people, clock, text):
    assert [r[2] for r in ranks(june, clock, text=text)] == ["Hà Đức Em"]


def test_a_search_finds_a_code(june, people, clock):
    assert [r[2] for r in ranks(june, clock, text=people["lan"].code.lower())] == ["Lý Thị Lan"]


def test_a_search_takes_no_wildcards(june, people, clock):
    assert ranks(june, clock, text="%") == []


def test_the_page_shows_the_latest_official_round_by_default(client, factory, june, people, clock):
    factory.round(june.contest, kind="practice", title="Thi thử", opens_at=clock() - timedelta(hours=1))
    factory.sign_in(client, role="organiser")
    text = text_of(client.get("/results/standing"))
    assert "Đợt tháng 6 · 4 người" in text
    assert "Hà Đức Em" in text


def test_the_page_filters_by_what_the_address_says(client, factory, june, people):
    factory.sign_in(client, role="organiser")
    page = client.get(f"/results/standing?round={june.id}&group=students&unit=&q=lan")
    assert (page.status_code, "Lý Thị Lan" in page.text, "Hà Đức Em" in page.text) == (200, True, False)


def test_a_search_that_is_too_long_is_refused_beside_the_field_and_kept(client, factory, june, people):
    factory.sign_in(client, role="organiser")
    page = client.get("/results/standing", query_string={"q": "a" * 81})
    assert (page.status_code, "nhiều nhất 80 ký tự" in page.text, "a" * 81 in page.text) == (422, True, True)


def test_a_unit_of_another_contest_filters_nothing(client, factory, june, people):
    factory.sign_in(client, role="organiser")
    assert "· 4 người" in text_of(client.get("/results/standing?unit=999999&group=nobody"))


def test_an_analyst_sees_no_names(client, factory, june, people):
    factory.sign_in(client, role="analyst")
    assert client.get("/results/standing").status_code == 403


def test_without_a_round_the_page_says_so(client, factory):
    factory.sign_in(client, role="organiser")
    assert "Chưa có đợt thi" in client.get("/results/standing").text


def test_a_long_standing_comes_in_pages(client, factory, june):
    village = factory.unit()
    for number in range(51):
        person = factory.participant(june.contest, unit_id=village.id, full_name=f"Người Số {number}")
        factory.attempt(person, june, seconds=60 + number)
    factory.sign_in(client, role="organiser")
    first, second = (client.get(f"/results/standing?page={n}").text for n in (1, 2))
    assert (first.count("Người Số"), second.count("Người Số"), "Người Số 50" in second) == (50, 1, True)
