"""Contests (a year's edition) and their rounds."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.domain.round_rules import LEAGUE_RANKING
from quizapp.models.bank import Bank
from quizapp.models.base import Model, UtcDateTime, db


def new_seed() -> str:
    """Return 64 hex digits that nobody can guess."""
    return secrets.token_hex(32)


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
    league_ranking: Mapped[list[str]] = mapped_column(JSON, default=lambda: list(LEAGUE_RANKING))
    prizes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # for the league over its rounds
    draw_seed: Mapped[str] = mapped_column(default=new_seed)  # of the league's draws; see Round
    rounds: Mapped[list["Round"]] = relationship(order_by="Round.opens_at", back_populates="contest")


class Round(Model):
    """A round with its rules.

    `groups`: codes of those who may enter, empty for all. `blueprint`: [{"count", "topic", "difficulty",
    "group"}], None for any. `ranking`: codes of TIEBREAKS, in order. `prediction_target`: None where no
    guess is asked. `attempts_allowed` None: as many as one likes. `points`: of a question by difficulty.
    `prizes`: see domain/prizes/plan.py. `suspended_at`: since when nobody may start.

    `draw_seed`: made with the round and secret until results are published; its hash is public from the start
    (domain/prizes/lots.py). `prediction_actual`: the number to guess as it was when the round was over, noted at
    `settled_at`; a disqualification or a regrade after that may change what is published.
    """

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("contest_id", "slug"),
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint("time_limit_minutes BETWEEN 1 AND 240", name="time_limit_bounds"),
        CheckConstraint("attempts_allowed IS NULL OR attempts_allowed BETWEEN 1 AND 100", name="attempts_bounds"),
        CheckConstraint("minimum_age IS NULL OR minimum_age BETWEEN 1 AND 100", name="minimum_age_bounds"),
        CheckConstraint("complaint_days BETWEEN 0 AND 90", name="complaint_days_bounds"),
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
    prediction_asked: Mapped[str] = mapped_column(default="every")
    prediction_with_disqualified: Mapped[bool] = mapped_column(default=False)
    counted: Mapped[str] = mapped_column(default="best")
    partial_rule: Mapped[str] = mapped_column(default="none")
    points: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    requires_all_answered: Mapped[bool] = mapped_column(default=False)
    minimum_age: Mapped[int | None]
    complaint_days: Mapped[int] = mapped_column(default=7)
    prizes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    external_url: Mapped[str] = mapped_column(default="")
    organiser: Mapped[str] = mapped_column(default="")
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    draw_seed: Mapped[str] = mapped_column(default=new_seed)
    prediction_actual: Mapped[int | None]
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    contest: Mapped[Contest] = relationship(back_populates="rounds")
    banks: Mapped[list[Bank]] = relationship(secondary=round_bank, order_by=Bank.title)


class RoundNotice(Model):
    """A public notice of a round: extended, suspended, resumed, or a word to everybody."""

    __tablename__ = "round_notice"
    __table_args__ = (Index("ix_round_notice_round_id", "round_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"))
    kind: Mapped[str]
    text: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))
    old_closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    new_closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ExternalFigure(Model):
    """The official figures of a round that others hold: who took part from one group and unit."""

    __tablename__ = "external_figure"
    __table_args__ = (
        CheckConstraint("participants >= 0 AND attempts >= participants", name="attempts_cover_participants"),
        CheckConstraint("full_marks BETWEEN 0 AND participants", name="full_marks_bounds"),
        CheckConstraint("winners >= 0", name="winners_not_negative"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"), primary_key=True)
    group: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    participants: Mapped[int]
    attempts: Mapped[int]
    full_marks: Mapped[int] = mapped_column(default=0)
    winners: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(default="")
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))
