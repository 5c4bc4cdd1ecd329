"""VCNet 2020: the best attempt, the earliest of those; the guess of how many are fully right; the earlier in the week.

10 questions, some with several right options; as many attempts as one likes; the guess is asked once.
"""

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
An    | 9     | 300     | 07/06 10:10        | 6     |
An    | 10    | 300     | 08/06 08:00        | 5     |
An    | 10    | 60      | 09/06 08:00        |       |
Bình  | 10    | 200     | 07/06 11:00        | 5     |
Chi   | 10    | 300     | 07/06 12:00:00.200 | 3     |
Dung  | 10    | 100     | 07/06 12:00:00.900 | 7     |
Giang | 10    | 120     | 07/06 10:05        |       |
Hoa   | 10    | 90      | 07/06 10:06        | 5     | disqualified
Khoa  | 9     | 200     | 08/06 09:00:00     | 4     |
Lan   | 9     | 100     | 08/06 09:00:01     | 6     |
Minh  | 9     | 200     | 08/06 09:30        | 5     | no prizes
Nga   | 9     | 200     | 08/06 10:00:00.100 |       |
Oanh  | 9     | 200     | 08/06 10:00:00.700 |       |
Phúc  | 7     | 600     | 09/06 09:00        |       | left 3, times out
Quý   | 7     | 200     | 10/06 09:00        | 5     | left 1
Sơn   | 0     | 600     | 10/06 09:00        |       | left 10, times out
"""


def test_a_week_on_vcnet(hold):
    held = hold("vcnet-2020", WEEK)

    # Hoa's is void, Sơn's time ran out before any answer.
    assert not_counted(held) == {("Hoa", 1): "disqualified", ("Sơn", 1): "empty"}
    # Fully right and counting: An, Bình, Chi, Dung, Giang.
    assert numbers_to_guess(held) == {5}
    # An: 10 before 9, and of two with 10 the earlier, though the later was faster.
    assert counted(held) == {"An": 2}
    # Of 10: Bình |5-5| = 0; An |6-5| = 1, the guess of the first attempt, what was offered on the second is not taken;
    # Chi |3-5| = 2 and Dung |7-5| = 2 in the same second; Giang without a guess, though the earliest.
    # Of 9: Minh 0; Khoa |4-5| = 1 at 09:00:00 and Lan |6-5| = 1 at 09:00:01; Nga, Oanh without, in the same second.
    # Of 7: Quý 0 before Phúc, whose time ran out before a guess.
    assert ranks(held) == [
        (1, "Bình"),
        (2, "An"),
        (3, "Chi"),
        (3, "Dung"),
        (5, "Giang"),
        (6, "Minh"),
        (7, "Khoa"),
        (8, "Lan"),
        (9, "Nga"),
        (9, "Oanh"),
        (11, "Quý"),
        (12, "Phúc"),
    ]
    assert reasons_of(held) == [
        "cùng 10 điểm; Bình dự đoán lệch 0, gần đúng hơn An (lệch 1)",
        "cùng 10 điểm; An dự đoán lệch 1, gần đúng hơn Chi (lệch 2)",
        "Chi và Dung bằng nhau ở mọi tiêu chí: cùng 10 điểm, dự đoán cùng lệch 2, cùng nộp bài lúc 12:00:00 07/06/2027",
        "cùng 10 điểm; Dung dự đoán lệch 2, còn Giang không dự đoán",
        "Giang được 10 điểm, cao hơn Minh (9 điểm)",
        "cùng 9 điểm; Minh dự đoán lệch 0, gần đúng hơn Khoa (lệch 1)",
        "cùng 9 điểm; dự đoán cùng lệch 1; Khoa nộp bài lúc 09:00:00 08/06/2027, sớm hơn Lan (09:00:01 08/06/2027)",
        "cùng 9 điểm; Lan dự đoán lệch 1, còn Nga không dự đoán",
        "Nga và Oanh bằng nhau ở mọi tiêu chí: cùng 9 điểm, cùng nộp bài lúc 10:00:00 08/06/2027",
        "Oanh được 9 điểm, cao hơn Quý (7 điểm)",
        "cùng 7 điểm; Quý dự đoán lệch 0, còn Phúc không dự đoán",
    ]
    # 1, 2, 3, 5: the second "Nhì" falls on two level people, who both have it; Minh is passed over for Khoa;
    # of five "Khuyến khích" there are people for four.
    assert prizes(held.outcome, held.field) == [
        ("Giải Nhất", 1, "Bình"),
        ("Giải Nhì", 2, "An"),
        ("Giải Nhì =", 3, "Chi"),
        ("Giải Nhì =", 3, "Dung"),
        ("Giải Ba", 5, "Giang"),
        ("Giải Ba", 7, "Khoa"),
        ("Giải Ba", 8, "Lan"),
        ("Giải Khuyến khích", 9, "Nga"),
        ("Giải Khuyến khích", 9, "Oanh"),
        ("Giải Khuyến khích", 11, "Quý"),
        ("Giải Khuyến khích", 12, "Phúc"),
    ]
    assert passed_over(held.outcome, held.field) == {"Khoa": [("Minh", "excluded")]}
    assert unawarded(held.outcome) == [("Giải Khuyến khích", None, 1)]
