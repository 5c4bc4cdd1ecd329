"""What the staff decide of results: disqualifications, people kept from prizes, rulings on questions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.models.base import Model, UtcDateTime


class Decision(Model):
    """What was decided of an attempt, and on what evidence; the newest of an attempt rules."""

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_attempt_id", "attempt_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))
    verdict: Mapped[str]
    reason: Mapped[str]
    flags: Mapped[list[str]] = mapped_column(JSON, default=list)
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)


class PrizeExclusion(Model):
    """Somebody who takes part but can win nothing: the committee, support staff."""

    __tablename__ = "prize_exclusion"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    reason: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))


class Regrade(Model):
    """A change of a round's marks. `rulings`: all that were in force after it, as domain/rulings.py stores them."""

    __tablename__ = "regrade"
    __table_args__ = (Index("ix_regrade_round_id", "round_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))
    reason: Mapped[str]
    rulings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    attempts_changed: Mapped[int]


class RoundRuling(Model):
    """What is ruled of a question version in a round (domain/rulings.py). `keys`: lists of option indexes."""

    __tablename__ = "round_ruling"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    question_version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"), primary_key=True)
    regrade_id: Mapped[int] = mapped_column(ForeignKey("regrade.id"))
    kind: Mapped[str]
    keys: Mapped[list[list[int]]] = mapped_column(JSON, default=list)


class ScoreChange(Model):
    """What a regrade changed of an attempt, so that its participant is told."""

    __tablename__ = "score_change"
    __table_args__ = (
        Index("ix_score_change_attempt_id", "attempt_id"),
        CheckConstraint("old_score <= old_max_score AND new_score <= new_max_score", name="score_bounds"),
        {"sqlite_with_rowid": False},
    )

    regrade_id: Mapped[int] = mapped_column(ForeignKey("regrade.id"), primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    old_score: Mapped[int]
    old_max_score: Mapped[int]
    new_score: Mapped[int]
    new_max_score: Mapped[int]
