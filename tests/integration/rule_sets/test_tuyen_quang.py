"""Tuyên Quang, Bác Hồ với Tuyên Quang: prizes 1, 2, 3, 5 a round; and the same with a final draw and lucky prizes."""

from dataclasses import replace
from hashlib import sha256

import pytest

from quizapp.domain.presets import PRESETS
from quizapp.domain.prizes.lots import commitment
from quizapp.domain.prizes.plan import DrawAmong
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

ROUND = """
who   | right | seconds | at                 | besides
An    | 10    | 40      | 07/06 09:00:00     |
Bình  | 10    | 40.9    | 07/06 09:00:00.950 |
Chi   | 10    | 40      | 07/06 09:00:01     |
Dung  | 10    | 41      | 07/06 08:10        |
Giang | 9     | 30      | 07/06 09:00        |
Giang | 9     | 25      | 08/06 09:00        |
Hoa   | 9     | 30      | 07/06 09:00        | no prizes
Khoa  | 9     | 31      | 07/06 08:10        |
Lan   | 8     | 40      | 07/06 09:00        | left 2
Minh  | 8     | 41      | 07/06 09:00        |
Nga   | 7     | 40      | 07/06 09:00        |
Oanh  | 7     | 41      | 07/06 09:00        |
Phúc  | 6     | 40      | 07/06 09:00        |
Quý   | 5     | 600     | 07/06 09:00        | left 1, times out
Thu   | 4     | 40      | 07/06 09:00        |
Uyên  | 3     | 40      | 07/06 09:00        |
Sơn   | 0     | 600     | 07/06 09:00        | left 10, times out
Tâm   | 10    | 15      | 07/06 09:00        | disqualified
"""
PLAN = PRESETS["tuyen-quang-bac-ho"].rules.prizes
LUCKY = replace(
    PLAN,
    encouragement=2,
    encouragement_title="Giải may mắn",
    encouragement_amount=100_000,
    encouragement_among=DrawAmong.COUNTED,
)


@pytest.fixture
def drawn_round(hold):
    """The same round with a final draw, and two lucky prizes."""
    return hold("tuyen-quang-bac-ho", ROUND, ranking=("score", "duration", "submitted", "lot"), prizes=LUCKY)


def test_a_round_in_tuyen_quang(hold):
    held = hold("tuyen-quang-bac-ho", ROUND)

    assert not_counted(held) == {("Sơn", 1): "empty", ("Tâm", 1): "disqualified"}
    assert numbers_to_guess(held) == {None}
    # Of two with 9 the earlier, though slower.
    assert counted(held) == {"Giang": 1}
    # Of 10: An and Bình 40 s in the same second, Chi 40 s a second later, Dung 41 s. Of 9: Giang and Hoa level, Khoa.
    assert ranks(held) == [
        (1, "An"),
        (1, "Bình"),
        (3, "Chi"),
        (4, "Dung"),
        (5, "Giang"),
        (5, "Hoa"),
        (7, "Khoa"),
        (8, "Lan"),
        (9, "Minh"),
        (10, "Nga"),
        (11, "Oanh"),
        (12, "Phúc"),
        (13, "Quý"),
        (14, "Thu"),
        (15, "Uyên"),
    ]
    assert reasons_of(held) == [
        (
            "An và Bình bằng nhau ở mọi tiêu chí: cùng 10 điểm, cùng làm bài trong 40 giây, "
            "cùng nộp bài lúc 09:00:00 07/06/2027"
        ),
        (
            "cùng 10 điểm; cùng làm bài trong 40 giây; Bình nộp bài lúc 09:00:00 07/06/2027, sớm hơn Chi "
            "(09:00:01 07/06/2027)"
        ),
        "cùng 10 điểm; Chi làm bài 40 giây, nhanh hơn Dung (41 giây)",
        "Dung được 10 điểm, cao hơn Giang (9 điểm)",
        (
            "Giang và Hoa bằng nhau ở mọi tiêu chí: cùng 9 điểm, cùng làm bài trong 30 giây, "
            "cùng nộp bài lúc 09:00:00 07/06/2027"
        ),
        "cùng 9 điểm; Hoa làm bài 30 giây, nhanh hơn Khoa (31 giây)",
        "Khoa được 9 điểm, cao hơn Lan (8 điểm)",
        "cùng 8 điểm; Lan làm bài 40 giây, nhanh hơn Minh (41 giây)",
        "Minh được 8 điểm, cao hơn Nga (7 điểm)",
        "cùng 7 điểm; Nga làm bài 40 giây, nhanh hơn Oanh (41 giây)",
        "Oanh được 7 điểm, cao hơn Phúc (6 điểm)",
        "Phúc được 6 điểm, cao hơn Quý (5 điểm)",
        "Quý được 5 điểm, cao hơn Thu (4 điểm)",
        "Thu được 4 điểm, cao hơn Uyên (3 điểm)",
    ]
    # Two are level for one first prize: both have it, and there are still two "Nhì".
    assert prizes(held.outcome, held.field) == [
        ("Giải Nhất =", 1, "An"),
        ("Giải Nhất =", 1, "Bình"),
        ("Giải Nhì", 3, "Chi"),
        ("Giải Nhì", 4, "Dung"),
        ("Giải Ba", 5, "Giang"),
        ("Giải Ba", 7, "Khoa"),
        ("Giải Ba", 8, "Lan"),
        ("Giải Khuyến khích", 9, "Minh"),
        ("Giải Khuyến khích", 10, "Nga"),
        ("Giải Khuyến khích", 11, "Oanh"),
        ("Giải Khuyến khích", 12, "Phúc"),
        ("Giải Khuyến khích", 13, "Quý"),
    ]
    assert passed_over(held.outcome, held.field) == {"Giang": [("Hoa", "excluded")]}
    assert unawarded(held.outcome) == []


