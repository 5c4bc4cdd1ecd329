"""Failures that are counted before more tries are let through; in the database, so that every worker counts alike."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.models.base import Model, UtcDateTime


class ThrottleEvent(Model):
    """One failure against `subject` (an account, a code, an address) in `scope` (login, return)."""

    __tablename__ = "throttle_event"
    __table_args__ = (Index("ix_throttle_event_scope_subject_happened_at", "scope", "subject", "happened_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str]
    subject: Mapped[str]
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
