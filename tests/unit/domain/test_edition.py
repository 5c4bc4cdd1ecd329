"""The shipped edition."""

from datetime import UTC, datetime, timedelta

import pytest

from quizapp.domain.edition import edition, rehearsal
from quizapp.domain.phase import Phase, phase
from quizapp.domain.round_rules import contradictions

BANKS = frozenset({1, 2})
NOW = datetime(2027, 3, 1, 2, 0, tzinfo=UTC)


def test_an_edition_has_june_september_and_a_practice_round_open_to_the_years_end():
    june, september, practice = edition(2027, now=NOW, bank_ids=BANKS)
    # First Monday at 08:00 to the third Sunday at 22:00, seven hours ahead of UTC.
    assert (june.opens_at, june.closes_at) == (
        datetime(2027, 6, 7, 1, tzinfo=UTC),
        datetime(2027, 6, 27, 15, tzinfo=UTC),
    )
    assert (september.title, september.opens_at) == ("Đợt tháng 9", datetime(2027, 9, 6, 1, tzinfo=UTC))
    assert (practice.opens_at, practice.closes_at) == (NOW, datetime(2027, 12, 31, 16, 59, tzinfo=UTC))


def test_official_rounds_have_20_questions_in_20_minutes_twice_a_week():
    june, september, practice = edition(2027, now=NOW, bank_ids=BANKS)
    for official in (june, september):
        assert set(official.paper_sizes.values()) == {20}
        assert (official.time_limit_minutes, official.attempts_allowed, official.attempts_period) == (20, 2, "week")
    assert set(practice.paper_sizes.values()) == {10}
    assert (practice.time_limit_minutes, practice.attempts_allowed, practice.shows_rank) == (15, None, False)


@pytest.mark.parametrize(
    "make", [lambda: edition(2027, now=NOW, bank_ids=BANKS), lambda: rehearsal(now=NOW, bank_ids=BANKS)]
)
def test_no_shipped_round_contradicts_itself(make):
    assert [contradictions(settings) for settings in make()] == [(), (), ()]


@pytest.mark.parametrize("hours", range(0, 24, 5))
def test_a_rehearsal_has_a_round_that_is_over_and_one_that_is_open_whatever_the_hour(hours):
    now = NOW + timedelta(hours=hours)
    june, september, practice = rehearsal(now=now, bank_ids=BANKS)
    phases = [phase(now, opens_at=r.opens_at, closes_at=r.closes_at) for r in (june, september, practice)]
    assert phases == [Phase.CLOSED, Phase.OPEN, Phase.OPEN]
    assert june.closes_at - june.opens_at == timedelta(days=20, hours=14)
