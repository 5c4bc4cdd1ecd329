"""Rounds that follow one another, made in one go."""

from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import func, select

from quizapp.contests.operations import ContradictorySeries, SeriesRefused, SlugTaken, create_series
from quizapp.domain.presets import PRESETS
from quizapp.domain.series import SeriesPattern
from quizapp.models import AuditRecord, Round
from tests.browser import csrf_token, path_of, post_form, text_of

PATTERN = {
    "count": "4",
    "first_day": "2027-06-14",
    "opens": "10:00",
    "length": "7",
    "closing_day": "next",
    "closes": "09:00",
    "gap": "0",
    "first_number": "2",
    "title": "Tuần {n}",
    "slug": "tuan-{n}",
}


@pytest.fixture
def vera(client, factory):
    return factory.sign_in(client, role="organiser")


@pytest.fixture
def first(factory):
    """The first week, whose rules the others follow."""
    return factory.round(
        factory.contest(),
        title="Tuần 1",
        slug="tuan-1",
        groups=["officials"],
        ranking=["score", "prediction", "submitted"],
        prediction_target="full_marks",
        attempts_allowed=None,
        partial_rule="half",
    )


def address(contest_round):
    return f"/contests/{contest_round.contest_id}/series"


def previewed(client, contest_round, **changes):
    fields = {**PATTERN, "source": str(contest_round.id), **changes}
    return fields, post_form(client, address(contest_round), {**fields, "action": "preview"})


def saved(client, contest_round, **changes):
    """Preview a pattern, then press the button of the preview."""
    fields, page = previewed(client, contest_round, **changes)
    mark = page.text.split('name="previewed"')[1].split('value="')[1].split('"')[0]
    return client.post(
        address(contest_round),
        data={**fields, "previewed": mark, "action": "save", "csrf_token": csrf_token(page)},
    )


def rounds(session):
    return session.scalars(select(Round).order_by(Round.opens_at)).all()


def test_the_form_begins_where_the_last_round_ends(client, vera, first):
    # The round runs from 8 June 08:00 to 19 June 08:00 in Vietnam.
    page = client.get(address(first)).text
    assert 'name="first_day" required type="date" value="2027-06-19"' in page
    assert 'name="opens" required type="time" value="08:00"' in page


def test_the_dates_are_shown_before_anything_is_made(client, session, vera, first):
    _fields, page = previewed(client, first)
    text = text_of(page)
    assert page.status_code == 200
    assert "Tuần 2 tuan-2 thứ Hai, 10:00 14/06/2027 thứ Hai, 09:00 21/06/2027" in text
    assert "Tuần 5 tuan-5 thứ Hai, 10:00 05/07/2027 thứ Hai, 09:00 12/07/2027" in text
    assert [r.title for r in rounds(session)] == ["Tuần 1"]


def test_the_rounds_have_the_rules_of_the_first_and_secrets_of_their_own(client, session, vera, first):
    answer = saved(client, first)
    assert (answer.status_code, path_of(answer)) == (303, "/contests/")
    found = rounds(session)
    assert [r.slug for r in found] == ["tuan-1", "tuan-2", "tuan-3", "tuan-4", "tuan-5"]
    # 10:00 and 09:00 in Vietnam are 03:00 and 02:00 in UTC.
    assert [(f"{r.opens_at:%d.%m %H:%M}", f"{r.closes_at:%d.%m %H:%M}") for r in found[1:]] == [
        ("14.06 03:00", "21.06 02:00"),
        ("21.06 03:00", "28.06 02:00"),
        ("28.06 03:00", "05.07 02:00"),
        ("05.07 03:00", "12.07 02:00"),
    ]
    copied = (
        "kind",
        "groups",
        "blueprint",
        "ranking",
        "prediction_target",
        "attempts_allowed",
        "partial_rule",
        "review",
    )
    assert all(getattr(r, name) == getattr(first, name) for r in found for name in copied)
    assert all([b.id for b in r.banks] == [b.id for b in first.banks] for r in found)
    assert len({r.draw_seed for r in found}) == 5
    actions = session.scalars(select(AuditRecord.action)).all()
    assert actions == ["round.create"] * 4


def test_a_pattern_changed_after_the_preview_is_shown_again_and_not_made(client, session, vera, first):
    fields, page = previewed(client, first)
    mark = page.text.split('name="previewed"')[1].split('value="')[1].split('"')[0]
    answer = client.post(
        address(first),
        data={**fields, "count": "3", "previewed": mark, "action": "save", "csrf_token": csrf_token(page)},
    )
    assert (answer.status_code, "Tạo 3 đợt thi" in text_of(answer)) == (200, True)
    assert len(rounds(session)) == 1


def test_a_taken_address_names_the_round_and_nothing_is_made(client, session, factory, vera, first):
    factory.round(first.contest, slug="tuan-4", title="Khác", opens_at=first.opens_at.replace(year=2026))
    answer = saved(client, first)
    assert answer.status_code == 422
    assert "Chưa tạo đợt nào. Tuần 4 (tuan-4): Tên ngắn này đã được dùng." in text_of(answer)
    assert session.scalar(select(func.count()).select_from(Round)) == 2
    assert session.scalars(select(AuditRecord)).all() == []


