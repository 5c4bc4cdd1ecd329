"""Participants of a contest and what they consented to."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.models.base import Model, SortKey, UtcDateTime


class Participant(Model):
    """One person in one contest. `details`: the group's own fields by code (domain/groups.py)."""

    __tablename__ = "participant"
    __table_args__ = (
        # The same person registers once; two requests at the same moment included.
        UniqueConstraint("contest_id", "match_key"),
        Index("ix_participant_contest_id_group_unit_id", "contest_id", "group", "unit_id"),
        Index("ix_participant_contest_id_sort_key", "contest_id", "sort_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    code: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    folded_name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(SortKey)
    birth_date: Mapped[date]
    group: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    phone: Mapped[str | None]
    details: Mapped[dict[str, str]] = mapped_column(JSON)
    guardian_name: Mapped[str | None]
    match_key: Mapped[str]
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Consent(Model):
    """That a participant, or a guardian, agreed to one purpose in one version of its text."""

    __tablename__ = "consent"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str]
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
