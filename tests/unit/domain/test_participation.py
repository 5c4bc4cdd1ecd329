"""The formulas of participation."""

from collections import Counter
from datetime import UTC, date, datetime
from fractions import Fraction
from statistics import mean as exact_mean
from statistics import median as exact_median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.distribution import (
    HourCount,
    ScoreCount,
    band_lines,
    band_of,
    bins,
    change,
    day_lines,
    days_between,
    hour_counts,
    mean,
    median,
    share,
    summarise_scores,
)
from quizapp.domain.participation import (
    External,
    Scope,
    Turnout,
    UnitEntry,
    competition_ranks,
    complete_units,
    lowest_units,
    summarise,
)

ALL = Scope(contest_id=1, round_ids=(1,))
NA_MA = UnitEntry(id=1, kind="village", name="Thôn Nà Mạ", headcount=200)
KHUOI_LUONG = UnitEntry(id=2, kind="village", name="Thôn Khuổi Luông", headcount=50)
UNKNOWN = UnitEntry(id=3, kind="village", name="Thôn Khuôn Hà", headcount=None)
OTHER = UnitEntry(id=4, kind="village", name="Thôn khác", headcount=None, is_catch_all=True)
SCHOOL = UnitEntry(id=5, kind="school", name="Trường THCS Hòa An", headcount=100)
UNITS = (NA_MA, KHUOI_LUONG, UNKNOWN, OTHER, SCHOOL)


def turnout(unit, participants, attempts=None, full_marks=0, group="residents"):
    return Turnout(
        group=group,
        unit_id=unit.id,
        participants=participants,
        attempts=participants if attempts is None else attempts,
        full_marks=full_marks,
    )


def scored(score, attempts=1, *, counted=None, max_score=20, unit=NA_MA, group="residents"):
    return ScoreCount(
        group=group,
        unit_id=unit.id,
        score=score,
        max_score=max_score,
        attempts=attempts,
        counted=attempts if counted is None else counted,
    )


@pytest.mark.parametrize(("part", "whole", "expected"), [(1, 4, 25.0), (5, 4, 125.0), (3, 0, None), (3, None, None)])
def test_a_share_needs_something_to_divide_by(part, whole, expected):
    assert share(part, whole) == expected


def test_a_change_is_told_in_percent_of_what_was_before():
    assert change(137, 100) == 37.0
    assert change(50, 100) == -50.0
    assert change(5, 0) is None
    assert change(None, 5) is None


@given(st.lists(st.integers(0, 20), max_size=12))
def test_mean_and_median_are_those_of_the_single_values(values):
    counts = Counter(Fraction(v) for v in values)
    assert mean(counts) == (float(exact_mean(map(Fraction, values))) if values else None)
    assert median(counts) == (float(exact_median(map(Fraction, values))) if values else None)


def test_scores_of_papers_alike_are_given_in_points_and_percent():
    # 10, 10, 16 of 20: mean 36/3 = 12, median 10; 60% and 50%
    found = summarise_scores({(10, 20): 2, (16, 20): 1})
    assert (found.mean, found.median, found.mean_percent, found.median_percent, found.max_score) == (
        12.0, 10.0, 60.0, 50.0, 20,
    )  # fmt: skip


def test_scores_of_papers_that_differ_are_given_in_percent_alone():
    # 10 of 20 is 50%, 9 of 10 is 90%: mean 70%
    found = summarise_scores({(10, 20): 1, (9, 10): 1})
    assert (found.mean, found.median, found.mean_percent, found.max_score) == (None, None, 70.0, None)


def test_no_score_is_no_mean():
    found = summarise_scores({})
    assert (found.mean, found.median, found.mean_percent, found.median_percent, found.max_score) == (None,) * 5


@pytest.mark.parametrize(
    ("score", "code"),
    [(20, "full"), (19, "high"), (15, "high"), (14, "middle"), (10, "middle"), (9, "low"), (5, "low"), (4, "lowest"),
     (1, "lowest"), (0, "zero")],
)  # fmt: skip
def test_bands_begin_at_their_percentage(score, code):
    assert band_of(score, 20) == code


