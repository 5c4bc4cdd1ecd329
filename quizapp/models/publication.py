"""Published results: frozen as they were shown, a version for every change."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.models.base import Model, UtcDateTime


class Publication(Model):
    """One version of a round's results, or of a contest's over all rounds (`round_id` None), exactly as published.

    `content`: all that the public page shows and all that prizes rest on. `reason`: why there is a further version.
    `withdrawn_at`: since when it is not shown to the public.
    """

    __tablename__ = "publication"
    __table_args__ = (
        Index(
            "uq_publication_round_id_version",
            "round_id",
            "version",
            unique=True,
            sqlite_where=text("round_id IS NOT NULL"),
            postgresql_where=text("round_id IS NOT NULL"),
        ),
        Index(
            "uq_publication_contest_id_version",
            "contest_id",
            "version",
            unique=True,
            sqlite_where=text("round_id IS NULL"),
            postgresql_where=text("round_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    version: Mapped[int]
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))
    reason: Mapped[str] = mapped_column(default="")
    complaints_until: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
