"""Quảng Ninh 2023: a paper with a question left open is not valid; the guess of how many take part; the earlier."""

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

WEEK = """
who   | right | seconds | at                 | guess | besides
An    | 8     | 200     | 07/06 08:05        | 13    | left 1
An    | 9     | 200     | 08/06 08:00        | 99    |
Bình  | 9     | 300     | 07/06 08:10        | 13    |
Chi   | 9     | 300     | 07/06 09:00:00.200 | 12    |
Dung  | 9     | 100     | 07/06 09:00:00.800 | 14    |
Giang | 9     | 300     | 07/06 08:10        | 16    |
Hoa   | 8     | 300     | 07/06 09:00        | 13    | no prizes
Khoa  | 8     | 300     | 07/06 09:30:00     | 11    |
Lan   | 8     | 100     | 07/06 09:30:01     | 15    |
Minh  | 8     | 300     | 07/06 09:00        | 1     |
Nga   | 7     | 300     | 07/06 09:00        | 13    |
Oanh  | 7     | 200     | 07/06 09:00        | 13    |
Phúc  | 0     | 300     | 07/06 09:00        | 13    |
Thu   | 6     | 600     | 07/06 09:00        |       | times out
Quý   | 8     | 300     | 07/06 09:00        | 13    | left 1
Sơn   | 8     | 600     | 07/06 09:00        |       | left 1, times out
Vân   | 0     | 600     | 07/06 09:00        |       | left 9, times out
Tâm   | 9     | 30      | 07/06 08:10        | 13    | disqualified
"""


def test_a_week_in_quang_ninh(hold):
    held = hold("quang-ninh-2023", WEEK)

    # Thu's time ran out too, but with every question answered.
    assert not_counted(held) == {
        ("An", 1): "incomplete",
        ("Quý", 1): "incomplete",
        ("Sơn", 1): "incomplete",
        ("Vân", 1): "empty",
        ("Tâm", 1): "disqualified",
    }
    # 17 people, without Quý, Sơn, Vân, Tâm; An takes part with the second attempt.
    assert numbers_to_guess(held) == {13}
    assert counted(held) == {"An": 2}
    # Of 9: Bình, An 0, An a day later; An was asked once, and what was guessed then stands though that paper does not;
    # Chi |12-13| = 1 and Dung |14-13| = 1 in the same second; Giang |16-13| = 3.
    # Of 8: Hoa 0; Khoa |11-13| = 2, Lan |15-13| = 2 a second later; Minh |1-13| = 12. Of 7: Nga, Oanh 0 together.
    assert ranks(held) == [
        (1, "Bình"),
        (2, "An"),
        (3, "Chi"),
        (3, "Dung"),
        (5, "Giang"),
        (6, "Hoa"),
        (7, "Khoa"),
        (8, "Lan"),
        (9, "Minh"),
        (10, "Nga"),
        (10, "Oanh"),
        (12, "Thu"),
        (13, "Phúc"),
    ]
    assert reasons_of(held) == [
        "cùng 9 điểm; dự đoán cùng lệch 0; Bình nộp bài lúc 08:10:00 07/06/2027, sớm hơn An (08:00:00 08/06/2027)",
        "cùng 9 điểm; An dự đoán lệch 0, gần đúng hơn Chi (lệch 1)",
        "Chi và Dung bằng nhau ở mọi tiêu chí: cùng 9 điểm, dự đoán cùng lệch 1, cùng nộp bài lúc 09:00:00 07/06/2027",
        "cùng 9 điểm; Dung dự đoán lệch 1, gần đúng hơn Giang (lệch 3)",
        "Giang được 9 điểm, cao hơn Hoa (8 điểm)",
        "cùng 8 điểm; Hoa dự đoán lệch 0, gần đúng hơn Khoa (lệch 2)",
        "cùng 8 điểm; dự đoán cùng lệch 2; Khoa nộp bài lúc 09:30:00 07/06/2027, sớm hơn Lan (09:30:01 07/06/2027)",
        "cùng 8 điểm; Lan dự đoán lệch 2, gần đúng hơn Minh (lệch 12)",
        "Minh được 8 điểm, cao hơn Nga (7 điểm)",
        "Nga và Oanh bằng nhau ở mọi tiêu chí: cùng 7 điểm, dự đoán cùng lệch 0, cùng nộp bài lúc 09:00:00 07/06/2027",
        "Oanh được 7 điểm, cao hơn Thu (6 điểm)",
        "Thu được 6 điểm, cao hơn Phúc (0 điểm)",
    ]
    assert prizes(held.outcome, held.field) == [
        ("Giải Nhất", 1, "Bình"),
        ("Giải Nhì", 2, "An"),
        ("Giải Nhì =", 3, "Chi"),
        ("Giải Nhì =", 3, "Dung"),
        ("Giải Ba", 5, "Giang"),
        ("Giải Ba", 7, "Khoa"),
        ("Giải Ba", 8, "Lan"),
        ("Giải Khuyến khích", 9, "Minh"),
        ("Giải Khuyến khích", 10, "Nga"),
        ("Giải Khuyến khích", 10, "Oanh"),
        ("Giải Khuyến khích", 12, "Thu"),
        ("Giải Khuyến khích", 13, "Phúc"),
    ]
    assert passed_over(held.outcome, held.field) == {"Khoa": [("Hoa", "excluded")]}
    assert unawarded(held.outcome) == []
