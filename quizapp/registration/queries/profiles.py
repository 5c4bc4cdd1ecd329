"""A participant with the names of what they belong to, and their attempts.

Statements are built once, on tables: to build one for every request takes longer than to execute it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from quizapp.models import Attempt, Contest, Participant, Round, Unit
from quizapp.models.base import table_of
from quizapp.models.prepared import Prepared

_ATTEMPT, _CONTEST, _PARTICIPANT = table_of(Attempt), table_of(Contest), table_of(Participant)
_ROUND, _UNIT = table_of(Round), table_of(Unit)

_PROFILE = Prepared(
    select(
        _PARTICIPANT.c.id,
        _PARTICIPANT.c.code,
        _PARTICIPANT.c.full_name,
        _PARTICIPANT.c.birth_date,
        _PARTICIPANT.c.group,
        _PARTICIPANT.c.unit_id,
        _UNIT.c.name.label("unit_name"),
        _UNIT.c.kind.label("unit_kind"),
        _PARTICIPANT.c.phone,
        _PARTICIPANT.c.details,
        _PARTICIPANT.c.guardian_name,
        _PARTICIPANT.c.registered_at,
        _PARTICIPANT.c.contest_id,
        _CONTEST.c.title.label("contest_title"),
    )
    .join(_UNIT, _UNIT.c.id == _PARTICIPANT.c.unit_id)
    .join(_CONTEST, _CONTEST.c.id == _PARTICIPANT.c.contest_id)
    .where(_PARTICIPANT.c.id == bindparam("participant_id"))
)
_ATTEMPTS = Prepared(
    select(
        _ATTEMPT.c.id,
        _ATTEMPT.c.round_id,
        _ATTEMPT.c.number,
        _ATTEMPT.c.started_at,
        _ATTEMPT.c.closes_at,
        _ATTEMPT.c.submitted_at,
        _ATTEMPT.c.is_timed_out,
        _ATTEMPT.c.score,
        _ATTEMPT.c.max_score,
        _ATTEMPT.c.duration_ms,
        _ATTEMPT.c.exclusion,
        _ROUND.c.partial_rule,
    )
    .join(_ROUND, _ROUND.c.id == _ATTEMPT.c.round_id)
    .where(_ATTEMPT.c.participant_id == bindparam("of_participant"))
    .order_by(_ATTEMPT.c.started_at, _ATTEMPT.c.id)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """A participant with the names of what they belong to."""

    id: int
    code: str
    full_name: str
    birth_date: date
    group: str
    unit_id: int
    unit_name: str
    unit_kind: str
    phone: str | None
    details: Mapping[str, str]
    guardian_name: str | None
    registered_at: datetime
    contest_id: int
    contest_title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AttemptLine:
    """An attempt as lists show it; `score` and `max_score` None until it is marked."""

    id: int
    round_id: int
    number: int
    started_at: datetime
    closes_at: datetime
    submitted_at: datetime | None
    is_timed_out: bool
    score: int | None
    max_score: int | None
    duration_ms: int | None
    exclusion: str | None
    partial_rule: str

    def is_open(self, now: datetime) -> bool:
        """Tell whether answers may still be given."""
        return self.submitted_at is None and now < self.closes_at


def find_profile(session: Session, participant_id: int) -> Profile | None:
    """Return a participant with their unit and contest, or None."""
    row = _PROFILE.read(session, {"participant_id": participant_id}).one_or_none()
    return Profile(**row._mapping) if row else None


def attempts_of(session: Session, participant_id: int) -> Sequence[AttemptLine]:
    """Return a participant's attempts in the order they were started."""
    rows = _ATTEMPTS.read(session, {"of_participant": participant_id})
    return [AttemptLine(**row._mapping) for row in rows]