def test_bands_count_attempts_and_those_that_rank():
    lines = {b.band.code: b for b in band_lines([scored(20, 3, counted=1), scored(0, 1), scored(10, 4, counted=3)])}
    assert {code: (b.attempts, b.counted) for code, b in lines.items()} == {
        "full": (3, 1), "high": (0, 0), "middle": (4, 3), "low": (0, 0), "lowest": (0, 0), "zero": (1, 1),
    }  # fmt: skip
    assert lines["full"].share == 37.5  # 3 of 8
    assert lines["full"].counted_share == 20.0  # 1 of 5


def test_no_attempt_leaves_bands_without_shares():
    assert [(b.attempts, b.share) for b in band_lines([])] == [(0, None)] * 6


def test_the_histogram_has_a_column_for_every_number_of_right_answers():
    found = bins([scored(0, 1, max_score=3), scored(3, 2, max_score=3)])
    assert [(b.label, b.attempts, b.is_full) for b in found] == [
        ("0", 1, False), ("1", 0, False), ("2", 0, False), ("3", 2, True),
    ]  # fmt: skip


def test_the_histogram_goes_by_tenths_where_papers_differ():
    found = bins([scored(10, 1, max_score=20), scored(9, 2, max_score=10), scored(10, 3, max_score=10)])
    assert {b.label: b.attempts for b in found if b.attempts} == {"50%": 1, "90%": 2, "100%": 3}
    assert len(found) == 11


def test_days_and_hours_are_vietnam_s():
    # 17:30 UTC is half past midnight of the next day in Vietnam.
    hours = [
        HourCount(group="residents", hour_at=datetime(2027, 6, 9, 17, tzinfo=UTC), attempts=2),
        HourCount(group="students", hour_at=datetime(2027, 6, 10, 3, tzinfo=UTC), attempts=1),
        HourCount(group="students", hour_at=datetime(2027, 6, 9, 16, tzinfo=UTC), attempts=4),
    ]
    assert [(d.day, d.attempts, dict(d.by_group)) for d in day_lines(hours)] == [
        (date(2027, 6, 9), 4, {"students": 4}),
        (date(2027, 6, 10), 3, {"residents": 2, "students": 1}),
    ]
    assert {hour: n for hour, n in enumerate(hour_counts(hours)) if n} == {0: 2, 10: 1, 23: 4}


def test_days_of_spans_come_once_and_in_order():
    june = (date(2027, 6, 29), date(2027, 7, 1))
    assert days_between([(date(2027, 7, 1), date(2027, 7, 2)), june, (date(2027, 7, 9), date(2027, 7, 8))]) == (
        date(2027, 6, 29), date(2027, 6, 30), date(2027, 7, 1), date(2027, 7, 2),
    )  # fmt: skip


def test_the_largest_ranks_first_and_level_ones_share():
    assert competition_ranks([5, 9, None, 5, 1]) == [2, 1, None, 2, 4]


def test_a_unit_without_a_headcount_neither_lifts_nor_lowers_a_rate():
    found = summarise([turnout(NA_MA, 50), turnout(KHUOI_LUONG, 50), turnout(UNKNOWN, 25)], (), UNITS, ALL)
    residents = {line.code: line for line in found.groups}["residents"]
    # 100 of the 250 who are known; 125 took part in all
    assert (residents.participants, residents.enrolled, residents.headcount, residents.rate) == (125, 100, 250, 40.0)
    unknown = next(u for u in found.units if u.unit.id == UNKNOWN.id)
    assert (unknown.line.headcount, unknown.line.rate, unknown.rank_by_rate) == (None, None, None)


def test_units_rank_within_their_kind_by_number_and_by_rate():
    found = summarise(
        [turnout(NA_MA, 60), turnout(KHUOI_LUONG, 50), turnout(UNKNOWN, 60), turnout(SCHOOL, 1, group="students")],
        (), UNITS, ALL,
    )  # fmt: skip
    assert [(u.unit.id, u.rank_by_number, u.rank_by_rate) for u in found.units] == [
        (SCHOOL.id, 1, 1), (NA_MA.id, 1, 2), (KHUOI_LUONG.id, 3, 1), (UNKNOWN.id, 1, None),
    ]  # fmt: skip


