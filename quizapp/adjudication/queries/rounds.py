"""Which rounds can be reviewed, and what their review begins with."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from quizapp.domain.policy import RoundKind
from quizapp.models import Contest, Publication, Round
from quizapp.models.base import AnyRow


def round_choices(session: Session) -> Sequence[AnyRow]:
    """Return the rounds held here, the current contest's first, official ones before practice."""
    query = (
        select(Round.id, Round.title, Round.kind, Round.opens_at, Contest.title.label("contest_title"))
        .join(Contest, Contest.id == Round.contest_id)
        .where(Round.kind != RoundKind.EXTERNAL)
        .order_by(Contest.is_current.desc(), Contest.year.desc(), Contest.id, Round.kind, Round.opens_at)
    )
    return session.execute(query).all()


def latest_round_id(choices: Sequence[AnyRow], now: datetime) -> int | None:
    """Return the official round that opened last, or the first of the list while none has opened."""
    begun = [c for c in choices if c.kind == RoundKind.OFFICIAL and c.opens_at <= now]
    if begun:
        return max(begun, key=lambda c: c.opens_at).id  # type: ignore[no-any-return]
    return choices[0].id if choices else None


def published_version(session: Session, contest_round: Round) -> int | None:
    """Return the newest version published of a round, or of its contest over all rounds; None for none."""
    return session.scalar(
        select(func.max(Publication.version)).where(
            Publication.contest_id == contest_round.contest_id,
            or_(Publication.round_id == contest_round.id, Publication.round_id.is_(None)),
            Publication.withdrawn_at.is_(None),
        )
    )
