"""Who takes part in a simulated round: some who were there before, and newcomers of every unit."""

from dataclasses import dataclass
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.cli.simulation import behaviour, crowd, people
from quizapp.cli.simulation.behaviour import Character
from quizapp.cli.simulation.people import Person
from quizapp.domain.groups import GROUPS
from quizapp.domain.phase import local_day
from quizapp.models import Attempt, Participant, Round, Unit

_RETURNING = 0.5  # of a later round's people were there before


class NoUnits(Exception):
    """There is no unit that somebody of an admitted group could belong to."""


@dataclass(kw_only=True, slots=True)
class Member:
    """Somebody in the course of a simulation: known by `participant_id` once registered as `person`."""

    group: str
    person: Person | None
    participant_id: int | None
    character: Character


def gather(session: Session, rng: Random, contest_round: Round, *, count: int) -> list[Member]:
    """Return `count` members: of those who are registered but not in the round some, and newcomers. Raises NoUnits."""
    back = _returning(session, rng, contest_round, most=int(count * _RETURNING))
    return back + _newcomers(session, rng, contest_round, count=count - len(back))


def _returning(session: Session, rng: Random, contest_round: Round, *, most: int) -> list[Member]:
    sat = select(Attempt.participant_id).where(Attempt.round_id == contest_round.id)
    rows = session.execute(
        select(Participant.id, Participant.group)
        .where(
            Participant.contest_id == contest_round.contest_id,
            Participant.id.not_in(sat),
            Participant.registered_at < contest_round.opens_at,
        )
        .order_by(Participant.id)
    ).all()
    admitted = [row for row in rows if _is_admitted(contest_round, row.group)]
    return [
        Member(group=row.group, person=None, participant_id=row.id, character=behaviour.character(rng, row.group))
        for row in rng.sample(admitted, min(most, len(admitted)))
    ]


def _newcomers(session: Session, rng: Random, contest_round: Round, *, count: int) -> list[Member]:
    units = _units(session, contest_round)
    if not units:
        raise NoUnits
    today = local_day(contest_round.opens_at)
    found = crowd.places(rng, units)
    invented = [people.invent(rng, place, today=today) for place in crowd.origins(rng, found, count)]
    return [
        Member(group=p.group, person=p, participant_id=None, character=behaviour.character(rng, p.group))
        for p in invented
    ]


def _units(session: Session, contest_round: Round) -> list[crowd.Unit]:
    registered = (
        select(func.count())
        .where(Participant.unit_id == Unit.id, Participant.contest_id == contest_round.contest_id)
        .scalar_subquery()
    )
    groups = {g.unit_kind.code: g.code for g in GROUPS.values() if _is_admitted(contest_round, g.code)}
    rows = session.execute(
        select(Unit.id, Unit.kind, Unit.name, Unit.headcount, Unit.is_catch_all, registered.label("registered"))
        .where(Unit.is_active, Unit.kind.in_(groups))
        .order_by(Unit.id)
    )
    return [
        crowd.Unit(
            id=row.id,
            group=groups[row.kind],
            name=row.name,
            headcount=row.headcount,
            is_catch_all=row.is_catch_all,
            registered=row.registered,
        )
        for row in rows
    ]


def _is_admitted(contest_round: Round, group: str) -> bool:
    return not contest_round.groups or group in contest_round.groups
