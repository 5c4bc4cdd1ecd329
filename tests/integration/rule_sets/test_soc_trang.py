"""Sóc Trăng: time, then moment; of a unit with fewer than 50 people 30% must take part, of larger ones 25%."""

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
    "Sở Y tế": ("agency", 52),
    "Sở Nội vụ": ("agency", 10),
    "Thanh tra": ("agency", 4),
    "Ban Dân tộc": ("agency", 3),
    "Sở Tài chính": ("agency", 20),
    "Sở Xây dựng": ("agency", 50),
    "Hội Nông dân": ("agency", None),
}
MONTH = """
who   | unit         | right | seconds | at             | besides
An    | Sở Y tế      | 10    | 40      | 07/06 09:00:00 |
Bình  | Sở Y tế      | 10    | 40.9    | 07/06 09:00:01 |
Chi   | Sở Y tế      | 10    | 41.7    | 07/06 08:30    |
Dung  | Sở Y tế      | 10    | 41      | 07/06 08:30    |
Giang | Sở Y tế      | 9     | 20      | 07/06 09:00    |
Giang |              | 10    | 60      | 08/06 09:00    |
Hoa   | Sở Y tế      | 9     | 31.5    | 07/06 09:00    |
Khoa  | Sở Y tế      | 9     | 31      | 07/06 09:00    |
Lan   | Sở Y tế      | 8     | 50      | 07/06 09:00    |
Minh  | Sở Y tế      | 8     | 51      | 07/06 09:00    | left 2
Nga   | Sở Y tế      | 7     | 50      | 07/06 09:00    |
Oanh  | Sở Y tế      | 7     | 51      | 07/06 09:00    |
Phúc  | Sở Y tế      | 6     | 50      | 07/06 09:00    |
Quý   | Sở Y tế      | 6     | 51      | 07/06 09:00    |
Thu   | Sở Nội vụ    | 9     | 30      | 07/06 09:00    | no prizes
Uyên  | Sở Nội vụ    | 5     | 50      | 07/06 09:00    |
Vân   | Sở Nội vụ    | 5     | 51      | 07/06 09:00    |
Xuân  | Thanh tra    | 4     | 50      | 07/06 09:00    |
Yến   | Ban Dân tộc  | 9     | 40      | 07/06 09:00    |
Hải   | Sở Xây dựng  | 3     | 50      | 07/06 09:00    |
Sơn   | Hội Nông dân | 3     | 600     | 07/06 09:00    | left 5, times out
Tâm   | Sở Tài chính | 10    | 15      | 07/06 09:00    | disqualified
"""


