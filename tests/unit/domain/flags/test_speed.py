"""Implausible speed, by hand."""

from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.flags import Finding, Material
from quizapp.domain.flags.speed import implausibly_fast, quantile
from tests.unit.domain.flags.sittings import seen, sitting


def found(*sittings):
    return implausibly_fast(Material(sittings=sittings))


def test_twenty_questions_in_45_seconds_are_flagged_with_the_pace_of_the_round():
    # 45 s / 20 = 2.25 s each; the others take 200 s / 20 = 10 s and 300 s / 20 = 15 s: the lower median of three is 10.
    result = found(sitting(1, seconds=45), sitting(2, seconds=200), sitting(3, seconds=300))

    assert result.findings == [
        Finding(
            flag="speed",
            attempt_id=1,
            evidence={"answered": 20, "duration_ms": 45_000, "pace_ms": 2250, "median_ms": 10_000},
        )
    ]
    assert (result.total, result.figures) == (3, {"median_ms": 10_000})


def test_twenty_questions_in_45_seconds_are_flagged_however_many_are_as_quick():
    assert seen(found(*(sitting(n, seconds=45) for n in range(1, 31)))) == list(range(1, 31))


def test_two_and_a_half_seconds_can_be_read():
    # 50 s / 20 = 2.5 s, and not among the fastest: the one with 49 s is, at 2.45 s.
    sittings = [sitting(1, seconds=49), *(sitting(n, seconds=50) for n in range(2, 20))]

    assert seen(found(*sittings)) == [1]


def test_below_four_seconds_only_the_fastest_twentieth_is_flagged():
    # 40 sittings of 70, 71, … 109 s: 5 % of 40 are 2; 70 s / 20 = 3.5 s, 71 s / 20 = 3.55 s, then 3.6 s.
    assert seen(found(*(sitting(n, seconds=69 + n) for n in range(1, 41)))) == [1, 2]


def test_the_fastest_of_a_slow_round_are_not_flagged():
    # 80 s / 20 = 4 s: the fastest there is, and long enough.
    assert seen(found(sitting(1, seconds=80), sitting(2, seconds=300))) == []


def test_what_was_left_open_took_no_time():
    # 2 of 20 answered in 45 s are 22.5 s each; none answered is no pace at all.
    result = found(sitting(1, seconds=45, answered=2), sitting(2, seconds=1, answered=0))

    assert (seen(result), result.total) == ([], 1)


def test_the_quickest_come_first():
    assert seen(found(sitting(1, seconds=45), sitting(2, seconds=30), sitting(3, seconds=40))) == [2, 3, 1]


def test_nobody_has_no_pace():
    assert (found().findings, found().total) == ((), 0)


@given(st.lists(st.integers(1, 1000), min_size=1), st.integers(1, 100))
def test_the_quantile_holds_its_part_of_the_values_and_not_much_more(values, percent):
    value = quantile(sorted(values), percent)

    assert sum(v <= value for v in values) * 100 >= percent * len(values)
    assert sum(v < value for v in values) * 100 < percent * len(values)
