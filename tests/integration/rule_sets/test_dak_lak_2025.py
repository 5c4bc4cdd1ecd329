"""Đắk Lắk 2025: two days, one attempt a day, the best of them; the guess of how many take part; the earlier."""

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

TWO_DAYS = """
who   | right | seconds | at             | guess | besides
An    | 8     | 300     | 07/06 08:00    | 13    |
An    | 10    | 300     | 08/06 07:00    |       |
Bình  | 10    | 400     | 07/06 09:00    | 13    |
Chi   | 10    | 300     | 07/06 10:00:00 | 14    |
Chi   | 10    | 60      | 08/06 10:00    |       |
Dung  | 10    | 90      | 07/06 10:00:01 | 12    |
Giang | 10    | 300     | 07/06 08:30    | 20    |
Giang | 9     | 300     | 08/06 08:30    |       |
Hoa   | 9     | 300     | 07/06 11:00:00 | 13    | no prizes
Khoa  | 9     | 300     | 07/06 11:00:01 | 13    |
Lan   | 9     | 300     | 07/06 12:00    | 10    |
Minh  | 10    | 300     | 07/06 13:00    | 15    | disqualified
Minh  | 9     | 300     | 08/06 13:00    |       |
Nga   | 9     | 100     | 07/06 12:00    | 16    |
Oanh  | 8     | 300     | 07/06 13:00    | 13    | left 2
Phúc  | 8     | 600     | 07/06 14:00    |       | left 1, times out
Quý   | 5     | 300     | 07/06 15:00    | 0     |
Sơn   | 0     | 600     | 08/06 16:00    |       | left 10, times out
Tâm   | 10    | 30      | 07/06 08:00    | 13    | disqualified
"""


def test_two_days_in_dak_lak(hold):
    held = hold("dak-lak-2025", TWO_DAYS)

    assert not_counted(held) == {("Minh", 1): "disqualified", ("Sơn", 1): "empty", ("Tâm", 1): "disqualified"}
    # 15 people began: without Sơn, who answered nothing, and Tâm; Minh takes part with the second day.
    assert numbers_to_guess(held) == {13}
    # Chi had 10 on both days: the earlier. Giang 10 before 9, An 10 after 8.
    assert counted(held) == {"An": 2, "Chi": 1, "Giang": 1, "Minh": 2}
    # Of 10: Bình and An |13-13| = 0, Bình a day earlier; Chi |14-13| = 1, Dung |12-13| = 1 a second later;
    # Giang |20-13| = 7, though earlier than all of them.
    # Of 9: Hoa 0 and Khoa 0 a second later; Minh |15-13| = 2, guessed when first sitting, which stands though that
    # attempt is void; Lan |10-13| = 3 and Nga |16-13| = 3 at the same time.
    # Of 8: Oanh 0, Phúc without. Quý 5.
    assert ranks(held) == [
        (1, "Bình"),
        (2, "An"),
        (3, "Chi"),
        (4, "Dung"),
        (5, "Giang"),
        (6, "Hoa"),
        (7, "Khoa"),
        (8, "Minh"),
        (9, "Lan"),
        (9, "Nga"),
        (11, "Oanh"),
        (12, "Phúc"),
        (13, "Quý"),
    ]
    assert reasons_of(held) == [
        "cùng 10 điểm; dự đoán cùng lệch 0; Bình nộp bài lúc 09:00:00 07/06/2027, sớm hơn An (07:00:00 08/06/2027)",
        "cùng 10 điểm; An dự đoán lệch 0, gần đúng hơn Chi (lệch 1)",
        "cùng 10 điểm; dự đoán cùng lệch 1; Chi nộp bài lúc 10:00:00 07/06/2027, sớm hơn Dung (10:00:01 07/06/2027)",
        "cùng 10 điểm; Dung dự đoán lệch 1, gần đúng hơn Giang (lệch 7)",
        "Giang được 10 điểm, cao hơn Hoa (9 điểm)",
        "cùng 9 điểm; dự đoán cùng lệch 0; Hoa nộp bài lúc 11:00:00 07/06/2027, sớm hơn Khoa (11:00:01 07/06/2027)",
        "cùng 9 điểm; Khoa dự đoán lệch 0, gần đúng hơn Minh (lệch 2)",
        "cùng 9 điểm; Minh dự đoán lệch 2, gần đúng hơn Lan (lệch 3)",
        "Lan và Nga bằng nhau ở mọi tiêu chí: cùng 9 điểm, dự đoán cùng lệch 3, cùng nộp bài lúc 12:00:00 07/06/2027",
        "Nga được 9 điểm, cao hơn Oanh (8 điểm)",
        "cùng 8 điểm; Oanh dự đoán lệch 0, còn Phúc không dự đoán",
        "Phúc được 8 điểm, cao hơn Quý (5 điểm)",
    ]
    # 1 + 2 + 3 + 5 = 11 prizes for ranks 1 to 12 without Hoa.
    assert prizes(held.outcome, held.field) == [
        ("Giải Nhất", 1, "Bình"),
        ("Giải Nhì", 2, "An"),
        ("Giải Nhì", 3, "Chi"),
        ("Giải Ba", 4, "Dung"),
        ("Giải Ba", 5, "Giang"),
        ("Giải Ba", 7, "Khoa"),
        ("Giải Khuyến khích", 8, "Minh"),
        ("Giải Khuyến khích", 9, "Lan"),
        ("Giải Khuyến khích", 9, "Nga"),
        ("Giải Khuyến khích", 11, "Oanh"),
        ("Giải Khuyến khích", 12, "Phúc"),
    ]
    assert passed_over(held.outcome, held.field) == {"Khoa": [("Hoa", "excluded")]}
    assert unawarded(held.outcome) == []


def test_one_attempt_a_day(hold):
    held = hold("dak-lak-2025", TWO_DAYS)

    with pytest.raises(AllowanceUsedUp):
        held.start("Bình", moment("07/06 23:59"))

    assert held.start("Bình", moment("08/06 00:00"))
