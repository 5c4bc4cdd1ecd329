"""Under which names people are published, who is listed where a round has no prizes, and the number guessed."""

from datetime import date

import pytest

from tests.browser import text_of


@pytest.fixture
def plain(factory):
    """A round without prizes."""
    return factory.round(factory.contest(), title="Đợt tháng 6")


@pytest.fixture
def close(client, factory, clock, publish):
    """Close a round, publish it, and return what everybody reads."""

    def run(contest_round):
        clock.moment = contest_round.closes_at
        factory.sign_in(client, role="organiser")
        assert publish("rounds", contest_round.id).status_code == 303
        return text_of(client.get("/results/"))

    return run


def test_people_are_named_as_far_as_they_agreed(factory, agree, plain, close):
    village = factory.unit(name="Thôn Nà Mạ")
    people = {
        "Ma Thị Hạnh": (("contest", "publish_name"), date(1980, 1, 1)),
        "Nông Văn Kín": (("contest",), date(1981, 1, 1)),
        "Hà Trẻ Em": (("contest", "publish_name"), date(2015, 1, 1)),
        "Lý Con Ngoan": (("contest", "publish_name", "guardian"), date(2014, 1, 1)),
    }
    for score, (name, (purposes, birth_date)) in zip((5, 4, 3, 2), people.items(), strict=True):
        person = factory.participant(plain.contest, full_name=name, birth_date=birth_date, unit_id=village.id)
        agree(person, *purposes)
        factory.attempt(person, plain, score=score, seconds=61)
    rows = " ".join(
        f"{place} {name} Thôn Nà Mạ {score}/5 1 phút 01 giây"
        for place, name, score in ((1, "Ma Thị Hạnh", 5), (2, "N.V.K.", 4), (3, "H.T.E.", 3), (4, "Lý Con Ngoan", 2))
    )
    text = close(plain)
    assert rows in text
    assert [name for name in ("Nông Văn Kín", "Hà Trẻ Em") if name in text] == []


def test_only_the_first_ten_ranks_are_listed_level_ones_all(factory, plain, close):
    village = factory.unit()
    for number in range(13):
        person = factory.participant(plain.contest, full_name=f"Ma Văn {'ABCDEFGHIKLMN'[number]}", unit_id=village.id)
        # nine alone, then three level on rank 10, then one on rank 13
        seconds = 60 + number if number < 9 else (100 if number < 12 else 200)
        factory.attempt(person, plain, seconds=seconds)
    listed = close(plain).split("Vì sao xếp theo thứ tự này?")[0]
    assert [letter for letter in "ABCDEFGHIKLMN" if f"M.V.{letter}." in listed] == list("ABCDEFGHIKLM")


def test_a_round_that_hides_ranks_and_has_no_prizes_names_nobody(factory, close):
    hidden = factory.round(shows_rank=False)
    factory.attempt(factory.participant(hidden.contest, full_name="Ma Thị Hạnh"), hidden)
    text = close(hidden)
    assert "Đợt thi không có giải cá nhân và không công bố thứ hạng." in text
    assert "M.T.H." not in text


def test_the_number_that_was_guessed_is_published_with_the_guesses(factory, close, session):
    guessed = factory.round(
        prediction_target="full_marks",
        ranking=["score", "prediction"],
        prizes={"individual": [{"title": "Giải Nhất", "count": 2}]},
    )
    village = factory.unit(name="Thôn Nà Mạ")
    for name, prediction in (("Ma Văn Xa", 7), ("Ma Văn Gần", 3), ("Ma Văn Im", None)):
        person = factory.participant(guessed.contest, full_name=name, unit_id=village.id)
        factory.attempt(person, guessed, score=5, prediction=prediction)
    text = close(guessed)
    # Three are right in everything: 3 is exact, 7 misses by 4.
    assert "Có bao nhiêu người trả lời đúng tất cả các câu hỏi? Con số thực tế: 3" in text
    assert "M.V.G. Giải Nhất Thôn Nà Mạ 5/5 5 phút 00 giây 3 1" in text
    assert "cùng 5 điểm; M.V.G. dự đoán lệch 0, gần đúng hơn M.V.X. (lệch 4)" in text
    assert "cùng 5 điểm; M.V.X. dự đoán lệch 4, còn người xếp liền sau không dự đoán" in text
    assert guessed.prediction_actual == 3
