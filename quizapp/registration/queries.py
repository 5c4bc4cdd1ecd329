"""What sign-up, a participant's own page and the staff's list of people read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlalchemy.orm import Session

from quizapp.domain.allowance import Applicant, Entry, StartRefusal, start_refusal
from quizapp.domain.drawing import BlueprintRow, rows_for
from quizapp.domain.identity import read_code
from quizapp.domain.phase import Period, Phase, period_starts_at, phase
from quizapp.domain.policy import RoundKind
from quizapp.domain.text import fold
from quizapp.models import Attempt, Consent, Contest, Participant, Round, Unit
from quizapp.models.notices import PublicNotice, current_notices, has_notices, notices_by_round

_MIN_PHONE_DIGITS = 4
_PHASE_ORDER = {Phase.OPEN: 0, Phase.UPCOMING: 1, Phase.CLOSED: 2}


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """A participant with the names of what they belong to."""

    id: int
    code: str
    full_name: str
    birth_date: date
    group: str
    unit_id: int
    unit_name: str
    unit_kind: str
    phone: str | None
    details: Mapping[str, str]
    guardian_name: str | None
    registered_at: datetime
    contest_id: int
    contest_title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AttemptLine:
    """An attempt as lists show it; `score` and `max_score` None until it is marked."""

    id: int
    round_id: int
    number: int
    started_at: datetime
    closes_at: datetime
    submitted_at: datetime | None
    is_timed_out: bool
    score: int | None
    max_score: int | None
    duration_ms: int | None
    exclusion: str | None
    partial_rule: str

    def is_open(self, now: datetime) -> bool:
        """Tell whether answers may still be given."""
        return self.submitted_at is None and now < self.closes_at


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundCard:
    """A round as its participant meets it. `refusal`: why no attempt can be started now.

    `left` None: as many attempts as one likes.
    """

    id: int
    title: str
    kind: str
    phase: Phase
    opens_at: datetime
    closes_at: datetime
    question_count: int
    time_limit_minutes: int
    attempts_allowed: int | None
    attempts_period: str
    left: int | None
    refusal: StartRefusal | None
    open_attempt: AttemptLine | None
    attempts: tuple[AttemptLine, ...]
    organiser: str = ""
    external_url: str = ""
    is_suspended: bool = False
    notices: tuple[PublicNotice, ...] = ()

    @property
    def is_external(self) -> bool:
        """Whether the round is held by others: nothing can be started here."""
        return self.kind == RoundKind.EXTERNAL


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


def current_contest(session: Session) -> ContestChoice | None:
    """Return the contest that is on the front page, or None."""
    row = session.execute(
        select(Contest.id, Contest.title).where(Contest.is_current).order_by(Contest.id.desc()).limit(1)
    ).one_or_none()
    return ContestChoice(**row._mapping) if row else None


def contest_choices(session: Session) -> Sequence[ContestChoice]:
    """Return all contests, the current one first, then the newest."""
    rows = session.execute(
        select(Contest.id, Contest.title).order_by(Contest.is_current.desc(), Contest.year.desc(), Contest.id.desc())
    )
    return [ContestChoice(**row._mapping) for row in rows]


def unit_choices(session: Session, kind: str, *, kept_id: int | None = None) -> Sequence[UnitChoice]:
    """Return the active units of a kind in Vietnamese order, the catch-all last; `kept_id` even if inactive."""
    rows = session.execute(
        select(Unit.id, Unit.name)
        .where(Unit.kind == kind, or_(Unit.is_active, Unit.id == kept_id))
        .order_by(Unit.is_catch_all, Unit.sort_key, Unit.id)
    )
    return [UnitChoice(**row._mapping) for row in rows]


def unit_name(session: Session, unit_id: int) -> str:
    """Return the name of a unit that a participant belongs to or is to belong to."""
    return session.scalars(select(Unit.name).where(Unit.id == unit_id)).one()


def find_same_person(session: Session, *, contest_id: int, match_key: str) -> int | None:
    """Return the id of the participant whom a match key names in a contest, or None."""
    return session.scalar(
        select(Participant.id).where(Participant.contest_id == contest_id, Participant.match_key == match_key)
    )


def is_code_taken(session: Session, code: str) -> bool:
    """Tell whether a participant has this code."""
    return session.scalar(select(Participant.id).where(Participant.code == code)) is not None


def is_registered(session: Session, participant_id: int, *, contest_id: int) -> bool:
    """Tell whether a participant is one of a contest's."""
    found = select(Participant.id).where(Participant.id == participant_id, Participant.contest_id == contest_id)
    return session.scalar(found) is not None


def find_returning(session: Session, *, code: str, birth_date: date) -> int | None:
    """Return the id of the participant with this code and birth date, or None.

    One statement whether the code is unknown or the birth date is wrong: the answer takes the same time.
    """
    return session.scalar(select(Participant.id).where(Participant.code == code, Participant.birth_date == birth_date))


