"""What is read of an external round and its official figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from quizapp.domain.groups import UNIT_KINDS
from quizapp.domain.official_figures import Figures, NamedUnit
from quizapp.models import Contest, ExternalFigure, Round, StaffAccount, Unit
from quizapp.models.base import AnyRow


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredFigures:
    """The figures of a round by unit. `state` changes with every change of them."""

    by_unit: Mapping[int, Figures]
    source: str
    entered_at: datetime | None
    entered_by: str | None
    state: str


def find_round(session: Session, round_id: int) -> AnyRow | None:
    """Return a round and its contest, as `Round` and `Contest`, or None."""
    query = select(Round, Contest).join(Contest, Contest.id == Round.contest_id).where(Round.id == round_id)
    return session.execute(query).one_or_none()


def locked_round(session: Session, round_id: int) -> Round | None:
    """Return a round that nobody else changes until the transaction ends, or None."""
    return session.scalar(select(Round).where(Round.id == round_id).with_for_update())


def units(session: Session, round_id: int) -> Sequence[NamedUnit]:
    """Return the units in use, and others that a round has figures of, by kind and name."""
    has_figures = select(ExternalFigure.unit_id).where(ExternalFigure.round_id == round_id)
    query = (
        select(Unit.id, Unit.kind, Unit.name, Unit.headcount)
        .where(or_(Unit.is_active, Unit.id.in_(has_figures)))
        .order_by(Unit.is_catch_all, Unit.sort_key)
    )
    found = [NamedUnit(**row._mapping) for row in session.execute(query)]
    return sorted(found, key=lambda unit: list(UNIT_KINDS).index(unit.kind))


def stored_rows(session: Session, round_id: int) -> Sequence[ExternalFigure]:
    """Return the figures of a round as they are stored."""
    query = select(ExternalFigure).where(ExternalFigure.round_id == round_id).order_by(ExternalFigure.unit_id)
    return session.scalars(query).all()


def stored_figures(session: Session, round_id: int) -> StoredFigures:
    """Return the figures of a round, with where they come from and who entered them last."""
    rows = stored_rows(session, round_id)
    newest = max(rows, key=lambda row: row.entered_at, default=None)
    account = session.get(StaffAccount, newest.actor_id) if newest and newest.actor_id else None
    return StoredFigures(
        by_unit={row.unit_id: figures_in(row) for row in rows},
        source=newest.source if newest else "",
        entered_at=newest.entered_at if newest else None,
        entered_by=account.full_name if account else None,
        state=state_of(rows),
    )


def figures_in(row: ExternalFigure) -> Figures:
    """Return what a stored row says."""
    return Figures(participants=row.participants, attempts=row.attempts, full_marks=row.full_marks, winners=row.winners)


def state_of(rows: Sequence[ExternalFigure]) -> str:
    """Return a mark of what is stored, the same for the same rows."""
    content = [(row.unit_id, row.participants, row.attempts, row.full_marks, row.winners, row.source) for row in rows]
    return sha256(repr(content).encode()).hexdigest()[:16]
