"""Lạng Sơn 2023: 150 points, and only who has them all wins; the guess of how many attempts there are in the week."""

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
who   | right | seconds | at             | guess | besides
An    | 14    | 300     | 07/06 08:10    | 17    |
An    | 15    | 300     | 08/06 08:00:00 |       |
Bình  | 15    | 300     | 08/06 08:00:01 | 17    |
Bình  | 15    | 100     | 09/06 08:00    |       |
Chi   | 15    | 300     | 07/06 09:00    | 16    |
Dung  | 15    | 200     | 07/06 09:00    | 18    |
Giang | 15    | 300     | 07/06 09:00    | 19    | no prizes
Hoa   | 15    | 300     | 07/06 10:00:00 | 14    |
Hoa   | 10    | 300     | 08/06 10:00    |       |
Khoa  | 15    | 300     | 07/06 10:00:30 | 20    |
Lan   | 14    | 300     | 07/06 08:10    | 17    |
Minh  | 14    | 300     | 07/06 11:00    | 18    |
Nga   | 14    | 200     | 07/06 11:00    | 16    |
Oanh  | 13    | 300     | 07/06 11:00    | 17    | left 2
Phúc  | 12    | 300     | 07/06 11:00    | 1     |
Phúc  | 12    | 100     | 08/06 11:00    |       |
Quý   | 12    | 900     | 07/06 12:00    |       | left 3, times out
Sơn   | 0     | 900     | 07/06 12:00    |       | left 15, times out
Tâm   | 15    | 60      | 07/06 08:10    | 17    | disqualified
"""


def test_a_week_in_lang_son(hold):
    held = hold("lang-son-2023", WEEK)

    assert not_counted(held) == {("Sơn", 1): "empty", ("Tâm", 1): "disqualified"}
    # 13 people, of whom An, Bình, Hoa and Phúc sat twice: 13 + 4 attempts; those of Sơn and Tâm don't count.
    assert numbers_to_guess(held) == {17}
    assert counted(held) == {"An": 2, "Bình": 1, "Hoa": 1, "Phúc": 1}
    # Of 150: An, Bình |17-17| = 0, Bình a second later; Chi |16-17| = 1 and Dung |18-17| = 1 at the same time;
    # Giang |19-17| = 2; Hoa |14-17| = 3, Khoa |20-17| = 3 half a minute later.
    # Of 140: Lan 0; Minh and Nga 1 at the same time. Of 120: Phúc |1-17| = 16, Quý without.
    assert ranks(held) == [
        (1, "An"),
        (2, "Bình"),
        (3, "Chi"),
        (3, "Dung"),
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
        "cùng 150 điểm; dự đoán cùng lệch 0; An nộp bài lúc 08:00:00 08/06/2027, sớm hơn Bình (08:00:01 08/06/2027)",
        "cùng 150 điểm; Bình dự đoán lệch 0, gần đúng hơn Chi (lệch 1)",
        (
            "Chi và Dung bằng nhau ở mọi tiêu chí: cùng 150 điểm, dự đoán cùng lệch 1, "
            "cùng nộp bài lúc 09:00:00 07/06/2027"
        ),
        "cùng 150 điểm; Dung dự đoán lệch 1, gần đúng hơn Giang (lệch 2)",
        "cùng 150 điểm; Giang dự đoán lệch 2, gần đúng hơn Hoa (lệch 3)",
        "cùng 150 điểm; dự đoán cùng lệch 3; Hoa nộp bài lúc 10:00:00 07/06/2027, sớm hơn Khoa (10:00:30 07/06/2027)",
        "Khoa được 150 điểm, cao hơn Lan (140 điểm)",
        "cùng 140 điểm; Lan dự đoán lệch 0, gần đúng hơn Minh (lệch 1)",
        (
            "Minh và Nga bằng nhau ở mọi tiêu chí: cùng 140 điểm, dự đoán cùng lệch 1, "
            "cùng nộp bài lúc 11:00:00 07/06/2027"
        ),
        "Nga được 140 điểm, cao hơn Oanh (130 điểm)",
        "Oanh được 130 điểm, cao hơn Phúc (120 điểm)",
        "cùng 120 điểm; Phúc dự đoán lệch 16, còn Quý không dự đoán",
    ]
    # The second "Nhì" falls on Chi and Dung. Two are left with 150: one "Ba" and all "Khuyến khích" stay.
    assert prizes(held.outcome, held.field) == [
        ("Giải Nhất", 1, "An"),
        ("Giải Nhì", 2, "Bình"),
        ("Giải Nhì =", 3, "Chi"),
        ("Giải Nhì =", 3, "Dung"),
        ("Giải Ba", 6, "Hoa"),
        ("Giải Ba", 7, "Khoa"),
    ]
    assert passed_over(held.outcome, held.field) == {"Hoa": [("Giang", "excluded")]}
    assert unawarded(held.outcome) == [("Giải Ba", None, 1), ("Giải Khuyến khích", None, 5)]
