"""Question banks. A version of a question is never changed: papers refer to it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.models.base import Model, UtcDateTime


class Bank(Model):
    """A named collection of questions.

    `needs_second_person`: a version is drawn only after somebody other than its author said that it is right.
    `study_published_at`: since when anybody may read its study page.
    """

    __tablename__ = "bank"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    needs_second_person: Mapped[bool] = mapped_column(default=False)
    study_published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BankQuestion(Model):
    """A question's place in a bank, numbered from 1 and never numbered again; its text is in its versions."""

    __tablename__ = "bank_question"
    __table_args__ = (UniqueConstraint("bank_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"), index=True)
    number: Mapped[int]
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retired_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("question_import.id"), index=True)
    versions: Mapped[list["QuestionVersion"]] = relationship(order_by="QuestionVersion.version", viewonly=True)


def _option_count(context: DefaultExecutionContext) -> int:
    return len(context.get_current_parameters()["options"])


def _indexes(flag: str) -> Callable[[DefaultExecutionContext], str]:
    """Return a default that lists the options with a flag, a digit each."""

    def default(context: DefaultExecutionContext) -> str:
        options = context.get_current_parameters()["options"]
        return "".join(str(index) for index, option in enumerate(options) if option[flag])

    return default


class QuestionVersion(Model):
    """What a question said at one time.

    `is_current`: the newest. `is_drawn`: the one that papers take, the newest reviewed of a question that is not
    retired. `options`: [{"text", "is_key", "is_pinned"}] in the bank's order, "image" where there is one; an image is
    {"digest", "alt", "width", "height"}. `groups`: codes, empty for all.
    `folded`: stem and options folded, by which a repeated question is known. `option_count`, `key` and
    `pinned` follow from `options` when the row is written, so that drawing and marking parse no JSON; the
    latter two are bank's indexes, a digit each.
    """

    __tablename__ = "question_version"
    __table_args__ = (
        UniqueConstraint("question_id", "version"),
        CheckConstraint("version >= 1", name="version_from_one"),
        # One current version a question: a draw can't meet two.
        Index(
            "ix_question_version_current",
            "question_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        Index(
            "ix_question_version_drawn",
            "question_id",
            unique=True,
            sqlite_where=text("is_drawn"),
            postgresql_where=text("is_drawn"),
        ),
        CheckConstraint("reviewed_at IS NOT NULL OR NOT is_drawn", name="drawn_is_reviewed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("bank_question.id"))
    version: Mapped[int] = mapped_column(default=1)
    is_current: Mapped[bool] = mapped_column(default=True)
    is_drawn: Mapped[bool] = mapped_column(default=False)
    type: Mapped[str]
    text: Mapped[str]
    options: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    option_count: Mapped[int] = mapped_column(default=_option_count)
    key: Mapped[str] = mapped_column(default=_indexes("is_key"))
    pinned: Mapped[str] = mapped_column(default=_indexes("is_pinned"))
    topic: Mapped[str | None]
    difficulty: Mapped[str | None]
    groups: Mapped[list[str]] = mapped_column(JSON)
    explanation: Mapped[str | None]
    source: Mapped[str | None]
    image: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    folded: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))


class StoredImage(Model):
    """A picture of a question, re-encoded; `digest` is the SHA-256 of `content`."""

    __tablename__ = "image"

    digest: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    media_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))


class QuestionImport(Model):
    """A file that somebody brought: what it held, what was understood, how it was mended, whether it was taken in.

    `parsed` is empty while the file is read in the background; meanwhile `done` of `total` steps are taken, and
    `seen_at` is when the reader last said so. `mends`: by the question's place in `parsed`, from 0, the question as
    somebody put it right, or null where it is left out.
    """

    __tablename__ = "question_import"
    __table_args__ = (CheckConstraint("done >= 0 AND done <= total", name="done_of_total"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"), index=True)
    filename: Mapped[str]
    format: Mapped[str | None]
    sha256: Mapped[str]
    parsed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    mends: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))
    imported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    imported_count: Mapped[int | None]


class ImportedFile(Model):
    """A file as it came; apart from its import, whose row is written again and again while the file is read."""

    __tablename__ = "imported_file"

    import_id: Mapped[int] = mapped_column(ForeignKey("question_import.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
