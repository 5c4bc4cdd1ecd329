"""Writes of units: adding, changing, pasting lists, merging, and the first units of a new installation."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.domain.collation import sort_key
from quizapp.domain.groups import AGENCY, ENTERPRISE, SCHOOL, UNIT_KINDS, VILLAGE
from quizapp.domain.identity import match_key
from quizapp.domain.text import clean, fold
from quizapp.domain.unit_list import Change, PlannedLine, parse_unit_list, plan_units
from quizapp.models import ExternalFigure, Participant, Unit
from quizapp.units.queries import (
    Clash,
    find_unit,
    get_unit,
    has_other_active,
    known_units,
    lock_units,
    people_of,
)

# Named in the plan 139/KH-UBND (III, V and its list of recipients). Its villages, schools and enterprises are
# not known, and are not made up: a catch-all stands in until staff paste the real list.
SEEDED_UNITS: Mapping[str, Sequence[str]] = {
    AGENCY.code: (
        "Đảng ủy xã",
        "Hội đồng nhân dân xã",
        "Ủy ban nhân dân xã",
        "Văn phòng HĐND và UBND xã",
        "Phòng Văn hóa - Xã hội",
        "Phòng Kinh tế",
        "Trung tâm Dịch vụ công",
        "Ủy ban MTTQ Việt Nam xã và các tổ chức chính trị - xã hội",
    ),
    SCHOOL.code: (),
    VILLAGE.code: (),
    ENTERPRISE.code: ("Doanh nghiệp", "Hợp tác xã", "Hộ kinh doanh"),
}
CATCH_ALLS: Mapping[str, str] = {
    AGENCY.code: "Cơ quan, đơn vị khác",
    SCHOOL.code: "Trường học khác",
    VILLAGE.code: "Thôn khác",
}


class UnknownKind(ValueError):
    """There is no such kind of unit."""


class UnitExists(Exception):
    """The kind has a unit of this name, accents and case aside; `name` as it stands there."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class LastActiveUnit(Exception):
    """Nobody of the kind's group could register any more."""


class UnreadableLines(Exception):
    """Some lines have a problem, or there is none to take; nothing was changed."""


class UnfitTarget(Exception):
    """A unit is merged into another active one of its kind only."""


class CatchAllStays(Exception):
    """A catch-all is not merged into another: its people don't belong to one unit."""


class SamePeople(Exception):
    """Some people are registered in both units; `clashes` names them. Nothing was changed."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        super().__init__(len(clashes))
        self.clashes = clashes


def create_unit(
    session: Session, *, now: datetime, actor_id: int | None, kind: str, name: str, headcount: int | None
) -> int:
    """Add a unit and return its id. Raises UnknownKind, UnitExists."""
    if kind not in UNIT_KINDS:
        raise UnknownKind(kind)
    name = clean(name)
    _check_name(session, kind=kind, name=name, unit_id=None)
    unit = _new_unit(kind=kind, name=name, headcount=headcount)
    session.add(unit)
    session.flush()
    details = {"kind": kind, "name": name, "headcount": headcount}
    _record(session, now=now, actor_id=actor_id, action="unit.create", unit_id=unit.id, details=details)
    return unit.id


def edit_unit(
    session: Session,
    *,
    now: datetime,
    actor_id: int | None,
    unit_id: int,
    name: str,
    headcount: int | None,
    is_active: bool,
) -> None:
    """Change a unit. Raises NoSuchUnit, UnitExists, LastActiveUnit."""
    unit = get_unit(session, unit_id)
    name = clean(name)
    _check_name(session, kind=unit.kind, name=name, unit_id=unit_id)
    if unit.is_active and not is_active and not has_other_active(session, unit):
        raise LastActiveUnit
    changed = _changes(unit, {"name": name, "headcount": headcount, "is_active": is_active})
    unit.name, unit.folded_name, unit.sort_key = name, fold(name), sort_key(name)
    unit.headcount, unit.is_active = headcount, is_active
    if changed:
        details = {"name": name, "changed": changed}
        _record(session, now=now, actor_id=actor_id, action="unit.edit", unit_id=unit_id, details=details)
    session.flush()


def paste_units(session: Session, *, now: datetime, actor_id: int | None, kind: str, text: str) -> Mapping[Change, int]:
    """Add and update the units of a pasted list, all or none, and return how many lines did what.

    Raises UnknownKind, and UnreadableLines where a line has a problem or there is no line.
    """
    if kind not in UNIT_KINDS:
        raise UnknownKind(kind)
    planned = tuple(plan_units(parse_unit_list(text), known_units(session, kind)))
    counts = Counter(p.change for p in planned if p.change is not None)
    if not planned or counts.total() < len(planned):
        raise UnreadableLines
    _apply(session, kind=kind, planned=planned)
    details = {"kind": kind, "added": counts[Change.ADDED], "updated": counts[Change.UPDATED]}
    _record(session, now=now, actor_id=actor_id, action="unit.paste", unit_id=None, details=details)
    session.flush()
    return counts


def merge_units(
    session: Session,
    *,
    now: datetime,
    actor_id: int | None,
    source_id: int,
    target_id: int,
    headcount: int | None = None,
) -> int:
    """Move everybody of one unit into another and return how many; the source stays, unused and uncounted.

    Its official figures of rounds that others hold are added to the target's.

    `headcount`: the target's afterwards, None to keep what it has. Raises NoSuchUnit, UnfitTarget,
    CatchAllStays, and SamePeople where somebody is registered in both.
    """
    lock_units(session, source_id, target_id)
    source, target = get_unit(session, source_id), get_unit(session, target_id)
    _check_merge(source, target)
    moved = _move_participants(session, source_id=source_id, target_id=target_id)
    _move_figures(session, source_id=source_id, target_id=target_id)
    details = {
        "name": source.name,
        "target": target.name,
        "participants": moved,
        "changed": _changes(target, {"headcount": headcount or target.headcount}),
        "source_headcount": source.headcount,
    }
    target.headcount = headcount or target.headcount
    source.is_active, source.headcount = False, None
    _record(session, now=now, actor_id=actor_id, action="unit.merge", unit_id=source_id, details=details)
    session.flush()
    return moved


def seed_units(session: Session) -> int:
    """Add the first units of each kind that has none at all, and return how many; staff's own are never touched."""
    begun = set(session.scalars(select(Unit.kind).distinct()))
    seeded = [
        _new_unit(kind=kind, name=name, headcount=None)
        for kind, names in SEEDED_UNITS.items()
        for name in names
        if kind not in begun
    ]
    catch_alls = [
        _new_unit(kind=kind, name=name, headcount=None, is_catch_all=True)
        for kind, name in CATCH_ALLS.items()
        if kind not in begun
    ]
    session.add_all(seeded + catch_alls)
    session.flush()
    return len(seeded) + len(catch_alls)


