"""What the staff read of people: the list as searched and filtered, and what is stored of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from quizapp.domain.identity import read_code
from quizapp.domain.text import fold
from quizapp.models import Consent, Contest, Participant, Round, Unit
from quizapp.registration.queries.sign_up import ContestChoice, UnitChoice

_MIN_PHONE_DIGITS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentLine:
    """Which version of a purpose's text was agreed to, and when."""

    version: str
    given_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class PeopleFilter:
    """Which participants of a contest a list shows; `text` is part of a name, a code or part of a phone number."""

    contest_id: int
    text: str = ""
    group: str = ""
    unit_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonRow:
    """A participant in the staff's list."""

    id: int
    code: str
    full_name: str
    birth_date: date
    group: str
    unit_name: str
    phone: str | None
    registered_at: datetime


def contest_choices(session: Session) -> Sequence[ContestChoice]:
    """Return all contests, the current one first, then the newest."""
    rows = session.execute(
        select(Contest.id, Contest.title).order_by(Contest.is_current.desc(), Contest.year.desc(), Contest.id.desc())
    )
    return [ContestChoice(**row._mapping) for row in rows]


def unit_name(session: Session, unit_id: int) -> str:
    """Return the name of a unit that a participant belongs to or is to belong to."""
    return session.scalars(select(Unit.name).where(Unit.id == unit_id)).one()


def consents_of(session: Session, participant_id: int) -> Mapping[str, ConsentLine]:
    """Return the consents that a participant gave, by purpose."""
    rows = session.execute(
        select(Consent.purpose, Consent.version, Consent.given_at).where(Consent.participant_id == participant_id)
    )
    return {row.purpose: ConsentLine(version=row.version, given_at=row.given_at) for row in rows}


def round_titles(session: Session, contest_id: int) -> Mapping[int, str]:
    """Return the titles of a contest's rounds by id."""
    rows = session.execute(select(Round.id, Round.title).where(Round.contest_id == contest_id))
    return {row.id: row.title for row in rows}


def count_people(session: Session, people: PeopleFilter) -> int:
    """Return how many participants a filter lets through."""
    return session.scalar(_filtered(select(func.count(Participant.id)), people)) or 0


def people_rows(session: Session, people: PeopleFilter, *, offset: int, limit: int) -> Sequence[PersonRow]:
    """Return the participants that a filter lets through, in the Vietnamese order of names."""
    statement = (
        select(
            Participant.id,
            Participant.code,
            Participant.full_name,
            Participant.birth_date,
            Participant.group,
            Unit.name.label("unit_name"),
            Participant.phone,
            Participant.registered_at,
        )
        .join(Unit, Unit.id == Participant.unit_id)
        .order_by(Participant.sort_key, Participant.id)
        .offset(offset)
        .limit(limit)
    )
    return [PersonRow(**row._mapping) for row in session.execute(_filtered(statement, people))]


def _filtered(statement: Any, people: PeopleFilter) -> Any:
    statement = statement.where(Participant.contest_id == people.contest_id)
    if people.group:
        statement = statement.where(Participant.group == people.group)
    if people.unit_id is not None:
        statement = statement.where(Participant.unit_id == people.unit_id)
    if people.text:
        statement = statement.where(_is_meant_by(people.text))
    return statement


def _is_meant_by(text: str) -> ColumnElement[bool]:
    conditions = [Participant.folded_name.contains(fold(text), autoescape=True)]
    code = read_code(text)
    if code:
        conditions.append(Participant.code == code)
    digits = "".join(char for char in text if char.isascii() and char.isdigit())
    if len(digits) >= _MIN_PHONE_DIGITS:
        conditions.append(Participant.phone.contains(digits.removeprefix("84")))
    return or_(*conditions)


def filter_units(session: Session, contest_id: int) -> Sequence[UnitChoice]:
    """Return the units that a contest's participants belong to, in Vietnamese order."""
    rows = session.execute(
        select(Unit.id, Unit.name)
        .where(Unit.id.in_(select(Participant.unit_id).where(Participant.contest_id == contest_id)))
        .order_by(Unit.kind, Unit.is_catch_all, Unit.sort_key)
    )
    return [UnitChoice(**row._mapping) for row in rows]
