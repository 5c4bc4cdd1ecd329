"""What a submission reads: the attempt and its round, and the items with their keys.

Statements are built once, on tables: to build one for every request takes longer than to execute it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, select
from sqlalchemy.orm import Session

from quizapp.domain.policy import PredictionAsked
from quizapp.models import Attempt, QuestionVersion, Response, Round, RoundRuling
from quizapp.models.base import AnyRow, table_of
from quizapp.models.prepared import Prepared

_ATTEMPT, _ROUND = table_of(Attempt), table_of(Round)
_RESPONSE, _VERSION, _RULING = table_of(Response), table_of(QuestionVersion), table_of(RoundRuling)


# When an attempt closes, NULL once it is submitted. Said so that PostgreSQL can't take the index of all open attempts:
# where its statistics are older than an opening, it believes that there are few.
OPEN_UNTIL = case((_ATTEMPT.c.submitted_at.is_(None), _ATTEMPT.c.closes_at))


def _asked_target() -> ColumnElement[str | None]:
    earlier = _ATTEMPT.alias()
    has_guessed = exists().where(
        earlier.c.round_id == _ATTEMPT.c.round_id,
        earlier.c.participant_id == _ATTEMPT.c.participant_id,
        earlier.c.number < _ATTEMPT.c.number,
        earlier.c.prediction.is_not(None),
    )
    return case(
        (and_(_ROUND.c.prediction_asked == PredictionAsked.FIRST, has_guessed), None),
        else_=_ROUND.c.prediction_target,
    )


# What an attempt's participant is asked to guess, NULL where they have guessed for all of the round.
ASKED_TARGET = _asked_target().label("prediction_target")
_LOCKED_ATTEMPT = Prepared(
    select(
        _ATTEMPT.c.id,
        _ATTEMPT.c.round_id,
        _ATTEMPT.c.participant_id,
        _ATTEMPT.c.started_at,
        _ATTEMPT.c.closes_at,
        _ATTEMPT.c.submitted_at,
        _ROUND.c.partial_rule,
        _ROUND.c.points,
        _ROUND.c.requires_all_answered,
        ASKED_TARGET,
    )
    .join(_ROUND, _ROUND.c.id == _ATTEMPT.c.round_id)
    .where(_ATTEMPT.c.id == bindparam("attempt_id"))
    # SQLAlchemy writes one such clause; PostgreSQL takes the locks in the order of the clauses.
    .with_for_update(of=_ROUND, read=True)
    .suffix_with("FOR UPDATE OF attempt", dialect="postgresql")
)
_OVERDUE = (
    select(_ATTEMPT.c.id)
    .where(_ATTEMPT.c.submitted_at.is_(None), _ATTEMPT.c.closes_at <= bindparam("now"))
    .order_by(_ATTEMPT.c.closes_at)
    .limit(bindparam("most"))
)
_ANSWERED_ITEMS = Prepared(
    select(
        _RESPONSE.c.position,
        _RESPONSE.c.option_order,
        _RESPONSE.c.choice,
        _VERSION.c.key,
        _VERSION.c.difficulty,
        _RULING.c.kind.label("ruling"),
        _RULING.c["keys"].label("ruled_keys"),
    )
    .join(_VERSION, _VERSION.c.id == _RESPONSE.c.question_version_id)
    .outerjoin(
        _RULING,
        and_(
            _RULING.c.question_version_id == _RESPONSE.c.question_version_id,
            _RULING.c.round_id == bindparam("round_id"),
        ),
    )
    .where(_RESPONSE.c.attempt_id == bindparam("attempt_id"))
)


def locked_attempt(session: Session, attempt_id: int) -> AnyRow | None:
    """Return what submitting needs to know of an attempt and its round, its row locked until the transaction ends.

    A save that overlaps holds the row for sharing: it is stored before this returns, or refused after.

    The round's row is locked for sharing, and first: a regrade that is being adopted holds it (regrading/operations),
    so that an attempt is submitted before it and marked anew by it, or after it and marked by its rulings. Locked the
    other way round, a second tap on an attempt that the regrade is about to change would be a deadlock.
    """
    return _LOCKED_ATTEMPT.rows(session, {"attempt_id": attempt_id}).one_or_none()


def overdue_attempt_ids(session: Session, now: datetime, *, limit: int) -> Sequence[int]:
    """Return open attempts whose time is up, the oldest first."""
    return session.connection().execute(_OVERDUE, {"now": now, "most": limit}).scalars().all()


def answered_items(session: Session, attempt: AnyRow) -> Sequence[AnyRow]:
    """Return each item's position, option order, choice, difficulty, the bank's key, and what is ruled of it."""
    asked = {"attempt_id": attempt.id, "round_id": attempt.round_id}
    return _ANSWERED_ITEMS.rows(session, asked).all()
