"""Quảng Nam 2022: 300 points, two attempts; guess, time, moment, more full scores; schools by rate and prizes won."""

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
    "THCS Hòa An": ("school", 10),
    "THCS Tân An": ("school", 6),
    "THCS Trung Hà": ("school", 9),
    "THCS Minh Quang": ("school", None),
    "Na Mạ": ("village", 20),
}
ROUND = """
who   | unit            | right | seconds | at                 | guess | besides
An    | THCS Hòa An     | 30    | 100.9   | 07/06 09:00:00     | 13    |
An    |                 | 30    | 90      | 08/06 09:00        |       |
Bình  | THCS Tân An     | 30    | 100.1   | 07/06 09:00:00     | 13    |
Chi   | THCS Trung Hà   | 30    | 100     | 07/06 09:00:00.400 | 13    |
Chi   |                 | 29    | 90      | 08/06 09:00        |       |
Dung  | THCS Hòa An     | 30    | 100     | 07/06 09:00:01     | 13    |
Giang | THCS Hòa An     | 30    | 101     | 07/06 08:30        | 13    |
Hoa   | THCS Tân An     | 30    | 50      | 07/06 08:30        | 14    |
Khoa  | THCS Tân An     | 29    | 60      | 07/06 08:30        | 13    | no prizes
Lan   | THCS Trung Hà   | 29    | 61      | 07/06 08:30        | 13    |
Minh  | THCS Minh Quang | 29    | 30      | 07/06 08:30        | 9     |
Nga   | THCS Hòa An     | 28    | 100     | 07/06 08:30        | 13    | left 2
Oanh  | THCS Trung Hà   | 25    | 100     | 07/06 08:30        | 13    |
Oanh  |                 | 27    | 900     | 08/06 08:30        |       |
Phúc  | THCS Trung Hà   | 26    | 1800    | 07/06 08:30        |       | left 4, times out
Quý   | THCS Minh Quang | 10    | 100     | 07/06 08:30        | 13    |
Sơn   | THCS Tân An     | 0     | 1800    | 07/06 08:30        |       | left 30, times out
Tâm   | THCS Trung Hà   | 30    | 20      | 07/06 08:30        | 13    | disqualified
"""


def test_a_round_in_quang_nam(hold):
    held = hold("quang-nam-2022", ROUND, units=UNITS)

    assert not_counted(held) == {("Sơn", 1): "empty", ("Tâm", 1): "disqualified"}
    # 15 people began, without Sơn and Tâm.
    assert numbers_to_guess(held) == {13}
    # An had 300 twice: the earlier.
    assert counted(held) == {"An": 1, "Chi": 1, "Oanh": 2}
    # Of 300: An, Bình, Chi, Dung, Giang guess right, Hoa misses by 1, though the fastest. Of the five Giang is the
    # slowest with 101 s (100,9 are 100 whole seconds); of those with 100 s Dung submitted a second later; of those in
    # the same second An was fully right twice; Bình and Chi once.
    # Of 290: Khoa 60 s, Lan 61 s, both guess right; Minh |9-13| = 4, though the fastest.
    assert ranks(held) == [
        (1, "An"),
        (2, "Bình"),
        (2, "Chi"),
        (4, "Dung"),
        (5, "Giang"),
        (6, "Hoa"),
        (7, "Khoa"),
        (8, "Lan"),
        (9, "Minh"),
        (10, "Nga"),
        (11, "Oanh"),
        (12, "Phúc"),
        (13, "Quý"),
    ]
    level = "cùng 300 điểm; dự đoán cùng lệch 0; cùng làm bài trong 1 phút 40 giây; "
    assert reasons_of(held) == [
        f"{level}cùng nộp bài lúc 09:00:00 07/06/2027; An có 2 lượt đúng tất cả, nhiều hơn Bình (1 lượt)",
        (
            "Bình và Chi bằng nhau ở mọi tiêu chí: cùng 300 điểm, dự đoán cùng lệch 0, "
            "cùng làm bài trong 1 phút 40 giây, "
            "cùng nộp bài lúc 09:00:00 07/06/2027, cùng có 1 lượt đúng tất cả"
        ),
        f"{level}Chi nộp bài lúc 09:00:00 07/06/2027, sớm hơn Dung (09:00:01 07/06/2027)",
        "cùng 300 điểm; dự đoán cùng lệch 0; Dung làm bài 1 phút 40 giây, nhanh hơn Giang (1 phút 41 giây)",
        "cùng 300 điểm; Giang dự đoán lệch 0, gần đúng hơn Hoa (lệch 1)",
        "Hoa được 300 điểm, cao hơn Khoa (290 điểm)",
        "cùng 290 điểm; dự đoán cùng lệch 0; Khoa làm bài 1 phút 00 giây, nhanh hơn Lan (1 phút 01 giây)",
        "cùng 290 điểm; Lan dự đoán lệch 0, gần đúng hơn Minh (lệch 4)",
        "Minh được 290 điểm, cao hơn Nga (280 điểm)",
        "Nga được 280 điểm, cao hơn Oanh (270 điểm)",
        "Oanh được 270 điểm, cao hơn Phúc (260 điểm)",
        "Phúc được 260 điểm, cao hơn Quý (100 điểm)",
    ]
    assert prizes(held.outcome, held.field) == [
        ("Giải Nhất", 1, "An"),
        ("Giải Nhì", 2, "Bình"),
        ("Giải Nhì", 2, "Chi"),
        ("Giải Ba", 4, "Dung"),
        ("Giải Ba", 5, "Giang"),
        ("Giải Ba", 6, "Hoa"),
        ("Giải Khuyến khích", 8, "Lan"),
        ("Giải Khuyến khích", 9, "Minh"),
        ("Giải Khuyến khích", 10, "Nga"),
        ("Giải Khuyến khích", 11, "Oanh"),
        ("Giải Khuyến khích", 12, "Phúc"),
    ]
    assert passed_over(held.outcome, held.field) == {"Lan": [("Khoa", "excluded")]}
    assert unawarded(held.outcome) == []
    # A percent is a point; Nhất 10, Nhì 8, Ba 6, Khuyến khích 4.
    # Hòa An: An, Dung, Giang, Nga are 4/10 = 40, and 10 + 6 + 6 + 4 = 26: 66.
    # Trung Hà: Chi, Lan, Oanh, Phúc are 4/9 = 400/9, and 8 + 4 + 4 + 4 = 20: 580/9 = 64,44.
    # Tân An: Bình, Hoa, Khoa are 3/6 = 50, and 8 + 6 = 14: 64. Minh Quang: Minh 4, no headcount.
    assert unit_table(held) == [
        (1, "THCS Hòa An", {"rate": "40", "winners": "26"}, "66", "Giải tập thể"),
        (2, "THCS Trung Hà", {"rate": "400/9", "winners": "20"}, "580/9", ""),
        (3, "THCS Tân An", {"rate": "50", "winners": "14"}, "64", ""),
        (None, "THCS Minh Quang", {"rate": "–", "winners": "4"}, "–", "no_headcount"),
    ]
