"""Pictures kept beside the questions."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from quizapp.banks.operations.recording import record
from quizapp.exchange.images import Encoded
from quizapp.models import StoredImage


def store_image(session: Session, *, now: datetime, actor_id: int | None, bank_id: int, image: Encoded) -> bool:
    """Keep a picture and return whether it is new: the same picture is kept once, whoever brings it again."""
    values = {
        "digest": image.digest,
        "content": image.content,
        "media_type": image.media_type,
        "width": image.width,
        "height": image.height,
        "created_at": now,
        "created_by_id": actor_id,
    }
    is_new = session.scalar(_insert_new(session).values(**values).returning(StoredImage.digest)) is not None
    if is_new:
        details = {"digest": image.digest, "bytes": len(image.content)}
        record(session, now=now, actor_id=actor_id, action="image.store", bank_id=bank_id, **details)
    return is_new


def _insert_new(session: Session) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that does nothing where the picture is there: two may bring the same one at once."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(StoredImage).on_conflict_do_nothing(index_elements=[StoredImage.digest])
    return sqlite.insert(StoredImage).on_conflict_do_nothing(index_elements=[StoredImage.digest])
