"""Results that everybody may see."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp.models import Consent, ExternalFigure, Round
from tests.browser import text_of
from tests.statements import statements


@pytest.fixture
def contest(factory):
    return factory.contest(title="Cuộc thi năm 2027")


@pytest.fixture
def june(factory, contest):
    return factory.round(contest, title="Đợt tháng 6", slug="thang-6")


def agree(session, participant, *purposes):
    for purpose in purposes:
        session.add(
            Consent(participant_id=participant.id, purpose=purpose, version="1", given_at=participant.registered_at)
        )
    session.flush()


def test_without_a_contest_there_is_nothing_yet(client):
    page = client.get("/results/")
    assert (page.status_code, "Chưa có kết quả" in page.text) == (200, True)


def test_figures_and_units_are_shown_while_a_round_is_open_names_are_not(client, factory, session, contest, june):
    village = factory.unit(name="Thôn Nà Mạ", headcount=4)
    an = factory.participant(contest, unit_id=village.id, full_name="Ma Thị Hạnh")
    agree(session, an, "contest", "publish_name")
    factory.attempt(an, june, score=5)
    factory.attempt(an, june, score=1)
    page = client.get("/results/")
    text = text_of(page)
    assert "1 người dự thi 2 lượt thi 1 người đúng tất cả" in text
    assert "Thôn Nà Mạ 1 /4 1 25% 1" in text
    assert "Hạnh" not in page.text
    assert "M.T.H." not in page.text


def test_the_round_that_opened_last_is_shown_unless_another_is_chosen(client, factory, contest, june, clock):
    september = factory.round(
        contest, title="Đợt tháng 9", slug="thang-9",
        opens_at=clock() + timedelta(days=90), closes_at=clock() + timedelta(days=110),
    )  # fmt: skip
    assert "<h1>Đợt tháng 6</h1>" in client.get("/results/").text
    assert "<h1>Đợt tháng 9</h1>" in client.get("/results/?round=thang-9").text
    clock.moment = september.opens_at
    assert "<h1>Đợt tháng 9</h1>" in client.get("/results/").text
    assert client.get("/results/?round=khong-co").status_code == 404


def test_practice_is_no_public_round(client, factory, contest, june):
    factory.round(contest, kind="practice", slug="thi-thu", title="Thi thử")
    assert "Thi thử" not in client.get("/results/").text
    assert client.get("/results/?round=thi-thu").status_code == 404


def test_a_round_that_others_hold_is_marked_and_leads_to_them(client, factory, session, contest, june, clock):
    factory.round(
        contest, kind="external", slug="tinh", title="Cuộc thi của tỉnh", organiser="Sở Tư pháp",
        external_url="https://thi.example.vn/", opens_at=clock() - timedelta(days=5), banks=[],
    )  # fmt: skip
    village = factory.unit(name="Thôn Nà Mạ", headcount=50)
    round_id = session.scalars(select(Round.id).where(Round.slug == "tinh")).one()
    session.add(
        ExternalFigure(
            round_id=round_id, group="residents", unit_id=village.id, participants=10, attempts=12, entered_at=clock()
        )
    )
    session.flush()
    page = client.get("/results/?round=tinh")
    text = text_of(page)
    assert "Đơn vị tổ chức: Sở Tư pháp." in text
    assert "10 người dự thi 12 lượt thi" in text
    assert 'href="https://thi.example.vn/"' in page.text
    assert "Ban Tổ chức đang xét kết quả" not in text


@pytest.mark.parametrize("units", [1, 3])
def test_the_page_takes_six_statements(client, factory, contest, june, units):
    for _ in range(units):
        factory.attempt(factory.participant(contest), june)
    with statements() as seen:
        client.get("/results/")
    assert len(seen) == 6
