"""Which attempts count, as SQL: what results and reports both build on.

The rules are those of domain/allowance.py: counts() and domain/ranking.py: counted_attempt(); a test holds
the two against each other.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, not_, or_, select, true

from quizapp.models.attempt import Attempt
from quizapp.models.participant import Participant


def is_counted() -> ColumnElement[bool]:
    """Return the condition under which an attempt counts."""
    return and_(Attempt.submitted_at.is_not(None), or_(not_(Attempt.is_timed_out), Attempt.answered > 0))


def placed_attempts(*round_ids: int, participant_ids: Collection[int] | None = None) -> Subquery:
    """Return the attempts that count, each with its `place` among its participant's in the round, from 1.

    `participant_ids` None: everybody's.
    Columns: those of Attempt, `place` (1: the one that ranking takes), `attempts` (of how many).
    """
    best_first = (Attempt.score.desc(), Attempt.submitted_at, Attempt.id)
    sitting = (Attempt.round_id, Attempt.participant_id)
    return (
        select(
            *Attempt.__table__.columns,
            func.row_number().over(partition_by=sitting, order_by=best_first).label("place"),
            func.count().over(partition_by=sitting).label("attempts"),
        )
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
    Columns: those of Attempt, `attempts` (how many of the participant count in the round), and of the
    participant `code`, `full_name`, `sort_key`, `birth_date`, `group`, `unit_id`, `registered_at`.
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
