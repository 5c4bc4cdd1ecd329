"""Plans of prizes: kept as JSON, and what they may not say."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.groups import GROUPS, UNIT_KINDS
from quizapp.domain.prizes.formulas import COMPONENTS, FORMULAS
from quizapp.domain.prizes.plan import (
    CollectivePrize,
    DrawAmong,
    IndividualPrize,
    MalformedPlan,
    OnePrize,
    PrizePlan,
    from_json,
    to_json,
)
from quizapp.domain.prizes.plan_rules import PLAN_CONTRADICTIONS, plan_contradictions

FIRST = IndividualPrize(title="Giải nhất", count=1, amount=1_000_000)
BEST_UNIT = CollectivePrize(title="Tập thể xuất sắc", count=1, formula="rank_points")
PLAN = PrizePlan(
    individual=(
        FIRST,
        IndividualPrize(title="Giải nhì", count=2, amount=500_000),
        IndividualPrize(title="Giải nhất", count=1, group="students", amount=300_000),
    ),
    one_prize=OnePrize.CONTEST,
    minimum_percent=50,
    encouragement=5,
    encouragement_title="Giải may mắn",
    encouragement_amount=50_000,
    encouragement_among=DrawAmong.FULL_MARKS,
    collective=(
        CollectivePrize(
            title="Trường dẫn đầu",
            count=1,
            formula="rate_plus_winners",
            kinds=("school",),
            weights=(("rate", 1), ("winners", 2)),
            minimum_rates=((0, 30), (50, 25)),
            requires_full_rate=True,
            requires_winner=True,
            amount=2_000_000,
        ),
        BEST_UNIT,
    ),
)

numbers = st.integers(-5, 10**12)
texts = st.text(max_size=8)
plans = st.builds(
    PrizePlan,
    individual=st.lists(
        st.builds(IndividualPrize, title=texts, count=numbers, group=st.none() | texts, amount=numbers), max_size=3
    ).map(tuple),
    one_prize=st.sampled_from(OnePrize),
    minimum_percent=numbers,
    encouragement=numbers,
    encouragement_title=texts,
    encouragement_amount=numbers,
    encouragement_among=st.sampled_from(DrawAmong),
    collective=st.lists(
        st.builds(
            CollectivePrize,
            title=texts,
            count=numbers,
            formula=texts | st.sampled_from(list(FORMULAS)),
            kinds=st.lists(texts | st.sampled_from(list(UNIT_KINDS)), max_size=3).map(tuple),
            weights=st.lists(st.tuples(texts | st.sampled_from(list(COMPONENTS)), numbers), max_size=3).map(tuple),
            winner_points=st.lists(numbers, max_size=3).map(tuple),
            minimum_rates=st.lists(st.tuples(numbers, numbers), max_size=3).map(tuple),
            requires_full_rate=st.booleans(),
            requires_winner=st.booleans(),
            amount=numbers,
        ),
        max_size=3,
    ).map(tuple),
)


def codes(plan, admitted=tuple(GROUPS)):
    return [found.code for found in plan_contradictions(plan, admitted)]


def with_individual(**changes):
    return replace(PLAN, individual=(replace(FIRST, **changes), *PLAN.individual[1:]))


def with_collective(**changes):
    return replace(PLAN, collective=(PLAN.collective[0], replace(BEST_UNIT, **changes)))


@given(plans)
def test_a_plan_survives_json(plan):
    assert from_json(json.loads(json.dumps(to_json(plan)))) == plan


def test_nothing_is_the_plan_without_prizes():
    assert from_json({}) == PrizePlan()
    assert from_json({}).individual == ()
    assert codes(PrizePlan()) == []


def test_a_row_needs_only_what_has_no_default():
    content = {"individual": [{"title": "Giải nhất", "count": 1}]}

    assert from_json(content) == PrizePlan(individual=(IndividualPrize(title="Giải nhất", count=1),))


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        {"prizes": []},
        {"individual": {}},
        {"individual": [{"title": "Giải nhất"}]},
        {"individual": [{"title": "Giải nhất", "count": "1"}]},
        {"individual": [{"title": "Giải nhất", "count": True}]},
        {"individual": [{"title": "Giải nhất", "count": 1.0}]},
        {"individual": [{"title": None, "count": 1}]},
        {"individual": [{"title": "Giải nhất", "count": 1, "rank": 1}]},
        {"one_prize": "week"},
        {"one_prize": None},
        {"encouragement_among": 1},
        {"collective": [{"title": "A", "count": 1, "formula": "rank_points", "weights": [["people"]]}]},
        {"collective": [{"title": "A", "count": 1, "formula": "rank_points", "weights": {"people": 1}}]},
        {"collective": [{"title": "A", "count": 1, "formula": "rank_points", "requires_winner": 1}]},
    ],
)
def test_what_is_no_plan_is_refused(content):
    with pytest.raises(MalformedPlan):
        from_json(content)


def test_a_sound_plan_has_no_contradiction():
    assert codes(PLAN) == []


@pytest.mark.parametrize(
    ("code", "plan"),
    [
        ("too-many-prizes", replace(PLAN, individual=tuple(replace(FIRST, title=f"Giải {n}") for n in range(51)))),
        ("prize-title", with_individual(title="  ")),
        ("prize-title", with_individual(title="x" * 121)),
        ("prize-count", with_individual(count=0)),
        ("prize-count", with_individual(count=1001)),
        ("prize-amount", with_individual(amount=-1)),
        ("prize-amount", with_individual(amount=10**10 + 1)),
        ("prize-unknown-group", with_individual(group="teachers")),
        ("repeated-prize", with_individual(title="GIẢI NHÌ")),
        ("repeated-prize", with_individual(group="students")),
        ("minimum-percent", replace(PLAN, minimum_percent=101)),
        ("minimum-percent", replace(PLAN, minimum_percent=-1)),
        ("encouragement-count", replace(PLAN, encouragement=-1)),
        ("encouragement-count", replace(PLAN, encouragement=1001)),
        ("encouragement-title", replace(PLAN, encouragement_title="")),
        ("encouragement-repeats-prize", replace(PLAN, encouragement_title="giải nhất")),
        ("encouragement-amount", replace(PLAN, encouragement_amount=-1)),
        (
            "too-many-collective-prizes",
            replace(PLAN, collective=tuple(replace(BEST_UNIT, title=f"Giải {n}") for n in range(21))),
        ),
        ("collective-title", with_collective(title="")),
        ("collective-count", with_collective(count=0)),
        ("collective-count", with_collective(count=1001)),
        ("collective-amount", with_collective(amount=-1)),
        ("unknown-formula", with_collective(formula="mean")),
        ("unit-kinds", with_collective(kinds=("family",))),
        ("unit-kinds", with_collective(kinds=("school", "school"))),
        ("repeated-collective-prize", with_collective(title="trường dẫn đầu", kinds=("school",))),
        ("weights", with_collective(weights=(("rate", 1),))),  # no component of rank points
        ("weights", with_collective(weights=(("people", 1), ("people", 2)))),
        ("weights", with_collective(weights=(("people", -1), ("score", 2)))),
        ("weights", with_collective(weights=(("people", 1001),))),
        ("no-weight", with_collective(weights=(("people", 0), ("score", 0)))),
        ("winner-points", with_collective(winner_points=(6, 8))),
        ("winner-points", with_collective(winner_points=(1,) * 21)),
        ("winner-points", with_collective(winner_points=(10, -1))),
        ("minimum-rates", with_collective(minimum_rates=((0, 101),))),
        ("minimum-rates", with_collective(minimum_rates=((-1, 10),))),
        ("minimum-rates", with_collective(minimum_rates=((50, 10), (50, 20)))),
        ("minimum-rates", with_collective(minimum_rates=tuple((n, 1) for n in range(11)))),
    ],
)
def test_each_contradiction_is_found_and_no_other(code, plan):
    assert codes(plan) == [code]


@pytest.mark.parametrize(
    "plan",
    [
        with_individual(count=1000, amount=10**10, title="x" * 120),
        replace(PLAN, minimum_percent=0),
        replace(PLAN, minimum_percent=100, encouragement=1000),
        replace(PLAN, encouragement=0, encouragement_title=""),
        replace(PLAN, individual=tuple(replace(FIRST, title=f"Giải {n}") for n in range(50))),
        with_collective(weights=(("people", 0), ("score", 1000)), winner_points=(), minimum_rates=((0, 0), (50, 100))),
        with_collective(title="Trường dẫn đầu", kinds=("village",)),
    ],
)
def test_the_bounds_themselves_can_stand(plan):
    assert codes(plan) == []


def test_a_prize_of_a_group_that_may_not_enter_is_named_by_its_row():
    (found,) = plan_contradictions(PLAN, ("officials", "residents"))

    assert (found.code, found.field, found.rows) == ("prize-of-group-not-admitted", "individual", (3,))


def test_what_concerns_the_whole_plan_names_no_row():
    (found,) = plan_contradictions(replace(PLAN, minimum_percent=101), tuple(GROUPS))

    assert (found.field, found.rows) == ("minimum_percent", ())


@given(plans)
def test_any_plan_can_be_judged(plan):
    known = {contradiction.code for contradiction in PLAN_CONTRADICTIONS}

    assert set(codes(plan)) <= known


def test_codes_of_contradictions_are_unique():
    listed = [contradiction.code for contradiction in PLAN_CONTRADICTIONS]

    assert sorted(set(listed)) == sorted(listed)


def test_components_weigh_one_until_weights_are_given():
    assert BEST_UNIT.weight("people") == 1
    weighed = replace(BEST_UNIT, weights=(("score", 3),))
    assert (weighed.weight("score"), weighed.weight("people")) == (3, 0)


def test_the_minimum_rate_is_that_of_the_last_row_whose_size_is_reached():
    # Below 50 staff 30%, from 50 to 99 25%, from 100 none, in whatever order the rows are.
    prize = replace(BEST_UNIT, minimum_rates=((100, 0), (0, 30), (50, 25)))

    assert [prize.minimum_rate(size) for size in (1, 49, 50, 99, 100)] == [30, 30, 25, 25, 0]
    assert replace(BEST_UNIT, minimum_rates=((10, 30),)).minimum_rate(9) == 0


def test_a_rate_is_needed_where_it_counts_or_is_a_condition():
    rates = replace(BEST_UNIT, formula="rate_plus_winners")

    assert not BEST_UNIT.needs_rate
    assert rates.needs_rate
    assert not replace(rates, weights=(("winners", 1),)).needs_rate
    assert replace(BEST_UNIT, minimum_rates=((0, 30),)).needs_rate
    assert replace(BEST_UNIT, requires_full_rate=True).needs_rate
