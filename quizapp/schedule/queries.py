"""What is read of a round and its notices, for those who give them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.domain.notices import RoundState
from quizapp.models import Contest, Publication, Round, RoundNotice, StaffAccount
from quizapp.models.base import AnyRow


def find_round(session: Session, round_id: int) -> AnyRow | None:
    """Return a round and its contest, as `Round` and `Contest`, or None."""
    query = select(Round, Contest).join(Contest, Contest.id == Round.contest_id).where(Round.id == round_id)
    return session.execute(query).one_or_none()


def locked_round(session: Session, round_id: int) -> Round | None:
    """Return a round that nobody else changes until the transaction ends, or None."""
    return session.scalar(select(Round).where(Round.id == round_id).with_for_update())


def round_state(session: Session, row: Round) -> RoundState:
    """Return what decides which notices a round may be given."""
    published = select(Publication.id).where(Publication.round_id == row.id, Publication.withdrawn_at.is_(None))
    return RoundState(
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        suspended_at=row.suspended_at,
        review=row.review,
        is_published=session.scalar(published.limit(1)) is not None,
    )


def notices_of(session: Session, round_id: int) -> Sequence[AnyRow]:
    """Return the notices of a round with who gave them, the newest first."""
    query = (
        select(
            RoundNotice.kind,
            RoundNotice.text,
            RoundNotice.made_at,
            RoundNotice.old_closes_at,
            RoundNotice.new_closes_at,
            StaffAccount.full_name.label("actor"),
        )
        .outerjoin(StaffAccount, StaffAccount.id == RoundNotice.actor_id)
        .where(RoundNotice.round_id == round_id)
        .order_by(RoundNotice.made_at.desc(), RoundNotice.id.desc())
    )
    return session.execute(query).all()
