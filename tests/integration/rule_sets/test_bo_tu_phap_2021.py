"""Bộ Tư pháp 2021: 19 questions, three attempts; here the guess is asked every time, and void attempts count in it."""

import pytest

from quizapp.attempts.operations import AllowanceUsedUp
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

ADJUSTED = {"prediction_asked": "every", "prediction_with_disqualified": True}
ROUND = """
who   | right | seconds | at             | guess | besides
An    | 19    | 600     | 07/06 09:00    | 9     |
An    | 19    | 300     | 08/06 09:00    | 5     |
Bình  | 18    | 600     | 07/06 09:00    | 5     |
Bình  | 19    | 600     | 08/06 09:00    | 6     |
Chi   | 19    | 300     | 08/06 09:00    | 4     |
Dung  | 19    | 600     | 10/06 09:00    | 5     |
Giang | 18    | 600     | 07/06 10:00:00 | 5     | no prizes
Hoa   | 18    | 300     | 07/06 10:00:01 | 5     |
Khoa  | 18    | 600     | 07/06 09:30    | 7     |
Lan   | 18    | 600     | 07/06 09:30    |       |
Minh  | 17    | 600     | 07/06 10:00    | 5     |
Nga   | 17    | 300     | 07/06 10:00    | 5     |
Oanh  | 16    | 600     | 07/06 10:00    | 5     | left 3
Phúc  | 16    | 1200    | 07/06 10:00    |       | left 2, times out
Quý   | 10    | 600     | 07/06 10:00    | 1     |
Quý   | 12    | 600     | 08/06 10:00    | 2     |
Quý   | 11    | 600     | 09/06 10:00    | 5     |
Sơn   | 0     | 1200    | 07/06 10:00    |       | left 19, times out
Tâm   | 19    | 60      | 07/06 10:00    | 5     | disqualified
"""


def test_a_round_of_the_ministry(hold):
    held = hold("bo-tu-phap-2021", ROUND, **ADJUSTED)

    assert not_counted(held) == {("Sơn", 1): "empty", ("Tâm", 1): "disqualified"}
    # Fully right: An, Bình, Chi, Dung, and by these rules Tâm, whose attempt is void.
    assert numbers_to_guess(held) == {5}
    assert counted(held) == {"An": 1, "Bình": 2, "Quý": 2}
    # The guess of the counted attempt. Of 19: Dung 0, though the last; Bình |6-5| = 1 and Chi |4-5| = 1 at the same
    # time; An |9-5| = 4. Of 18: Giang 0, Hoa 0 a second later; Khoa |7-5| = 2; Lan without. Quý: 12 with |2-5| = 3.
    assert ranks(held) == [
        (1, "Dung"),
        (2, "Bình"),
        (2, "Chi"),
        (4, "An"),
        (5, "Giang"),
        (6, "Hoa"),
        (7, "Khoa"),
        (8, "Lan"),
        (9, "Minh"),
        (9, "Nga"),
        (11, "Oanh"),
        (12, "Phúc"),
        (13, "Quý"),
    ]
    assert reasons_of(held) == [
        "cùng 19 điểm; Dung dự đoán lệch 0, gần đúng hơn Bình (lệch 1)",
        "Bình và Chi bằng nhau ở mọi tiêu chí: cùng 19 điểm, dự đoán cùng lệch 1, cùng nộp bài lúc 09:00:00 08/06/2027",
        "cùng 19 điểm; Chi dự đoán lệch 1, gần đúng hơn An (lệch 4)",
        "An được 19 điểm, cao hơn Giang (18 điểm)",
        "cùng 18 điểm; dự đoán cùng lệch 0; Giang nộp bài lúc 10:00:00 07/06/2027, sớm hơn Hoa (10:00:01 07/06/2027)",
        "cùng 18 điểm; Hoa dự đoán lệch 0, gần đúng hơn Khoa (lệch 2)",
        "cùng 18 điểm; Khoa dự đoán lệch 2, còn Lan không dự đoán",
        "Lan được 18 điểm, cao hơn Minh (17 điểm)",
        "Minh và Nga bằng nhau ở mọi tiêu chí: cùng 17 điểm, dự đoán cùng lệch 0, cùng nộp bài lúc 10:00:00 07/06/2027",
        "Nga được 17 điểm, cao hơn Oanh (16 điểm)",
        "cùng 16 điểm; Oanh dự đoán lệch 0, còn Phúc không dự đoán",
        "Phúc được 16 điểm, cao hơn Quý (12 điểm)",
    ]
    # Two level people for two "Nhì" share nothing.
    assert prizes(held.outcome, held.field) == [
        ("Giải Nhất", 1, "Dung"),
        ("Giải Nhì", 2, "Bình"),
        ("Giải Nhì", 2, "Chi"),
        ("Giải Ba", 4, "An"),
        ("Giải Ba", 6, "Hoa"),
        ("Giải Ba", 7, "Khoa"),
        ("Giải Khuyến khích", 8, "Lan"),
        ("Giải Khuyến khích", 9, "Minh"),
        ("Giải Khuyến khích", 9, "Nga"),
        ("Giải Khuyến khích", 11, "Oanh"),
        ("Giải Khuyến khích", 12, "Phúc"),
    ]
    assert passed_over(held.outcome, held.field) == {"Hoa": [("Giang", "excluded")]}
    assert unawarded(held.outcome) == []


@pytest.mark.parametrize(
    ("rule", "attempts", "first_four", "score"),
    [
        # Of 19: An on 7 June, Bình's second and Chi's together on 8 June, Dung on 10 June. Quý: 12 of 10, 12, 11.
        ("best", {"An": 1, "Bình": 2, "Quý": 2}, [(1, "An"), (2, "Bình"), (2, "Chi"), (4, "Dung")], 12),
        # Bình's first has 18, and the earliest of them.
        ("first", {"An": 1, "Bình": 1, "Quý": 1}, [(1, "An"), (2, "Chi"), (3, "Dung"), (4, "Bình")], 10),
        # An's and Bình's second and Chi's were submitted at the same time.
        ("last", {"An": 2, "Bình": 2, "Quý": 3}, [(1, "An"), (1, "Bình"), (1, "Chi"), (4, "Dung")], 11),
    ],
)
def test_which_attempt_counts_is_a_setting(hold, rule, attempts, first_four, score):
    held = hold("bo-tu-phap-2021", ROUND, counted=rule, ranking=("score", "submitted"), prediction_target=None)

    assert counted(held) == attempts
    assert ranks(held)[:4] == first_four
    assert ranks(held)[-1] == (13, "Quý")
    assert held.outcome.placed[-1].contender.standing.score == score


def test_three_attempts_a_round(hold):
    held = hold("bo-tu-phap-2021", ROUND)

    with pytest.raises(AllowanceUsedUp):
        held.start("Quý", moment("10/06 10:00"))

    assert held.start("An", moment("10/06 10:00"))
