"""What a participant sees of an attempt."""

from datetime import timedelta

import pytest

from quizapp.models import Contest, Response, db
from quizapp.models.recent import KEPT_FOR
from tests.browser import path_of, post_form, text_of
from tests.statements import statements


@pytest.fixture
def contest_round(factory):
    return factory.round()


@pytest.fixture
def an(factory, contest_round):
    return factory.participant(contest_round.contest, full_name="Ma Thị Hạnh")


def respond(session, attempt, question, **values):
    """An item of an attempt, shown in the bank's order; by default the first option is picked and earns a point."""
    row = {"position": 1, "option_order": "0123", "option_count": 4, "allows_many": False, "choice": 1, "mark": 1}
    session.add(Response(attempt_id=attempt.id, question_version_id=question.id, revision=1, **{**row, **values}))
    session.flush()


def rank_of(client, attempt):
    text = text_of(client.get(f"/results/attempts/{attempt.id}"))
    label = "Thứ hạng tạm thời " if "Thứ hạng tạm thời " in text else "Thứ hạng "
    return text.partition(label)[2].split(" Lượt thi")[0]


def test_a_result_shows_score_time_and_answered(client, factory, session, contest_round, an, signed_in_as):
    attempt = factory.attempt(an, contest_round, score=4, seconds=668, answered=4)
    for position in range(1, 6):
        question = factory.question(contest_round.banks[0], number=900 + position)
        respond(session, attempt, question, position=position, choice=position != 5, mark=int(position != 5))
    signed_in_as(an)
    text = text_of(client.get(f"/results/attempts/{attempt.id}"))
    assert "4 /5" in text
    assert "Cảm ơn ông/bà Ma Thị Hạnh đã dự thi." in text
    assert "Thời gian làm bài 11 phút 08 giây" in text
    assert "Số câu đã trả lời 4 / 5" in text


def test_what_time_ended_is_said(client, factory, contest_round, an, signed_in_as):
    attempt = factory.attempt(an, contest_round, is_timed_out=True)
    signed_in_as(an)
    assert "Hết giờ, bài được nộp tự động" in text_of(client.get(f"/results/attempts/{attempt.id}"))


def test_an_attempt_that_time_ended_empty_has_no_rank(client, factory, contest_round, an, signed_in_as):
    attempt = factory.attempt(an, contest_round, score=0, is_timed_out=True, answered=0, exclusion="empty")
    signed_in_as(an)
    text = text_of(client.get(f"/results/attempts/{attempt.id}"))
    assert "Lượt này không được tính" in text
    assert "Thứ hạng" not in text


def test_a_guess_is_shown_where_the_round_asked_for_one(client, factory, an, signed_in_as):
    contest_round = factory.round(an_contest(an), prediction_target="full_marks")
    attempt = factory.attempt(an, contest_round, prediction=1200)
    signed_in_as(an)
    text = text_of(client.get(f"/results/attempts/{attempt.id}"))
    assert "Dự đoán: Có bao nhiêu người trả lời đúng tất cả các câu hỏi? 1.200" in text


def an_contest(participant):
    return db.session.get(Contest, participant.contest_id)


def test_somebody_else_s_attempt_is_not_found(client, factory, contest_round, an, signed_in_as):
    attempt = factory.attempt(an, contest_round)
    signed_in_as(factory.participant(contest_round.contest))
    assert client.get(f"/results/attempts/{attempt.id}").status_code == 404
    assert client.get("/results/attempts/999999").status_code == 404


def test_an_open_attempt_leads_to_its_paper(client, factory, contest_round, an, signed_in_as):
    attempt = factory.attempt(an, contest_round, submitted_at=None)
    signed_in_as(an)
    assert path_of(client.get(f"/results/attempts/{attempt.id}")) == f"/attempts/{attempt.id}"


