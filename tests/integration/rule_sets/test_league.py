"""Đồng Nai over two weeks: who won the first is passed over in the second; the league adds up points of both."""

from dataclasses import replace

import pytest

from quizapp.domain.league import LEAGUE_PARTIAL, LEAGUE_PARTS
from quizapp.domain.outcome import decide
from quizapp.domain.presets.preset import ranked_prizes
from quizapp.domain.prizes.plan import OnePrize, PrizePlan, to_json
from quizapp.models import Publication
from quizapp.models.outcome import league_case
from tests.integration.rule_sets.holding import make_round
from tests.integration.rule_sets.reading import passed_over, prizes, ranks, reasons, unawarded

UNITS = {"Văn phòng": ("agency", None), "THCS Hòa An": ("school", None), "Na Mạ": ("village", None)}
FIRST_WEEK = """
who   | unit        | registered     | right | seconds | at
An    | Văn phòng   | 01/06 08:00    | 10    | 40      | 07/06 08:10
Bình  | Văn phòng   | 01/06 08:00:00 | 10    | 50      | 07/06 08:10
Chi   | Văn phòng   | 01/06 08:00    | 9     | 40      | 07/06 08:10
Dung  | Văn phòng   | 01/06 08:00:01 | 9     | 50      | 07/06 08:10
Giang | Văn phòng   | 01/06 08:00    | 8     | 40      | 07/06 08:10
Hoa   | THCS Hòa An | 01/06 08:00    | 10    | 30      | 07/06 08:10
Khoa  | THCS Hòa An | 01/06 08:00    | 9     | 30      | 07/06 08:10
Lan   | THCS Hòa An | 01/06 08:00    | 8     | 30      | 07/06 08:10
Minh  | THCS Hòa An | 01/06 08:00    | 7     | 30      | 07/06 08:10
Nga   | THCS Hòa An | 01/06 08:00    | 6     | 30      | 07/06 08:10
Oanh  | Na Mạ       | 01/06 08:00    | 10    | 60      | 07/06 08:10
Phúc  | Na Mạ       | 01/06 08:00    | 9     | 40      | 07/06 08:10
"""
SECOND_WEEK = """
who   | unit  | right | seconds | at          | besides
An    |       | 10    | 35      | 14/06 08:10 |
Bình  |       | 9     | 40      | 14/06 08:10 |
Dung  |       | 10    | 40      | 14/06 08:10 |
Giang |       | 8     | 40      | 14/06 08:10 |
Hoa   |       | 10    | 30      | 14/06 08:10 |
Khoa  |       | 9     | 45      | 14/06 08:10 |
Minh  |       | 10    | 20      | 14/06 08:10 | disqualified
Nga   |       | 9     | 40      | 14/06 08:10 |
Oanh  |       | 9     | 50      | 14/06 08:10 |
Quý   | Na Mạ | 8     | 50      | 14/06 08:10 |
"""
OVERALL = PrizePlan(individual=ranked_prizes(1, 2), one_prize=OnePrize.CONTEST)


@pytest.fixture
def field(field_of):
    """The units and people of both weeks, with prizes for the league."""
    return field_of(UNITS, prizes=to_json(OVERALL))


@pytest.fixture
def first_week(field, bank):
    """The first week, over."""
    return make_round(field, "dong-nai-phap-luat", banks=[bank]).play(FIRST_WEEK)


@pytest.fixture
def second_week(field, bank, first_week):
    """The second week, over; the first was before it."""
    return make_round(field, "dong-nai-phap-luat", banks=[bank], week=2).play(SECOND_WEEK)


def publish(held, names, *, version=1, **values):
    """Publish a round's winners."""
    row = Publication(
        contest_id=held.round.contest_id,
        round_id=held.round.id,
        version=version,
        published_at=held.round.closes_at,
        complaints_until=held.round.closes_at,
        content={"winner_ids": [held.field.people[name].id for name in names]},
        **values,
    )
    held.session.add(row)
    held.session.flush()


def league_outcome(held):
    """What the contest comes to when a round is over."""
    return decide(league_case(held.session, held.field.contest, held.round.closes_at))


WINNERS = ["An", "Bình", "Chi", "Hoa", "Khoa", "Lan", "Minh", "Oanh", "Phúc"]


def test_the_first_week_has_its_winners(first_week):
    held = first_week

    # Quotas 3, 4, 3: officials by points, then time; for the third resident's prize there is nobody.
    assert [name for _, _, name in prizes(held.outcome, held.field)] == WINNERS
    assert unawarded(held.outcome) == [("Giải tuần", "residents", 1)]


def test_a_prize_of_the_second_week_comes_down_past_winners_of_the_first(first_week, second_week):
    publish(first_week, WINNERS)
    held = second_week

    # 10: Minh's is void. Hoa 30 s, An 35 s, Dung 40 s. 9: Bình and Nga 40 s, Khoa 45 s, Oanh 50 s. 8: Giang, Quý.
    assert ranks(held) == [
        (1, "Hoa"),
        (2, "An"),
        (3, "Dung"),
        (4, "Bình"),
        (4, "Nga"),
        (6, "Khoa"),
        (7, "Oanh"),
        (8, "Giang"),
        (9, "Quý"),
    ]
    # Officials: An 1 has a prize, Dung 2; Bình 3 has one, Giang 4. Pupils: Hoa 1 has one, Nga 2; Khoa 3 has one.
    # Residents: Oanh 1 has one, Quý 2.
    assert prizes(held.outcome, held.field) == [
        ("Giải tuần", 2, "Dung"),
        ("Giải tuần", 4, "Giang"),
        ("Giải tuần", 2, "Nga"),
        ("Giải tuần", 2, "Quý"),
    ]
    assert passed_over(held.outcome, held.field) == {
        "Dung": [("An", "has_prize")],
        "Giang": [("Bình", "has_prize")],
        "Nga": [("Hoa", "has_prize")],
        "Quý": [("Oanh", "has_prize")],
    }
    assert unawarded(held.outcome) == [
        ("Giải tuần", "officials", 1),
        ("Giải tuần", "students", 3),
        ("Giải tuần", "residents", 2),
    ]


