"""Rounds from a pattern. Vietnam's clock is seven hours ahead of UTC all year."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.series import SeriesPattern, planned_rounds, series_contradictions

VCNET = SeriesPattern(
    count=4,
    first_day=date(2027, 6, 7),  # a Monday
    opens=time(10),
    length=7,
    closing_day="next",
    closes=time(9),
    title="Tuần {n}",
    slug="tuan-{n}",
)
DAK_LAK = replace(
    VCNET, first_day=date(2027, 6, 2), opens=time(7), length=2, closing_day="last", closes=time(22), gap=5
)
TUYEN_QUANG = replace(VCNET, first_day=date(2027, 5, 1), opens=time(0), length=15, closes=time(0))


def utc(month, day, hour=0):
    return datetime(2027, month, day, hour, tzinfo=UTC)


def moments(pattern):
    return [(r.opens_at, r.closes_at) for r in planned_rounds(pattern)]


def codes(pattern):
    return [c.code for c in series_contradictions(pattern)]


def test_weeks_from_monday_ten_to_next_monday_nine():
    # 10:00 and 09:00 in Vietnam are 03:00 and 02:00 in UTC.
    assert moments(VCNET) == [
        (utc(6, 7, 3), utc(6, 14, 2)),
        (utc(6, 14, 3), utc(6, 21, 2)),
        (utc(6, 21, 3), utc(6, 28, 2)),
        (utc(6, 28, 3), utc(7, 5, 2)),
    ]
    assert [(r.title, r.slug) for r in planned_rounds(VCNET)] == [(f"Tuần {n}", f"tuan-{n}") for n in (1, 2, 3, 4)]


def test_four_rounds_of_two_days_a_week_apart():
    # Wednesdays 07:00 to Thursdays 22:00: 00:00 and 15:00 in UTC.
    assert moments(DAK_LAK) == [(utc(6, d), utc(6, d + 1, 15)) for d in (2, 9, 16, 23)]


def test_four_rounds_of_fifteen_days_leave_no_moment_between():
    # From 1 May 00:00 in Vietnam, which is 30 April 17:00 in UTC: 1 May, 16 May, 31 May, 15 June, 30 June.
    edges = [utc(4, 30, 17), utc(5, 15, 17), utc(5, 30, 17), utc(6, 14, 17), utc(6, 29, 17)]
    assert moments(TUYEN_QUANG) == list(pairwise(edges))


def test_numbers_may_go_on_from_an_earlier_series():
    assert [r.slug for r in planned_rounds(replace(VCNET, first_number=5, count=2))] == ["tuan-5", "tuan-6"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"count": 0}, "count"),
        ({"count": 61}, "count"),
        ({"length": 0}, "length"),
        ({"length": 93}, "length"),
        ({"gap": -1}, "gap"),
        ({"gap": 93}, "gap"),
        ({"closing_day": "never"}, "closing-day"),
        ({"length": 1, "closing_day": "last"}, "closes-before-opening"),  # Monday 10:00 to the same Monday 09:00
        ({"closes": time(10, 1)}, "overlap"),  # the next opens at 10:00
        ({"title": "Tuần"}, "title-number"),
        ({"title": "{n}"}, "title-length"),
        ({"title": "{n}" + "a" * 120}, "title-length"),
        ({"slug": "tuan"}, "slug-number"),
        ({"slug": "Tuần-{n}"}, "slug"),
        ({"slug": "tuan-{n}-"}, "slug"),
        ({"slug": "a" * 40 + "{n}"}, "slug"),
    ],
)
def test_what_contradicts_itself_is_named(changes, code):
    assert codes(replace(VCNET, **changes)) == [code]


@pytest.mark.parametrize("pattern", [VCNET, DAK_LAK, TUYEN_QUANG, replace(VCNET, count=60)])
def test_patterns_of_real_rule_sets_stand(pattern):
    assert codes(pattern) == []


def test_a_round_may_close_the_moment_the_next_opens():
    assert codes(replace(VCNET, closes=time(10))) == []


def test_a_single_round_needs_no_number():
    assert codes(replace(VCNET, count=1, title="Vòng chung kết", slug="chung-ket")) == []


@settings(max_examples=60)
@given(
    count=st.integers(1, 60),
    length=st.integers(1, 92),
    gap=st.integers(0, 92),
    opens=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    closes=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    closing_day=st.sampled_from(["last", "next"]),
)
def test_a_pattern_that_stands_gives_rounds_in_order_that_never_overlap(count, length, gap, opens, closes, closing_day):
    pattern = replace(VCNET, count=count, length=length, gap=gap, opens=opens, closes=closes, closing_day=closing_day)
    rounds = planned_rounds(pattern)
    assert len({r.slug for r in rounds}) == len(rounds) == count
    step = timedelta(days=length + gap)
    assert all(b.opens_at - a.opens_at == step for a, b in pairwise(rounds))
    if not series_contradictions(pattern):
        edges = [moment for r in rounds for moment in (r.opens_at, r.closes_at)]
        assert edges == sorted(edges)