def test_four_rounds_in_tuyen_quang_have_44_prizes():
    pattern = PRESETS["tuyen-quang-bac-ho"].pattern
    # 1 + 2 + 3 + 5 = 11 a round.
    assert pattern.count * sum(prize.count for prize in PLAN.individual) == 44


def test_a_final_draw_leaves_nobody_level(drawn_round):
    held = drawn_round
    seed = held.round.draw_seed
    an, binh, giang, hoa = (held.attempt(who).id for who in ("An", "Bình", "Giang", "Hoa"))
    lots = {entry: sha256(f"{seed}:{entry}".encode()).hexdigest() for entry in (an, binh, giang, hoa)}
    ahead, behind = ("An", "Bình") if lots[an] < lots[binh] else ("Bình", "An")
    fifth, sixth = ("Giang", "Hoa") if lots[giang] < lots[hoa] else ("Hoa", "Giang")

    assert ranks(held)[:7] == [
        (1, ahead),
        (2, behind),
        (3, "Chi"),
        (4, "Dung"),
        (5, fifth),
        (6, sixth),
        (7, "Khoa"),
    ]
    assert reasons_of(held)[0] == (
        "cùng 10 điểm; cùng làm bài trong 40 giây; cùng nộp bài lúc 09:00:00 07/06/2027; "
        f"{ahead} được xếp trên {behind} khi bốc thăm giữa bài thi mã {held.attempt(ahead).id} "
        f"và bài thi mã {held.attempt(behind).id}"
    )
    # One "Nhất" now, so that everybody behind moves up a prize; Hoa is out whatever the lot.
    assert prizes(held.outcome, held.field) == [
        ("Giải Nhất", 1, ahead),
        ("Giải Nhì", 2, behind),
        ("Giải Nhì", 3, "Chi"),
        ("Giải Ba", 4, "Dung"),
        ("Giải Ba", 5 if fifth == "Giang" else 6, "Giang"),
        ("Giải Ba", 7, "Khoa"),
        ("Giải Khuyến khích", 8, "Lan"),
        ("Giải Khuyến khích", 9, "Minh"),
        ("Giải Khuyến khích", 10, "Nga"),
        ("Giải Khuyến khích", 11, "Oanh"),
        ("Giải Khuyến khích", 12, "Phúc"),
    ]


def test_lucky_prizes_are_drawn_from_those_who_won_nothing_by_the_promised_seed(drawn_round):
    held = drawn_round
    seed = held.round.draw_seed
    # Eleven have a prize, Hoa is out, Sơn's and Tâm's don't count: three are left.
    left = {who: held.attempt(who).id for who in ("Quý", "Thu", "Uyên")}
    by_lot = sorted(left, key=lambda who: sha256(f"{seed}:encouragement:{left[who]}".encode()).hexdigest())

    assert [(a.title, a.amount, a.place, held.field.name(a.participant_id)) for a in held.outcome.drawn] == [
        ("Giải may mắn", 100_000, 0, by_lot[0]),
        ("Giải may mắn", 100_000, 0, by_lot[1]),
    ]
    assert commitment(seed) == sha256(seed.encode()).hexdigest()


def test_lucky_prizes_may_be_for_those_with_everything_right_alone(hold):
    plan = replace(LUCKY, individual=PLAN.individual[:1], encouragement_among=DrawAmong.FULL_MARKS)
    held = hold("tuyen-quang-bac-ho", ROUND, prizes=plan)

    # An and Bình share "Nhất": of those with 10 Chi and Dung are left for the two lucky prizes.
    assert {held.field.name(award.participant_id) for award in held.outcome.drawn} == {"Chi", "Dung"}
