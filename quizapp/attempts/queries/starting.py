"""What a start reads: the participant, the round with the attempts used, and the pool that papers are drawn from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import Session

from quizapp.attempts.queries.closing import OPEN_UNTIL
from quizapp.domain.drawing import BlueprintRow, Candidate, Cell, cells, pool_for, rows_for
from quizapp.domain.phase import Period, period_starts_at
from quizapp.domain.question import QuestionType
from quizapp.models import Attempt, BankQuestion, Participant, QuestionVersion, Round, round_bank
from quizapp.models.base import AnyRow, UtcDateTime, table_of
from quizapp.models.leased import Leased
from quizapp.models.prepared import Prepared

_ATTEMPT, _ROUND, _PARTICIPANT = table_of(Attempt), table_of(Round), table_of(Participant)
_QUESTION, _VERSION = table_of(BankQuestion), table_of(QuestionVersion)

_FIND_PARTICIPANT = Prepared(
    select(_PARTICIPANT.c.id, _PARTICIPANT.c.contest_id, _PARTICIPANT.c.group, _PARTICIPANT.c.birth_date)
    .where(_PARTICIPANT.c.id == bindparam("participant_id"))
    .with_for_update()
)
_OWN = (_ATTEMPT.c.round_id == _ROUND.c.id, _ATTEMPT.c.participant_id == bindparam("participant_id"))
_SINCE = case(
    (_ROUND.c.attempts_period == Period.DAY, bindparam("day_began", type_=UtcDateTime())),
    (_ROUND.c.attempts_period == Period.WEEK, bindparam("week_began", type_=UtcDateTime())),
    else_=_ROUND.c.opens_at,
)
_FIND_ENTRY = Prepared(
    select(
        _ROUND.c.id,
        _ROUND.c.kind,
        _ROUND.c.opens_at,
        _ROUND.c.closes_at,
        _ROUND.c.suspended_at,
        _ROUND.c.minimum_age,
        _ROUND.c.groups,
        _ROUND.c.attempts_allowed,
        _ROUND.c.time_limit_minutes,
        _ROUND.c.blueprint,
        _ROUND.c.shuffle_questions,
        _ROUND.c.shuffle_options,
        select(func.count()).where(*_OWN, _ATTEMPT.c.started_at >= _SINCE).scalar_subquery().label("used"),
        select(func.coalesce(func.max(_ATTEMPT.c.number), 0)).where(*_OWN).scalar_subquery().label("last_number"),
        select(_ATTEMPT.c.id).where(*_OWN, OPEN_UNTIL.is_not(None)).scalar_subquery().label("open_attempt_id"),
    ).where(_ROUND.c.id == bindparam("round_id"), _ROUND.c.contest_id == bindparam("contest_id"))
)
_POOL = (
    select(
        _VERSION.c.id,
        _VERSION.c.type,
        _VERSION.c.option_count,
        _VERSION.c.pinned,
        _VERSION.c.topic,
        _VERSION.c.difficulty,
        _VERSION.c.groups,
    )
    .join(_QUESTION, _QUESTION.c.id == _VERSION.c.question_id)
    .join(round_bank, round_bank.c.bank_id == _QUESTION.c.bank_id)
    .where(round_bank.c.round_id == bindparam("round_id"), _VERSION.c.is_drawn)
    .order_by(_VERSION.c.id)
)


@dataclass(frozen=True, slots=True)
class Pool:
    """The questions that a round's papers are drawn from. `several`: versions that take several options."""

    candidates: tuple[Candidate, ...]
    several: frozenset[int]
    _cells: dict[tuple[str, tuple[BlueprintRow, ...]], tuple[Cell, ...]] = field(default_factory=dict)

    def cells(self, blueprint: Iterable[BlueprintRow], group: str) -> tuple[Cell, ...]:
        """Return the rows that make a group's paper, each with the questions that suit it; looked up once."""
        key = (group, rows_for(blueprint, group))
        if key not in self._cells:
            self._cells[key] = cells(key[1], pool_for(self.candidates, group))
        return self._cells[key]


POOLS: Leased[Pool] = Leased()


def find_participant(session: Session, participant_id: int) -> AnyRow | None:
    """Return a participant's contest, group and birth date, locked where the database locks rows: starts queue up."""
    return _FIND_PARTICIPANT.rows(session, {"participant_id": participant_id}).one_or_none()


def find_entry(session: Session, *, round_id: int, participant: AnyRow, now: datetime) -> AnyRow | None:
    """Return a round's rules with the participant's attempts: `used` in the period, `last_number`, open one."""
    asked = {
        "round_id": round_id,
        "contest_id": participant.contest_id,
        "participant_id": participant.id,
        "day_began": period_starts_at(now, Period.DAY, opens_at=now),
        "week_began": period_starts_at(now, Period.WEEK, opens_at=now),
    }
    return _FIND_ENTRY.rows(session, asked).one_or_none()


def pool(session: Session, round_id: int) -> Pool:
    """Return the questions of a round's banks that may be drawn, as of now or of a moment ago (models/leased.py)."""

    def read() -> Pool:
        rows = session.connection().execute(_POOL, {"round_id": round_id}).all()
        return Pool(
            candidates=tuple(map(_candidate, rows)),
            several=frozenset(row.id for row in rows if row.type == QuestionType.MULTIPLE),
        )

    return POOLS.get((session.get_bind().engine.url, round_id), read)


def _candidate(row: AnyRow) -> Candidate:
    return Candidate(
        version_id=row.id,
        option_count=row.option_count,
        topic=row.topic,
        difficulty=row.difficulty,
        pinned=frozenset(map(int, row.pinned)),
        groups=frozenset(row.groups),
    )
