"""Question banks. A version of a question is never changed: papers refer to it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.models.base import Model, UtcDateTime


class Bank(Model):
    """A named collection of questions."""

    __tablename__ = "bank"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BankQuestion(Model):
    """A question's place in a bank, numbered from 1 and never numbered again; its text is in its versions."""

    __tablename__ = "bank_question"
    __table_args__ = (UniqueConstraint("bank_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"), index=True)
    number: Mapped[int]
    is_retired: Mapped[bool] = mapped_column(default=False)
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

    `options`: [{"text", "is_key", "is_pinned"}] in the bank's order. `groups`: codes, empty for all.
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
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("bank_question.id"))
    version: Mapped[int] = mapped_column(default=1)
    is_current: Mapped[bool] = mapped_column(default=True)
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
    folded: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))


class QuestionImport(Model):
    """A file that somebody brought: what it held, what was understood, and whether it was taken in."""

    __tablename__ = "question_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"), index=True)
    filename: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    parsed: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id"))
    imported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    imported_count: Mapped[int | None]
