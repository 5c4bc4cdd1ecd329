"""Đồng Nai: higher score, less time, fewer attempts; ten prizes a week, 3 for officials, 4 for pupils, 3 for others."""

from tests.integration.rule_sets.reading import (
    counted,
    not_counted,
    numbers_to_guess,
    passed_over,
    prizes,
    ranks,
    reasons_of,
    unawarded,
    unit_table,
)

UNITS = {
    "Văn phòng": ("agency", None),
    "Trạm Y tế": ("agency", None),
    "THCS Hòa An": ("school", None),
    "Na Mạ": ("village", None),
}
WEEK = """
who   | unit        | right | seconds | at          | besides
An    | Văn phòng   | 10    | 40      | 09/06 09:00 |
Bình  | Văn phòng   | 10    | 40.5    | 07/06 09:00 |
Bình  |             | 9     | 20      | 08/06 09:00 |
Chi   | Trạm Y tế   | 8     | 20      | 07/06 10:00 |
Chi   |             | 10    | 40      | 08/06 10:00 |
Dung  | Trạm Y tế   | 10    | 41      | 07/06 08:10 |
Giang | THCS Hòa An | 10    | 30      | 07/06 11:00 |
Hoa   | THCS Hòa An | 9     | 30      | 07/06 11:00 | no prizes
Khoa  | THCS Hòa An | 9     | 30      | 07/06 12:00 |
Lan   | THCS Hòa An | 9     | 35      | 07/06 08:10 |
Minh  | THCS Hòa An | 8     | 30      | 07/06 11:00 | left 1
Nga   | THCS Hòa An | 8     | 30      | 07/06 12:00 |
Oanh  | Na Mạ       | 7     | 50      | 07/06 12:00 | left 2
Phúc  | Na Mạ       | 6     | 600     | 07/06 12:00 | left 3, times out
Sơn   | Na Mạ       | 0     | 600     | 07/06 12:00 | left 10, times out
Tâm   | Na Mạ       | 10    | 15      | 07/06 12:00 | disqualified
"""


def test_a_week_in_dong_nai(hold):
    held = hold("dong-nai-phap-luat", WEEK, units=UNITS)

    assert not_counted(held) == {("Sơn", 1): "empty", ("Tâm", 1): "disqualified"}
    assert numbers_to_guess(held) == {None}
    assert counted(held) == {"Bình": 1, "Chi": 2}
    # Of 10: Giang 30 s; then 40 s: An with one attempt, Bình (40,5 is 40) and Chi with two; Dung 41 s.
    # Of 9: Hoa, Khoa 30 s, Lan 35 s. Of 8: Minh, Nga 30 s. When they submitted is not asked.
    assert ranks(held) == [
        (1, "Giang"),
        (2, "An"),
        (3, "Bình"),
        (3, "Chi"),
        (5, "Dung"),
        (6, "Hoa"),
        (6, "Khoa"),
        (8, "Lan"),
        (9, "Minh"),
        (9, "Nga"),
        (11, "Oanh"),
        (12, "Phúc"),
    ]
    assert reasons_of(held) == [
        "cùng 10 điểm; Giang làm bài 30 giây, nhanh hơn An (40 giây)",
        "cùng 10 điểm; cùng làm bài trong 40 giây; An dùng 1 lượt thi, ít hơn Bình (2 lượt)",
        "Bình và Chi bằng nhau ở mọi tiêu chí: cùng 10 điểm, cùng làm bài trong 40 giây, cùng dùng 2 lượt thi",
        "cùng 10 điểm; Chi làm bài 40 giây, nhanh hơn Dung (41 giây)",
        "Dung được 10 điểm, cao hơn Hoa (9 điểm)",
        "Hoa và Khoa bằng nhau ở mọi tiêu chí: cùng 9 điểm, cùng làm bài trong 30 giây, cùng dùng 1 lượt thi",
        "cùng 9 điểm; Khoa làm bài 30 giây, nhanh hơn Lan (35 giây)",
        "Lan được 9 điểm, cao hơn Minh (8 điểm)",
        "Minh và Nga bằng nhau ở mọi tiêu chí: cùng 8 điểm, cùng làm bài trong 30 giây, cùng dùng 1 lượt thi",
        "Nga được 8 điểm, cao hơn Oanh (7 điểm)",
        "Oanh được 7 điểm, cao hơn Phúc (6 điểm)",
    ]
    # Officials, 3: An, and two level people fill it, Dung goes without. Pupils, 4: Giang 1; Hoa is level with Khoa at 2
    # but out; Lan 4; for the fourth prize two are level at 5. Others, 3: there are two.
    assert prizes(held.outcome, held.field) == [
        ("Giải tuần", 1, "An"),
        ("Giải tuần", 2, "Bình"),
        ("Giải tuần", 2, "Chi"),
        ("Giải tuần", 1, "Giang"),
        ("Giải tuần", 2, "Khoa"),
        ("Giải tuần", 4, "Lan"),
        ("Giải tuần =", 5, "Minh"),
        ("Giải tuần =", 5, "Nga"),
        ("Giải tuần", 1, "Oanh"),
        ("Giải tuần", 2, "Phúc"),
    ]
    assert passed_over(held.outcome, held.field) == {"Khoa": [("Hoa", "excluded")]}
    assert unawarded(held.outcome) == [("Giải tuần", "residents", 1)]
    # People 6, 2, 2, 2: points 4, 3, 3, 3. Scores: school 10+9+9+9+8+8 = 53, office and clinic 10+10 = 20,
    # Na Mạ 7+6 = 13: 4, 3, 3, 1. Attempts: school 6, office 1+2 = 3, clinic 2+1 = 3, Na Mạ 2: 4, 3, 3, 1.
    assert unit_table(held) == [
        (1, "THCS Hòa An", {"people": "4", "score": "4", "attempts": "4"}, "12", "Giải tập thể"),
        (2, "Văn phòng", {"people": "3", "score": "3", "attempts": "3"}, "9", ""),
        (2, "Trạm Y tế", {"people": "3", "score": "3", "attempts": "3"}, "9", ""),
        (4, "Na Mạ", {"people": "3", "score": "1", "attempts": "1"}, "5", ""),
    ]
