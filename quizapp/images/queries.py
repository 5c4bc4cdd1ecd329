"""A picture as it is served."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.models import StoredImage
from quizapp.models.base import AnyRow


def find_image(session: Session, digest: str) -> AnyRow | None:
    """Return a picture's `content` and `media_type`, None if there is none."""
    return session.execute(
        select(StoredImage.content, StoredImage.media_type).where(StoredImage.digest == digest)
    ).one_or_none()