def find_profile(session: Session, participant_id: int) -> Profile | None:
    """Return a participant with their unit and contest, or None."""
    row = session.execute(
        select(
            Participant.id,
            Participant.code,
            Participant.full_name,
            Participant.birth_date,
            Participant.group,
            Participant.unit_id,
            Unit.name.label("unit_name"),
            Unit.kind.label("unit_kind"),
            Participant.phone,
            Participant.details,
            Participant.guardian_name,
            Participant.registered_at,
            Participant.contest_id,
            Contest.title.label("contest_title"),
        )
        .join(Unit, Unit.id == Participant.unit_id)
        .join(Contest, Contest.id == Participant.contest_id)
        .where(Participant.id == participant_id)
    ).one_or_none()
    return Profile(**row._mapping) if row else None


def attempts_of(session: Session, participant_id: int) -> Sequence[AttemptLine]:
    """Return a participant's attempts in the order they were started."""
    rows = session.execute(
        select(
            Attempt.id,
            Attempt.round_id,
            Attempt.number,
            Attempt.started_at,
            Attempt.closes_at,
            Attempt.submitted_at,
            Attempt.is_timed_out,
            Attempt.score,
            Attempt.max_score,
            Attempt.duration_ms,
            Attempt.exclusion,
            Round.partial_rule,
        )
        .join(Round, Round.id == Attempt.round_id)
        .where(Attempt.participant_id == participant_id)
        .order_by(Attempt.started_at, Attempt.id)
    )
    return [AttemptLine(**row._mapping) for row in rows]


def round_cards(
    session: Session, profile: Profile, *, now: datetime, first_id: int | None = None
) -> Sequence[RoundCard]:
    """Return the rounds of a participant's contest: round `first_id`, then those being taken, open, to come, over."""
    attempts: defaultdict[int, list[AttemptLine]] = defaultdict(list)
    for line in attempts_of(session, profile.id):
        attempts[line.round_id].append(line)
    rounds = session.execute(
        select(
            Round.id,
            Round.title,
            Round.kind,
            Round.opens_at,
            Round.closes_at,
            Round.groups,
            Round.blueprint,
            Round.time_limit_minutes,
            Round.attempts_allowed,
            Round.attempts_period,
            Round.suspended_at,
            Round.minimum_age,
            Round.organiser,
            Round.external_url,
            has_notices().label("has_notices"),
        ).where(Round.contest_id == profile.contest_id)
    ).all()
    cards = [_card(row, attempts[row.id], profile, now=now) for row in rounds]
    if any(row.has_notices for row in rounds):
        told = notices_by_round(current_notices(session, profile.contest_id, now=now))
        cards = [replace(card, notices=tuple(told.get(card.id, ()))) for card in cards]
    return sorted(cards, key=lambda card: (card.id != first_id, *_card_order(card)))


def _card(row: Row[Any], attempts: Sequence[AttemptLine], profile: Profile, *, now: datetime) -> RoundCard:
    since = period_starts_at(now, Period(row.attempts_period), opens_at=row.opens_at)
    used = sum(line.started_at >= since for line in attempts)
    rules = Entry(
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        groups=row.groups,
        attempts_allowed=row.attempts_allowed,
        suspended_at=row.suspended_at,
        minimum_age=row.minimum_age,
        is_external=row.kind == RoundKind.EXTERNAL,
    )
    applicant = Applicant(group=profile.group, birth_date=profile.birth_date, attempts_used=used)
    return RoundCard(
        id=row.id,
        title=row.title,
        kind=row.kind,
        phase=phase(now, opens_at=row.opens_at, closes_at=row.closes_at),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        question_count=_question_count(row.blueprint, profile.group),
        time_limit_minutes=row.time_limit_minutes,
        attempts_allowed=row.attempts_allowed,
        attempts_period=row.attempts_period,
        left=None if row.attempts_allowed is None else max(0, row.attempts_allowed - used),
        refusal=start_refusal(rules, applicant, now=now),
        open_attempt=next((line for line in attempts if line.is_open(now)), None),
        attempts=tuple(line for line in attempts if not line.is_open(now)),
        organiser=row.organiser,
        external_url=row.external_url,
        is_suspended=row.suspended_at is not None,
    )


def _question_count(blueprint: Iterable[Mapping[str, Any]], group: str) -> int:
    return sum(row.count for row in rows_for((BlueprintRow(**row) for row in blueprint), group))


def _card_order(card: RoundCard) -> tuple[bool, int, bool, float]:
    """Return what rounds are ordered by; of those that are over, the latest first."""
    at = card.opens_at.timestamp()
    when = -at if card.phase is Phase.CLOSED else at
    return card.open_attempt is None, _PHASE_ORDER[card.phase], card.kind != RoundKind.OFFICIAL, when


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
