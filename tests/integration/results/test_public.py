"""Results that everybody may see."""

from datetime import date, timedelta

import pytest

from quizapp.models import Consent
from quizapp.results.queries.public import public_rounds, winners
from tests.browser import text_of


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


def test_a_closed_round_names_its_best_as_far_as_they_agreed(client, factory, session, contest, june, clock):
    village = factory.unit(name="Thôn Nà Mạ")
    people = {
        "Ma Thị Hạnh": (("contest", "publish_name"), date(1980, 1, 1)),
        "Nông Văn Kín": (("contest",), date(1981, 1, 1)),
        "Hà Trẻ Em": (("contest", "publish_name"), date(2015, 1, 1)),
        "Lý Con Ngoan": (("contest", "publish_name", "guardian"), date(2014, 1, 1)),
    }
    for score, (name, (purposes, birth_date)) in zip((5, 4, 3, 2), people.items(), strict=True):
        person = factory.participant(contest, full_name=name, birth_date=birth_date, unit_id=village.id)
        agree(session, person, *purposes)
        factory.attempt(person, june, score=score, seconds=61)
    clock.moment = june.closes_at
    text = text_of(client.get("/results/"))
    rows = " ".join(
        f"{place} {name} Thôn Nà Mạ {score}/5 1 phút 01 giây"
        for place, name, score in ((1, "Ma Thị Hạnh", 5), (2, "N.V.K.", 4), (3, "H.T.E.", 3), (4, "Lý Con Ngoan", 2))
    )
    assert rows in text


def test_only_the_first_ten_ranks_are_named_level_ones_all(client, factory, contest, june, clock):
    village = factory.unit()
    for number in range(13):
        person = factory.participant(contest, full_name=f"Ma Văn {'ABCDEFGHIKLMN'[number]}", unit_id=village.id)
        # nine alone, then three level on rank 10, then one on rank 13
        seconds = 60 + number if number < 9 else (100 if number < 12 else 200)
        factory.attempt(person, june, seconds=seconds)
    clock.moment = june.closes_at
    text = text_of(client.get("/results/"))
    assert [letter for letter in "ABCDEFGHIKLMN" if f"M.V.{letter}." in text] == list("ABCDEFGHIKLM")


def test_a_round_that_hides_ranks_names_nobody(client, factory, contest, clock):
    hidden = factory.round(contest, shows_rank=False)
    factory.attempt(factory.participant(contest, full_name="Ma Thị Hạnh"), hidden)
    clock.moment = hidden.closes_at
    assert "M.T.H." not in client.get("/results/").text


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


def test_nobody_is_named_until_the_moment_of_closing(session, factory, contest, june, clock):
    factory.attempt(factory.participant(contest), june)

    def named():
        return len(winners(session(), public_rounds(session(), contest.id, clock())[0], clock()))

    clock.moment = june.closes_at - timedelta(seconds=1)
    assert named() == 0
    clock.moment = june.closes_at
    assert named() == 1


def test_the_number_that_was_guessed_is_published_with_the_best(client, factory, contest, clock):
    guessed = factory.round(contest, prediction_target="full_marks", ranking=["score", "prediction"])
    for prediction in (7, 3):
        factory.attempt(factory.participant(contest), guessed, score=5, prediction=prediction)
    assert "Có bao nhiêu người trả lời đúng tất cả các câu hỏi?" not in text_of(client.get("/results/"))
    clock.moment = guessed.closes_at
    text = text_of(client.get("/results/"))
    assert "Có bao nhiêu người trả lời đúng tất cả các câu hỏi? 2" in text
    assert text.index("5 phút 00 giây 3") < text.index("5 phút 00 giây 7")
