"""Time: phases, closing, days and weeks in Vietnam, editions."""

from datetime import UTC, date, datetime, timedelta

import pytest

from quizapp.domain.phase import (
    VIETNAM,
    Period,
    Phase,
    closes_at,
    edition_rounds,
    edition_year,
    first_monday,
    local_day,
    period_starts_at,
    phase,
)

OPENS = datetime(2027, 6, 7, 1, 0, tzinfo=UTC)
CLOSES = datetime(2027, 6, 27, 15, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (OPENS - SECOND, Phase.UPCOMING),
        (OPENS, Phase.OPEN),
        (CLOSES - SECOND, Phase.OPEN),
        (CLOSES, Phase.CLOSED),
    ],
)
def test_a_round_is_open_from_its_opening_up_to_its_closing(now, expected):
    assert phase(now, opens_at=OPENS, closes_at=CLOSES) is expected


def test_an_attempt_ends_with_its_time_or_with_its_round():
    limit = timedelta(minutes=20)

    assert closes_at(OPENS, time_limit=limit, round_closes_at=CLOSES) == OPENS + limit
    assert closes_at(CLOSES - SECOND, time_limit=limit, round_closes_at=CLOSES) == CLOSES


def test_a_day_is_the_day_in_vietnam():
    assert local_day(datetime(2027, 6, 7, 16, 59, tzinfo=UTC)) == date(2027, 6, 7)
    assert local_day(datetime(2027, 6, 7, 17, 0, tzinfo=UTC)) == date(2027, 6, 8)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period.DAY, datetime(2027, 6, 9, 17, 0, tzinfo=UTC)),  # Thursday 10 June, midnight in Vietnam
        (Period.WEEK, datetime(2027, 6, 6, 17, 0, tzinfo=UTC)),  # Monday 7 June
        (Period.ROUND, OPENS),
    ],
)
def test_attempts_count_since_the_day_the_monday_or_the_opening(period, expected):
    thursday = datetime(2027, 6, 10, 3, 0, tzinfo=UTC)

    assert period_starts_at(thursday, period, opens_at=OPENS) == expected


def test_an_edition_has_three_weeks_in_june_and_september():
    rounds = edition_rounds(2027)

    # The first Mondays are 7 June and 6 September 2027; 08:00 in Vietnam is 01:00 UTC, 22:00 is 15:00 UTC.
    assert rounds == {
        "06": (datetime(2027, 6, 7, 1, tzinfo=UTC), datetime(2027, 6, 27, 15, tzinfo=UTC)),
        "09": (datetime(2027, 9, 6, 1, tzinfo=UTC), datetime(2027, 9, 26, 15, tzinfo=UTC)),
    }


@pytest.mark.parametrize("year", range(2026, 2040))
@pytest.mark.parametrize("month", [6, 9])
def test_the_first_monday_is_a_monday_of_the_first_week(year, month):
    monday = first_monday(year, month)

    assert (monday.weekday(), monday.month) == (0, month)
    assert monday.day <= 7


def test_the_current_edition_is_the_next_years_once_september_is_over():
    closing = edition_rounds(2026)["09"][1]

    assert edition_year(closing - SECOND) == 2026
    assert edition_year(closing) == 2027
    assert edition_year(datetime(2026, 12, 31, 18, 0, tzinfo=VIETNAM)) == 2027
