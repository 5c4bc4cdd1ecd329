"""Reads of units and of who belongs to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from quizapp.domain.unit_list import KnownUnit
from quizapp.models import Contest, Participant, Unit


class NoSuchUnit(LookupError):
    """There is no unit with this id."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitRow:
    """A unit in the list. `participants`: of the current contest; `percent` None: no headcount."""

    id: int
    kind: str
    name: str
    headcount: int | None
    is_active: bool
    is_catch_all: bool
    participants: int

    @property
    def percent(self) -> float | None:
        """Participants by headcount, 0 to 100 and above where the headcount is too low."""
        return 100 * self.participants / self.headcount if self.headcount else None


@dataclass(frozen=True, kw_only=True, slots=True)
class CurrentContest:
    """The contest on the front page."""

    id: int
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A participant of some contest, as staff tell people apart."""

    id: int
    contest_id: int
    code: str
    full_name: str
    birth_date: date
    match_key: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Clash:
    """The same person, registered in both of two units."""

    moved: Person
    standing: Person


def find_current_contest(session: Session) -> CurrentContest | None:
    """Return the contest on the front page, or None."""
    found = session.execute(
        select(Contest.id, Contest.title).where(Contest.is_current).order_by(Contest.year.desc()).limit(1)
    ).first()
    return CurrentContest(**found._mapping) if found else None


def units(session: Session, *, contest_id: int | None) -> Sequence[UnitRow]:
    """Return all units, Vietnamese order, catch-alls last, each with its participants of a contest."""
    rows = session.execute(
        select(
            Unit.id,
            Unit.kind,
            Unit.name,
            Unit.headcount,
            Unit.is_active,
            Unit.is_catch_all,
            func.count(Participant.id).label("participants"),
        )
        .outerjoin(Participant, and_(Participant.unit_id == Unit.id, Participant.contest_id == contest_id))
        .group_by(Unit.id)
        .order_by(Unit.is_catch_all, Unit.sort_key)
    )
    return [UnitRow(**row._mapping) for row in rows]


def get_unit(session: Session, unit_id: int) -> Unit:
    """Return a unit. Raises NoSuchUnit."""
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NoSuchUnit(unit_id)
    return unit


def lock_units(session: Session, *unit_ids: int) -> None:
    """Keep others from registering in these units until commit (SQLite locks the whole database anyway)."""
    session.execute(select(Unit.id).where(Unit.id.in_(unit_ids)).order_by(Unit.id).with_for_update())


def find_unit(session: Session, *, kind: str, folded_name: str) -> Unit | None:
    """Return the unit of a kind by its folded name, or None."""
    return session.scalar(select(Unit).where(Unit.kind == kind, Unit.folded_name == folded_name))


def has_other_active(session: Session, unit: Unit) -> bool:
    """Tell whether another unit of the same kind can be chosen at sign-up."""
    others = select(Unit.id).where(Unit.kind == unit.kind, Unit.is_active, Unit.id != unit.id)
    return session.scalar(others.limit(1)) is not None


def known_units(session: Session, kind: str) -> Mapping[str, KnownUnit]:
    """Return the units of a kind by folded name."""
    rows = session.execute(
        select(Unit.folded_name, Unit.id, Unit.name, Unit.headcount, Unit.is_active).where(Unit.kind == kind)
    )
    return {
        row.folded_name: KnownUnit(id=row.id, name=row.name, headcount=row.headcount, is_active=row.is_active)
        for row in rows
    }


def merge_targets(session: Session, unit: Unit) -> Sequence[tuple[int, str]]:
    """Return id and name of the units that `unit` can be merged into, Vietnamese order, catch-alls last."""
    rows = session.execute(
        select(Unit.id, Unit.name)
        .where(Unit.kind == unit.kind, Unit.is_active, Unit.id != unit.id)
        .order_by(Unit.is_catch_all, Unit.sort_key)
    )
    return [(row.id, row.name) for row in rows]


def count_participants(session: Session, unit_id: int) -> int:
    """Return how many people belong to a unit, over all contests."""
    return session.scalar(select(func.count(Participant.id)).where(Participant.unit_id == unit_id)) or 0


def people_of(session: Session, unit_id: int) -> Sequence[Person]:
    """Return everybody who belongs to a unit, over all contests, in the order of their registration."""
    rows = session.execute(
        select(
            Participant.id,
            Participant.contest_id,
            Participant.code,
            Participant.full_name,
            Participant.birth_date,
            Participant.match_key,
        )
        .where(Participant.unit_id == unit_id)
        .order_by(Participant.id)
    )
    return [Person(**row._mapping) for row in rows]
