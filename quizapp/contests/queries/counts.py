"""How many took part, and how many are registered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from quizapp.models import (
    Attempt,
    Participant,
)
from quizapp.models.counting import is_counted
from quizapp.models.recent import Recent


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """How many people took part, in how many attempts, and how many people had everything right."""

    participants: int
    attempts: int
    full_marks: int


FIGURES: Recent[Figures] = Recent()


def recent_figures(session: Session, round_ids: Sequence[int], now: datetime) -> Figures:
    """Return the figures of rounds as the front page shows them, a while old (see Recent)."""
    return FIGURES.get(tuple(round_ids), now, lambda: figures(session, round_ids))


def figures(session: Session, round_ids: Sequence[int]) -> Figures:
    """Return the figures of rounds taken together, over the attempts that count."""
    has_full_marks = case((Attempt.score == Attempt.max_score, 1), else_=0)
    # By person first: to count people apart takes the database three times as long.
    people = (
        select(func.count().label("attempts"), func.max(has_full_marks).label("full_marks"))
        .where(Attempt.round_id.in_(round_ids), is_counted())
        .group_by(Attempt.participant_id)
        .subquery()
    )
    row = session.execute(
        select(
            func.count(), func.coalesce(func.sum(people.c.attempts), 0), func.coalesce(func.sum(people.c.full_marks), 0)
        ).select_from(people)
    ).one()
    return Figures(participants=row[0], attempts=int(row[1]), full_marks=int(row[2]))


def registered(session: Session, contest_id: int) -> dict[str, int]:
    """Return how many people of each group have registered in a contest; a group of which nobody has is left out."""
    rows = session.execute(
        select(Participant.group, func.count()).where(Participant.contest_id == contest_id).group_by(Participant.group)
    )
    return {row[0]: row[1] for row in rows}
