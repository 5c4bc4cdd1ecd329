"""The public notices of rounds, as every page that shows a round reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Exists, select
from sqlalchemy.orm import Session

from quizapp.models.contest import Round, RoundNotice

MOST_SHOWN = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicNotice:
    """A notice as anybody may read it; an extension says from when to when the closing was moved."""

    round_id: int
    round_title: str
    kind: str
    text: str
    made_at: datetime
    old_closes_at: datetime | None
    new_closes_at: datetime | None


def has_notices() -> Exists:
    """Whether the round in the enclosing statement has notices: pages that mostly have none ask no more than this."""
    return select(RoundNotice.id).where(RoundNotice.round_id == Round.id).exists()


def current_notices(session: Session, contest_id: int, *, now: datetime) -> Sequence[PublicNotice]:
    """Return the newest notices of a contest's rounds that are not over, the newest first, MOST_SHOWN at most."""
    rows = session.execute(
        select(
            RoundNotice.round_id,
            Round.title.label("round_title"),
            RoundNotice.kind,
            RoundNotice.text,
            RoundNotice.made_at,
            RoundNotice.old_closes_at,
            RoundNotice.new_closes_at,
        )
        .join(Round, Round.id == RoundNotice.round_id)
        .where(Round.contest_id == contest_id, Round.closes_at > now)
        .order_by(RoundNotice.made_at.desc(), RoundNotice.id.desc())
        .limit(MOST_SHOWN)
    )
    return [PublicNotice(**row._mapping) for row in rows]


def notices_by_round(notices: Sequence[PublicNotice]) -> Mapping[int, Sequence[PublicNotice]]:
    """Return notices by the round that they speak of."""
    return {n.round_id: [other for other in notices if other.round_id == n.round_id] for n in notices}
