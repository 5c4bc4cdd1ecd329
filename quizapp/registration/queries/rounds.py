"""The rounds of a contest as a participant's own page shows them, with what can be done in them now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from quizapp.domain.allowance import Applicant, Entry, StartRefusal, start_refusal
from quizapp.domain.drawing import BlueprintRow, rows_for
from quizapp.domain.groups import GROUPS
from quizapp.domain.phase import Period, Phase, period_starts_at, phase
from quizapp.domain.policy import RoundKind
from quizapp.models import Round
from quizapp.models.base import AnyRow, table_of
from quizapp.models.leased import Leased
from quizapp.models.notices import PublicNotice, current_notices, has_notices, notices_by_round
from quizapp.registration.queries.kept import kept
from quizapp.registration.queries.profiles import AttemptLine, Profile

_ROUND = table_of(Round)
_PHASE_ORDER = {Phase.OPEN: 0, Phase.UPCOMING: 1, Phase.CLOSED: 2}

# What a card says of its round as it is stored.
_SHOWN = (
    "id",
    "title",
    "kind",
    "opens_at",
    "closes_at",
    "time_limit_minutes",
    "attempts_allowed",
    "attempts_period",
    "organiser",
    "external_url",
)
# Built once, on tables: to build it for every request takes longer than to execute it.
_ROUNDS = select(
    *(_ROUND.c[name] for name in _SHOWN),
    _ROUND.c.groups,
    _ROUND.c.blueprint,
    _ROUND.c.suspended_at,
    _ROUND.c.minimum_age,
    has_notices().label("has_notices"),
).where(_ROUND.c.contest_id == bindparam("of_contest"))


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
class _Round:
    """A round as everybody meets it: what its card says, who may start, and by group how many questions a paper has."""

    card: Mapping[str, Any]
    entry: Entry
    period: Period
    question_counts: Mapping[str, int]
    has_notices: bool


_KEPT_ROUNDS: Leased[Sequence[_Round]] = Leased()


def round_cards(
    session: Session,
    profile: Profile,
    attempts: Sequence[AttemptLine],
    *,
    now: datetime,
    first_id: int | None = None,
) -> Sequence[RoundCard]:
    """Return the rounds of a participant's contest: round `first_id`, then those being taken, open, to come, over.

    `attempts`: the participant's. Of the rounds, what is stored now or was a moment ago; see kept().
    """
    of_round: defaultdict[int, list[AttemptLine]] = defaultdict(list)
    for line in attempts:
        of_round[line.round_id].append(line)
    rounds = _rounds(session, profile.contest_id)
    cards = [_card(contest_round, of_round[contest_round.card["id"]], profile, now=now) for contest_round in rounds]
    if any(contest_round.has_notices for contest_round in rounds):
        told = notices_by_round(current_notices(session, profile.contest_id, now=now))
        cards = [replace(card, notices=tuple(told.get(card.id, ()))) for card in cards]
    return sorted(cards, key=lambda card: (card.id != first_id, *_card_order(card)))


def _rounds(session: Session, contest_id: int) -> Sequence[_Round]:
    def read() -> Sequence[_Round]:
        return tuple(map(_round, session.connection().execute(_ROUNDS, {"of_contest": contest_id})))

    return kept(session, _KEPT_ROUNDS, contest_id, read)


def _round(row: AnyRow) -> _Round:
    entry = Entry(
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        groups=row.groups,
        attempts_allowed=row.attempts_allowed,
        suspended_at=row.suspended_at,
        minimum_age=row.minimum_age,
        is_external=row.kind == RoundKind.EXTERNAL,
    )
    blueprint = [BlueprintRow(**stored) for stored in row.blueprint]
    return _Round(
        card={**{name: row._mapping[name] for name in _SHOWN}, "is_suspended": row.suspended_at is not None},
        entry=entry,
        period=Period(row.attempts_period),
        question_counts={group: sum(asked.count for asked in rows_for(blueprint, group)) for group in GROUPS},
        has_notices=row.has_notices,
    )


def _card(contest_round: _Round, attempts: Sequence[AttemptLine], profile: Profile, *, now: datetime) -> RoundCard:
    entry = contest_round.entry
    since = period_starts_at(now, contest_round.period, opens_at=entry.opens_at)
    used = sum(line.started_at >= since for line in attempts)
    applicant = Applicant(group=profile.group, birth_date=profile.birth_date, attempts_used=used)
    return RoundCard(
        **contest_round.card,
        phase=phase(now, opens_at=entry.opens_at, closes_at=entry.closes_at),
        question_count=contest_round.question_counts[profile.group],
        left=None if entry.attempts_allowed is None else max(0, entry.attempts_allowed - used),
        refusal=start_refusal(entry, applicant, now=now),
        open_attempt=next((line for line in attempts if line.is_open(now)), None),
        attempts=tuple(line for line in attempts if not line.is_open(now)),
    )


def _card_order(card: RoundCard) -> tuple[bool, int, bool, float]:
    """Return what rounds are ordered by; of those that are over, the latest first."""
    at = card.opens_at.timestamp()
    when = -at if card.phase is Phase.CLOSED else at
    return card.open_attempt is None, _PHASE_ORDER[card.phase], card.kind != RoundKind.OFFICIAL, when
