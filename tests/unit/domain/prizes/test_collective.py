"""Collective prizes: formulas, conditions, level units, explanations."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.prizes.collective import CONDITIONS, allot_collective, explain
from quizapp.domain.prizes.formulas import COMPONENTS, FORMULAS, UnitFigures, rank_points
from quizapp.domain.prizes.plan import CollectivePrize


def unit(unit_id, participants, headcount, kind="village", **values):
    return UnitFigures(
        **{
            "unit_id": unit_id,
            "kind": kind,
            "participants": participants,
            "headcount": headcount,
            "attempts": participants,
            **values,
        }
    )


def prize(formula, count=1, title="Nhất", **values):
    return CollectivePrize(title=title, count=count, formula=formula, **values)


def table(prizes, field):
    (found,) = allot_collective(prizes, field)
    return found


def results(lines):
    return [(line.unit.unit_id, line.rank, line.total, line.award.title if line.award else None) for line in lines]


# Rates: 1 has 45/50 = 90%, 2 has 18/20 = 90%, 3 has 30/30 = 100%, 4 is unknown, 5 has 0/40, 6 has 60/100 = 60%.
VILLAGES = [
    unit(1, 45, 50, winner_places=(1, 3), attempts=60, score_sum=400),
    unit(2, 18, 20, winner_places=(2,), attempts=60, score_sum=300),
    unit(3, 30, 30, attempts=31, score_sum=400),
    unit(4, 12, None, attempts=12, score_sum=100),
    unit(5, 0, 40),
    unit(6, 60, 100, attempts=90, score_sum=Fraction(1201, 2), winner_places=(4, 9)),
]


def test_the_highest_rate_wins_and_as_high_a_rate_of_more_people_stands_before():
    # 3: 100. 1 and 2 both 90, 1 has 45 people to 2's 18. 6: 60. 5 and 4 can't win.
    prizes = [prize("highest_rate"), prize("highest_rate", title="Nhì", count=2)]

    found = table(prizes, VILLAGES)

    assert results(found.lines) == [
        (3, 1, 100, "Nhất"),
        (1, 2, 90, "Nhì"),
        (2, 3, 90, "Nhì"),
        (6, 4, 60, None),
        (5, None, 0, None),
        (4, None, None, None),
    ]
    assert found.prizes == tuple(prizes)
    assert {line.unit.unit_id: line.missed for line in found.lines if line.missed} == {
        5: ("no_participants",),
        4: ("no_headcount",),
    }


def test_rate_and_winners_points_are_added_with_their_weights():
    # 1: 90 + 10 + 6 = 106; 3: 100; 2: 90 + 8 = 98; 6: 60 + 4 + 0 (nothing beyond the fifth place) = 64.
    assert results(table([prize("rate_plus_winners")], VILLAGES).lines)[:4] == [
        (1, 1, 106, "Nhất"),
        (3, 2, 100, None),
        (2, 3, 98, None),
        (6, 4, 64, None),
    ]
    # 1: 90 + 2 × 16 = 122; 2: 90 + 2 × 8 = 106; 3: 100; 6: 60 + 2 × 4 = 68.
    weighed = prize("rate_plus_winners", weights=(("rate", 1), ("winners", 2)))
    assert [(line.unit.unit_id, line.total) for line in table([weighed], VILLAGES).lines][:4] == [
        (1, 122),
        (2, 106),
        (3, 100),
        (6, 68),
    ]


def test_points_of_prizes_are_as_the_plan_says():
    # 1: 5 + 0 = 5 for the places 1 and 3; 2: 3 for place 2.
    only_winners = prize("rate_plus_winners", weights=(("winners", 1),), winner_points=(5, 3))

    assert [(line.unit.unit_id, line.total) for line in table([only_winners], VILLAGES[:2]).lines] == [(1, 5), (2, 3)]


def test_a_unit_without_a_headcount_can_win_where_the_rate_weighs_nothing():
    # 4 has one first prize: 10 points; 2 has a second one: 8.
    only_winners = prize("rate_plus_winners", weights=(("winners", 1),))
    field = [unit(4, 12, None, winner_places=(1,)), VILLAGES[1]]

    assert results(table([only_winners], field).lines) == [(4, 1, 10, "Nhất"), (2, 2, 8, None)]


def test_rank_points_are_counted_on_people_score_and_attempts():
    # Of 1, 2, 3. People 45, 18, 30: 3, 1, 2. Score 400, 300, 400: 3, 1, 3. Attempts 60, 60, 31: 3, 3, 1.
    # 1: 9; 2: 5; 3: 6.
    assert results(table([prize("rank_points")], VILLAGES[:3]).lines) == [
        (1, 1, 9, "Nhất"),
        (3, 2, 6, None),
        (2, 3, 5, None),
    ]
    # People once, attempts twice: 1: 3 + 6 = 9; 2: 1 + 6 = 7; 3: 2 + 2 = 4.
    weighed = prize("rank_points", weights=(("people", 1), ("attempts", 2)))
    assert [(line.unit.unit_id, line.total) for line in table([weighed], VILLAGES[:3]).lines] == [
        (1, 9),
        (2, 7),
        (3, 4),
    ]


def test_rank_points_need_no_headcount():
    lines = table([prize("rank_points")], VILLAGES).lines

    assert [line.unit.unit_id for line in lines if line.missed] == [5]


def test_rank_points_are_the_number_of_those_not_before():
    assert rank_points([10, 30, 20, 30, 0]) == [2, 5, 3, 5, 1]
    assert rank_points([Fraction(1, 3), Fraction(1, 2)]) == [1, 2]
    assert rank_points([]) == []


def test_the_minimum_rate_depends_on_the_size():
    # Below 50 staff 30%, from 50 25%. 14/49 = 28.6% no; 15/49 = 30.6% yes; 6/20 = 30% yes;
    # 12/50 = 24% no; 13/50 = 26% yes; 25/100 = 25% yes.
    field = [
        unit(1, 14, 49),
        unit(2, 15, 49),
        unit(3, 6, 20),
        unit(4, 12, 50),
        unit(5, 13, 50),
        unit(6, 25, 100),
        unit(7, 99, None),
    ]
    found = table([prize("rank_points", minimum_rates=((0, 30), (50, 25)))], field)

    assert {line.unit.unit_id: line.missed for line in found.lines if line.missed} == {
        1: ("below_minimum_rate",),
        4: ("below_minimum_rate",),
        7: ("no_headcount",),
    }


def test_a_full_rate_and_a_winner_can_be_asked():
    # 1 has no full rate, 2 no winner; 3 has both. 21 of 20: a headcount that is outdated counts as full, no more.
    field = [
        unit(1, 19, 20, winner_places=(1,)),
        unit(2, 20, 20),
        unit(3, 10, 10, winner_places=(3,)),
        unit(4, 21, 20, winner_places=(2,)),
    ]
    found = table([prize("highest_rate", requires_full_rate=True, requires_winner=True)], field)

    assert results(found.lines) == [(4, 1, 100, "Nhất"), (3, 2, 100, None), (2, None, 100, None), (1, None, 95, None)]
    assert [line.missed for line in found.lines] == [(), (), ("no_winner",), ("not_full_rate",)]


def test_level_units_share_a_rank_and_all_receive_the_prize():
    # 1 and 2 are level in rate and people; the second prize remains for 3.
    field = [unit(1, 9, 10), unit(2, 9, 10), unit(3, 8, 10), unit(4, 7, 10)]
    found = table([prize("highest_rate"), prize("highest_rate", title="Nhì")], field)

    assert results(found.lines) == [(1, 1, 90, "Nhất"), (2, 1, 90, "Nhất"), (3, 3, 80, "Nhì"), (4, 4, 70, None)]
    assert [line.shares for line in found.lines] == [True, True, False, False]


def test_units_of_other_kinds_are_compared_apart():
    # Rank points of a school are counted among schools alone: 2 of 2.
    field = [
        unit(1, 50, None),
        unit(2, 20, None, kind="school"),
        unit(3, 10, None, kind="school"),
        unit(4, 5, None, kind="agency"),
    ]
    people = (("people", 1),)
    schools, others = allot_collective(
        [
            prize("rank_points", kinds=("school",), weights=people),
            prize("rank_points", kinds=("village", "agency"), weights=people),
        ],
        field,
    )

    assert results(schools.lines) == [(2, 1, 2, "Nhất"), (3, 2, 1, None)]
    assert results(others.lines) == [(1, 1, 2, "Nhất"), (4, 2, 1, None)]


def test_a_unit_may_have_prizes_of_different_lists_but_one_of_each():
    # Rank points: people 2, 1; scores are level at 0, so 2 each; attempts 2, 1.
    prizes = [prize("highest_rate"), prize("rank_points"), prize("highest_rate", title="Nhì", amount=5)]
    tables = allot_collective(prizes, [unit(1, 9, 10), unit(2, 8, 10)])

    assert [results(t.lines) for t in tables] == [
        [(1, 1, 90, "Nhất"), (2, 2, 80, "Nhì")],
        [(1, 1, 6, "Nhất"), (2, 2, 4, None)],
    ]


def test_no_prizes_make_no_table():
    assert allot_collective([], VILLAGES) == ()


def test_an_explanation_names_figures_points_and_weights():
    line = table([prize("rate_plus_winners", weights=(("rate", 1), ("winners", 2)))], VILLAGES).lines[0]

    first, second = explain(line)

    assert first.sentence % first.params == "45/50 người tham gia, đạt 90%: 90 điểm × hệ số 1"
    assert second.sentence % second.params == "2 giải cá nhân: 16 điểm × hệ số 2"


def test_an_explanation_of_rank_points_leaves_out_what_weighs_nothing():
    line = table([prize("rank_points", weights=(("people", 0), ("score", 1), ("attempts", 3)))], VILLAGES[:3]).lines[0]

    assert [part.sentence % part.params for part in explain(line)] == [
        "tổng điểm thi 400: 3 điểm xếp hạng × hệ số 1",
        "60 lượt thi: 3 điểm xếp hạng × hệ số 3",
    ]


def test_an_explanation_says_why_a_unit_cannot_win():
    rules = prize("highest_rate", minimum_rates=((0, 30),), requires_full_rate=True, requires_winner=True)
    low, unknown = table([rules], [unit(1, 2, 10), unit(2, 5, None)]).lines

    assert [part.sentence % part.params for part in explain(low)] == [
        "2/10 người tham gia, đạt 20%: 20 điểm × hệ số 1",
        "mới có 2/10 người tham gia, chưa đủ 100%",
        "mới có 2/10 người tham gia, chưa đạt 30% là tỷ lệ tối thiểu",
        "chưa có người đạt giải cá nhân",
    ]
    assert [part.sentence % part.params for part in explain(unknown)] == [
        "chưa có số người của đơn vị nên không tính được tỷ lệ tham gia",
        "chưa có người đạt giải cá nhân",
    ]


def test_a_headcount_of_nobody_is_unknown():
    assert unit(1, 3, 0).rate is None
    assert unit(1, 1, 3).rate == Fraction(100, 3)


def test_every_component_of_a_formula_is_registered():
    assert {code for formula in FORMULAS.values() for code in formula.components} == set(COMPONENTS)


fields_of_units = st.lists(
    st.builds(
        unit,
        unit_id=st.integers(1, 30),
        participants=st.integers(0, 4),
        headcount=st.none() | st.integers(0, 5),
        kind=st.sampled_from(("village", "school")),
        attempts=st.integers(0, 6),
        score_sum=st.integers(0, 6) | st.fractions(0, 6, max_denominator=4),
        winner_places=st.lists(st.integers(1, 6), max_size=3).map(tuple),
    ),
    unique_by=lambda u: u.unit_id,
    max_size=10,
)
plans = st.builds(
    lambda formula, counts, **rules: [
        prize(formula, count=count, title=str(number), **rules) for number, count in enumerate(counts)
    ],
    formula=st.sampled_from(list(FORMULAS)),
    counts=st.lists(st.integers(1, 3), min_size=1, max_size=3),
    kinds=st.sampled_from(((), ("school",), ("school", "village"))),
    minimum_rates=st.sampled_from(((), ((0, 50), (3, 25)))),
    requires_full_rate=st.booleans(),
    requires_winner=st.booleans(),
)


@given(fields_of_units, plans, st.randoms(use_true_random=False))
def test_input_order_is_ignored(field, prizes, rng):
    assert allot_collective(prizes, rng.sample(field, len(field))) == allot_collective(prizes, field)


@given(fields_of_units, plans)
def test_prizes_obey_their_plan(field, prizes):
    lines = table(prizes, field).lines

    assert {line.unit.unit_id for line in lines} == {
        u.unit_id for u in field if not prizes[0].kinds or u.kind in prizes[0].kinds
    }
    assert all((line.rank is None) == bool(line.missed) for line in lines)
    assert not any(line.award and line.missed for line in lines)
    ranks = [line.rank for line in lines if line.rank is not None]
    assert ranks == sorted(ranks)
    for row in prizes:
        winners = [line for line in lines if line.award == row]
        sharing = [line for line in winners if line.shares]
        assert len(winners) - len(sharing) < row.count if sharing else len(winners) <= row.count
        assert len({line.rank for line in sharing}) <= 1
    awarded = [bool(line.award) for line in lines if line.rank is not None]
    assert awarded == sorted(awarded, reverse=True)


@given(fields_of_units, plans)
def test_every_part_of_an_explanation_can_be_read(field, prizes):
    for line in table(prizes, field).lines:
        assert all(part.sentence % part.params for part in explain(line))
        assert set(line.missed) <= set(CONDITIONS)


@pytest.mark.parametrize("formula", list(FORMULAS))
@given(field=fields_of_units)
def test_no_total_is_rounded(formula, field):
    for line in table([prize(formula)], field).lines:
        assert line.total is None or type(line.total) in {int, Fraction}
