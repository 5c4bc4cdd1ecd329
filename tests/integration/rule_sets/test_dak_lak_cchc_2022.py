"""Đắk Lắk 2022: the shorter time, fewer attempts, the earlier registration; a prize for a unit that took part whole."""

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
    "Phòng Kinh tế": ("agency", 4),
    "Trạm Y tế": ("agency", 3),
    "Văn phòng": ("agency", 5),
    "Công an xã": ("agency", 2),
    "Ban Chỉ huy quân sự": ("agency", None),
    "Na Mạ": ("village", 1),
}
MONTH = """
who   | unit          | registered         | right | seconds | at          | besides
An    | Phòng Kinh tế | 01/06 08:00:00     | 10    | 60.9    | 10/06 10:00 |
Dung  | Phòng Kinh tế | 01/06 08:00:01     | 10    | 60.1    | 09/06 10:00 |
Chi   | Phòng Kinh tế | 01/06 09:00:00     | 9     | 30      | 07/06 10:00 |
Chi   |               |                    | 10    | 60      | 08/06 10:00 |
Quý   | Phòng Kinh tế | 01/06 08:00        | 5     | 10      | 07/06 10:00 |
Bình  | Trạm Y tế     | 01/06 08:00        | 10    | 50      | 07/06 09:00 |
Bình  |               |                    | 10    | 40      | 08/06 09:00 |
Giang | Trạm Y tế     | 01/06 09:00:00.500 | 10    | 60      | 07/06 11:00 |
Giang |               |                    | 3     | 20      | 08/06 11:00 |
Hoa   | Trạm Y tế     | 01/06 10:00        | 9     | 45      | 07/06 12:00 |
Khoa  | Văn phòng     | 01/06 10:00        | 9     | 45      | 08/06 12:00 | no prizes
Khoa  |               |                    | 10    | 20      | 09/06 12:00 | disqualified
Lan   | Văn phòng     | 01/06 08:00        | 9     | 46      | 07/06 10:00 |
Minh  | Văn phòng     | 01/06 08:00        | 9     | 600     | 07/06 10:00 | left 1, times out
Nga   | Văn phòng     | 01/06 08:00        | 8     | 30      | 07/06 10:00 | left 2
Tâm   | Văn phòng     | 01/06 08:00        | 10    | 15      | 07/06 10:00 | disqualified
Oanh  | Công an xã    | 01/06 08:00        | 3     | 90      | 07/06 10:00 |
Phúc  | Công an xã    | 01/06 08:00        | 2     | 91      | 07/06 10:00 |
Sơn   | Na Mạ         | 01/06 08:00        | 6     | 90      | 07/06 10:00 |
"""


def test_a_month_in_dak_lak(hold):
    held = hold("dak-lak-cchc-2022", MONTH, units=UNITS)

    assert not_counted(held) == {("Khoa", 2): "disqualified", ("Tâm", 1): "disqualified"}
    assert numbers_to_guess(held) == {None}
    # Bình: of two with 10 the earlier one of 50 s, not the faster one.
    assert counted(held) == {"Bình": 1, "Chi": 2, "Giang": 1, "Khoa": 1}
    # Of 10: Bình 50 s. Then 60 s (60,9 and 60,1 are 60 whole seconds): An and Dung with one attempt, An registered a
    # second before Dung; Chi and Giang with two attempts, registered in the same second.
    # Of 9: Hoa and Khoa 45 s, one counting attempt, registered together; Lan 46 s; Minh 600 s.
    assert ranks(held) == [
        (1, "Bình"),
        (2, "An"),
        (3, "Dung"),
        (4, "Chi"),
        (4, "Giang"),
        (6, "Hoa"),
        (6, "Khoa"),
        (8, "Lan"),
        (9, "Minh"),
        (10, "Nga"),
        (11, "Sơn"),
        (12, "Quý"),
        (13, "Oanh"),
        (14, "Phúc"),
    ]
    assert reasons_of(held) == [
        "cùng 10 điểm; Bình làm bài 50 giây, nhanh hơn An (1 phút 00 giây)",
        (
            "cùng 10 điểm; cùng làm bài trong 1 phút 00 giây; cùng dùng 1 lượt thi; "
            "An đăng ký lúc 08:00:00 01/06/2027, sớm hơn Dung (08:00:01 01/06/2027)"
        ),
        "cùng 10 điểm; cùng làm bài trong 1 phút 00 giây; Dung dùng 1 lượt thi, ít hơn Chi (2 lượt)",
        (
            "Chi và Giang bằng nhau ở mọi tiêu chí: cùng 10 điểm, cùng làm bài trong 1 phút 00 giây, "
            "cùng dùng 2 lượt thi, cùng đăng ký lúc 09:00:00 01/06/2027"
        ),
        "Giang được 10 điểm, cao hơn Hoa (9 điểm)",
        (
            "Hoa và Khoa bằng nhau ở mọi tiêu chí: cùng 9 điểm, cùng làm bài trong 45 giây, "
            "cùng dùng 1 lượt thi, cùng đăng ký lúc 10:00:00 01/06/2027"
        ),
        "cùng 9 điểm; Khoa làm bài 45 giây, nhanh hơn Lan (46 giây)",
        "cùng 9 điểm; Lan làm bài 46 giây, nhanh hơn Minh (10 phút 00 giây)",
        "Minh được 9 điểm, cao hơn Nga (8 điểm)",
        "Nga được 8 điểm, cao hơn Sơn (6 điểm)",
        "Sơn được 6 điểm, cao hơn Quý (5 điểm)",
        "Quý được 5 điểm, cao hơn Oanh (3 điểm)",
        "Oanh được 3 điểm, cao hơn Phúc (2 điểm)",
    ]
    # Khoa is level with Hoa, but out: the third "Ba" is Hoa's alone and not shared.
    assert prizes(held.outcome, held.field) == [
        ("Giải Nhất", 1, "Bình"),
        ("Giải Nhì", 2, "An"),
        ("Giải Nhì", 3, "Dung"),
        ("Giải Ba", 4, "Chi"),
        ("Giải Ba", 4, "Giang"),
        ("Giải Ba", 6, "Hoa"),
        ("Giải Khuyến khích", 8, "Lan"),
        ("Giải Khuyến khích", 9, "Minh"),
        ("Giải Khuyến khích", 10, "Nga"),
        ("Giải Khuyến khích", 11, "Sơn"),
        ("Giải Khuyến khích", 12, "Quý"),
    ]
    assert passed_over(held.outcome, held.field) == {"Hoa": [("Khoa", "excluded")]}
    assert unawarded(held.outcome) == []
    # Agencies alone: 4/4 and 3/3 are 100% each, more people stand first; Công an xã 2/2 has no winner;
    # Văn phòng 4/5 = 80%, Tâm's attempt is void; nobody came from the last, whose size isn't known.
    assert unit_table(held) == [
        (1, "Phòng Kinh tế", {"rate": "100"}, "100", "Giải tập thể"),
        (2, "Trạm Y tế", {"rate": "100"}, "100", ""),
        (None, "Công an xã", {"rate": "100"}, "100", "no_winner"),
        (None, "Văn phòng", {"rate": "80"}, "80", "not_full_rate"),
        (None, "Ban Chỉ huy quân sự", {"rate": "–"}, "–", "no_participants, no_headcount, no_winner"),
    ]
