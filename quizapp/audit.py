"""The audit record, written inside the transaction of the change it speaks of."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from quizapp.models.audit_record import AuditRecord


def record(
    session: Session,
    *,
    now: datetime,
    actor_id: int | None,
    action: str,
    subject_type: str,
    subject_id: int | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Add an audit record to the caller's transaction: both are committed, or neither."""
    session.add(
        AuditRecord(
            recorded_at=now,
            actor_id=actor_id,
            action=action,
            subject_type=subject_type,
            subject_id=subject_id,
            details=details or {},
        )
    )
