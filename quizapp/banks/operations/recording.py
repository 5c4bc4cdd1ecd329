"""The audit record of what was done to a bank."""

from datetime import datetime

from sqlalchemy.orm import Session

from quizapp import audit


def record(
    session: Session, *, now: datetime, actor_id: int | None, action: str, bank_id: int, **details: object
) -> None:
    """Add what was done to a bank to the caller's transaction."""
    audit.record(
        session, now=now, actor_id=actor_id, action=action, subject_type="bank", subject_id=bank_id, details=details
    )
