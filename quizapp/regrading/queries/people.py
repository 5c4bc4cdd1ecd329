"""Whose attempts and ranks a dry run speaks of."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from quizapp.models import Attempt, Participant, Unit
from quizapp.models.base import AnyRow


def people_names(session: Session, contest_id: int, ids: Collection[int] | None = None) -> Mapping[int, AnyRow]:
    """Return participants by id: full_name, group, unit_name. `ids` None: everybody in the contest."""
    query = (
        select(Participant.id, Participant.full_name, Participant.group, Unit.name.label("unit_name"))
        .join(Unit, Unit.id == Participant.unit_id)
        .where(Participant.contest_id == contest_id)
    )
    return _by_id(session, query if ids is None else query.where(Participant.id.in_(ids)))


def attempt_people(session: Session, round_id: int, ids: Collection[int] | None = None) -> Mapping[int, AnyRow]:
    """Return submitted attempts by id: number, exclusion, full_name, group, unit_name. `ids` None: all."""
    query = (
        select(
            Attempt.id,
            Attempt.number,
            Attempt.exclusion,
            Participant.full_name,
            Participant.group,
            Unit.name.label("unit_name"),
        )
        .join(Participant, Participant.id == Attempt.participant_id)
        .join(Unit, Unit.id == Participant.unit_id)
        .where(Attempt.round_id == round_id, Attempt.submitted_at.is_not(None))
    )
    return _by_id(session, query if ids is None else query.where(Attempt.id.in_(ids)))


def unit_names(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    """Return the names of units by id."""
    return {row.id: row.name for row in session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(ids)))}


def _by_id(session: Session, query: Select[*tuple[Any, ...]]) -> Mapping[int, AnyRow]:
    return {row.id: row for row in session.execute(query)}
