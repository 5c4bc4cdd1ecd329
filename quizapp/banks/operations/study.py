"""A bank's study page, published and taken back."""

from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.banks.operations.recording import record
from quizapp.banks.queries.study import study_rounds, study_topics
from quizapp.models import Bank


class NothingToStudy(Exception):
    """The bank has no question that papers draw."""


class StudyNotConfirmed(Exception):
    """The page would tell answers of official rounds that are not over, and nobody said that this is meant."""


def publish_study(session: Session, *, now: datetime, actor_id: int | None, bank_id: int, is_confirmed: bool) -> bool:
    """Let anybody read a bank's study page; return whether nobody could before.

    `is_confirmed`: whoever publishes knows which rounds' answers it tells. Raises NothingToStudy, StudyNotConfirmed.
    """
    bank = session.get_one(Bank, bank_id, with_for_update=True)
    if bank.study_published_at is not None:
        return False
    if not study_topics(session, bank_id):
        raise NothingToStudy
    rounds = study_rounds(session, bank_id, now=now)
    if rounds and not is_confirmed:
        raise StudyNotConfirmed
    bank.study_published_at = now
    session.flush()
    titles = [told.title for told in rounds]
    record(
        session,
        now=now,
        actor_id=actor_id,
        action="bank.publish_study",
        bank_id=bank_id,
        title=bank.title,
        rounds=titles,
    )
    return True


def unpublish_study(session: Session, *, now: datetime, actor_id: int | None, bank_id: int) -> bool:
    """Take a bank's study page back from everybody but the staff; return whether it was public."""
    bank = session.get_one(Bank, bank_id, with_for_update=True)
    if bank.study_published_at is None:
        return False
    bank.study_published_at = None
    session.flush()
    record(session, now=now, actor_id=actor_id, action="bank.unpublish_study", bank_id=bank_id, title=bank.title)
    return True