def test_before_the_first_week_is_published_nobody_is_passed_over(second_week):
    held = second_week

    assert [name for _, _, name in prizes(held.outcome, held.field)] == [
        *("An", "Dung", "Bình"),
        *("Hoa", "Nga", "Khoa"),
        *("Oanh", "Quý"),
    ]
    assert passed_over(held.outcome, held.field) == {}


def test_the_newest_version_says_who_has_a_prize(first_week, second_week):
    publish(first_week, ["An", "Hoa"])
    publish(first_week, ["Hoa"], version=2)
    publish(first_week, ["Oanh"], version=3, withdrawn_at=first_week.round.closes_at)
    held = second_week

    assert [name for _, _, name in prizes(held.outcome, held.field)] == [
        *("An", "Dung", "Bình"),
        *("Nga", "Khoa"),
        *("Oanh", "Quý"),
    ]


def test_points_and_times_of_both_weeks_add_up(second_week):
    outcome = league_outcome(second_week)

    field = second_week.field
    # Hoa 10+10 in 30+30 s; An 20 in 40+35; Bình 10+9 in 50+40, Dung 9+10 in 50+40, registered a second later;
    # Oanh 10+9 in 60+50; Khoa 9+9 in 30+45; Giang 8+8 in 40+40; Nga 6+9 in 30+40. In one week only: Chi and Phúc 9 in
    # 40 s; Lan 8 in 30; Quý 8 in 50; Minh 7, since the second week's is void.
    assert [
        (
            placed.rank,
            field.name(placed.contender.standing.participant_id),
            placed.contender.standing.score // LEAGUE_PARTS,
            placed.contender.standing.duration_ms // 1000,
        )
        for placed in outcome.placed
    ] == [
        (1, "Hoa", 20, 60),
        (2, "An", 20, 75),
        (3, "Bình", 19, 90),
        (4, "Dung", 19, 90),
        (5, "Oanh", 19, 110),
        (6, "Khoa", 18, 75),
        (7, "Giang", 16, 80),
        (8, "Nga", 15, 70),
        (9, "Chi", 9, 40),
        (9, "Phúc", 9, 40),
        (11, "Lan", 8, 30),
        (12, "Quý", 8, 50),
        (13, "Minh", 7, 30),
    ]
    assert reasons(outcome, field, tuple(field.contest.league_ranking), LEAGUE_PARTIAL) == [
        "cùng 20 điểm; Hoa làm bài 1 phút 00 giây, nhanh hơn An (1 phút 15 giây)",
        "An được 20 điểm, cao hơn Bình (19 điểm)",
        (
            "cùng 19 điểm; cùng làm bài trong 1 phút 30 giây; Bình đăng ký lúc 08:00:00 01/06/2027, "
            "sớm hơn Dung (08:00:01 01/06/2027)"
        ),
        "cùng 19 điểm; Dung làm bài 1 phút 30 giây, nhanh hơn Oanh (1 phút 50 giây)",
        "Oanh được 19 điểm, cao hơn Khoa (18 điểm)",
        "Khoa được 18 điểm, cao hơn Giang (16 điểm)",
        "Giang được 16 điểm, cao hơn Nga (15 điểm)",
        "Nga được 15 điểm, cao hơn Chi (9 điểm)",
        (
            "Chi và Phúc bằng nhau ở mọi tiêu chí: cùng 9 điểm, cùng làm bài trong 40 giây, "
            "cùng đăng ký lúc 08:00:00 01/06/2027"
        ),
        "Phúc được 9 điểm, cao hơn Lan (8 điểm)",
        "cùng 8 điểm; Lan làm bài 30 giây, nhanh hơn Quý (50 giây)",
        "Quý được 8 điểm, cao hơn Minh (7 điểm)",
    ]


def test_an_overall_prize_comes_down_past_winners_of_the_weeks(first_week, second_week):
    publish(first_week, WINNERS)
    outcome = league_outcome(second_week)

    # Of the first eight Hoa, An, Bình, Oanh and Khoa have a prize: Dung, then Giang and Nga.
    assert prizes(outcome, second_week.field) == [
        ("Giải Nhất", 4, "Dung"),
        ("Giải Nhì", 7, "Giang"),
        ("Giải Nhì", 8, "Nga"),
    ]
    assert passed_over(outcome, second_week.field) == {
        "Dung": [("Hoa", "has_prize"), ("An", "has_prize"), ("Bình", "has_prize")],
        "Giang": [("Oanh", "has_prize"), ("Khoa", "has_prize")],
    }


def test_overall_prizes_may_go_to_winners_of_the_weeks(first_week, second_week):
    publish(first_week, WINNERS)
    second_week.field.contest.prizes = to_json(replace(OVERALL, one_prize=OnePrize.ROUND))

    outcome = league_outcome(second_week)

    assert prizes(outcome, second_week.field) == [
        ("Giải Nhất", 1, "Hoa"),
        ("Giải Nhì", 2, "An"),
        ("Giải Nhì", 3, "Bình"),
    ]