def test_a_rank_stands_among_the_attempts_that_count(client, factory, contest_round, an, signed_in_as):
    own = factory.attempt(an, contest_round, score=3, seconds=300)
    for score, seconds in ((5, 400), (4, 100), (3, 200), (3, 400), (1, 60)):
        other = factory.participant(contest_round.contest)
        factory.attempt(other, contest_round, score=score, seconds=seconds)
        factory.attempt(other, contest_round, score=0)  # worse: counts for nothing
    signed_in_as(an)
    text = text_of(client.get(f"/results/attempts/{own.id}"))
    assert "Thứ hạng tạm thời 4 / 6" in text
    assert "Vì sao tôi xếp thứ 4? 2 người có điểm cao hơn." in text
    assert "Trong số người bằng điểm: 1 người làm bài nhanh hơn; ông/bà xếp trên 1 người vì làm bài nhanh hơn." in text


def test_a_rank_is_that_of_the_best_attempt(client, factory, contest_round, an, signed_in_as):
    best = factory.attempt(an, contest_round, score=5, number=1)
    later = factory.attempt(an, contest_round, score=2, number=2)
    factory.attempt(factory.participant(contest_round.contest), contest_round, score=4)
    signed_in_as(an)
    assert rank_of(client, later) == "1 / 2"
    text = text_of(client.get(f"/results/attempts/{later.id}"))
    assert "bằng điểm thì lấy lượt nộp sớm nhất. Đó là lượt 1, 5/5 điểm." in text
    assert "không phải lượt được tính" not in text_of(client.get(f"/results/attempts/{best.id}"))


def test_level_results_share_a_rank(client, factory, contest_round, an, signed_in_as):
    own = factory.attempt(an, contest_round)
    factory.attempt(factory.participant(contest_round.contest), contest_round)
    signed_in_as(an)
    text = text_of(client.get(f"/results/attempts/{own.id}"))
    assert "Thứ hạng tạm thời 1 / 2" in text
    assert "1 người khác có kết quả như nhau và cùng thứ hạng." in text


def test_others_results_are_read_once_in_a_while_one_s_own_at_once(
    client, factory, contest_round, an, signed_in_as, clock
):
    first = factory.attempt(an, contest_round, score=2)
    factory.attempt(factory.participant(contest_round.contest), contest_round, score=3)
    signed_in_as(an)
    assert rank_of(client, first) == "2 / 2"
    factory.attempt(factory.participant(contest_round.contest), contest_round, score=5)
    assert rank_of(client, first) == "2 / 2"
    second = factory.attempt(an, contest_round, score=4)
    assert rank_of(client, second) == "1 / 2"
    clock.moment += KEPT_FOR
    assert rank_of(client, second) == "2 / 3"


@pytest.mark.parametrize("values", [{"kind": "practice"}, {"shows_rank": False}])
def test_practice_and_rounds_that_hide_it_show_no_rank(client, factory, an, signed_in_as, values):
    attempt = factory.attempt(an, factory.round(an_contest(an), **values))
    signed_in_as(an)
    assert "Thứ hạng" not in text_of(client.get(f"/results/attempts/{attempt.id}"))


def test_a_prediction_ranks_once_the_round_is_over(client, factory, an, signed_in_as, clock):
    contest_round = factory.round(
        an_contest(an), prediction_target="participants", ranking=["score", "prediction", "duration"]
    )
    own = factory.attempt(an, contest_round, prediction=9, seconds=100)  # misses 2 by 7
    other = factory.participant(contest_round.contest)
    factory.attempt(other, contest_round, prediction=1, seconds=500)  # misses 2 by 1
    signed_in_as(an)
    text = text_of(client.get(f"/results/attempts/{own.id}"))
    assert "Thứ hạng tạm thời 1 / 2" in text
    assert "Dự đoán được xét sau khi đợt thi kết thúc." in text
    clock.moment = contest_round.closes_at
    text = text_of(client.get(f"/results/attempts/{own.id}"))
    assert "Con số thực tế 2 Thứ hạng 2 / 2" in text
    assert "1 người dự đoán gần đúng hơn" in text


