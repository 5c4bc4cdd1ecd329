"""Official figures of rounds held by others, in the reports beside the attempts made here."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from quizapp.domain.participation import External
from quizapp.models import ExternalFigure
from quizapp.reports.queries.export import export_results
from quizapp.reports.queries.summary import contest_scope, participation_summary, statistics_json
from tests.browser import text_of
from tests.postgres import both_databases

DAY = timedelta(days=1)


@pytest.fixture
def told(factory, clock):
    """A contest: a round here (3 people of Nà Mạ, one with two attempts), one of the province's, and practice."""
    contest = factory.contest(slug="2027")
    here = factory.round(contest, title="Đợt tháng 6", slug="thang-6")
    province = factory.round(
        contest,
        title="Cuộc thi của tỉnh",
        slug="tinh",
        kind="external",
        banks=[],
        blueprint=[],
        ranking=[],
        opens_at=clock() - 3 * DAY,
    )
    practice = factory.round(contest, kind="practice", banks=[])
    village = factory.unit(kind="village", name="Thôn Nà Mạ", headcount=20)
    school = factory.unit(kind="school", name="Trường THCS Hòa An", headcount=40)
    people = [factory.participant(contest, unit_id=village.id) for _ in range(3)]
    for person in (*people, people[0]):
        factory.attempt(person, here, score=5 if person is people[1] else 2)
    factory.attempt(people[0], practice)
    for group, unit, numbers in (
        ("residents", village, (7, 9, 2, 1)),
        ("students", school, (30, 30, 0, 4)),
    ):
        participants, attempts, full_marks, winners = numbers
        factory.session.add(
            ExternalFigure(
                round_id=province.id,
                group=group,
                unit_id=unit.id,
                participants=participants,
                attempts=attempts,
                full_marks=full_marks,
                winners=winners,
                entered_at=clock(),
            )
        )
    factory.session.commit()
    return contest, here, province


@both_databases
def test_a_contest_s_total_is_what_was_held_here_and_what_others_held(session, told):
    contest, _here, _province = told
    found = participation_summary(session, contest_scope(session, contest_id=contest.id))
    # 3 + 7 + 30 people; 4 + 9 + 30 attempts; 1 + 2 with everything right.
    assert (found.total.participants, found.total.attempts, found.total.full_marks) == (40, 43, 3)
    assert found.total.external == External(participants=37, attempts=39, full_marks=2, winners=5)
    assert found.attempts_here == 4 == sum(d.attempts for d in found.days) == sum(b.attempts for b in found.bands)
    # 10 of Nà Mạ's 20 and 30 of the school's 40: 40 of 60.
    assert found.total.rate == pytest.approx(100 * 40 / 60)


@both_databases
def test_a_round_s_figures_are_its_own(session, told):
    contest, here, province = told
    ours = participation_summary(session, contest_scope(session, contest_id=contest.id, round_id=here.id))
    assert (ours.total.participants, bool(ours.total.external)) == (3, False)
    theirs = participation_summary(session, contest_scope(session, contest_id=contest.id, round_id=province.id))
    assert (theirs.total.participants, theirs.total.external.participants, theirs.attempts_here) == (37, 37, 0)


@both_databases
def test_groups_filter_official_figures_too(session, told):
    contest, _here, _province = told
    scope = contest_scope(session, contest_id=contest.id, groups=("students",))
    assert participation_summary(session, scope).total.participants == 30


@both_databases
def test_statistics_mark_what_others_held(session, told):
    contest, _here, _province = told
    found = statistics_json(session, contest=contest)
    assert found["external"] == {"participants": 37, "attempts": 39, "full_marks": 2, "winners": 5}
    assert [(r["slug"], r["kind"], r["participants"], r["attempts"]) for r in found["rounds"]] == [
        ("tinh", "external", 37, 39),
        ("thang-6", "official", 3, 4),
    ]
    assert [(u["name"], u["participants"], u["external"]["participants"]) for u in found["units"]] == [
        ("Trường THCS Hòa An", 30, 30),
        ("Thôn Nà Mạ", 10, 7),
    ]


def sheets(session, contest, contest_round, clock):
    target = io.BytesIO()
    export_results(
        session,
        contest=contest,
        contest_round=contest_round,
        target=target,
        file_format="xlsx",
        with_names=True,
        now=clock(),
    )
    book = load_workbook(io.BytesIO(target.getvalue()), read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


@both_databases
def test_the_export_has_columns_for_what_others_held_and_none_where_they_held_nothing(session, clock, told):
    contest, here, _province = told
    found = sheets(session, contest, None, clock)
    heads, *rows = found["Theo nhóm"]
    assert heads[-3:] == (
        "Trong đó do cấp trên tổ chức: người",
        "Trong đó do cấp trên tổ chức: lượt",
        "Số giải do cấp trên trao",
    )
    assert rows[-1][-3:] == (37, 39, 5)
    assert found["Theo đơn vị"][-1][-3:] == (37, 39, 5)
    assert dict(row[:2] for row in found["Tổng hợp"])["Trong đó do cấp trên tổ chức: lượt thi (không có điểm)"] == 39
    assert not [title for title in sheets(session, contest, here, clock)["Theo nhóm"][0] if "cấp trên" in title]


@both_databases
def test_the_export_of_a_round_that_others_held_has_nobody_ranked(session, clock, told):
    contest, _here, province = told
    assert len(sheets(session, contest, province, clock)["Xếp hạng"]) == 1


def test_the_dashboard_says_how_much_others_held_and_that_somebody_may_be_in_both(client, factory, told):
    contest, here, province = told
    factory.sign_in(client, role="analyst")
    whole = text_of(client.get(f"/reports/?contest={contest.id}&round="))
    assert "Người dự thi 40" in whole
    assert "37 người, 39 lượt thi, 2 người đúng tất cả, 5 giải theo số liệu chính thức" in whole
    assert "Thôn Nà Mạ 10 cấp trên: 7 20 50%" in whole
    assert "Ai dự thi cả ở đây và ở cấp trên thì được tính ở cả hai" in whole
    theirs = text_of(client.get(f"/reports/?contest={contest.id}&round={province.id}"))
    assert ("Người dự thi 37" in theirs, "Phân bố điểm" in theirs, "so với Đợt" in theirs) == (True, False, False)
    ours = text_of(client.get(f"/reports/?contest={contest.id}&round={here.id}"))
    assert ("Người dự thi 3 " in ours, "cấp trên" in ours) == (True, False)


def test_a_round_of_others_without_figures_asks_for_them(client, factory, session, told):
    contest, _here, province = told
    for row in session.scalars(select(ExternalFigure)):
        session.delete(row)
    session.commit()
    factory.sign_in(client, role="organiser")
    page = client.get(f"/reports/?contest={contest.id}&round={province.id}")
    assert "Chưa có số liệu chính thức" in text_of(page)
    assert f"/figures/rounds/{province.id}" in page.text