def test_a_month_in_soc_trang(hold):
    held = hold("soc-trang-cchc", MONTH, units=UNITS)

    assert not_counted(held) == {("Tâm", 1): "disqualified"}
    assert numbers_to_guess(held) == {None}
    assert counted(held) == {"Giang": 2}
    # Of 10: An and Bình 40 s, Bình submitted a second later; Chi and Dung 41 s at the same time; Giang 60 s.
    # Of 9: Thu 30 s, Hoa and Khoa 31 s at the same time, Yến 40 s. Of 8: Lan 50 s, Minh 51 s, and so on.
    assert ranks(held) == [
        (1, "An"),
        (2, "Bình"),
        (3, "Chi"),
        (3, "Dung"),
        (5, "Giang"),
        (6, "Thu"),
        (7, "Hoa"),
        (7, "Khoa"),
        (9, "Yến"),
        (10, "Lan"),
        (11, "Minh"),
        (12, "Nga"),
        (13, "Oanh"),
        (14, "Phúc"),
        (15, "Quý"),
        (16, "Uyên"),
        (17, "Vân"),
        (18, "Xuân"),
        (19, "Hải"),
        (20, "Sơn"),
    ]
    assert reasons_of(held) == [
        (
            "cùng 10 điểm; cùng làm bài trong 40 giây; An nộp bài lúc 09:00:00 07/06/2027, sớm hơn Bình "
            "(09:00:01 07/06/2027)"
        ),
        "cùng 10 điểm; Bình làm bài 40 giây, nhanh hơn Chi (41 giây)",
        (
            "Chi và Dung bằng nhau ở mọi tiêu chí: cùng 10 điểm, cùng làm bài trong 41 giây, "
            "cùng nộp bài lúc 08:30:00 07/06/2027"
        ),
        "cùng 10 điểm; Dung làm bài 41 giây, nhanh hơn Giang (1 phút 00 giây)",
        "Giang được 10 điểm, cao hơn Thu (9 điểm)",
        "cùng 9 điểm; Thu làm bài 30 giây, nhanh hơn Hoa (31 giây)",
        (
            "Hoa và Khoa bằng nhau ở mọi tiêu chí: cùng 9 điểm, cùng làm bài trong 31 giây, "
            "cùng nộp bài lúc 09:00:00 07/06/2027"
        ),
        "cùng 9 điểm; Khoa làm bài 31 giây, nhanh hơn Yến (40 giây)",
        "Yến được 9 điểm, cao hơn Lan (8 điểm)",
        "cùng 8 điểm; Lan làm bài 50 giây, nhanh hơn Minh (51 giây)",
        "Minh được 8 điểm, cao hơn Nga (7 điểm)",
        "cùng 7 điểm; Nga làm bài 50 giây, nhanh hơn Oanh (51 giây)",
        "Oanh được 7 điểm, cao hơn Phúc (6 điểm)",
        "cùng 6 điểm; Phúc làm bài 50 giây, nhanh hơn Quý (51 giây)",
        "Quý được 6 điểm, cao hơn Uyên (5 điểm)",
        "cùng 5 điểm; Uyên làm bài 50 giây, nhanh hơn Vân (51 giây)",
        "Vân được 5 điểm, cao hơn Xuân (4 điểm)",
        "Xuân được 4 điểm, cao hơn Hải (3 điểm)",
        "cùng 3 điểm; Hải làm bài 50 giây, nhanh hơn Sơn (10 phút 00 giây)",
    ]
    assert prizes(held.outcome, held.field) == [
        ("Giải Nhất", 1, "An"),
        ("Giải Nhì", 2, "Bình"),
        ("Giải Nhì =", 3, "Chi"),
        ("Giải Nhì =", 3, "Dung"),
        ("Giải Ba", 5, "Giang"),
        ("Giải Ba", 7, "Hoa"),
        ("Giải Ba", 7, "Khoa"),
        ("Giải Khuyến khích", 9, "Yến"),
        ("Giải Khuyến khích", 10, "Lan"),
        ("Giải Khuyến khích", 11, "Minh"),
        ("Giải Khuyến khích", 12, "Nga"),
        ("Giải Khuyến khích", 13, "Oanh"),
    ]
    # Hoa and Khoa are level, each since Thu is out.
    assert passed_over(held.outcome, held.field) == {"Hoa": [("Thu", "excluded")], "Khoa": [("Thu", "excluded")]}
    assert unawarded(held.outcome) == []
    # Ban Dân tộc 1/3 = 100/3 %. Sở Nội vụ 3/10 = 30%: just enough of fewer than 50 people. Sở Y tế 13/52 = 25%: just
    # enough of 50 or more. Thanh tra 1/4 = 25% is too little of 4. Sở Xây dựng 1/50 = 2%. Of Sở Tài chính only Tâm sat.
    assert unit_table(held) == [
        (1, "Ban Dân tộc", {"rate": "100/3"}, "100/3", "Giải tập thể"),
        (2, "Sở Nội vụ", {"rate": "30"}, "30", ""),
        (3, "Sở Y tế", {"rate": "25"}, "25", ""),
        (None, "Thanh tra", {"rate": "25"}, "25", "below_minimum_rate"),
        (None, "Sở Xây dựng", {"rate": "2"}, "2", "below_minimum_rate"),
        (None, "Sở Tài chính", {"rate": "0"}, "0", "no_participants, below_minimum_rate"),
        (None, "Hội Nông dân", {"rate": "–"}, "–", "no_headcount"),
    ]
    (table,) = held.outcome.tables
    asked = {held.field.unit_name(line.unit.unit_id): line.minimum_rate for line in table.lines}
    assert (asked["Sở Y tế"], asked["Sở Xây dựng"], asked["Thanh tra"], asked["Sở Tài chính"]) == (25, 25, 30, 30)
