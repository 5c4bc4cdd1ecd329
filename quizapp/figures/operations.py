"""Writing the official figures of an external round, all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.domain.official_figures import Figures, exceeds_headcount, figure_problems, group_of_kind
from quizapp.domain.policy import RoundKind
from quizapp.figures import queries
from quizapp.models import ExternalFigure, Round, Unit


class RoundNotFound(LookupError):
    """There is no such round, or it is not held by others."""


class FiguresChanged(Exception):
    """Somebody else saved figures of the round since they were read."""


class ContradictoryFigures(ValueError):
    """Figures of these units can't be: `unit_ids`."""

    def __init__(self, unit_ids: Sequence[int]) -> None:
        super().__init__(unit_ids)
        self.unit_ids = tuple(unit_ids)


class HeadcountExceeded(Exception):
    """More people than these units have are said to have taken part, and nobody confirmed it: `unit_ids`."""

    def __init__(self, unit_ids: Sequence[int]) -> None:
        super().__init__(unit_ids)
        self.unit_ids = tuple(unit_ids)


def save_figures(
    session: Session,
    *,
    now: datetime,
    actor_id: int | None,
    round_id: int,
    figures: Mapping[int, Figures],
    source: str,
    seen: str,
    is_confirmed: bool,
) -> None:
    """Make `figures`, by unit, all that a round has. `seen`: the state that they were typed over.

    Raises RoundNotFound, FiguresChanged, ContradictoryFigures, HeadcountExceeded.
    """
    row = queries.locked_round(session, round_id)
    if row is None or row.kind != RoundKind.EXTERNAL:
        raise RoundNotFound(round_id)
    stored = {found.unit_id: found for found in queries.stored_rows(session, round_id)}
    if queries.state_of(list(stored.values())) != seen:
        raise FiguresChanged(round_id)
    units = {unit.id: unit for unit in session.scalars(select(Unit).where(Unit.id.in_(figures)))}
    _check(figures, units, is_confirmed=is_confirmed)
    before = {unit_id: queries.figures_in(found) for unit_id, found in stored.items()}
    for unit_id in stored.keys() - figures.keys():
        session.delete(stored[unit_id])
    for unit_id, numbers in figures.items():
        found = stored.get(unit_id) or _new_row(session, row, units[unit_id])
        _write(found, numbers, source=source, now=now, actor_id=actor_id)
    session.flush()
    _record(session, row, before=before, after=figures, now=now, actor_id=actor_id, source=source)


def _check(figures: Mapping[int, Figures], units: Mapping[int, Unit], *, is_confirmed: bool) -> None:
    wrong = [unit_id for unit_id, numbers in figures.items() if unit_id not in units or figure_problems(numbers)]
    if wrong:
        raise ContradictoryFigures(wrong)
    many = [unit_id for unit_id, numbers in figures.items() if exceeds_headcount(numbers, units[unit_id].headcount)]
    if many and not is_confirmed:
        raise HeadcountExceeded(many)


def _new_row(session: Session, row: Round, unit: Unit) -> ExternalFigure:
    found = ExternalFigure(round_id=row.id, group=group_of_kind(unit.kind), unit_id=unit.id)
    session.add(found)
    return found


def _write(found: ExternalFigure, numbers: Figures, *, source: str, now: datetime, actor_id: int | None) -> None:
    """Write a unit's figures; who entered them and when changes only where they do."""
    if found.entered_at is not None and (queries.figures_in(found), found.source) == (numbers, source):
        return
    found.participants, found.attempts = numbers.participants, numbers.attempts
    found.full_marks, found.winners = numbers.full_marks, numbers.winners
    found.source, found.entered_at, found.actor_id = source, now, actor_id


def _record(
    session: Session,
    row: Round,
    *,
    before: Mapping[int, Figures],
    after: Mapping[int, Figures],
    now: datetime,
    actor_id: int | None,
    source: str,
) -> None:
    units = {
        str(unit_id): [_plain(before.get(unit_id)), _plain(after.get(unit_id))]
        for unit_id in sorted(before.keys() | after.keys())
        if before.get(unit_id) != after.get(unit_id)
    }
    details = {
        "title": row.title,
        "participants": sum(numbers.participants for numbers in after.values()),
        "attempts": sum(numbers.attempts for numbers in after.values()),
        "source": source,
        "units": units,
    }
    audit.record(
        session,
        now=now,
        actor_id=actor_id,
        action="figures.save",
        subject_type="round",
        subject_id=row.id,
        details=details,
    )


def _plain(numbers: Figures | None) -> list[int] | None:
    return None if numbers is None else list(astuple(numbers))
