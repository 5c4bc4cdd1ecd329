"""The dashboard."""

from datetime import timedelta

import pytest

from quizapp.reports.queries.dashboard import comparison, day_counts, rounds_beside, rounds_of
from quizapp.reports.queries.summary import contest_scope, participation_summary
from tests.browser import text_of
from tests.statements import statements


@pytest.fixture
def oleg(client, factory):
    return factory.sign_in(client, role="analyst")


@pytest.fixture
def rounds(factory, clock):
    """June, over, and September, open."""
    contest = factory.contest(title="Cuộc thi năm 2027")
    june = factory.round(
        contest, title="Đợt tháng 6", opens_at=clock() - timedelta(days=90), closes_at=clock() - timedelta(days=70)
    )
    september = factory.round(contest, title="Đợt tháng 9", opens_at=clock() - timedelta(days=3))
    return june, september


def take_part(factory, contest_round, people, **values):
    village = factory.unit(headcount=10)
    for _ in range(people):
        person = factory.participant(contest_round.contest, unit_id=village.id)
        factory.attempt(person, contest_round, submitted_at=contest_round.opens_at + timedelta(hours=1), **values)


def test_without_a_contest_the_page_says_so(client, oleg):
    assert "Chưa có cuộc thi nào" in client.get("/reports/").text


def test_a_contest_without_attempts_has_a_page(client, factory, oleg):
    factory.round()
    page = client.get("/reports/")
    assert (page.status_code, "Chưa có bài thi nào được tính" in page.text) == (200, True)


def test_the_latest_round_is_shown_beside_the_one_before(client, factory, oleg, rounds):
    take_part(factory, rounds[0], 2, score=5)
    take_part(factory, rounds[1], 3, score=4)
    text = text_of(client.get("/reports/"))
    assert "Người dự thi 3 ▲ +50% so với Đợt tháng 6" in text
    assert "Điểm trung bình 4 trung vị 4 / 5; Đợt tháng 6: 5" in text
    assert "Người đúng tất cả 0 0% số người dự thi" in text


def test_targets_of_the_plan_stand_beside_the_rates(client, factory, oleg, rounds):
    take_part(factory, rounds[1], 3)
    text = text_of(client.get("/reports/"))
    # 3 of 10 residents; 80% of 10 are 8, so that 5 are missing
    assert "Người dân 30% 3/10 Chỉ tiêu 80%, còn thiếu 5 người" in text


def test_an_empty_round_parameter_means_the_whole_contest(client, factory, oleg, rounds):
    take_part(factory, rounds[0], 2)
    take_part(factory, rounds[1], 3)
    text = text_of(client.get("/reports/?round="))
    assert "Cuộc thi năm 2027 Tất cả các đợt chính thức" in text
    assert "Người dự thi 5" in text


def test_a_group_filters_every_figure(client, factory, oleg, rounds):
    take_part(factory, rounds[1], 3)
    factory.attempt(factory.participant(rounds[1].contest, "students"), rounds[1])
    text = text_of(client.get("/reports/?group=students"))
    assert "Người dự thi 1" in text
    assert "Người dân 3" not in text


def test_missing_headcounts_and_lists_are_reminded_of(client, factory, oleg, rounds):
    factory.unit(name="Thôn Khuôn Hà", headcount=None)
    factory.unit(name="Thôn khác", is_catch_all=True)
    text = text_of(client.get("/reports/"))
    assert "1 đơn vị chưa có số người thuộc diện dự thi: Thôn Khuôn Hà." in text
    assert "Chưa có danh sách: Trường học." in text


def test_an_unknown_contest_is_not_found(client, factory, oleg, rounds):
    assert client.get("/reports/?contest=999").status_code == 404


def test_a_round_of_another_contest_gives_way_to_the_latest(client, factory, oleg, rounds):
    other = factory.round(factory.contest(is_current=False, title="Cuộc thi khác"), title="Đợt khác")
    page = client.get(f"/reports/?contest={rounds[0].contest_id}&round={other.id}")
    assert "<h1>Đợt tháng 9</h1>" in page.text


def test_a_name_is_nowhere_on_the_dashboard(client, factory, oleg, rounds):
    person = factory.participant(rounds[1].contest, full_name="Ma Thị Hạnh")
    factory.attempt(person, rounds[1])
    assert "Hạnh" not in client.get("/reports/").text


def test_the_first_round_of_a_year_stands_beside_the_last_of_the_year_before(session, factory, rounds, clock):
    last = factory.contest(year=2026, is_current=False)
    before = factory.round(
        last, title="Đợt tháng 9/2026", opens_at=clock() - timedelta(days=300), closes_at=clock() - timedelta(days=280)
    )
    take_part(factory, before, 4)
    scope = contest_scope(session, contest_id=rounds[0].contest_id, round_id=rounds[0].id)
    found = comparison(session, scope, rounds[0])
    assert (found.title, found.total.participants) == ("Đợt tháng 9/2026", 4)
    whole = comparison(session, contest_scope(session, contest_id=rounds[0].contest_id), None)
    assert (whole.title, whole.total.participants) == (last.title, 4)


def test_a_rehearsal_is_never_compared_with_real_rounds(session, factory, rounds, clock):
    take_part(factory, rounds[0], 4)
    rehearsal = factory.round(factory.contest(is_rehearsal=True, is_current=False))
    scope = contest_scope(session, contest_id=rehearsal.contest_id, round_id=rehearsal.id)
    assert comparison(session, scope, rehearsal) is None
    later = factory.round(rounds[0].contest, opens_at=clock() + timedelta(days=1))
    take_part(factory, rehearsal, 1)
    scope = contest_scope(session, contest_id=later.contest_id, round_id=later.id)
    assert comparison(session, scope, later) is None  # September has nobody, the rehearsal is not asked


def test_days_without_attempts_are_shown_up_to_today(session, factory, rounds, clock):
    take_part(factory, rounds[1], 2)
    summary = participation_summary(
        session, contest_scope(session, contest_id=rounds[1].contest_id, round_id=rounds[1].id)
    )
    days = day_counts(summary, rounds, clock())
    assert [(f"{d.day:%d/%m}", d.attempts) for d in days] == [("06/06", 2), ("07/06", 0), ("08/06", 0), ("09/06", 0)]


def test_rounds_stand_side_by_side_by_group(session, factory, rounds):
    take_part(factory, rounds[0], 2)
    take_part(factory, rounds[1], 3)
    summary = participation_summary(
        session, contest_scope(session, contest_id=rounds[1].contest_id, round_id=rounds[1].id)
    )
    shown, beside = rounds_beside(session, summary, rounds_of(session, rounds[1].contest_id))
    assert [r.title for r in shown] == ["Đợt tháng 6", "Đợt tháng 9"]
    assert {b.group: b.participants for b in beside}["residents"] == [2, 3]


def test_the_dashboard_asks_as_often_for_many_units_as_for_one(client, factory, session, oleg, rounds):
    counts = []
    for _ in range(2):
        take_part(factory, rounds[1], 1)
        session.commit()
        session.expire_all()
        with statements() as seen:
            client.get("/reports/")
        counts.append(len(seen))
    # Official figures of rounds held by others are asked for with each total, and for the rounds side by side.
    assert counts == [21, 21]
