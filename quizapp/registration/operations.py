"""Registering a person once, and correcting what was written down of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.domain.collation import name_sort_key
from quizapp.domain.consent import version_of
from quizapp.domain.identity import match_key, new_code, show_code
from quizapp.domain.text import fold
from quizapp.models import Consent, Participant
from quizapp.registration import queries

# Of 6 thousand million codes one in 60,000 is taken at 100,000 participants: five in a row never happens.
_CODE_TRIES = 5


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


class AlreadyRegistered(Exception):
    """The same person is registered in this contest, as `participant_id`."""

    def __init__(self, participant_id: int) -> None:
        super().__init__(participant_id)
        self.participant_id = participant_id


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
) -> Participant:
    """Return the new participant of a contest, with a code of their own and their consents.

    The unique constraint decides who was first, so that any number of requests make one participant.
    Raises AlreadyRegistered, NoFreeCode.
    """
    for _try in range(_CODE_TRIES):
        participant = _participant(registration, contest_id=contest_id, code=new_code(rng), now=now)
        code, key = participant.code, participant.match_key
        try:
            with session.begin_nested():
                session.add(participant)
        except IntegrityError:
            found = queries.find_same_person(session, contest_id=contest_id, match_key=key)
            if found is not None:
                raise AlreadyRegistered(found) from None
            if not queries.is_code_taken(session, code):
                raise
        else:
            _add_consents(session, participant, registration.consents, now=now)
            return participant
    raise NoFreeCode


def _add_consents(session: Session, participant: Participant, purposes: frozenset[str], *, now: datetime) -> None:
    session.add_all(
        Consent(participant_id=participant.id, purpose=purpose, version=version_of(purpose), given_at=now)
        for purpose in sorted(purposes)
    )
    session.flush()


def find_returning(session: Session, *, code: str, birth_date: date) -> int:
    """Return the id of the participant with this code and birth date. Raises WrongCode."""
    found = queries.find_returning(session, code=code, birth_date=birth_date)
    if found is None:
        raise WrongCode
    return found


def _participant(registration: Registration, *, contest_id: int, code: str, now: datetime) -> Participant:
    return Participant(
        contest_id=contest_id,
        code=code,
        group=registration.group,
        details=dict(registration.details),
        guardian_name=registration.guardian_name,
        phone=registration.phone,
        registered_at=now,
        **_identity(registration),
    )


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
