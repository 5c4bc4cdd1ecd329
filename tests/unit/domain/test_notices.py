"""When a round may be extended, suspended and resumed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from quizapp.domain.notices import (
    NOTICE_KINDS,
    NOTICE_REFUSALS,
    NOTICE_TEXTS,
    NoticeRefusal,
    RoundState,
    notice_refusal,
)

NOW = datetime(2027, 6, 9, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
OPEN = RoundState(opens_at=NOW - HOUR, closes_at=NOW + HOUR, suspended_at=None, review="after_close")
UPCOMING = replace(OPEN, opens_at=NOW + HOUR, closes_at=NOW + 2 * HOUR)
OVER = replace(OPEN, opens_at=NOW - 2 * HOUR, closes_at=NOW)


def suspended(state):
    return replace(state, suspended_at=NOW - HOUR)


def refused(kind, state, new_closes_at=None):
    return notice_refusal(kind, state, now=NOW, new_closes_at=new_closes_at)


@pytest.mark.parametrize(
    ("state", "new_closes_at", "refusal"),
    [
        (OPEN, NOW + 2 * HOUR, None),
        (UPCOMING, NOW + 3 * HOUR, None),
        (suspended(OPEN), NOW + 2 * HOUR, None),
        (OPEN, NOW + HOUR, "closes_no_later"),  # where it closes already
        (OPEN, NOW, "closes_no_later"),
        (OPEN, None, "closes_no_later"),
        (OVER, NOW + HOUR, "answers_shown"),
        (replace(OVER, review="never"), NOW + HOUR, None),
        (replace(OVER, review="after_submit"), NOW + HOUR, None),
        (replace(OVER, review="never", closes_at=NOW - HOUR), NOW, "closes_in_the_past"),
        (replace(OVER, review="never", is_published=True), NOW + HOUR, "results_published"),
    ],
)
def test_a_closing_only_moves_later_and_never_after_answers_or_results_were_shown(state, new_closes_at, refusal):
    assert refused("extended", state, new_closes_at) == refusal


@pytest.mark.parametrize(
    ("kind", "state", "refusal"),
    [
        ("suspended", OPEN, None),
        ("suspended", UPCOMING, None),
        ("suspended", suspended(OPEN), "suspended_already"),
        ("suspended", OVER, "round_over"),
        ("resumed", suspended(OPEN), None),
        ("resumed", OPEN, "not_suspended"),
        ("resumed", suspended(OVER), "round_over"),
        ("notice", OPEN, None),
        ("notice", OVER, None),
    ],
)
def test_a_round_is_suspended_once_and_resumed_once_while_it_is_not_over(kind, state, refusal):
    assert refused(kind, state) == refusal


def test_every_kind_has_a_name_and_a_text_and_every_refusal_a_sentence():
    assert set(NOTICE_TEXTS) == set(NOTICE_KINDS)
    assert set(NOTICE_REFUSALS) == set(NoticeRefusal)
