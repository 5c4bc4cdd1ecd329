"""What everybody may read of published results: the versions, and each as it was published."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.models import Publication
from quizapp.models.base import AnyRow


def public_versions(session: Session, contest_id: int) -> Sequence[AnyRow]:
    """Return the versions of a contest that are not withdrawn, of all rounds and of the league, the newest first."""
    columns = (
        Publication.id,
        Publication.round_id,
        Publication.version,
        Publication.published_at,
        Publication.reason,
        Publication.complaints_until,
    )
    query = select(*columns).where(Publication.contest_id == contest_id, Publication.withdrawn_at.is_(None))
    return session.execute(query.order_by(Publication.version.desc())).all()


def prizes_of(session: Session, *, round_id: int, participant_id: int) -> Sequence[str]:
    """Return the titles of somebody's prizes in the newest publication of a round that is not withdrawn."""
    query = (
        select(Publication.content["awards"])
        .where(Publication.round_id == round_id, Publication.withdrawn_at.is_(None))
        .order_by(Publication.version.desc())
        .limit(1)
    )
    return [award["title"] for award in session.scalar(query) or () if award["participant_id"] == participant_id]


def content_of(session: Session, publication_id: int) -> dict[str, Any] | None:
    """Return what a version says, None where it is withdrawn or there is none."""
    query = select(Publication.content).where(Publication.id == publication_id, Publication.withdrawn_at.is_(None))
    return session.scalar(query)