def test_complete_and_lowest_units_are_named():
    found = summarise([turnout(NA_MA, 20), turnout(KHUOI_LUONG, 50)], (), UNITS, ALL)
    assert [u.unit.id for u in complete_units(found.units)] == [KHUOI_LUONG.id]
    # 0 of 100 in the school, 20 of 200 in the village; the one without a headcount is not named
    assert [u.unit.id for u in lowest_units(found.units)] == [SCHOOL.id, NA_MA.id]


def test_the_catch_all_is_listed_once_somebody_took_part_from_it():
    nobody = summarise([], (), UNITS, ALL)
    somebody = summarise([turnout(OTHER, 1)], (), UNITS, ALL)
    assert OTHER.id not in {u.unit.id for u in nobody.units}
    assert OTHER.id in {u.unit.id for u in somebody.units}


def test_a_scope_of_one_group_lists_that_group_and_its_units():
    scope = Scope(contest_id=1, round_ids=(1,), groups=("students",))
    found = summarise([turnout(SCHOOL, 30, group="students")], (), UNITS, scope)
    assert [line.code for line in found.groups] == ["students"]
    assert [u.unit.id for u in found.units] == [SCHOOL.id]
    assert (found.total.participants, found.total.headcount, found.total.rate) == (30, 100, 30.0)


def test_nobody_took_part():
    found = summarise([], (), (), ALL)
    assert (found.total.participants, found.total.share, found.total.rate, found.units) == (0, None, None, ())


def official(unit, participants, attempts, full_marks=0, winners=0, group="residents"):
    return Turnout(
        group=group,
        unit_id=unit.id,
        participants=participants,
        attempts=attempts,
        full_marks=full_marks,
        winners=winners,
        is_external=True,
    )


def test_official_figures_are_added_and_every_line_says_how_much_of_it_they_are():
    found = summarise(
        [
            turnout(NA_MA, 100, 150, 4),
            official(NA_MA, 30, 45, 2, 1),
            official(SCHOOL, 80, 80, 1, 3, group="students"),
        ],
        [scored(20, 60), scored(10, 60)],
        UNITS,
        ALL,
    )
    # Villages with a headcount: 200 + 50; the school: 100. 100 + 30 of Nà Mạ and 80 of the school took part.
    total = found.total
    assert (total.participants, total.attempts, total.full_marks) == (210, 275, 7)
    assert total.external == External(participants=110, attempts=125, full_marks=3, winners=4)
    assert (total.enrolled, total.headcount, total.rate) == (210, 350, 60.0)
    lines = {line.code: line for line in found.groups}
    assert (lines["residents"].participants, lines["residents"].external.participants) == (130, 30)
    assert (lines["students"].participants, lines["students"].external.participants) == (80, 80)
    assert not lines["officials"].external
    units = {u.unit.id: u.line for u in found.units}
    assert (units[NA_MA.id].rate, units[NA_MA.id].external.winners) == (65.0, 1)
    # Scores know only the attempts made here: 60 of 20 and 60 of 10, of 20.
    assert (total.scores.mean, total.scores.mean_percent) == (15.0, 75.0)
    assert lines["students"].scores.mean is None


def test_a_rate_may_exceed_a_hundred_where_somebody_is_counted_here_and_there():
    found = summarise([turnout(KHUOI_LUONG, 40), official(KHUOI_LUONG, 20, 20)], [], UNITS, ALL)
    line = next(u.line for u in found.units if u.unit.id == KHUOI_LUONG.id)
    assert line.rate == 120.0  # 60 of 50
    assert [u.unit.id for u in complete_units(found.units)] == [KHUOI_LUONG.id]


def test_parts_of_a_point_fall_into_the_column_of_the_whole_points_below():
    scores = [scored(Fraction(14, 3), 2, max_score=Fraction(5)), scored(Fraction(5), max_score=Fraction(5))]
    # 14/3 is 4.67: above 75% of 5, and in the column of 4.
    assert [(b.label, b.attempts) for b in bins(scores) if b.attempts] == [("4", 2), ("5", 1)]
    assert {b.band.code: b.attempts for b in band_lines(scores) if b.attempts} == {"full": 1, "high": 2}
