"""Who changed what, when."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.models.base import Model, UtcDateTime


class AuditRecord(Model):
    """One change. `actor_id` None: the command line or the system. `details`: what changed, no secrets."""

    __tablename__ = "audit_record"
    __table_args__ = (Index("ix_audit_record_subject_type_subject_id", "subject_type", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))
    action: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
