"""Huế 2025: officials and residents with banks and prizes of their own; the guess of how many are fully right."""

import pytest
from sqlalchemy import select

from quizapp.attempts.operations import AllowanceUsedUp
from quizapp.models import Attempt, Participant, QuestionVersion, Response
from tests.integration.rule_sets.reading import (
    counted,
    not_counted,
    numbers_to_guess,
    passed_over,
    prizes,
    ranks,
    reasons_of,
    unawarded,
)
from tests.integration.rule_sets.tables import moment

UNITS = {"Văn phòng": ("agency", 40), "Na Mạ": ("village", 200)}
WEEK = """
who   | unit      | right | seconds | at             | guess | besides
An    | Văn phòng | 15    | 300     | 07/06 08:10    | 8     |
Bình  | Văn phòng | 15    | 100     | 07/06 08:30    | 4     |
Chi   | Văn phòng | 14    | 300     | 07/06 09:00:00 | 6     | no prizes
Dung  | Văn phòng | 14    | 300     | 07/06 09:00:01 | 6     |
Giang | Văn phòng | 14    | 300     | 07/06 09:00    | 7     |
Hoa   | Văn phòng | 14    | 200     | 07/06 09:00    | 5     |
Khoa  | Văn phòng | 13    | 900     | 07/06 09:30    |       | left 1, times out
Lan   | Na Mạ     | 15    | 300     | 10/06 08:00    | 6     |
Minh  | Na Mạ     | 15    | 300     | 09/06 08:00    | 6     |
Nga   | Na Mạ     | 15    | 300     | 07/06 10:00    | 11    |
Oanh  | Na Mạ     | 15    | 200     | 07/06 10:00    | 1     |
Phúc  | Na Mạ     | 14    | 300     | 07/06 10:00    | 8     | left 1
Quý   | Na Mạ     | 0     | 300     | 07/06 10:00    | 6     |
Sơn   | Na Mạ     | 0     | 900     | 07/06 10:00    |       | left 15, times out
Tâm   | Na Mạ     | 15    | 30      | 07/06 07:00    | 6     | disqualified
"""


@pytest.fixture
def banks(factory):
    """A bank of officials' questions and one of residents'."""
    return [factory.bank(questions=18, groups=["officials"]), factory.bank(questions=18, groups=["residents"])]


def test_a_week_in_hue(hold, banks):
    held = hold("hue-2025", WEEK, units=UNITS, banks=banks)

    assert not_counted(held) == {("Sơn", 1): "empty", ("Tâm", 1): "disqualified"}
    assert counted(held) == {}
    # Fully right in both groups: An, Bình, Lan, Minh, Nga, Oanh; Tâm's is void.
    assert numbers_to_guess(held) == {6}
    # Of 15: Minh, Lan |6-6| = 0, Minh a day earlier; An |8-6| = 2, Bình |4-6| = 2, twenty minutes later;
    # Nga |11-6| = 5 and Oanh |1-6| = 5 at the same time.
    # Of 14: Chi, Dung 0, Dung a second later; Giang |7-6| = 1 and Hoa |5-6| = 1 at the same time; Phúc |8-6| = 2.
    assert ranks(held) == [
        (1, "Minh"),
        (2, "Lan"),
        (3, "An"),
        (4, "Bình"),
        (5, "Nga"),
        (5, "Oanh"),
        (7, "Chi"),
        (8, "Dung"),
        (9, "Giang"),
        (9, "Hoa"),
        (11, "Phúc"),
        (12, "Khoa"),
        (13, "Quý"),
    ]
    assert reasons_of(held) == [
        "cùng 15 điểm; dự đoán cùng lệch 0; Minh nộp bài lúc 08:00:00 09/06/2027, sớm hơn Lan (08:00:00 10/06/2027)",
        "cùng 15 điểm; Lan dự đoán lệch 0, gần đúng hơn An (lệch 2)",
        "cùng 15 điểm; dự đoán cùng lệch 2; An nộp bài lúc 08:10:00 07/06/2027, sớm hơn Bình (08:30:00 07/06/2027)",
        "cùng 15 điểm; Bình dự đoán lệch 2, gần đúng hơn Nga (lệch 5)",
        "Nga và Oanh bằng nhau ở mọi tiêu chí: cùng 15 điểm, dự đoán cùng lệch 5, cùng nộp bài lúc 10:00:00 07/06/2027",
        "Oanh được 15 điểm, cao hơn Chi (14 điểm)",
        "cùng 14 điểm; dự đoán cùng lệch 0; Chi nộp bài lúc 09:00:00 07/06/2027, sớm hơn Dung (09:00:01 07/06/2027)",
        "cùng 14 điểm; Dung dự đoán lệch 0, gần đúng hơn Giang (lệch 1)",
        (
            "Giang và Hoa bằng nhau ở mọi tiêu chí: cùng 14 điểm, dự đoán cùng lệch 1, "
            "cùng nộp bài lúc 09:00:00 07/06/2027"
        ),
        "cùng 14 điểm; Hoa dự đoán lệch 1, gần đúng hơn Phúc (lệch 2)",
        "Phúc được 14 điểm, cao hơn Khoa (13 điểm)",
        "Khoa được 13 điểm, cao hơn Quý (0 điểm)",
    ]
    # Officials: An 1, Bình 2, Chi 3 is out, Dung 4. Residents: Minh 1, Lan 2, Nga and Oanh level at 3.
    assert prizes(held.outcome, held.field) == [
        ("Giải Nhất", 1, "An"),
        ("Giải Nhì", 2, "Bình"),
        ("Giải Ba", 4, "Dung"),
        ("Giải Nhất", 1, "Minh"),
        ("Giải Nhì", 2, "Lan"),
        ("Giải Ba =", 3, "Nga"),
        ("Giải Ba =", 3, "Oanh"),
    ]
    # Each list has its first, second and third prize.
    assert [(award.group, award.place, award.amount, award.overall_rank) for award in held.outcome.awards] == [
        ("officials", 1, 800_000, 3),
        ("officials", 2, 0, 4),
        ("officials", 3, 0, 8),
        ("residents", 1, 700_000, 1),
        ("residents", 2, 0, 2),
        ("residents", 3, 0, 5),
        ("residents", 3, 0, 5),
    ]
    assert passed_over(held.outcome, held.field) == {"Dung": [("Chi", "excluded")]}
    assert unawarded(held.outcome) == []


def test_papers_in_hue_have_questions_of_the_own_group_alone(hold, banks):
    held = hold("hue-2025", WEEK, units=UNITS, banks=banks)

    drawn = held.session.execute(
        select(Participant.group, QuestionVersion.groups)
        .select_from(Response)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .join(Participant, Participant.id == Attempt.participant_id)
        .join(QuestionVersion, QuestionVersion.id == Response.question_version_id)
    ).all()
    # 15 people of 15 questions.
    assert len(drawn) == 225
    assert {(group, *of) for group, of in drawn} == {("officials", "officials"), ("residents", "residents")}


def test_one_attempt_a_week(hold, banks):
    held = hold("hue-2025", WEEK, units=UNITS, banks=banks)

    with pytest.raises(AllowanceUsedUp):
        held.start("An", moment("13/06 23:59"))
