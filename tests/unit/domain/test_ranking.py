"""Ranks by an ordered list of rules."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.ranking import counted_attempt, deciding_rule, explain_rank, rank, rank_among, rank_key
from quizapp.domain.tiebreak import TIEBREAKS, Standing

OPENING = datetime(2027, 6, 7, 1, 0, tzinfo=UTC)


def standing(participant_id, score=10, seconds=300, submitted=0, **values):
    return Standing(
        **{
            "participant_id": participant_id,
            "score": score,
            "duration_ms": seconds * 1000,
            "submitted_at": OPENING + timedelta(seconds=submitted),
            "attempts": 1,
            "registered_at": OPENING,
            **values,
        }
    )


standings = st.lists(
    st.builds(
        standing,
        participant_id=st.integers(1, 10_000),
        score=st.integers(0, 3),
        seconds=st.integers(60, 63),
        submitted=st.integers(0, 2),
        prediction_error=st.none() | st.integers(0, 2),
        attempts=st.integers(1, 2),
        full_marks=st.integers(0, 2),
        lot=st.integers(0, 3),
    ),
    unique_by=lambda s: s.participant_id,
    max_size=12,
)
rule_lists = st.lists(st.sampled_from(list(TIEBREAKS)), min_size=1, unique=True)


def ranks(ranked):
    return {r.standing.participant_id: r.rank for r in ranked}


def test_level_participants_share_a_rank_and_the_next_rank_is_skipped():
    # Scores 20, 18, 18, 17: ranks 1, 2, 2, 4.
    field = [standing(1, 18), standing(2, 20), standing(3, 17), standing(4, 18)]

    assert ranks(rank(field, ["score"])) == {2: 1, 1: 2, 4: 2, 3: 4}


def test_rules_decide_in_their_order():
    quick_late = standing(1, 18, seconds=200, submitted=900)
    slow_early = standing(2, 18, seconds=400, submitted=100)

    assert ranks(rank([quick_late, slow_early], ["score", "duration"])) == {1: 1, 2: 2}
    assert ranks(rank([quick_late, slow_early], ["score", "submitted", "duration"])) == {2: 1, 1: 2}


def test_the_closest_prediction_stands_first_and_no_prediction_last():
    field = [standing(1, prediction_error=12), standing(2, prediction_error=None), standing(3, prediction_error=0)]

    assert ranks(rank(field, ["prediction"])) == {3: 1, 1: 2, 2: 3}


def test_time_is_compared_in_whole_seconds():
    field = [replace(standing(1), duration_ms=300_999), replace(standing(2), duration_ms=300_001)]

    assert ranks(rank(field, ["duration"])) == {1: 1, 2: 1}


def test_fewer_attempts_and_earlier_registration_can_decide():
    often = standing(1, attempts=3)
    late = standing(2, registered_at=OPENING + timedelta(hours=1))

    assert ranks(rank([often, late], ["attempts"])) == {2: 1, 1: 2}
    assert ranks(rank([often, late], ["registered"])) == {1: 1, 2: 2}


@given(field=standings, rules=rule_lists, data=st.data())
def test_ranking_ignores_the_order_it_is_given(field, rules, data):
    shuffled = data.draw(st.permutations(field))

    assert rank(shuffled, rules) == rank(field, rules)


@given(field=standings, rules=rule_lists)
def test_a_rank_is_one_more_than_those_who_are_better(field, rules):
    keys = [rank_key(s, rules) for s in field]

    for ranked in rank(field, rules):
        own = rank_key(ranked.standing, rules)
        assert ranked.rank == 1 + sum(key < own for key in keys)
        assert ranked.rank == rank_among(own, sorted(keys))


@given(field=standings, rules=rule_lists)
def test_what_decides_between_two_is_the_first_rule_that_tells_them_apart(field, rules):
    ordered = rank(field, rules)
    for better, worse in pairwise(ordered):
        rule = deciding_rule(better.standing, worse.standing, rules)
        if better.rank == worse.rank:
            assert rule is None
        else:
            assert rule.key(better.standing) < rule.key(worse.standing)
            before = rules[: rules.index(rule.code)]
            assert all(TIEBREAKS[c].key(better.standing) == TIEBREAKS[c].key(worse.standing) for c in before)


@dataclass
class Sitting:
    score: int
    submitted_at: datetime


def test_the_best_attempt_counts_and_of_equal_ones_the_earliest():
    first, best_late, best_early = (
        Sitting(15, OPENING),
        Sitting(18, OPENING + timedelta(days=2)),
        Sitting(18, OPENING + timedelta(days=1)),
    )

    assert counted_attempt([first, best_late, best_early]) is best_early


@pytest.mark.parametrize(("rule", "place"), [("best", 2), ("first", 0), ("last", 3)])
def test_which_attempt_counts_is_a_rule_of_the_round(rule, place):
    # Scores 15, 18, 18 and 17; the third was handed in before the second.
    days = [0, 2, 1, 3]
    attempts = [
        Sitting(score, OPENING + timedelta(days=day)) for score, day in zip([15, 18, 18, 17], days, strict=True)
    ]
    assert counted_attempt(attempts, rule) is attempts[place]
    assert counted_attempt(reversed(attempts), rule) is attempts[place]


def test_more_attempts_with_everything_right_can_decide():
    field = [standing(1, full_marks=1), standing(2, full_marks=3), standing(3)]
    assert ranks(rank(field, ["score", "full_marks"])) == {2: 1, 1: 2, 3: 3}


def test_a_final_draw_leaves_nobody_level():
    field = [standing(1, lot=7), standing(2, lot=2**256 - 1), standing(3, lot=0), standing(4, score=11, lot=9)]
    assert ranks(rank(field, ["score"])) == {4: 1, 1: 2, 2: 2, 3: 2}
    assert ranks(rank(field, ["score", "lot"])) == {4: 1, 3: 2, 1: 3, 2: 4}


RULES = ("score", "duration", "submitted")


def test_each_rule_says_how_many_it_decides():
    own = standing(1, score=18, seconds=668, submitted=40)
    others = [
        standing(2, score=20),
        standing(3, score=19),
        standing(4, score=18, seconds=600),  # quicker
        standing(5, score=18, seconds=700),  # slower
        standing(6, score=18, seconds=701),  # slower
        standing(7, score=18, seconds=668, submitted=39),  # earlier
        standing(8, score=18, seconds=668, submitted=40),  # level
        standing(9, score=17),
    ]
    keys = sorted(rank_key(s, RULES) for s in [own, *others])
    decided = explain_rank(rank_key(own, RULES), keys, RULES)
    assert [(d.rule.code, d.ahead, d.behind) for d in decided] == [
        ("score", 2, 1),
        ("duration", 1, 2),
        ("submitted", 1, 0),
    ]


@given(standings.filter(bool))
def test_a_rank_is_one_more_than_all_that_the_rules_put_ahead(found):
    keys = sorted(rank_key(s, RULES) for s in found)
    for one in found:
        key = rank_key(one, RULES)
        decided = explain_rank(key, keys, RULES)
        assert rank_among(key, keys) == 1 + sum(d.ahead for d in decided)
        level = keys.count(key)
        assert len(keys) == level + sum(d.ahead + d.behind for d in decided)


def test_no_rule_decides_where_nobody_else_is():
    key = rank_key(standing(1), RULES)
    assert [(d.ahead, d.behind) for d in explain_rank(key, [key], RULES)] == [(0, 0), (0, 0), (0, 0)]
