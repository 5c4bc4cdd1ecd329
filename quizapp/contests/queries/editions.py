"""Contests with their rounds, as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Exists, func, select
from sqlalchemy.orm import Session

from quizapp.contests.queries.rounds import league_settings, rules_of
from quizapp.domain.phase import Phase, phase
from quizapp.domain.policy import RoundKind
from quizapp.domain.prizes.lots import commitment
from quizapp.domain.round_rules import LeagueSettings, RoundRules
from quizapp.models import (
    Attempt,
    Bank,
    Contest,
    Round,
    round_bank,
)
from quizapp.models.notices import has_notices


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredRound:
    """A round of a contest. `phase` is that of the moment of the query; `attempts` None: not asked for.

    `commitment`: what its draw is promised by (domain/prizes/lots.py); the seed itself stays secret.
    """

    id: int
    rules: RoundRules
    phase: Phase
    commitment: str
    attempts: int | None = None
    is_suspended: bool = False

    @property
    def is_official(self) -> bool:
        """Tell whether the round is ranked here."""
        return self.rules.kind == RoundKind.OFFICIAL

    @property
    def is_practice(self) -> bool:
        """Tell whether the round is for trying out."""
        return self.rules.kind == RoundKind.PRACTICE

    @property
    def may_start(self) -> bool:
        """Tell whether attempts are started in the round at all now."""
        return self.phase is Phase.OPEN and not self.is_suspended and not self.rules.is_external


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """A contest with its rounds in the order they open.

    `has_study`: a bank of theirs has a public study page; `has_notices`: a round has had a public notice.
    `league_commitment`: what the draws over all rounds are promised by (domain/prizes/lots.py).
    """

    id: int
    slug: str
    title: str
    year: int
    is_rehearsal: bool
    is_current: bool
    rounds: tuple[StoredRound, ...]
    league: LeagueSettings
    league_commitment: str
    has_study: bool = False
    has_notices: bool = False

    @property
    def externals(self) -> tuple[StoredRound, ...]:
        """The rounds that others hold."""
        return tuple(r for r in self.rounds if r.rules.is_external)

    @property
    def officials(self) -> tuple[StoredRound, ...]:
        """The rounds that are ranked here."""
        return tuple(r for r in self.rounds if r.is_official)

    @property
    def open_practice(self) -> StoredRound | None:
        """The practice round that is open, or None."""
        return next((r for r in self.rounds if r.is_practice and r.phase is Phase.OPEN), None)

    @property
    def focus(self) -> StoredRound | None:
        """The official round to speak of first: open, else the next, else the one that closed last."""
        for wanted in (Phase.OPEN, Phase.UPCOMING):
            found = [r for r in self.officials if r.phase is wanted]
            if found:
                return found[0]
        return max(self.officials, key=lambda r: r.rules.closes_at, default=None)

    @property
    def counted(self) -> tuple[StoredRound, ...]:
        """The official rounds whose figures tell how it goes: those open, else the one that closed last."""
        running = tuple(r for r in self.officials if r.phase is Phase.OPEN)
        closed = sorted((r for r in self.officials if r.phase is Phase.CLOSED), key=lambda r: r.rules.closes_at)
        return running or tuple(closed[-1:])


def current_edition(session: Session, *, now: datetime) -> Edition | None:
    """Return the contest on the front page with its rounds, or None."""
    current = select(Contest.id).where(Contest.is_current).order_by(Contest.id.desc()).limit(1).scalar_subquery()
    return _find_edition(session, Contest.id == current, now=now)


def find_edition(session: Session, *, slug: str, now: datetime) -> Edition | None:
    """Return the contest at an address with its rounds, or None."""
    return _find_edition(session, Contest.slug == slug, now=now)


def _find_edition(session: Session, condition: ColumnElement[bool], *, now: datetime) -> Edition | None:
    rows = session.execute(
        select(Contest, Round, _has_study().label("has_study"), has_notices().label("has_notices"))
        .outerjoin(Round, Round.contest_id == Contest.id)
        .where(condition)
        .order_by(Round.opens_at, Round.id)
    ).all()
    if not rows:
        return None
    found = _edition(rows[0][0], [(row[1], None) for row in rows if row[1] is not None], now=now)
    return replace(
        found,
        has_study=any(row.has_study for row in rows),
        has_notices=any(row.has_notices for row in rows),
    )


def _has_study() -> Exists:
    """Whether a bank of the round in the enclosing statement has a public study page."""
    return (
        select(Bank.id)
        .join(round_bank, round_bank.c.bank_id == Bank.id)
        .where(round_bank.c.round_id == Round.id, Bank.study_published_at.is_not(None))
        .exists()
    )


def editions(session: Session, *, now: datetime) -> list[Edition]:
    """Return all contests, the latest first, with their rounds and how many attempts each has."""
    attempts = select(Attempt.round_id, func.count().label("attempts")).group_by(Attempt.round_id).subquery()
    rows = session.execute(
        select(Contest, Round, func.coalesce(attempts.c.attempts, 0))
        .outerjoin(Round, Round.contest_id == Contest.id)
        .outerjoin(attempts, attempts.c.round_id == Round.id)
        .order_by(Contest.is_current.desc(), Contest.year.desc(), Contest.id.desc(), Round.opens_at, Round.id)
    ).all()
    contests: dict[int, tuple[Contest, list[tuple[Round, int | None]]]] = {}
    for contest, contest_round, count in rows:
        rounds = contests.setdefault(contest.id, (contest, []))[1]
        if contest_round is not None:
            rounds.append((contest_round, count))
    return [_edition(contest, rounds, now=now) for contest, rounds in contests.values()]


def _edition(contest: Contest, rounds: Iterable[tuple[Round, int | None]], *, now: datetime) -> Edition:
    return Edition(
        id=contest.id,
        slug=contest.slug,
        title=contest.title,
        year=contest.year,
        is_rehearsal=contest.is_rehearsal,
        is_current=contest.is_current,
        league=league_settings(contest),
        league_commitment=commitment(contest.draw_seed),
        rounds=tuple(
            StoredRound(
                id=row.id,
                rules=RoundRules(**rules_of(row)),
                phase=phase(now, opens_at=row.opens_at, closes_at=row.closes_at),
                commitment=commitment(row.draw_seed),
                attempts=attempts,
                is_suspended=row.suspended_at is not None,
            )
            for row, attempts in rounds
        ),
    )
