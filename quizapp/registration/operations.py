"""Registering a person once, and correcting what was written down of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from types import ModuleType
from typing import Any

from sqlalchemy import Insert, Integer, bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.domain.collation import name_sort_key
from quizapp.domain.consent import version_of
from quizapp.domain.identity import match_key, new_code, show_code
from quizapp.domain.text import fold
from quizapp.models import Consent, Participant, Unit
from quizapp.models.base import table_of
from quizapp.models.given_rows import ForRows
from quizapp.models.prepared import Prepared
from quizapp.registration import queries

# Of 6 thousand million codes one in 60,000 is taken at 100,000 participants: five in a row never happens.
_CODE_TRIES = 5
_CONSENT, _PARTICIPANT, _UNIT = table_of(Consent), table_of(Participant), table_of(Unit)


def _insert_of(dialect: ModuleType) -> Insert:
    """Return the statement that stores a participant, or nothing where the unit is closed, or person or code taken."""
    columns = [column for column in _PARTICIPANT.c if column is not _PARTICIPANT.c.id]
    row = (
        select(*(bindparam(column.name, type_=column.type) for column in columns))
        .where(_UNIT.c.id == bindparam("unit_id"), _UNIT.c.is_active)
        # Without this lock somebody who overlaps a merge of units stays behind in the one that is closed.
        .with_for_update(of=_UNIT, read=True, key_share=True)
    )
    statement: Insert = (
        dialect.insert(_PARTICIPANT)
        .from_select([column.name for column in columns], row)
        .on_conflict_do_nothing()
        .returning(_PARTICIPANT.c.id)
    )
    return statement


# Built once, on tables: to build them for every request takes longer than to execute them. By dialect's name.
_INSERTS = {"sqlite": Prepared(_insert_of(sqlite)), "postgresql": Prepared(_insert_of(postgresql))}
_INSERT_CONSENTS = ForRows(
    lambda given: insert(_CONSENT).from_select(
        ["participant_id", *given], select(bindparam("participant_id", type_=Integer()), *given.values())
    ),
    {name: _CONSENT.c[name].type for name in ("purpose", "version", "given_at")},
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Registration:
    """What somebody wrote at sign-up, checked and cleaned. `consents`: codes of the purposes agreed to."""

    full_name: str
    birth_date: date
    group: str
    unit_id: int
    phone: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    guardian_name: str | None = None
    consents: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """What staff write in place of what a participant wrote."""

    full_name: str
    birth_date: date
    unit_id: int
    phone: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Registered:
    """A new participant: their id, and the code that they come back with."""

    id: int
    code: str


class AlreadyRegistered(Exception):
    """The same person is registered in this contest, as `participant_id`."""

    def __init__(self, participant_id: int) -> None:
        super().__init__(participant_id)
        self.participant_id = participant_id


class UnitClosed(Exception):
    """Nobody may register in this unit any more, or there never was one."""


class SamePersonRegistered(Exception):
    """A correction would make a participant the same person as another of the contest."""


class WrongCode(Exception):
    """No participant has this code and this birth date; which of the two is wrong is not told."""


class NoFreeCode(RuntimeError):
    """Every code tried was taken."""


class ParticipantNotFound(LookupError):
    """There is no such participant."""


def register_participant(
    session: Session, *, now: datetime, rng: Random, contest_id: int, registration: Registration
) -> Registered:
    """Store a new participant of a contest with a code of their own and their consents, and return who it is.

    The unique constraint decides who was first, so that any number of requests make one participant.
    Raises AlreadyRegistered, UnitClosed, NoFreeCode.
    """
    values = _values(registration, contest_id=contest_id, now=now)
    insertion = _INSERTS[session.get_bind().dialect.name]
    for _try in range(_CODE_TRIES):
        code = new_code(rng)
        new_id = insertion.rows(session, {**values, "code": code}).scalar_one_or_none()
        if new_id is not None:
            _insert_consents(session, new_id, registration.consents, now=now)
            return Registered(id=new_id, code=code)
        found = queries.find_same_person(session, contest_id=contest_id, match_key=values["match_key"])
        if found is not None:
            raise AlreadyRegistered(found)
        if not queries.is_offered(session, registration.unit_id):
            raise UnitClosed
    raise NoFreeCode


def _insert_consents(session: Session, participant_id: int, purposes: frozenset[str], *, now: datetime) -> None:
    rows = [{"purpose": purpose, "version": version_of(purpose), "given_at": now} for purpose in sorted(purposes)]
    if rows:
        _INSERT_CONSENTS.change(session, rows, participant_id=participant_id)


def find_returning(session: Session, *, code: str, birth_date: date) -> int:
    """Return the id of the participant with this code and birth date. Raises WrongCode."""
    found = queries.find_returning(session, code=code, birth_date=birth_date)
    if found is None:
        raise WrongCode
    return found


def _values(registration: Registration, *, contest_id: int, now: datetime) -> dict[str, Any]:
    """Return the columns of a participant, all but the code."""
    return {
        "contest_id": contest_id,
        "group": registration.group,
        "details": dict(registration.details),
        "guardian_name": registration.guardian_name,
        "phone": registration.phone,
        "registered_at": now,
        **_identity(registration),
    }


def _identity(source: Registration | Correction) -> dict[str, Any]:
    """Return the columns that say who somebody is, with those derived from them."""
    return {
        "full_name": source.full_name,
        "folded_name": fold(source.full_name),
        "sort_key": name_sort_key(source.full_name),
        "birth_date": source.birth_date,
        "unit_id": source.unit_id,
        "match_key": match_key(full_name=source.full_name, birth_date=source.birth_date, unit_id=source.unit_id),
    }


def correct_participant(
    session: Session, *, now: datetime, actor_id: int, participant_id: int, correction: Correction
) -> Participant:
    """Return the participant with what was wrong put right, and record what it was before.

    Raises ParticipantNotFound, and SamePersonRegistered where the contest has that person already.
    """
    participant = session.get(Participant, participant_id)
    if participant is None:
        raise ParticipantNotFound(participant_id)
    changed = _changes(session, participant, correction)
    if not changed:
        return participant
    _store(session, participant, {**_identity(correction), "phone": correction.phone})
    audit.record(
        session,
        now=now,
        actor_id=actor_id,
        action="participant.correct",
        subject_type="participant",
        subject_id=participant_id,
        details={"code": show_code(participant.code), "changed": changed},
    )
    session.flush()
    return participant


def _store(session: Session, participant: Participant, values: Mapping[str, Any]) -> None:
    try:
        with session.begin_nested():
            for column, value in values.items():
                setattr(participant, column, value)
    except IntegrityError:  # the unit is known to be there: what is left is the match key
        raise SamePersonRegistered from None


def _changes(session: Session, participant: Participant, correction: Correction) -> dict[str, list[str | None]]:
    """Return [before, after] of each field that differs, as the audit page reads it."""
    before, after = _readable(session, participant), _readable(session, correction)
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}


def _readable(session: Session, person: Participant | Correction) -> dict[str, str | None]:
    return {
        "full_name": person.full_name,
        "birth_date": f"{person.birth_date:%d/%m/%Y}",
        "unit": queries.unit_name(session, person.unit_id),
        "phone": person.phone,
    }
