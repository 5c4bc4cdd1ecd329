"""What is stored of a participant's own attempts in a round, read by statements built once, on tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session

from quizapp.models import Attempt, Decision, Participant, Regrade, Response, Round, ScoreChange, Unit
from quizapp.models.base import AnyRow, table_of
from quizapp.models.prepared import Prepared

_ATTEMPT, _ROUND, _RESPONSE = table_of(Attempt), table_of(Round), table_of(Response)
_PARTICIPANT, _UNIT = table_of(Participant), table_of(Unit)
_DECISION, _CHANGE, _REGRADE = table_of(Decision), table_of(ScoreChange), table_of(Regrade)


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnAttempt:
    """One of a participant's attempts in the round."""

    id: int
    number: int
    started_at: datetime
    submitted_at: datetime | None
    is_timed_out: bool
    answered: int | None
    score: int
    max_score: int
    duration_ms: int
    prediction: int | None
    exclusion: str | None


_NEWEST_REASON = (
    select(_DECISION.c.reason)
    .where(_DECISION.c.attempt_id == _ATTEMPT.c.id)
    .order_by(_DECISION.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_RESULT = Prepared(
    select(
        _ATTEMPT.c.id,
        _ATTEMPT.c.number,
        _ATTEMPT.c.round_id,
        _ATTEMPT.c.participant_id,
        _ATTEMPT.c.submitted_at,
        _ATTEMPT.c.is_timed_out,
        _ATTEMPT.c.prediction,
        _ATTEMPT.c.score,
        _ATTEMPT.c.max_score,
        _ATTEMPT.c.answered,
        _ATTEMPT.c.duration_ms,
        _ATTEMPT.c.exclusion,
        _NEWEST_REASON.label("decision_reason"),
        exists().where(_CHANGE.c.attempt_id == _ATTEMPT.c.id).label("has_changed"),
        select(func.count()).where(_RESPONSE.c.attempt_id == _ATTEMPT.c.id).scalar_subquery().label("item_count"),
        _ROUND.c.title.label("round_title"),
        _ROUND.c.kind,
        _ROUND.c.opens_at,
        _ROUND.c.closes_at.label("round_closes_at"),
        _ROUND.c.groups,
        _ROUND.c.attempts_allowed,
        _ROUND.c.attempts_period,
        _ROUND.c.review,
        _ROUND.c.slug.label("round_slug"),
        _ROUND.c.ranking,
        _ROUND.c.shows_rank,
        _ROUND.c.prediction_target,
        _ROUND.c.prediction_asked,
        _ROUND.c.prediction_with_disqualified,
        _ROUND.c.draw_seed,
        _ROUND.c.counted,
        _ROUND.c.partial_rule,
        _ROUND.c.points,
        _ROUND.c.suspended_at,
        _ROUND.c.minimum_age,
        _PARTICIPANT.c.birth_date,
        _PARTICIPANT.c.full_name,
        _PARTICIPANT.c.code,
        _PARTICIPANT.c.group,
        _PARTICIPANT.c.registered_at,
        _UNIT.c.name.label("unit_name"),
    )
    .join(_ROUND, _ROUND.c.id == _ATTEMPT.c.round_id)
    .join(_PARTICIPANT, _PARTICIPANT.c.id == _ATTEMPT.c.participant_id)
    .join(_UNIT, _UNIT.c.id == _PARTICIPANT.c.unit_id)
    .where(_ATTEMPT.c.id == bindparam("attempt_id"), _ATTEMPT.c.participant_id == bindparam("participant_id"))
)
_OWN_ATTEMPTS = Prepared(
    select(*(_ATTEMPT.c[name] for name in OwnAttempt.__dataclass_fields__)).where(
        _ATTEMPT.c.round_id == bindparam("round_id"), _ATTEMPT.c.participant_id == bindparam("participant_id")
    )
)
_SCORE_CHANGES = (
    select(
        _CHANGE.c.old_score,
        _CHANGE.c.old_max_score,
        _CHANGE.c.new_score,
        _CHANGE.c.new_max_score,
        _REGRADE.c.reason,
        _REGRADE.c.made_at,
    )
    .join(_REGRADE, _REGRADE.c.id == _CHANGE.c.regrade_id)
    .where(_CHANGE.c.attempt_id == bindparam("attempt_id"))
    .order_by(_REGRADE.c.id.desc())
)


def find_result(session: Session, *, attempt_id: int, participant_id: int) -> AnyRow | None:
    """Return a participant's own attempt with its round, its unit and the newest decision's reason, or None."""
    asked = {"attempt_id": attempt_id, "participant_id": participant_id}
    return _RESULT.read(session, asked).one_or_none()


def own_attempts(session: Session, *, round_id: int, participant_id: int) -> list[OwnAttempt]:
    """Return a participant's attempts in a round, open ones too."""
    asked = {"round_id": round_id, "participant_id": participant_id}
    return [OwnAttempt(**row) for row in _OWN_ATTEMPTS.read(session, asked).mappings()]


def score_changes(session: Session, attempt_id: int) -> Sequence[AnyRow]:
    """Return what regrades have changed of an attempt's score, the newest first."""
    return session.connection().execute(_SCORE_CHANGES, {"attempt_id": attempt_id}).all()
