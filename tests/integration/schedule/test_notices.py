"""Extension, suspension and resumption of a round, each with its public notice."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp.attempts.operations import RoundSuspended, start_attempt
from quizapp.models import AuditRecord, Publication, RoundNotice
from quizapp.web.clock import steady_rng
from tests.browser import path_of, post_form, text_of
from tests.statements import statements

DAY = timedelta(days=1)
TEXT = "Vì mưa lũ, Ban Tổ chức gia hạn để mọi người kịp dự thi."


@pytest.fixture
def vera(client, factory):
    return factory.sign_in(client, role="organiser")


@pytest.fixture
def june(factory, clock):
    return factory.round(
        factory.contest(), title="Tuần 1", opens_at=clock() - DAY, closes_at=clock() + DAY, review="after_close"
    )


def page(row, kind=""):
    return f"/schedule/rounds/{row.id}/notices" + (f"/{kind}" if kind else "")


def audited(session):
    return [(r.action, r.details) for r in session.scalars(select(AuditRecord).order_by(AuditRecord.id))]


def test_a_round_is_extended_with_a_notice_that_everybody_sees(client, factory, session, clock, vera, june):
    person = factory.participant(june.contest)
    factory.attempt(person, june, submitted_at=None)
    answer = post_form(client, page(june, "extended"), {"new_closes_at": "2027-06-12T17:00", "text": TEXT})
    assert (answer.status_code, path_of(answer)) == (303, page(june))
    # The clock stands at 08:00 on 9 June in Vietnam, so that the round closed at 08:00 on the 10th.
    session.refresh(june)
    assert june.closes_at.isoformat() == "2027-06-12T10:00:00+00:00"
    notice = session.scalars(select(RoundNotice)).one()
    assert (notice.kind, notice.text, notice.actor_id, notice.made_at) == ("extended", TEXT, vera.id, clock())
    action, details = audited(session)[-1]
    assert (action, details["title"]) == ("round.extend", "Tuần 1")
    assert details["changed"] == {"closes_at": ["2027-06-10T01:00:00+00:00", "2027-06-12T10:00:00+00:00"]}
    told = f"Gia hạn: Tuần 1 {TEXT} Đóng lúc 17:00 12/06/2027 (trước đây: 08:00 10/06/2027)"
    assert told in text_of(client.get("/"))
    assert told in text_of(client.get("/contests/rules"))
    with client.session_transaction() as cookie:
        cookie["participant_id"] = person.id
    assert told.replace(": Tuần 1", "") in text_of(client.get("/registration/me"))


def test_an_open_attempt_keeps_its_own_end(client, factory, session, vera, june):
    attempt = factory.attempt(factory.participant(june.contest), june, submitted_at=None)
    before = attempt.closes_at
    post_form(client, page(june, "extended"), {"new_closes_at": "2027-06-12T17:00", "text": TEXT})
    session.refresh(attempt)
    assert attempt.closes_at == before


def test_what_was_counted_at_closing_is_counted_anew_after_an_extension(client, session, clock, vera, june):
    june.review, june.closes_at = "never", clock() - timedelta(hours=1)
    june.prediction_actual, june.settled_at = 12, clock() - timedelta(minutes=5)
    session.flush()
    post_form(client, page(june, "extended"), {"new_closes_at": "2027-06-12T17:00", "text": TEXT})
    session.refresh(june)
    assert (june.prediction_actual, june.settled_at) == (None, None)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"new_closes_at": "2027-06-09T09:00", "text": TEXT}, "phải sau thời điểm đóng hiện nay"),
        ({"new_closes_at": "2027-06-10T08:00", "text": TEXT}, "phải sau thời điểm đóng hiện nay"),
        ({"new_closes_at": "mai", "text": TEXT}, "Hãy chọn đủ ngày và giờ"),
        ({"new_closes_at": "", "text": TEXT}, "Hãy chọn ngày, giờ đóng mới."),
        ({"new_closes_at": "2027-06-12T17:00", "text": ""}, "Hãy viết nội dung thông báo."),
        ({"new_closes_at": "2027-06-12T17:00", "text": "ngắn"}, "từ 10 đến 1.000 ký tự"),
        ({"new_closes_at": "2027-06-12T17:00", "text": TEXT + "\u202e"}, "Có ký tự lạ"),
    ],
)
def test_a_wrong_extension_is_refused_and_keeps_what_was_typed(client, session, vera, june, fields, sentence):
    before = june.closes_at
    answer = post_form(client, page(june, "extended"), fields)
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert fields["text"].replace("\u202e", "") in answer.text.replace("\u202e", "")
    session.refresh(june)
    assert (june.closes_at, list(session.scalars(select(RoundNotice)))) == (before, [])


def test_a_round_whose_answers_were_shown_is_not_extended(client, session, clock, vera, june):
    june.closes_at = clock()
    session.flush()
    answer = post_form(client, page(june, "extended"), {"new_closes_at": "2027-06-12T17:00", "text": TEXT})
    assert (answer.status_code, "đáp án đã được công bố" in text_of(answer)) == (422, True)
    assert "đáp án đã được công bố" in text_of(client.get(page(june)))


def test_a_round_whose_results_are_published_is_not_extended(client, session, clock, vera, june):
    june.review = "never"
    session.add(
        Publication(
            contest_id=june.contest_id,
            round_id=june.id,
            version=1,
            published_at=clock(),
            reason="",
            complaints_until=clock(),
            content={},
        )
    )
    session.flush()
    answer = post_form(client, page(june, "extended"), {"new_closes_at": "2027-06-12T17:00", "text": TEXT})
    assert (answer.status_code, "Kết quả của đợt thi đã được công bố" in text_of(answer)) == (422, True)


def test_a_suspended_round_takes_nobody_in_until_it_is_resumed(client, factory, session, clock, vera, june):
    person = factory.participant(june.contest)
    text = "Tạm dừng vì mất điện toàn xã, xin lỗi mọi người."
    post_form(client, page(june, "suspended"), {"text": text})
    session.refresh(june)
    assert june.suspended_at == clock()
    start = {"now": clock(), "rng": steady_rng(1), "round_id": june.id, "participant_id": person.id}
    with pytest.raises(RoundSuspended):
        start_attempt(session, **start)
    front = text_of(client.get("/"))
    assert ("Đang tạm dừng" in front, text in front, "Vào thi" in front) == (True, True, False)
    again = post_form(client, page(june, "suspended"), {"text": text})
    assert (again.status_code, "đang tạm dừng rồi" in text_of(again)) == (422, True)
    post_form(client, page(june, "resumed"), {"text": "Đã có điện, mời mọi người thi tiếp."})
    session.refresh(june)
    assert june.suspended_at is None
    assert start_attempt(session, **start) > 0
    assert [action for action, _ in audited(session)] == ["round.suspend", "round.resume"]


def test_a_round_that_runs_is_not_resumed_and_one_that_is_over_not_suspended(client, session, clock, vera, june):
    answer = post_form(client, page(june, "resumed"), {"text": TEXT})
    assert (answer.status_code, "không cần mở lại" in text_of(answer)) == (422, True)
    june.closes_at = clock()
    session.flush()
    answer = post_form(client, page(june, "suspended"), {"text": TEXT})
    assert (answer.status_code, "Đợt thi đã kết thúc" in text_of(answer)) == (422, True)


def test_a_word_to_everybody_changes_nothing_and_is_escaped(client, session, vera, june):
    june.title = "<b>Tuần</b>"
    session.flush()
    before = (june.closes_at, june.suspended_at)
    post_form(client, page(june, "notice"), {"text": "<script>alert(1)</script>\nDòng thứ hai"})
    session.refresh(june)
    assert (june.closes_at, june.suspended_at) == before
    for path in ("/", "/contests/rules", page(june)):
        shown = client.get(path).text
        assert "<script>alert" not in shown
        assert "<b>Tuần" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_notices_of_a_round_that_is_over_are_no_longer_shown(client, session, clock, vera, june):
    post_form(client, page(june, "notice"), {"text": TEXT})
    assert TEXT in client.get("/").text
    june.closes_at = clock()
    session.flush()
    assert TEXT not in client.get("/").text
    assert TEXT in client.get(page(june)).text


def test_the_front_page_shows_the_newest_three(client, session, clock, vera, june):
    for number in range(4):
        post_form(client, page(june, "notice"), {"text": f"Thông báo thứ {number} của tuần này"})
        clock.moment += timedelta(minutes=1)
    front = client.get("/").text
    places = [front.find(f"Thông báo thứ {number} ") for number in range(4)]
    assert places[0] == -1
    assert places[3] < places[2] < places[1]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_four_statements_and_the_front_page_one_more_where_there_are_notices(
    client, session, clock, vera, june, count
):
    for number in range(count):
        session.add(RoundNotice(round_id=june.id, kind="notice", text=f"Thông báo {number}", made_at=clock()))
    path = page(june)
    session.commit()
    session.expire_all()
    with statements() as seen:
        client.get(path)
    assert len(seen) == 4  # the account; the round; whether it is published; its notices
    with statements() as seen:
        client.get("/")
    assert len(seen) == 3


@pytest.mark.parametrize("role", [None, "analyst"])
def test_strangers_and_analysts_may_not(client, factory, june, role):
    if role:
        factory.sign_in(client, role=role)
    for path in (page(june), page(june, "extended")):
        answer = client.get(path)
        assert (answer.status_code, path_of(answer)) == ((403, "") if role else (302, "/staff/login"))


def test_an_unknown_round_or_kind_is_a_page_that_is_not_there(client, vera, june):
    assert client.get("/schedule/rounds/999/notices").status_code == 404
    assert client.get(page(june, "closed")).status_code == 404
