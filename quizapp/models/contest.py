"""Contests (a year's edition) and their rounds."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.models.bank import Bank
from quizapp.models.base import Model, UtcDateTime, db

round_bank = Table(
    "round_bank",
    db.metadata,
    Column("round_id", ForeignKey("round.id"), primary_key=True),
    Column("bank_id", ForeignKey("bank.id"), primary_key=True),
)


class Contest(Model):
    """A year's edition. A rehearsal may be filled with simulated people; the current one is on the front page."""

    __tablename__ = "contest"
    __table_args__ = (
        Index(
            "ix_contest_current",
            "is_current",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    year: Mapped[int]
    is_rehearsal: Mapped[bool] = mapped_column(default=False)
    is_current: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rounds: Mapped[list["Round"]] = relationship(order_by="Round.opens_at", back_populates="contest")


class Round(Model):
    """A round with its rules.

    `groups`: codes of those who may enter, empty for all. `blueprint`: [{"count", "topic", "difficulty",
    "group"}], None for any. `ranking`: codes of TIEBREAKS, in order. `prediction_target`: None where no
    guess is asked. `attempts_allowed` None: as many as one likes.
    """

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("contest_id", "slug"),
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint("time_limit_minutes BETWEEN 1 AND 240", name="time_limit_bounds"),
        CheckConstraint("attempts_allowed IS NULL OR attempts_allowed BETWEEN 1 AND 100", name="attempts_bounds"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    slug: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str]
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    groups: Mapped[list[str]] = mapped_column(JSON)
    blueprint: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    time_limit_minutes: Mapped[int]
    attempts_allowed: Mapped[int | None]
    attempts_period: Mapped[str]
    shuffle_questions: Mapped[bool] = mapped_column(default=True)
    shuffle_options: Mapped[bool] = mapped_column(default=True)
    review: Mapped[str]
    ranking: Mapped[list[str]] = mapped_column(JSON)
    shows_rank: Mapped[bool] = mapped_column(default=True)
    prediction_target: Mapped[str | None]
    contest: Mapped[Contest] = relationship(back_populates="rounds")
    banks: Mapped[list[Bank]] = relationship(secondary=round_bank, order_by=Bank.title)
