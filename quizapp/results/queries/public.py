"""What everybody may see of a contest's rounds: figures and units, and names once a round is over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.domain.consent import published_name
from quizapp.domain.identity import needs_guardian
from quizapp.domain.participation import Participation, Scope, UnitLine, summarise
from quizapp.domain.phase import Phase, local_day, phase
from quizapp.domain.policy import RoundKind
from quizapp.models import Consent, Contest, Round, Unit
from quizapp.models.base import AnyRow
from quizapp.models.counting import counted_attempts
from quizapp.models.participation import turnouts, unit_entries
from quizapp.models.standings import RankedRound, ranked_round
from quizapp.results.queries.boards import Recent, board

TOP_RANK = 10
MOST_NAMED = 50  # level results may make a top ten longer
TURNOUTS: Recent[Participation] = Recent()


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicRound:
    """An official round as everybody may know it."""

    ranked: RankedRound
    slug: str
    title: str
    phase: Phase
    shows_rank: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Winner:
    """Somebody at the top of a round, under the name that may be published."""

    rank: int
    name: str
    unit_name: str
    score: int
    max_score: int
    duration_ms: int
    prediction: int | None


def find_current_contest(session: Session) -> AnyRow | None:
    """Return id and title of the contest on the front page."""
    query = select(Contest.id, Contest.title).where(Contest.is_current).order_by(Contest.year.desc(), Contest.id)
    return session.execute(query.limit(1)).one_or_none()


def public_rounds(session: Session, contest_id: int, now: datetime) -> Sequence[PublicRound]:
    """Return a contest's official rounds in the order they open; practice is not among them."""
    query = select(Round).where(Round.contest_id == contest_id, Round.kind == RoundKind.OFFICIAL)
    return [
        PublicRound(
            ranked=ranked_round(r),
            slug=r.slug,
            title=r.title,
            phase=phase(now, opens_at=r.opens_at, closes_at=r.closes_at),
            shows_rank=r.shows_rank,
        )
        for r in session.scalars(query.order_by(Round.opens_at, Round.id))
    ]


def default_round(rounds: Sequence[PublicRound]) -> PublicRound | None:
    """Return the round that opened last, or the first one while none has opened."""
    begun = [r for r in rounds if r.phase is not Phase.UPCOMING]
    return begun[-1] if begun else (rounds[0] if rounds else None)


def public_turnout(session: Session, contest_id: int, round_id: int, now: datetime) -> Participation:
    """Return who took part in a round by group and unit, KEPT_FOR old at most."""
    scope = Scope(contest_id=contest_id, round_ids=(round_id,))
    return TURNOUTS.get(scope, now, lambda: summarise(turnouts(session, scope), (), unit_entries(session), scope))


def ranked_units(turnout: Participation, kind: str) -> Sequence[UnitLine]:
    """Return the units of a kind by rate, those without a headcount last, then by number."""
    of_kind = [u for u in turnout.units if u.unit.kind == kind]
    return sorted(of_kind, key=lambda u: (-(u.line.rate if u.line.rate is not None else -1), -u.line.participants))


def winners(session: Session, public: PublicRound, now: datetime) -> Sequence[Winner]:
    """Return the top of a closed round under the names that may be published; nobody while it is open."""
    if public.phase is not Phase.CLOSED or not public.shows_rank:
        return []
    ranks = {found: place for place, found in board(session, public.ranked, now).best(TOP_RANK)[:MOST_NAMED]}
    purposes = _purposes(session, ranks)
    counted = counted_attempts(public.ranked.id, participant_ids=tuple(ranks)).subquery().c
    columns = (
        counted.participant_id,
        counted.full_name,
        counted.birth_date,
        counted.registered_at,
        counted.score,
        counted.max_score,
        counted.duration_ms,
        counted.prediction,
        Unit.name.label("unit_name"),
    )
    rows = session.execute(select(*columns).join(Unit, Unit.id == counted.unit_id)).all()
    found = [_winner(row, ranks[row.participant_id], purposes.get(row.participant_id, set())) for row in rows]
    return sorted(found, key=lambda w: (w.rank, w.name))


def guessed_number(session: Session, public: PublicRound, now: datetime) -> int | None:
    """Return the number that participants were asked to guess, once the round is over."""
    return board(session, public.ranked, now).actual if public.phase is Phase.CLOSED else None


def _purposes(session: Session, participant_ids: Iterable[int]) -> Mapping[int, set[str]]:
    rows = session.execute(
        select(Consent.participant_id, Consent.purpose).where(Consent.participant_id.in_(participant_ids))
    )
    found: dict[int, set[str]] = {}
    for row in rows:
        found.setdefault(row.participant_id, set()).add(row.purpose)
    return found


def _winner(row: AnyRow, place: int, purposes: set[str]) -> Winner:
    is_minor = needs_guardian(local_day(row.registered_at), row.birth_date)
    return Winner(
        rank=place,
        name=published_name(row.full_name, purposes=purposes, is_minor=is_minor),
        unit_name=row.unit_name,
        score=row.score,
        max_score=row.max_score,
        duration_ms=row.duration_ms,
        prediction=row.prediction,
    )
