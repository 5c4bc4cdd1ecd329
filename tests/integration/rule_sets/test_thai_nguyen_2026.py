"""Thái Nguyên 2026: one attempt; the guess of how many take part; units by rank points on people and on scores."""

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
    "THCS Hòa An": ("school", None),
    "Văn phòng": ("agency", None),
    "Na Mạ": ("village", None),
    "Khuổi Lương": ("village", None),
    "Bản Pài": ("village", None),
    "Nà Khá": ("village", None),
}
MONTH = """
who   | unit        | right | seconds | at             | guess | besides
An    | THCS Hòa An | 10    | 300     | 08/06 09:00    | 14    |
Bình  | THCS Hòa An | 8     | 300     | 08/06 09:00    | 14    |
Chi   | THCS Hòa An | 5     | 300     | 08/06 09:00    | 0     |
Dung  | THCS Hòa An | 5     | 1200    | 08/06 09:00    |       | left 2, times out
Giang | Văn phòng   | 10    | 900     | 08/06 08:30    | 14    |
Hoa   | Văn phòng   | 10    | 300     | 08/06 10:00    | 15    |
Khoa  | Văn phòng   | 9     | 300     | 08/06 10:00    | 14    | no prizes
Lan   | Na Mạ       | 10    | 200     | 08/06 10:00    | 13    |
Minh  | Na Mạ       | 9     | 300     | 09/06 09:00:00 | 16    |
Nga   | Na Mạ       | 9     | 200     | 09/06 09:00:01 | 12    |
Oanh  | Khuổi Lương | 10    | 300     | 08/06 09:00    | 10    |
Phúc  | Khuổi Lương | 9     | 300     | 09/06 10:00    | 20    |
Quý   | Bản Pài     | 10    | 300     | 08/06 08:10    |       |
Thu   | Bản Pài     | 9     | 200     | 09/06 10:00    | 8     | left 1
Tâm   | Nà Khá      | 10    | 30      | 08/06 08:10    | 14    | disqualified
Sơn   | Nà Khá      | 0     | 1200    | 08/06 09:00    |       | left 10, times out
"""


def test_a_month_in_thai_nguyen(hold):
    held = hold("thai-nguyen-2026", MONTH, units=UNITS)

    assert not_counted(held) == {("Tâm", 1): "disqualified", ("Sơn", 1): "empty"}
    assert counted(held) == {}
    # Four, three, three, two and two people of the first five units.
    assert numbers_to_guess(held) == {14}
    # Of 10: Giang, An 0, An half an hour later; Hoa |15-14| = 1 and Lan |13-14| = 1 at the same time; Oanh |10-14| = 4;
    # Quý without. Of 9: Khoa 0; Minh |16-14| = 2, Nga |12-14| = 2 a second later; Phúc |20-14| = 6 and Thu |8-14| = 6.
    # Of 5: Chi |0-14| = 14, Dung without a guess.
    assert ranks(held) == [
        (1, "Giang"),
        (2, "An"),
        (3, "Hoa"),
        (3, "Lan"),
        (5, "Oanh"),
        (6, "Quý"),
        (7, "Khoa"),
        (8, "Minh"),
        (9, "Nga"),
        (10, "Phúc"),
        (10, "Thu"),
        (12, "Bình"),
        (13, "Chi"),
        (14, "Dung"),
    ]
    assert reasons_of(held) == [
        "cùng 10 điểm; dự đoán cùng lệch 0; Giang nộp bài lúc 08:30:00 08/06/2027, sớm hơn An (09:00:00 08/06/2027)",
        "cùng 10 điểm; An dự đoán lệch 0, gần đúng hơn Hoa (lệch 1)",
        "Hoa và Lan bằng nhau ở mọi tiêu chí: cùng 10 điểm, dự đoán cùng lệch 1, cùng nộp bài lúc 10:00:00 08/06/2027",
        "cùng 10 điểm; Lan dự đoán lệch 1, gần đúng hơn Oanh (lệch 4)",
        "cùng 10 điểm; Oanh dự đoán lệch 4, còn Quý không dự đoán",
        "Quý được 10 điểm, cao hơn Khoa (9 điểm)",
        "cùng 9 điểm; Khoa dự đoán lệch 0, gần đúng hơn Minh (lệch 2)",
        "cùng 9 điểm; dự đoán cùng lệch 2; Minh nộp bài lúc 09:00:00 09/06/2027, sớm hơn Nga (09:00:01 09/06/2027)",
        "cùng 9 điểm; Nga dự đoán lệch 2, gần đúng hơn Phúc (lệch 6)",
        "Phúc và Thu bằng nhau ở mọi tiêu chí: cùng 9 điểm, dự đoán cùng lệch 6, cùng nộp bài lúc 10:00:00 09/06/2027",
        "Thu được 9 điểm, cao hơn Bình (8 điểm)",
        "Bình được 8 điểm, cao hơn Chi (5 điểm)",
        "cùng 5 điểm; Chi dự đoán lệch 14, còn Dung không dự đoán",
    ]
    # 1, 3, 5, 20: the fifth "Ba" falls on two level people; for "Khuyến khích" three people are left.
    assert prizes(held.outcome, held.field) == [
        ("Giải Nhất", 1, "Giang"),
        ("Giải Nhì", 2, "An"),
        ("Giải Nhì", 3, "Hoa"),
        ("Giải Nhì", 3, "Lan"),
        ("Giải Ba", 5, "Oanh"),
        ("Giải Ba", 6, "Quý"),
        ("Giải Ba", 8, "Minh"),
        ("Giải Ba", 9, "Nga"),
        ("Giải Ba =", 10, "Phúc"),
        ("Giải Ba =", 10, "Thu"),
        ("Giải Khuyến khích", 12, "Bình"),
        ("Giải Khuyến khích", 13, "Chi"),
        ("Giải Khuyến khích", 14, "Dung"),
    ]
    assert passed_over(held.outcome, held.field) == {"Minh": [("Khoa", "excluded")]}
    assert unawarded(held.outcome) == [("Giải Khuyến khích", None, 17)]
    # Six units. People 4, 3, 3, 2, 2, 0: points 6, 5, 5, 3, 3, 1 (units not ahead of it, itself included).
    # Scores: school 10+8+5+5 = 28, office 10+10+9 = 29, Na Mạ 10+9+9 = 28, Khuổi Lương and Bản Pài 10+9 = 19, Nà Khá 0:
    # points 5, 6, 5, 3, 3, 1. The school and the office have 11 each: more people stand first.
    # The third "Nhì" falls on two level units, so that there is nobody left for "Ba".
    assert unit_table(held) == [
        (1, "THCS Hòa An", {"people": "6", "score": "5"}, "11", "Giải Nhất"),
        (2, "Văn phòng", {"people": "5", "score": "6"}, "11", "Giải Nhì"),
        (3, "Na Mạ", {"people": "5", "score": "5"}, "10", "Giải Nhì"),
        (4, "Khuổi Lương", {"people": "3", "score": "3"}, "6", "Giải Nhì ="),
        (4, "Bản Pài", {"people": "3", "score": "3"}, "6", "Giải Nhì ="),
        (None, "Nà Khá", {"people": "1", "score": "1"}, "2", "no_participants"),
    ]