def test_a_paper_that_cannot_be_drawn_names_the_round(client, session, vera, first):
    first.blueprint = [{"count": 11, "topic": None, "difficulty": None, "group": None}]  # the bank has 10
    session.flush()
    answer = saved(client, first)
    assert answer.status_code == 422
    assert "Chưa tạo đợt nào. Tuần 2 (tuan-2): Chưa đủ câu để ra đề" in text_of(answer)
    assert len(rounds(session)) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"count": "61"}, "Số đợt phải từ 1 đến 60."),
        ({"count": "bốn"}, "Hãy nhập một số nguyên"),
        ({"first_day": "31/02/2027"}, "Hãy chọn ngày"),
        ({"first_day": "2019-06-01"}, "Năm phải từ 2020 đến 2099."),
        ({"opens": "25:00"}, "Hãy chọn giờ"),
        ({"closes": "10:30"}, "Đợt sau mở trước khi đợt trước đóng."),
        ({"closing_day": "never"}, "Hãy chọn một mục trong danh sách."),
        ({"title": "Tuần"}, "Mẫu tên phải có {n}"),
        ({"title": ""}, "Hãy nhập mẫu tên."),
        ({"slug": "Tuần {n}"}, "Tên ngắn chỉ gồm"),
        ({"source": "999"}, "Hãy chọn một mục trong danh sách."),
        ({"gap": ""}, "Số ngày nghỉ giữa hai đợt phải từ 0 đến 92."),
    ],
)
def test_a_wrong_pattern_is_refused_and_keeps_what_was_typed(client, session, vera, first, changes, sentence):
    _fields, page = previewed(client, first, **changes)
    assert (page.status_code, sentence in text_of(page)) == (422, True)
    assert "tuan-{n}" in page.text or "slug" in changes
    assert len(rounds(session)) == 1


def test_days_may_be_typed_as_they_are_written_in_vietnam(client, vera, first):
    _fields, page = previewed(client, first, first_day="14/06/2027")
    assert "10:00 14/06/2027" in text_of(page)


def test_names_are_escaped(client, session, vera, first):
    _fields, page = previewed(client, first, title="<img src=x> {n}")
    assert "<img src=x>" not in page.text


def test_a_contest_without_rounds_says_what_to_do_first(client, factory, vera):
    contest = factory.contest()
    assert "Chưa có đợt thi nào để làm mẫu" in client.get(f"/contests/{contest.id}/series").text


def test_an_unknown_contest_is_a_page_that_is_not_there(client, vera):
    assert client.get("/contests/99/series").status_code == 404


@pytest.mark.parametrize("role", [None, "analyst"])
def test_strangers_and_analysts_may_not(client, factory, first, role):
    if role:
        factory.sign_in(client, role=role)
    answer = client.get(address(first))
    assert (answer.status_code, path_of(answer)) == ((403, "") if role else (302, "/staff/login"))


def test_a_refused_series_leaves_nothing_behind_in_its_transaction(session, factory, clock, first):
    factory.round(first.contest, slug="tuan-3", opens_at=first.opens_at.replace(year=2026))
    pattern = SeriesPattern(
        count=4,
        first_day=date(2027, 6, 14),
        opens=time(10),
        length=7,
        closing_day="next",
        closes=time(9),
        first_number=2,
        title="Tuần {n}",
        slug="tuan-{n}",
    )
    with pytest.raises(SeriesRefused) as refused:
        create_series(
            session,
            now=clock(),
            actor_id=None,
            contest_id=first.contest_id,
            source_id=first.id,
            pattern=pattern,
        )
    assert (refused.value.planned.slug, type(refused.value.refusal)) == ("tuan-3", SlugTaken)
    assert sorted(session.scalars(select(Round.slug))) == ["tuan-1", "tuan-3"]
    with pytest.raises(ContradictorySeries):
        create_series(
            session,
            now=clock(),
            actor_id=None,
            contest_id=first.contest_id,
            source_id=first.id,
            pattern=replace(pattern, count=0),
        )


def filled_in(client, contest_round, preset):
    page = client.get(f"{address(contest_round)}?preset={preset.code}").text
    fields = ("count", "first_day", "opens", "length", "closes", "first_number", "title", "slug")
    return tuple(page.split(f' name="{name}"')[1].split('value="')[1].split('"')[0] for name in fields)


def test_a_rule_set_fills_in_the_dates_that_follow_the_last_round(client, session, vera, first):
    preset = next(p for p in PRESETS.values() if p.pattern.count > 1 and p.pattern.weekday == 0)
    pattern = preset.pattern
    # The round of the contest closes at 08:00 on Saturday 19 June: the next Monday is the 21st.
    found = filled_in(client, first, preset)
    assert found[:2] == (str(pattern.count - 1), "2027-06-21")
    assert found[2:] == (
        f"{pattern.opens:%H:%M}",
        str(pattern.length),
        f"{pattern.closes:%H:%M}",
        "2",
        "Tuần {n}",
        "tuan-{n}",
    )
    first.slug = "mo-man"
    session.flush()
    assert filled_in(client, first, preset)[0] == str(pattern.count)


def test_an_unknown_rule_set_fills_in_nothing(client, vera, first):
    assert client.get(f"{address(first)}?preset=khong-co").status_code == 200
