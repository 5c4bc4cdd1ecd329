"""Who may start, and which closed attempts count."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.allowance import (
    EXCLUSIONS,
    Applicant,
    Closed,
    Entry,
    Exclusion,
    StartRefusal,
    age,
    exclusion,
    start_refusal,
)

OPENS = datetime(2027, 6, 7, 1, 0, tzinfo=UTC)
CLOSES = datetime(2027, 6, 27, 15, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def entry(**values):
    return Entry(**{"opens_at": OPENS, "closes_at": CLOSES, "groups": (), "attempts_allowed": 2, **values})


def refusal(rules, *, now=OPENS, used=0, birth_date=date(1980, 1, 1)):
    return start_refusal(rules, Applicant(group="residents", birth_date=birth_date, attempts_used=used), now=now)


@pytest.mark.parametrize(
    ("rules", "now", "used", "expected"),
    [
        (entry(), OPENS, 0, None),
        (entry(), OPENS, 1, None),
        (entry(), OPENS, 2, StartRefusal.ALLOWANCE_USED_UP),
        (entry(attempts_allowed=None), OPENS, 99, None),
        (entry(), OPENS - SECOND, 0, StartRefusal.NOT_OPEN),
        (entry(), CLOSES, 0, StartRefusal.NOT_OPEN),
        (entry(groups=("students",)), OPENS, 0, StartRefusal.GROUP_NOT_ADMITTED),
        (entry(groups=("residents", "students")), OPENS, 0, None),
        (entry(is_external=True), OPENS, 0, StartRefusal.NOT_OPEN),  # it is others who hold it
        (entry(suspended_at=OPENS), OPENS, 0, StartRefusal.SUSPENDED),
        (entry(suspended_at=OPENS), CLOSES, 0, StartRefusal.NOT_OPEN),  # over is over, suspended or not
        (entry(suspended_at=OPENS, groups=("students",)), OPENS, 2, StartRefusal.SUSPENDED),
    ],
)
def test_who_may_start(rules, now, used, expected):
    assert refusal(rules, now=now, used=used) is expected


@pytest.mark.parametrize(
    ("birth_date", "now", "expected"),
    [
        # 14 on 10 June 2027, which begins in Vietnam at 17:00 UTC of the 9th.
        (date(2013, 6, 10), datetime(2027, 6, 9, 16, 59, 59, tzinfo=UTC), StartRefusal.TOO_YOUNG),
        (date(2013, 6, 10), datetime(2027, 6, 9, 17, 0, tzinfo=UTC), None),
        (date(2013, 6, 11), datetime(2027, 6, 9, 17, 0, tzinfo=UTC), StartRefusal.TOO_YOUNG),
        (date(2012, 12, 31), OPENS, None),
    ],
)
def test_the_least_age_is_reached_on_the_birthday_in_vietnam(birth_date, now, expected):
    assert refusal(entry(minimum_age=14), now=now, birth_date=birth_date) is expected


def test_who_is_too_young_is_told_so_before_the_allowance():
    assert refusal(entry(minimum_age=14), used=2, birth_date=date(2020, 1, 1)) is StartRefusal.TOO_YOUNG


@pytest.mark.parametrize(
    ("birth_date", "day", "expected"),
    [
        (date(2013, 6, 10), date(2027, 6, 9), 13),
        (date(2013, 6, 10), date(2027, 6, 10), 14),
        (date(2013, 12, 31), date(2027, 1, 1), 13),
        (date(2012, 2, 29), date(2027, 2, 28), 14),  # no 29 February in 2027: the birthday is 1 March
        (date(2012, 2, 29), date(2027, 3, 1), 15),
        (date(2012, 2, 29), date(2028, 2, 28), 15),
        (date(2012, 2, 29), date(2028, 2, 29), 16),
        (date(2027, 6, 9), date(2027, 6, 9), 0),
    ],
)
def test_age_is_in_full_years(birth_date, day, expected):
    assert age(birth_date, day) == expected


@given(st.dates(date(1900, 1, 1), date(2020, 12, 31)), st.dates(date(2021, 1, 1), date(2099, 12, 30)))
def test_nobody_gets_younger_or_skips_a_year(birth_date, day):
    assert age(birth_date, day + timedelta(days=1)) - age(birth_date, day) in (0, 1)


@pytest.mark.parametrize(
    ("answered", "is_complete", "is_timed_out", "asks_all", "expected"),
    [
        (0, False, True, False, Exclusion.EMPTY),
        (1, False, True, False, None),
        (0, False, False, False, None),  # handed in by hand: taking part with nothing known
        (5, True, True, False, None),
        (5, True, False, False, None),
        (0, False, True, True, Exclusion.EMPTY),
        (0, False, False, True, Exclusion.INCOMPLETE),
        (4, False, False, True, Exclusion.INCOMPLETE),
        (4, False, True, True, Exclusion.INCOMPLETE),
        (5, True, True, True, None),
        (5, True, False, True, None),
    ],
)
def test_which_closed_attempts_count(answered, is_complete, is_timed_out, asks_all, expected):
    closed = Closed(answered=answered, is_complete=is_complete, is_timed_out=is_timed_out)
    assert exclusion(closed, requires_all_answered=asks_all) is expected
    disqualified = Closed(answered=answered, is_complete=is_complete, is_timed_out=is_timed_out, is_disqualified=True)
    assert exclusion(disqualified, requires_all_answered=asks_all) is Exclusion.DISQUALIFIED


def test_every_exclusion_has_a_title():
    assert list(EXCLUSIONS) == list(Exclusion)
