"""The league over a contest's rounds, and the overall prizes, as the staff type them."""

import pytest
from sqlalchemy import select

from quizapp.domain.prizes.plan import IndividualPrize, PrizePlan, from_json, to_json
from quizapp.models import Contest
from tests.browser import post_form, text_of
from tests.integration.contests.organising import begin_attempt, contest_fields, last_record, prize_row


@pytest.fixture
def vera(client, factory):
    """The organiser, signed in."""
    return factory.sign_in(client, role="organiser")


def test_the_league_of_a_new_contest_is_stored_and_recorded(client, session, vera):
    fields = contest_fields(**prize_row(0, "Giải Nhất toàn cuộc thi", "1"), **{"league_ranking-3": "lot"})
    assert post_form(client, "/contests/new", fields).status_code == 303
    contest = session.scalars(select(Contest)).one()
    assert contest.league_ranking == ["score", "duration", "registered", "lot"]
    assert from_json(contest.prizes).individual == (IndividualPrize(title="Giải Nhất toàn cuộc thi", count=1),)
    assert last_record(session).details["league_ranking"] == contest.league_ranking


def test_a_change_of_the_league_is_recorded_with_both_values(client, session, factory, vera):
    contest = factory.contest(slug="2028", year=2028, title="Cuộc thi năm 2028")
    post_form(client, f"/contests/{contest.id}/edit", contest_fields(**{"league_ranking-1": "attempts"}))
    assert last_record(session).details["changed"] == {
        "league_ranking": [["score", "duration", "registered"], ["score", "attempts", "registered"]]
    }


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"league_ranking-1": "score"}, "Xếp hạng cả cuộc thi: Mỗi tiêu chí xếp hạng chỉ được chọn một lần."),
        ({"league_ranking-0": "lot"}, "Xếp hạng cả cuộc thi: Bốc thăm phân định mọi người"),
        ({f"league_ranking-{n}": "" for n in range(3)}, "Xếp hạng cả cuộc thi: Hãy chọn ít nhất một tiêu chí"),
        (prize_row(0, "A", "0"), "Giải cá nhân: Dòng 1: Số lượng của mỗi giải"),
    ],
)
def test_a_league_that_can_not_be_is_refused_beside_the_field(client, session, vera, changes, sentence):
    answer = post_form(client, "/contests/new", contest_fields(**changes))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert session.scalars(select(Contest)).all() == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"league_ranking-1": "attempts"}, "không đổi được cách xếp hạng cả cuộc thi"),
        (prize_row(0, "A", "1"), "không đổi được cơ cấu giải toàn cuộc thi"),
    ],
)
def test_a_league_that_people_took_part_in_is_frozen(client, session, factory, vera, changes, sentence):
    contest = factory.contest(slug="2028", year=2028, title="Cuộc thi năm 2028")
    practice = factory.round(contest, kind="practice")
    begin_attempt(factory, practice)  # ranks nowhere
    url = f"/contests/{contest.id}/edit"
    assert "Cách xếp hạng và giải toàn cuộc thi giữ nguyên" not in text_of(client.get(url))
    begin_attempt(factory, factory.round(contest))
    answer = post_form(client, url, contest_fields(**changes))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert last_record(session) is None
    assert post_form(client, url, contest_fields(title="Tên mới của cuộc thi")).status_code == 303


def test_a_frozen_league_is_shown_as_text_and_sent_as_it_was(client, factory, vera):
    plan = PrizePlan(individual=(IndividualPrize(title="Giải Nhất", count=2, group="students", amount=1_500_000),))
    contest = factory.contest(prizes=to_json(plan))
    begin_attempt(factory, factory.round(contest))
    page = client.get(f"/contests/{contest.id}/edit")
    assert "Cách xếp hạng và giải toàn cuộc thi giữ nguyên" in text_of(page)
    assert "Giải Nhất: 2 giải, Học sinh, 1.500.000 đồng" in text_of(page)
    assert '<input type="hidden" name="league_ranking-1" value="duration">' in page.text
    assert '<input type="hidden" name="prizes-individual-0-amount" value="1.500.000">' in page.text
