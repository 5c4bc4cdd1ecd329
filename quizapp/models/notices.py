"""The public notices of rounds, as every page that shows a round reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Exists, bindparam, select
from sqlalchemy.orm import Session

from quizapp.models.base import UtcDateTime, table_of
from quizapp.models.contest import Round, RoundNotice

MOST_SHOWN = 3
_ROUND, _NOTICE = table_of(Round), table_of(RoundNotice)
# Built once, on tables: to build it for every request takes longer than to execute it.
_CURRENT_NOTICES = (
    select(
        _NOTICE.c.round_id,
        _ROUND.c.title.label("round_title"),
        _NOTICE.c.kind,
        _NOTICE.c.text,
        _NOTICE.c.made_at,
        _NOTICE.c.old_closes_at,
        _NOTICE.c.new_closes_at,
    )
    .join(_ROUND, _ROUND.c.id == _NOTICE.c.round_id)
    .where(_ROUND.c.contest_id == bindparam("of_contest"), _ROUND.c.closes_at > bindparam("now", type_=UtcDateTime()))
    .order_by(_NOTICE.c.made_at.desc(), _NOTICE.c.id.desc())
    .limit(MOST_SHOWN)
)


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
    rows = session.connection().execute(_CURRENT_NOTICES, {"of_contest": contest_id, "now": now})
    return [PublicNotice(**row._mapping) for row in rows]


def notices_by_round(notices: Sequence[PublicNotice]) -> Mapping[int, Sequence[PublicNotice]]:
    """Return notices by the round that they speak of."""
    return {n.round_id: [other for other in notices if other.round_id == n.round_id] for n in notices}
