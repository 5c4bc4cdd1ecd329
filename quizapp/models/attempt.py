"""Attempts and their frozen papers. The operations on them are the hot path: plain statements on these tables."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.models.base import Model, UtcDateTime


class Attempt(Model):
    """One sitting. `closes_at` is frozen at the start; `submitted_at` is what the server's clock said.

    `score`, `max_score` and `answered` are None until it is submitted. `duration_ms`: start to submission.
    `is_timed_out`: time ended it, and what was saved was marked. `exclusion`: why it does not count
    (domain/allowance.py: Exclusion), None where it does. `device` and `network`: keyed hashes of what it was begun
    from, for the review of results. Marks are in parts of a point (domain/marking.py).
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("round_id", "participant_id", "number"),
        # Two taps, two phones: a second open attempt can't exist.
        Index(
            "ix_attempt_open",
            "round_id",
            "participant_id",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
        Index(
            "ix_attempt_overdue",
            "closes_at",
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
        Index("ix_attempt_round_id_submitted_at", "round_id", "submitted_at"),
        Index("ix_attempt_participant_id", "participant_id"),
        CheckConstraint("closes_at >= started_at", name="closes_after_start"),
        CheckConstraint("submitted_at IS NULL OR submitted_at >= started_at", name="submitted_after_start"),
        CheckConstraint("(submitted_at IS NULL) = (score IS NULL)", name="marked_when_submitted"),
        CheckConstraint("score IS NULL OR score BETWEEN 0 AND max_score", name="score_bounds"),
        CheckConstraint("prediction IS NULL OR prediction BETWEEN 0 AND 10000000", name="prediction_bounds"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    number: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_timed_out: Mapped[bool] = mapped_column(default=False)
    prediction: Mapped[int | None]
    score: Mapped[int | None]
    max_score: Mapped[int | None]
    answered: Mapped[int | None]
    duration_ms: Mapped[int | None]
    exclusion: Mapped[str | None]
    device: Mapped[str | None]
    network: Mapped[str | None]


class Response(Model):
    """The item at a position of a paper, and what was picked.

    `option_order`: the bank's index of the option shown at each place, a digit each. `choice`: see
    domain/choice.py, in places as shown; None: never touched. `revision` counts up with every save.
    """

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint("position >= 1", name="position_from_one"),
        CheckConstraint("option_count BETWEEN 2 AND 8", name="option_count_bounds"),
        CheckConstraint("choice IS NULL OR (choice >= 0 AND choice < (1 << option_count))", name="choice_bounds"),
        CheckConstraint("revision >= 0", name="revision_not_negative"),
        {"sqlite_with_rowid": False},
    )

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    question_version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))
    option_order: Mapped[str]
    option_count: Mapped[int]
    allows_many: Mapped[bool]
    choice: Mapped[int | None]
    revision: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mark: Mapped[int | None]
