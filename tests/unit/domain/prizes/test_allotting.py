"""Individual prizes: quotas by rank and group, level people, who is passed over, the encouragement draw."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.prizes.allotting import (
    PASSED_OVER,
    Contender,
    allot,
    encouragement,
    place,
    unawarded,
    winner_places,
)
from quizapp.domain.prizes.lots import lot
from quizapp.domain.prizes.plan import DrawAmong, IndividualPrize, OnePrize, PrizePlan
from quizapp.domain.tiebreak import Standing

OPENING = datetime(2027, 6, 7, 1, 0, tzinfo=UTC)
FOUR_PRIZES = (
    IndividualPrize(title="Nhất", count=1, amount=1_000_000),
    IndividualPrize(title="Nhì", count=2, amount=500_000),
    IndividualPrize(title="Ba", count=3, amount=300_000),
    IndividualPrize(title="Khuyến khích", count=5, amount=100_000),
)
# Of 20 points. Ranks by score: 1 and 2 share 1; 3 and 4 share 3; 5, 6 and 7 share 5; 8 is 8; 9 and 10 share 9;
# 11 is 11; 12 is 12; 13 is 13; 14 is 14.
SCORES = {1: 20, 2: 20, 3: 19, 4: 19, 5: 18, 6: 18, 7: 18, 8: 17, 9: 16, 10: 16, 11: 15, 12: 14, 13: 9, 14: 8}


def contender(participant_id, score, group="officials", unit_id=1, max_score=20, **values):
    """The entry of participant n is 100 + n."""
    standing = Standing(
        **{
            "participant_id": participant_id,
            "entry_id": 100 + participant_id,
            "score": score,
            "duration_ms": 300_000,
            "submitted_at": OPENING,
            "attempts": 1,
            "registered_at": OPENING - timedelta(days=1),
            **values,
        }
    )
    return Contender(standing=standing, group=group, unit_id=unit_id, max_score=max_score)


def ranked_by_score(scores=SCORES, **values):
    return place([contender(number, score, **values) for number, score in scores.items()], ["score"])


def awarded(ranked, plan, *, excluded=(), already_awarded=()):
    return allot(ranked, plan, excluded=excluded, already_awarded=already_awarded)


def winners(awards):
    """(title, group) → participants in the order of awarding."""
    listed = {}
    for award in awards:
        listed.setdefault((award.title, award.group), []).append(award.participant_id)
    return listed


def test_quotas_go_down_the_ranks_past_the_excluded_and_stop_at_the_minimum():
    # 2 is of the committee: the first prize is 1's alone. 3 and 4 fill the second, 5, 6 and 7 the third.
    # Encouragement, 5: 8; 9 and 10; 11; 12. 13 has 9 of 20, below 50%.
    awards = awarded(ranked_by_score(), PrizePlan(individual=FOUR_PRIZES, minimum_percent=50), excluded=[2])

    assert winners(awards) == {
        ("Nhất", None): [1],
        ("Nhì", None): [3, 4],
        ("Ba", None): [5, 6, 7],
        ("Khuyến khích", None): [8, 9, 10, 11, 12],
    }
    assert [a.rank for a in awards] == [1, 3, 3, 5, 5, 5, 8, 9, 9, 11, 12]
    assert [a.place for a in awards] == [1, 2, 2, 3, 3, 3, 4, 4, 4, 4, 4]
    assert not any(a.shares for a in awards)
    assert [a.passed_over for a in awards] == [((2, "excluded"),)] + [()] * 10


def test_an_award_carries_what_a_prize_list_shows():
    ranked = place([contender(7, 20, "students", unit_id=3)], ["score"])
    (award,) = awarded(
        ranked, PrizePlan(individual=(IndividualPrize(title="A", count=1, amount=50, group="students"),))
    )

    assert (award.title, award.group, award.amount) == ("A", "students", 50)
    assert (award.participant_id, award.entry_id, award.unit_id) == (7, 107, 3)
    assert (award.rank, award.overall_rank, award.place) == (1, 1, 1)


def test_level_people_at_the_end_of_a_quota_all_receive_it_and_the_next_prize_keeps_its_number():
    # First, 1: 1 and 2 stand level, both. Second, 2: 3 and 4. Third, 4: 5, 6, 7, then 8 alone.
    # Last, 1: 9 and 10 stand level, both.
    plan = PrizePlan(
        individual=(
            FOUR_PRIZES[0],
            FOUR_PRIZES[1],
            replace(FOUR_PRIZES[2], count=4),
            replace(FOUR_PRIZES[3], count=1),
        )
    )

    awards = awarded(ranked_by_score(), plan)

    assert winners(awards) == {
        ("Nhất", None): [1, 2],
        ("Nhì", None): [3, 4],
        ("Ba", None): [5, 6, 7, 8],
        ("Khuyến khích", None): [9, 10],
    }
    assert [a.participant_id for a in awards if a.shares] == [1, 2, 9, 10]


def test_only_those_level_at_the_end_share():
    # Four for three places: 1 and 2 stand inside the quota, 3 and 4 share its last place.
    awards = awarded(ranked_by_score(), PrizePlan(individual=(replace(FOUR_PRIZES[0], count=3),)))

    assert [(a.participant_id, a.shares) for a in awards] == [(1, False), (2, False), (3, True), (4, True)]


def test_a_final_draw_leaves_nobody_level():
    # sha256 of "abc:101" ... decides between 1 and 2.
    ranked = place([contender(n, 20, lot=lot("abc", 100 + n)) for n in range(1, 8)], ["score", "lot"])
    awards = awarded(ranked, PrizePlan(individual=FOUR_PRIZES[:2]))

    by_lot = sorted(range(1, 8), key=lambda n: lot("abc", 100 + n))
    assert [(a.title, a.participant_id) for a in awards] == [
        ("Nhất", by_lot[0]),
        ("Nhì", by_lot[1]),
        ("Nhì", by_lot[2]),
    ]
    assert not any(a.shares for a in awards)


# Weekly prizes by group, officials 3, students 4, residents 3; score, then duration, then attempts:
#   id group      score seconds attempts   all  group
#   11 officials     20     100        1     1  1
#   21 students      20     110        1     2  1
#   12 officials     20     120        1     3  2
#   31 residents     20     120        2     4  1
#   22 students      19      90        1     5  2
#   23 students      19      90        1     5  2
#   13 officials     19     200        1     7  3
#   14 officials     19     200        1     7  3
#   24 students      18     100        3     9  4
#   25 students      18     130        1    10  5
#   32 residents     17     100        1    11  2
#   15 officials     16     100        1    12  5
#   33 residents     12     100        1    13  3
#   34 residents     11     100        1    14  4
WEEK = [
    (11, "officials", 20, 100, 1),
    (21, "students", 20, 110, 1),
    (12, "officials", 20, 120, 1),
    (31, "residents", 20, 120, 2),
    (22, "students", 19, 90, 1),
    (23, "students", 19, 90, 1),
    (13, "officials", 19, 200, 1),
    (14, "officials", 19, 200, 1),
    (24, "students", 18, 100, 3),
    (25, "students", 18, 130, 1),
    (32, "residents", 17, 100, 1),
    (15, "officials", 16, 100, 1),
    (33, "residents", 12, 100, 1),
    (34, "residents", 11, 100, 1),
]
BY_GROUP = tuple(
    IndividualPrize(title="Giải tuần", count=count, group=group)
    for group, count in (("officials", 3), ("students", 4), ("residents", 3))
)


def week():
    return place(
        [
            contender(number, score, group, duration_ms=seconds * 1000, attempts=attempts)
            for number, group, score, seconds, attempts in WEEK
        ],
        ["score", "duration", "attempts"],
    )


def test_quotas_by_group_count_ranks_within_the_group():
    # Officials: 13 and 14 stand level at the third place: four prizes.
    awards = awarded(week(), PrizePlan(individual=BY_GROUP))

    assert [(a.group, a.participant_id, a.rank, a.overall_rank, a.shares) for a in awards] == [
        ("officials", 11, 1, 1, False),
        ("officials", 12, 2, 3, False),
        ("officials", 13, 3, 7, True),
        ("officials", 14, 3, 7, True),
        ("students", 21, 1, 2, False),
        ("students", 22, 2, 5, False),
        ("students", 23, 2, 5, False),
        ("students", 24, 4, 9, False),
        ("residents", 31, 1, 4, False),
        ("residents", 32, 2, 11, False),
        ("residents", 33, 3, 13, False),
    ]


def test_a_winner_of_the_last_week_makes_room_where_a_contest_gives_one_prize():
    # 12 and 21 won before. Officials: 11, then 13 and 14 fill three. Students: 22, 23, 24, 25.
    plan = PrizePlan(individual=BY_GROUP, one_prize=OnePrize.CONTEST)
    awards = awarded(week(), plan, already_awarded=[12, 21])

    assert winners(awards) == {
        ("Giải tuần", "officials"): [11, 13, 14],
        ("Giải tuần", "students"): [22, 23, 24, 25],
        ("Giải tuần", "residents"): [31, 32, 33],
    }
    assert not any(a.shares for a in awards)
    assert {a.participant_id: a.passed_over for a in awards if a.passed_over} == {
        13: ((12, "has_prize"),),
        14: ((12, "has_prize"),),
        22: ((21, "has_prize"),),
        23: ((21, "has_prize"),),
    }


@pytest.mark.parametrize("rule", [OnePrize.NONE, OnePrize.ROUND])
def test_prizes_of_other_rounds_count_only_where_a_contest_gives_one(rule):
    plan = PrizePlan(individual=BY_GROUP, one_prize=rule)

    assert awarded(week(), plan, already_awarded=[12, 21]) == awarded(week(), plan)


OVERALL_THEN_OFFICIALS = (
    IndividualPrize(title="Nhất", count=1),
    IndividualPrize(title="Nhì", count=2),
    IndividualPrize(title="Nhất", count=1, group="officials"),
    IndividualPrize(title="Nhì", count=1, group="officials"),
)


def test_whoever_has_a_prize_of_all_is_passed_over_in_the_group_and_the_next_gets_it():
    # Of all: 11; 21 and 12. Officials' first: 11 and 12 have one, 13 is the committee's: 14, of the same rank.
    # Officials' second: 15.
    awards = awarded(week(), PrizePlan(individual=OVERALL_THEN_OFFICIALS), excluded={13})

    assert [(a.group, a.participant_id) for a in awards] == [
        (None, 11),
        (None, 21),
        (None, 12),
        ("officials", 14),
        ("officials", 15),
    ]
    assert [a.place for a in awards] == [1, 2, 2, 1, 2]  # a group's prizes have places of their own
    assert awards[3].passed_over == ((11, "has_prize"), (12, "has_prize"), (13, "excluded"))
    assert awards[4].passed_over == ()
    assert [a.rank for a in awards[3:]] == [3, 5]


def test_without_one_prize_a_person_may_win_of_all_and_in_the_group_but_once_in_each():
    plan = PrizePlan(individual=OVERALL_THEN_OFFICIALS, one_prize=OnePrize.NONE)

    assert winners(awarded(week(), plan)) == {
        ("Nhất", None): [11],
        ("Nhì", None): [21, 12],
        ("Nhất", "officials"): [11],
        ("Nhì", "officials"): [12],
    }


def test_the_order_of_rows_is_the_order_of_awarding():
    plan = PrizePlan(individual=(OVERALL_THEN_OFFICIALS[2], *OVERALL_THEN_OFFICIALS[:2]))

    assert winners(awarded(week(), plan)) == {
        ("Nhất", "officials"): [11],
        ("Nhất", None): [21],
        ("Nhì", None): [12, 31],
    }


def test_the_minimum_is_of_each_ones_own_maximum_and_reached_by_equality():
    # 50%: 5 of 10 reaches it, 9 of 20 and 0 of 1 don't.
    ranked = place([contender(1, 5, max_score=10), contender(2, 9), contender(3, 0, max_score=1)], ["score"])
    awards = awarded(ranked, PrizePlan(individual=(IndividualPrize(title="A", count=3),), minimum_percent=50))

    assert [(a.participant_id, a.rank, a.passed_over) for a in awards] == [(1, 2, ((2, "below_minimum"),))]


def test_prizes_for_which_people_are_too_few_stay_unawarded():
    plan = PrizePlan(individual=FOUR_PRIZES)
    awards = awarded(ranked_by_score({1: 20, 2: 19, 3: 18, 4: 17}), plan)

    assert winners(awards) == {("Nhất", None): [1], ("Nhì", None): [2, 3], ("Ba", None): [4]}
    assert unawarded(plan, awards) == ((FOUR_PRIZES[2], 2), (FOUR_PRIZES[3], 5))


def test_nothing_comes_of_no_plan_and_of_no_people():
    assert awarded(ranked_by_score(), PrizePlan()) == ()
    assert awarded([], PrizePlan(individual=FOUR_PRIZES)) == ()


def test_places_won_are_counted_for_each_unit_without_drawn_prizes():
    ranked = place(
        [contender(1, 20, unit_id=5), contender(2, 19, unit_id=6), contender(3, 18, unit_id=5), contender(4, 1)],
        ["score"],
    )
    plan = PrizePlan(individual=FOUR_PRIZES[:2], encouragement=1, encouragement_title="May mắn")
    awards = awarded(ranked, plan)
    lucky = draw(ranked, plan, awards=awards)

    assert [a.participant_id for a in lucky] == [4]
    assert winner_places((*awards, *lucky)) == {5: (1, 2), 6: (2,)}


def draw(ranked, plan, *, awards=(), excluded=(), already_awarded=(), seed="abc"):
    return encouragement(ranked, plan, awards=awards, excluded=excluded, already_awarded=already_awarded, seed=seed)


# Entries 1 to 7; sha256 of "abc:encouragement:1" ... begins 4d2e 1dfa 22d7 b24d d0b7 687b 56a9:
# drawn in the order 2, 3, 1, 7, 6, 4, 5.
def lucky_field(score=lambda n: 20):
    return place([contender(n, score(n), entry_id=n) for n in range(1, 8)], ["score"])


def lucky_plan(count, **values):
    return PrizePlan(encouragement=count, encouragement_title="May mắn", encouragement_amount=50_000, **values)


def test_encouragement_is_drawn_by_lot_among_all():
    awards = draw(lucky_field(), lucky_plan(3))

    assert [(a.title, a.amount, a.entry_id, a.place) for a in awards] == [
        ("May mắn", 50_000, 2, 0),
        ("May mắn", 50_000, 3, 0),
        ("May mắn", 50_000, 1, 0),
    ]


def test_winners_and_excluded_people_are_not_in_the_draw():
    # 7 has 21 points and the first prize, 2 is excluded, 3 won in another round.
    ranked = lucky_field(lambda n: 20 if n < 7 else 21)
    plan = lucky_plan(3, individual=FOUR_PRIZES[:1], one_prize=OnePrize.CONTEST)
    awards = awarded(ranked, plan, excluded=[2], already_awarded=[3])

    assert [a.entry_id for a in awards] == [7]
    drawn = draw(ranked, plan, awards=awards, excluded=[2], already_awarded=[3])
    assert [a.entry_id for a in drawn] == [1, 6, 4]


def test_a_winner_is_not_drawn_even_where_people_may_have_several_prizes():
    ranked = lucky_field(lambda n: 20 if n != 2 else 21)
    plan = lucky_plan(2, individual=FOUR_PRIZES[:1], one_prize=OnePrize.NONE)

    assert [a.entry_id for a in draw(ranked, plan, awards=awarded(ranked, plan))] == [3, 1]


def test_the_draw_may_be_among_those_with_everything_right():
    # Full marks: 1, 4, 5, 7, with 20 of 20.
    ranked = lucky_field(lambda n: 20 if n in {1, 4, 5, 7} else 19)
    plan = lucky_plan(10, encouragement_among=DrawAmong.FULL_MARKS)

    assert [a.entry_id for a in draw(ranked, plan)] == [1, 7, 4, 5]


def test_whoever_is_below_the_minimum_is_not_drawn():
    ranked = lucky_field(lambda n: 10 if n < 4 else 9)

    assert [(a.entry_id, a.rank) for a in draw(ranked, lucky_plan(10, minimum_percent=50))] == [(2, 1), (3, 1), (1, 1)]


GROUP_CODES = ("officials", "students", "residents")
fields_of_contenders = st.lists(
    st.builds(
        contender,
        participant_id=st.integers(1, 60),
        score=st.integers(0, 4),
        group=st.sampled_from(GROUP_CODES),
        unit_id=st.integers(1, 3),
        max_score=st.just(4),
    ),
    unique_by=lambda c: c.standing.participant_id,
    max_size=20,
)
prize_rows = st.lists(st.tuples(st.sampled_from((None, *GROUP_CODES)), st.integers(1, 5)), min_size=1, max_size=5).map(
    lambda rows: tuple(IndividualPrize(title=f"{n}", count=c, group=g) for n, (g, c) in enumerate(rows))
)
plans = st.builds(
    PrizePlan,
    individual=prize_rows,
    one_prize=st.sampled_from(OnePrize),
    minimum_percent=st.sampled_from((0, 50)),
    encouragement=st.integers(0, 4),
    encouragement_title=st.just("May mắn"),
    encouragement_among=st.sampled_from(DrawAmong),
)
people = st.frozensets(st.integers(1, 60), max_size=25)


@given(fields_of_contenders, plans, people, people, st.randoms(use_true_random=False))
def test_input_order_is_ignored(field, plan, excluded, already, rng):
    shuffled = rng.sample(field, len(field))
    ranked = place(field, ["score"])

    awards = awarded(ranked, plan, excluded=excluded, already_awarded=already)

    assert place(shuffled, ["score"]) == ranked
    assert awarded(rng.sample(ranked, len(ranked)), plan, excluded=excluded, already_awarded=already) == awards
    assert draw(place(shuffled, ["score"]), plan, awards=awards) == draw(ranked, plan, awards=awards)


@settings(max_examples=200)
@given(fields_of_contenders, plans, people, people)
def test_prizes_obey_their_plan(field, plan, excluded, already):
    ranked = place(field, ["score"])
    awards = awarded(ranked, plan, excluded=excluded, already_awarded=already)
    scores = {c.standing.participant_id: c.standing.score for c in field}
    winning = [a.participant_id for a in awards]

    assert not excluded & set(winning)
    assert all(scores[p] * 100 >= plan.minimum_percent * 4 for p in winning)
    assert max(Counter((a.participant_id, a.group) for a in awards).values(), default=0) <= 1
    if plan.one_prize is not OnePrize.NONE:
        assert len(set(winning)) == len(winning)
    if plan.one_prize is OnePrize.CONTEST:
        assert not already & set(winning)
    for prize in plan.individual:
        given_out = [a for a in awards if a.title == prize.title]
        sharing = [a for a in given_out if a.shares]
        if sharing:
            assert len(given_out) > prize.count > len(given_out) - len(sharing)
            assert len({a.overall_rank for a in sharing}) == 1
        else:
            assert len(given_out) <= prize.count


@settings(max_examples=200)
@given(fields_of_contenders, plans, people, people)
def test_nobody_goes_without_while_a_worse_placed_one_is_awarded_unless_it_is_said_why(field, plan, excluded, already):
    ranked = place(field, ["score"])
    awards = awarded(ranked, plan, excluded=excluded, already_awarded=already)

    for group in {prize.group for prize in plan.individual}:
        of_list = [a for a in awards if a.group == group]
        explained = {p for a in of_list for p, reason in a.passed_over if reason in PASSED_OVER}
        worst = max((a.overall_rank for a in of_list), default=0)
        better = {
            p.contender.standing.participant_id
            for p in ranked
            if p.rank <= worst and group in {None, p.contender.group}
        }
        assert better == explained | {a.participant_id for a in of_list}


@given(fields_of_contenders, plans, people, people)
def test_a_prize_stays_unawarded_only_when_nobody_is_left(field, plan, excluded, already):
    ranked = place(field, ["score"])
    awards = awarded(ranked, plan, excluded=excluded, already_awarded=already)
    winning = {a.participant_id for a in awards} | already
    left = {
        c.group
        for c in field
        if c.standing.participant_id not in excluded | winning
        and c.standing.score * 100 >= plan.minimum_percent * c.max_score
    }

    for prize, count in unawarded(plan, awards):
        assert 0 < count <= prize.count
        assert prize.group not in left
        assert prize.group is not None or not left


@given(fields_of_contenders, plans, people, people)
def test_the_draw_is_among_those_who_won_nothing(field, plan, excluded, already):
    ranked = place(field, ["score"])
    awards = awarded(ranked, plan, excluded=excluded, already_awarded=already)
    lucky = draw(ranked, plan, awards=awards, excluded=excluded, already_awarded=already)
    winning = {a.participant_id for a in awards}

    drawn_people = [a.participant_id for a in lucky]
    assert len(set(drawn_people)) == len(drawn_people) <= plan.encouragement
    assert not set(drawn_people) & (winning | excluded)
