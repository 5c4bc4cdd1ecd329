"""More prizes than people."""

import pytest

from quizapp.domain.prizes.plan import IndividualPrize, OnePrize, PrizePlan
from quizapp.domain.prizes.quotas import Excess, excesses

PEOPLE = {"officials": 5, "students": 4, "residents": 0}


def plan(*rows, **values):
    prizes = tuple(
        IndividualPrize(title=f"Giải {n}", count=count, group=group) for n, (count, group) in enumerate(rows)
    )
    return PrizePlan(individual=prizes, **values)


def found(*rows, **values):
    return [(e.group, e.prizes, e.registered) for e in excesses(plan(*rows, **values), PEOPLE)]


def test_as_many_prizes_as_people_are_enough():
    assert found((1, None), (3, None), (5, None)) == []  # 9 of 9
    assert found((5, "officials"), (4, "students")) == []


@pytest.mark.parametrize("one_prize", list(OnePrize))
def test_nobody_has_two_prizes_of_one_list(one_prize):
    assert found((4, None), (6, None), one_prize=one_prize) == [(None, 10, 9)]
    assert found((2, "students"), (3, "students"), one_prize=one_prize) == [("students", 5, 4)]


def test_lists_are_added_up_where_a_person_may_have_one_prize():
    rows = ((3, None), (4, "officials"), (3, "students"))  # 3 + 4 + 3 = 10 of 9
    assert found(*rows, one_prize=OnePrize.ROUND) == [(None, 10, 9)]
    assert found(*rows, one_prize=OnePrize.CONTEST) == [(None, 10, 9)]
    assert found(*rows, one_prize=OnePrize.NONE) == []


@pytest.mark.parametrize("one_prize", list(OnePrize))
def test_the_draw_is_among_those_who_won_nothing(one_prize):
    assert found((3, None), encouragement=6, one_prize=one_prize) == []
    assert found((3, None), encouragement=7, one_prize=one_prize) == [(None, 10, 9)]


def test_a_group_of_which_nobody_has_registered_is_named():
    assert found((1, "residents"), (1, "businesses")) == [("residents", 1, 0), ("businesses", 1, 0)]


def test_there_is_nothing_to_compare_with_before_anybody_has_registered():
    assert excesses(plan((1000, None)), {}) == ()
    assert excesses(plan((1000, "students")), {"students": 0, "officials": 0}) == ()


def test_a_plan_without_prizes_exceeds_nothing():
    assert excesses(PrizePlan(), {"students": 1}) == ()
    assert excesses(plan((2, None)), {"students": 1}) == (Excess(group=None, prizes=2, registered=1),)
