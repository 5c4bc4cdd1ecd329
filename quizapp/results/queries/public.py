"""What everybody may see of a contest's rounds before results are published: figures and units, nobody by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.domain.participation import Participation, Scope, UnitLine, summarise
from quizapp.domain.phase import Phase, phase
from quizapp.domain.policy import REPORTED_KINDS, RoundKind
from quizapp.models import Contest, Round
from quizapp.models.base import AnyRow
from quizapp.models.participation import all_turnouts, unit_entries
from quizapp.models.recent import Recent
from quizapp.models.standings import RankedRound, ranked_round

TURNOUTS: Recent[Participation] = Recent()


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicRound:
    """A round as everybody may know it. `external_url`, `organiser`: of one that others hold."""

    ranked: RankedRound
    slug: str
    title: str
    phase: Phase
    is_external: bool
    external_url: str
    organiser: str


def find_current_contest(session: Session) -> AnyRow | None:
    """Return id and title of the contest on the front page."""
    query = select(Contest.id, Contest.title).where(Contest.is_current).order_by(Contest.year.desc(), Contest.id)
    return session.execute(query.limit(1)).one_or_none()


def public_rounds(session: Session, contest_id: int, now: datetime) -> Sequence[PublicRound]:
    """Return a contest's rounds in the order they open, those that others hold too; practice is not among them."""
    query = select(Round).where(Round.contest_id == contest_id, Round.kind.in_(REPORTED_KINDS))
    return [
        PublicRound(
            ranked=ranked_round(r),
            slug=r.slug,
            title=r.title,
            phase=phase(now, opens_at=r.opens_at, closes_at=r.closes_at),
            is_external=r.kind == RoundKind.EXTERNAL,
            external_url=r.external_url,
            organiser=r.organiser,
        )
        for r in session.scalars(query.order_by(Round.opens_at, Round.id))
    ]


def default_round(rounds: Sequence[PublicRound]) -> PublicRound | None:
    """Return the round that opened last, or the first one while none has opened."""
    begun = [r for r in rounds if r.phase is not Phase.UPCOMING]
    return begun[-1] if begun else (rounds[0] if rounds else None)


def public_turnout(session: Session, contest_id: int, round_id: int, now: datetime) -> Participation:
    """Return who took part in a round by group and unit, by official figures where others hold it (see Recent)."""
    scope = Scope(contest_id=contest_id, round_ids=(round_id,))
    return TURNOUTS.get(scope, now, lambda: summarise(all_turnouts(session, scope), (), unit_entries(session), scope))


def ranked_units(turnout: Participation, kind: str) -> Sequence[UnitLine]:
    """Return the units of a kind by rate, those without a headcount last, then by number."""
    of_kind = [u for u in turnout.units if u.unit.kind == kind]
    return sorted(of_kind, key=lambda u: (-(u.line.rate if u.line.rate is not None else -1), -u.line.participants))