def test_another_attempt_can_be_started_while_there_is_one_left(client, factory, contest_round, an, signed_in_as):
    attempt = factory.attempt(an, contest_round)
    signed_in_as(an)
    page = f"/results/attempts/{attempt.id}"
    assert "Còn 1 lượt thi (cả đợt)." in text_of(client.get(page))
    started = post_form(client, f"/attempts/rounds/{contest_round.id}", {}, page=page)
    assert started.status_code == 303


def test_used_up_attempts_are_said(client, factory, contest_round, an, signed_in_as):
    factory.attempt(an, contest_round)
    attempt = factory.attempt(an, contest_round)
    signed_in_as(an)
    text = text_of(client.get(f"/results/attempts/{attempt.id}"))
    assert "Lượt thi đã dùng (cả đợt) 2 / 2" in text
    assert "Đã dùng hết lượt thi (cả đợt)." in text
    assert "Thi lượt nữa" not in text


def paper(factory, session, an, contest_round):
    """An attempt at one item whose right option, the bank's second, was shown last; the third was picked."""
    question = factory.question(
        contest_round.banks[0], number=901, key=1, text="Câu hỏi bí mật?", explanation="Vì đó là ĐÁP ÁN."
    )
    attempt = factory.attempt(an, contest_round, score=0)
    session.add(
        Response(
            attempt_id=attempt.id, position=1, question_version_id=question.id, option_order="2031", option_count=4,
            allows_many=False, choice=0b0001, revision=1, mark=0,
        )
    )  # fmt: skip
    session.flush()
    return attempt


def test_a_review_shows_options_as_they_were_shown(client, factory, session, contest_round, an, signed_in_as):
    attempt = paper(factory, session, an, contest_round)
    signed_in_as(an)
    text = text_of(client.get(f"/results/attempts/{attempt.id}"))
    assert (
        "Câu 1: chưa đúng Câu hỏi bí mật? "
        "A. Phương án 3 câu 901 Lựa chọn của ông/bà "
        "B. Phương án 1 câu 901 "
        "C. Phương án 4 câu 901 "
        "D. Phương án 2 câu 901 Đáp án đúng "
        "Vì đó là ĐÁP ÁN. Nguồn: Nghị quyết 57-NQ/TW"
    ) in text


@pytest.mark.parametrize("review", ["never", "after_close"])
def test_no_key_leaves_before_it_may(client, factory, session, an, signed_in_as, review):
    contest_round = factory.round(an_contest(an), review=review)
    attempt = paper(factory, session, an, contest_round)
    signed_in_as(an)
    page = client.get(f"/results/attempts/{attempt.id}")
    assert [word for word in ("bí mật", "ĐÁP ÁN", "Phương án", "is-key", "Đáp án đúng") if word in page.text] == []
    assert ("Đáp án được xem sau khi đợt thi kết thúc" in page.text) == (review == "after_close")


def test_the_key_is_shown_from_closing_on(client, factory, session, an, signed_in_as, clock):
    contest_round = factory.round(an_contest(an), review="after_close")
    attempt = paper(factory, session, an, contest_round)
    signed_in_as(an)
    clock.moment = contest_round.closes_at - timedelta(seconds=1)
    assert "Câu hỏi bí mật" not in client.get(f"/results/attempts/{attempt.id}").text
    clock.moment = contest_round.closes_at
    assert "Câu hỏi bí mật" in client.get(f"/results/attempts/{attempt.id}").text


def test_a_result_takes_three_statements_and_a_fourth_once_in_a_while(
    client, factory, session, contest_round, an, signed_in_as
):
    attempt = paper(factory, session, an, contest_round)
    for _ in range(3):
        factory.attempt(factory.participant(contest_round.contest), contest_round)
    signed_in_as(an)
    page = f"/results/attempts/{attempt.id}"
    counts = []
    for _ in range(2):
        session.commit()
        session.expire_all()
        with statements() as seen:
            client.get(page)
        counts.append(len(seen))
    assert counts == [4, 3]