def _new_unit(*, kind: str, name: str, headcount: int | None, is_catch_all: bool = False) -> Unit:
    return Unit(
        kind=kind,
        name=name,
        folded_name=fold(name),
        sort_key=sort_key(name),
        headcount=headcount,
        is_catch_all=is_catch_all,
    )


def _check_name(session: Session, *, kind: str, name: str, unit_id: int | None) -> None:
    same = find_unit(session, kind=kind, folded_name=fold(name))
    if same is not None and same.id != unit_id:
        raise UnitExists(same.name)


def _changes(unit: Unit, after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return [before, after] of what differs."""
    return {field: [getattr(unit, field), value] for field, value in after.items() if getattr(unit, field) != value}


def _apply(session: Session, *, kind: str, planned: Iterable[PlannedLine]) -> None:
    updates = []
    for p in planned:
        if p.known is None:
            session.add(_new_unit(kind=kind, name=p.line.name, headcount=p.line.headcount))
        elif p.change is Change.UPDATED:
            updates.append({"id": p.known.id, "headcount": p.line.headcount})
    if updates:
        session.execute(update(Unit), updates)


def _check_merge(source: Unit, target: Unit) -> None:
    if source.id == target.id or source.kind != target.kind or not target.is_active:
        raise UnfitTarget
    if source.is_catch_all:
        raise CatchAllStays


def _move_participants(session: Session, *, source_id: int, target_id: int) -> int:
    standing = {(person.contest_id, person.match_key): person for person in people_of(session, target_id)}
    moves: list[dict[str, Any]] = []
    clashes: list[Clash] = []
    for person in people_of(session, source_id):
        key = match_key(full_name=person.full_name, birth_date=person.birth_date, unit_id=target_id)
        same = standing.get((person.contest_id, key))
        if same is not None:
            clashes.append(Clash(moved=person, standing=same))
        moves.append({"id": person.id, "unit_id": target_id, "match_key": key})
    if clashes:
        raise SamePeople(clashes)
    if moves:
        session.execute(update(Participant), moves)
    return len(moves)


def _move_figures(session: Session, *, source_id: int, target_id: int) -> None:
    """Give a unit the official figures of another; where both have some of a round, they are added up."""
    of_unit = select(ExternalFigure).where
    standing = {(row.round_id, row.group): row for row in session.scalars(of_unit(ExternalFigure.unit_id == target_id))}
    for row in session.scalars(of_unit(ExternalFigure.unit_id == source_id)).all():
        same = standing.get((row.round_id, row.group))
        if same is None:
            row.unit_id = target_id
            continue
        same.participants += row.participants
        same.attempts += row.attempts
        same.full_marks += row.full_marks
        same.winners += row.winners
        session.delete(row)


def _record(
    session: Session, *, now: datetime, actor_id: int | None, action: str, unit_id: int | None, details: dict[str, Any]
) -> None:
    audit.record(
        session, now=now, actor_id=actor_id, action=action, subject_type="unit", subject_id=unit_id, details=details
    )
