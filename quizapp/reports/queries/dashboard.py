"""What the dashboard adds to a summary: choices, the round to compare with, days without attempts, reminders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from quizapp.domain.distribution import days_between
from quizapp.domain.groups import GROUPS, UNIT_KINDS
from quizapp.domain.participation import Line, Scope
from quizapp.domain.phase import local_day
from quizapp.domain.policy import REPORTED_KINDS, RoundKind
from quizapp.models import Attempt, Contest, Round, Unit
from quizapp.models.base import AnyRow
from quizapp.models.participation import external_figures, official_round_ids, participation
from quizapp.reports.queries.summary import RoundTurnout, Summary, external_round_turnouts, round_turnouts

MOST_BESIDE = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """The round before, or for a whole contest the contest before, with its total."""

    title: str
    total: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class DayCount:
    """A day with its attempts; 0 on a day of the round without one."""

    day: date
    attempts: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """A group's participants in each of the rounds that stand side by side."""

    group: str
    participants: Sequence[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminders:
    """What makes figures incomplete. `overdue`: attempts past their time that nobody has opened again."""

    units_without_headcount: Sequence[AnyRow]
    kinds_without_units: Sequence[str]
    overdue: int


def contest_choices(session: Session) -> Sequence[AnyRow]:
    """Return every contest, the current one first."""
    query = select(Contest.id, Contest.title, Contest.year, Contest.is_rehearsal)
    return session.execute(query.order_by(Contest.is_current.desc(), Contest.year.desc(), Contest.id)).all()


def rounds_of(session: Session, contest_id: int) -> Sequence[Round]:
    """Return a contest's rounds, official ones first, in the order they open."""
    query = select(Round).where(Round.contest_id == contest_id)
    return session.scalars(query.order_by(Round.kind != RoundKind.OFFICIAL, Round.opens_at, Round.id)).all()


def default_round(rounds: Sequence[Round], now: datetime) -> Round | None:
    """Return the official round that opened last, None while none has: the whole contest is shown then."""
    begun = [r for r in rounds if r.kind == RoundKind.OFFICIAL and r.opens_at <= now]
    return begun[-1] if begun else None


def comparison(session: Session, scope: Scope, chosen: Round | None) -> Comparison | None:
    """Return what stands before: the official round that opened before `chosen`, or the contest of a year before.

    A round that others hold has none: theirs and ours are no measure of each other.
    """
    if chosen is not None and chosen.kind == RoundKind.EXTERNAL:
        return None
    earlier = _round_before(session, chosen) if chosen else _contest_before(session, scope.contest_id)
    if earlier is None:
        return None
    title, round_ids = earlier
    other = Scope(contest_id=scope.contest_id, round_ids=round_ids, groups=scope.groups, unit_ids=scope.unit_ids)
    total = participation(session, other).total
    return Comparison(title=title, total=total) if total.participants else None


def _round_before(session: Session, chosen: Round) -> tuple[str, tuple[int, ...]] | None:
    """Rehearsals are compared within themselves: simulated people say nothing of real ones."""
    own = select(Contest.is_rehearsal).where(Contest.id == chosen.contest_id).scalar_subquery()
    query = (
        select(Round.id, Round.title)
        .join(Contest, Contest.id == Round.contest_id)
        .where(
            Round.kind == RoundKind.OFFICIAL,
            Round.opens_at < chosen.opens_at,
            or_(Round.contest_id == chosen.contest_id, (Contest.is_rehearsal.is_(False)) & own.is_(False)),
        )
        .order_by(Round.opens_at.desc(), Round.id)
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return (row.title, (row.id,)) if row else None


def _contest_before(session: Session, contest_id: int) -> tuple[str, tuple[int, ...]] | None:
    contest = session.get_one(Contest, contest_id)
    query = (
        select(Contest)
        .where(Contest.year < contest.year, Contest.is_rehearsal == contest.is_rehearsal)
        .order_by(Contest.year.desc(), Contest.id)
        .limit(1)
    )
    before = session.scalar(query)
    if before is None:
        return None
    return before.title, official_round_ids(session, before.id)


def rounds_beside(
    session: Session, summary: Summary, rounds: Sequence[Round]
) -> tuple[Sequence[Round], Sequence[Beside]]:
    """Return up to MOST_BESIDE reported rounds of the contest, the last to open, and each group's participants."""
    shown = sorted((r for r in rounds if r.kind in REPORTED_KINDS), key=lambda r: r.opens_at)[-MOST_BESIDE:]
    ids = tuple(r.id for r in shown)
    scope = summary.scope
    if set(ids) <= set(scope.round_ids):
        found: Sequence[RoundTurnout] = summary.rounds
    else:
        whole = Scope(contest_id=scope.contest_id, round_ids=ids, groups=scope.groups, unit_ids=scope.unit_ids)
        official = external_round_turnouts(external_figures(session, whole))
        found = [*round_turnouts(session, whole), *official]
    numbers: Mapping[tuple[int, str], int] = {(t.round_id, t.group): t.participants for t in found}
    return shown, [
        Beside(group=line.code, participants=[numbers.get((round_id, line.code), 0) for round_id in ids])
        for line in summary.participation.groups
    ]


def day_counts(summary: Summary, rounds: Sequence[Round], now: datetime) -> Sequence[DayCount]:
    """Return every day of the scope's rounds so far, and days outside on which attempts were submitted."""
    counts = {d.day: d.attempts for d in summary.days}
    spans = [
        (local_day(r.opens_at), local_day(min(now, r.closes_at)))
        for r in rounds
        if r.id in summary.scope.round_ids and r.kind == RoundKind.OFFICIAL
    ]
    days = days_between([*spans, *((day, day) for day in counts)])
    return [DayCount(day=day, attempts=counts.get(day, 0)) for day in days]


def reminders(session: Session, scope: Scope, now: datetime) -> Reminders:
    """Return what staff should see to, so that rates can be given and every attempt is closed."""
    missing = (
        select(Unit.id, Unit.name, Unit.kind)
        .where(Unit.is_active, Unit.headcount.is_(None), Unit.is_catch_all.is_(False))
        .order_by(Unit.kind, Unit.sort_key)
    )
    listed = set(session.scalars(select(Unit.kind).where(Unit.is_active, Unit.is_catch_all.is_(False)).distinct()))
    kinds = {GROUPS[code].unit_kind.code for code in scope.groups} or set(UNIT_KINDS)
    overdue = select(func.count()).where(
        Attempt.round_id.in_(scope.round_ids), Attempt.submitted_at.is_(None), Attempt.closes_at <= now
    )
    return Reminders(
        units_without_headcount=[row for row in session.execute(missing) if row.kind in kinds],
        kinds_without_units=[code for code in UNIT_KINDS if code in kinds and code not in listed],
        overdue=session.scalar(overdue) or 0,
    )
