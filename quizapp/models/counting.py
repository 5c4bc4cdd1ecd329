"""Which attempts count, as SQL: what results and reports both build on.

The rules are those of domain/allowance.py: exclusion(), which is stored with the attempt, and of domain/ranking.py:
COUNTED_RULES; a test holds the two against each other.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, Subquery, and_, case, func, or_, select, true
from sqlalchemy.orm import aliased

from quizapp.domain.allowance import Exclusion
from quizapp.domain.policy import PredictionAsked
from quizapp.models.attempt import Attempt
from quizapp.models.contest import Round
from quizapp.models.participant import Participant


def is_counted() -> ColumnElement[bool]:
    """Return the condition under which an attempt counts."""
    return and_(Attempt.submitted_at.is_not(None), Attempt.exclusion.is_(None))


def is_counted_or_disqualified() -> ColumnElement[bool]:
    """Return the condition under which an attempt counts, or would but for a disqualification."""
    is_kept = or_(Attempt.exclusion.is_(None), Attempt.exclusion == Exclusion.DISQUALIFIED)
    return and_(Attempt.submitted_at.is_not(None), is_kept)


def counted_first() -> tuple[Any, ...]:
    """Return the order in which the attempt that counts comes first, by the rule of its round."""
    return (
        case((Round.counted == "best", Attempt.score), else_=0).desc(),
        case((Round.counted == "last", Attempt.submitted_at)).desc(),
        Attempt.submitted_at,
        Attempt.id,
    )


def _only_guess() -> ScalarSelect[int | None]:
    """Return the guess of a participant who was asked once, whether the attempt that it was made in counts or not."""
    guess = aliased(Attempt)
    return (
        select(guess.prediction)
        .where(
            guess.round_id == Attempt.round_id,
            guess.participant_id == Attempt.participant_id,
            guess.prediction.is_not(None),
        )
        .order_by(guess.number)
        .limit(1)
        .correlate(Attempt)
        .scalar_subquery()
    )


def placed_attempts(*round_ids: int, participant_ids: Collection[int] | None = None) -> Subquery:
    """Return the attempts that count, each with its `place` among its participant's in the round, from 1.

    `participant_ids` None: everybody's.
    Columns: those of Attempt, `place` (1: the one that ranking takes), `attempts` (of how many), `full_marks` (how
    many of these have everything right). `prediction` is the one that counts, by the round's rules.
    """
    sitting = (Attempt.round_id, Attempt.participant_id)
    is_full = case((Attempt.score == Attempt.max_score, 1), else_=0)
    return (
        select(
            *(c for c in Attempt.__table__.columns if c.name != "prediction"),
            case((Round.prediction_asked == PredictionAsked.FIRST, _only_guess()), else_=Attempt.prediction).label(
                "prediction"
            ),
            func.row_number().over(partition_by=sitting, order_by=counted_first()).label("place"),
            func.count().over(partition_by=sitting).label("attempts"),
            func.sum(is_full).over(partition_by=sitting).label("full_marks"),
        )
        .join(Round, Round.id == Attempt.round_id)
        .where(
            Attempt.round_id.in_(round_ids),
            is_counted(),
            true() if participant_ids is None else Attempt.participant_id.in_(participant_ids),
        )
        .subquery()
    )


def counted_attempts(*round_ids: int, participant_ids: Collection[int] | None = None) -> Select[Any]:
    """Return a select of one row a participant and round: the attempt that counts, and of how many.

    `participant_ids` None: everybody's.
    Columns: those of placed_attempts() but `place`, and of the participant `code`, `full_name`, `sort_key`,
    `birth_date`, `group`, `unit_id`, `registered_at`.
    """
    placed = placed_attempts(*round_ids, participant_ids=participant_ids)
    return (
        select(
            *(c for c in placed.columns if c.name != "place"),
            Participant.code,
            Participant.full_name,
            Participant.sort_key,
            Participant.birth_date,
            Participant.group,
            Participant.unit_id,
            Participant.registered_at,
        )
        .join(Participant, Participant.id == placed.c.participant_id)
        .where(placed.c.place == 1)
    )
