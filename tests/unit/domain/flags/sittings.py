"""Sittings for tests: what a test doesn't care about is filled in so that nothing is flagged."""

from datetime import UTC, datetime, timedelta

from quizapp.domain.flags import Sitting

NOON = datetime(2027, 6, 9, 5, 0, tzinfo=UTC)


def sitting(attempt_id, *, minute=None, seconds=300, **values):
    """A sitting of a person of their own, 20 questions in 5 minutes, an hour after the one before."""
    after = timedelta(minutes=60 * attempt_id if minute is None else minute)
    return Sitting(
        **{
            "attempt_id": attempt_id,
            "participant_id": attempt_id,
            "submitted_at": NOON + after,
            "duration_ms": seconds * 1000,
            "answered": 20,
            "score": 15,
            "group": "residents",
            "unit_id": 1,
            "match_key": f"an nguyen {attempt_id}|1980-01-01|1",
            **values,
        }
    )


def seen(found):
    """The attempts of findings, in their order."""
    return [finding.attempt_id for finding in found.findings]
