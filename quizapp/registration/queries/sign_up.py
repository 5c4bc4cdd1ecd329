"""What sign-up and a return with a code read: the current contest, units to pick from, who is registered already.

Statements are built once, on tables: to build one for every request takes longer than to execute it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from quizapp.models import Contest, Participant, Unit
from quizapp.models.base import table_of
from quizapp.models.leased import Leased
from quizapp.registration.queries.kept import kept

_CONTEST, _PARTICIPANT, _UNIT = table_of(Contest), table_of(Participant), table_of(Unit)

_CURRENT_CONTEST = (
    select(_CONTEST.c.id, _CONTEST.c.title).where(_CONTEST.c.is_current).order_by(_CONTEST.c.id.desc()).limit(1)
)
_UNIT_CHOICES = (
    select(_UNIT.c.id, _UNIT.c.name)
    .where(_UNIT.c.kind == bindparam("of_kind"), or_(_UNIT.c.is_active, _UNIT.c.id == bindparam("kept_id")))
    .order_by(_UNIT.c.is_catch_all, _UNIT.c.sort_key, _UNIT.c.id)
)
_OFFERED = select(_UNIT.c.id).where(_UNIT.c.id == bindparam("unit_id"), _UNIT.c.is_active)
_SAME_PERSON = select(_PARTICIPANT.c.id).where(
    _PARTICIPANT.c.contest_id == bindparam("of_contest"), _PARTICIPANT.c.match_key == bindparam("key")
)
_REGISTERED = select(_PARTICIPANT.c.id).where(
    _PARTICIPANT.c.id == bindparam("participant_id"), _PARTICIPANT.c.contest_id == bindparam("of_contest")
)
_RETURNING = select(_PARTICIPANT.c.id).where(
    _PARTICIPANT.c.code == bindparam("of_code"), _PARTICIPANT.c.birth_date == bindparam("born_on")
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ContestChoice:
    """A contest by name."""

    id: int
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitChoice:
    """A unit as it is picked from a list."""

    id: int
    name: str


_CONTESTS: Leased[ContestChoice | None] = Leased()
_UNITS: Leased[Sequence[UnitChoice]] = Leased()


def current_contest(session: Session) -> ContestChoice | None:
    """Return the contest that is on the front page, or None."""
    row = session.connection().execute(_CURRENT_CONTEST).one_or_none()
    return ContestChoice(id=row.id, title=row.title) if row else None


def kept_contest(session: Session) -> ContestChoice | None:
    """Return the contest that is on the front page now or was a moment ago, or None; see kept()."""
    return kept(session, _CONTESTS, "current", lambda: current_contest(session))


def unit_choices(session: Session, kind: str, *, kept_id: int | None = None) -> Sequence[UnitChoice]:
    """Return the active units of a kind in Vietnamese order, the catch-all last; `kept_id` even if inactive."""
    rows = session.connection().execute(_UNIT_CHOICES, {"of_kind": kind, "kept_id": kept_id})
    return [UnitChoice(id=row.id, name=row.name) for row in rows]


def kept_units(session: Session, kind: str) -> Sequence[UnitChoice]:
    """Return the active units of a kind as of now or of a moment ago; see kept()."""
    return kept(session, _UNITS, kind, lambda: unit_choices(session, kind))


def is_offered(session: Session, unit_id: int) -> bool:
    """Tell whether people may still register in a unit."""
    return session.connection().execute(_OFFERED, {"unit_id": unit_id}).scalar_one_or_none() is not None


def find_same_person(session: Session, *, contest_id: int, match_key: str) -> int | None:
    """Return the id of the participant whom a match key names in a contest, or None."""
    asked = {"of_contest": contest_id, "key": match_key}
    found: int | None = session.connection().execute(_SAME_PERSON, asked).scalar_one_or_none()
    return found


def is_registered(session: Session, participant_id: int, *, contest_id: int) -> bool:
    """Tell whether a participant is one of a contest's."""
    asked = {"participant_id": participant_id, "of_contest": contest_id}
    return session.connection().execute(_REGISTERED, asked).scalar_one_or_none() is not None


def find_returning(session: Session, *, code: str, birth_date: date) -> int | None:
    """Return the id of the participant with this code and birth date, or None.

    One statement whether the code is unknown or the birth date is wrong: the answer takes the same time.
    """
    asked = {"of_code": code, "born_on": birth_date}
    found: int | None = session.connection().execute(_RETURNING, asked).scalar_one_or_none()
    return found
