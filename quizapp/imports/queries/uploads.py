"""How far a file is: read, waiting for somebody's word, taken in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from quizapp.models import Bank, BankQuestion, ImportedFile, QuestionImport, QuestionVersion, Response

SILENCE = timedelta(seconds=30)  # whoever reads a file says so every half second
# Of a hundred steps: the file is read in so many, and compared with the banks in the others.
STEPS, STEPS_OF_READING = 100, 70
_COLUMNS: tuple[Any, ...] = (
    QuestionImport.id,
    QuestionImport.bank_id,
    Bank.slug.label("bank_slug"),
    Bank.title.label("bank_title"),
    QuestionImport.filename,
    QuestionImport.created_at,
    QuestionImport.done,
    QuestionImport.seen_at,
    QuestionImport.imported_at,
    QuestionImport.imported_count,
    QuestionImport.total,
    QuestionImport.parsed.is_not(None).label("is_read"),
)


class Stage(StrEnum):
    """How far a file is."""

    READING = "reading"
    INTERRUPTED = "interrupted"
    REFUSED = "refused"
    WAITING = "waiting"
    IMPORTED = "imported"


@dataclass(frozen=True, kw_only=True, slots=True)
class Upload:
    """A file that somebody brought. `done` of STEPS are taken while it is read; `questions` were read then."""

    id: int
    bank_id: int
    bank_slug: str
    bank_title: str
    filename: str
    created_at: datetime
    stage: Stage
    done: int
    questions: int | None
    imported_at: datetime | None
    imported_count: int | None

    @property
    def is_compared(self) -> bool:
        """Whether the file itself is read, and its questions are being compared with those of the banks."""
        return self.done >= STEPS_OF_READING


def find_upload(session: Session, import_id: int, *, now: datetime) -> Upload | None:
    """Return a file's state, without what it holds; None if there is no such upload."""
    row = session.execute(_uploads().where(QuestionImport.id == import_id)).one_or_none()
    return _upload(row._mapping, now) if row else None


def uploads_of(session: Session, bank_id: int, *, now: datetime) -> list[Upload]:
    """Return the files brought for a bank, taken in or not, the newest first."""
    rows = session.execute(
        _uploads()
        .where(QuestionImport.bank_id == bank_id)
        .order_by(func.coalesce(QuestionImport.imported_at, QuestionImport.created_at).desc(), QuestionImport.id.desc())
    )
    return [_upload(row._mapping, now) for row in rows]


def _uploads() -> Select[Any]:
    return select(*_COLUMNS).join(Bank, Bank.id == QuestionImport.bank_id)


def _upload(row: Mapping[Any, Any], now: datetime) -> Upload:
    values = dict(row)
    seen_at, is_read, total = values.pop("seen_at"), values.pop("is_read"), values.pop("total")
    stage = _stage_of_read(values["imported_at"], seen_at, total) if is_read else _stage_of_unread(now, seen_at)
    return Upload(stage=stage, questions=total if is_read else None, **values)


def _stage_of_unread(now: datetime, seen_at: datetime | None) -> Stage:
    return Stage.INTERRUPTED if seen_at is None or now - seen_at > SILENCE else Stage.READING


def _stage_of_read(imported_at: datetime | None, seen_at: datetime | None, total: int) -> Stage:
    if imported_at is not None:
        return Stage.IMPORTED
    # What was read before there was a thread for it was kept with questions only, and counted none of them.
    return Stage.REFUSED if total == 0 and seen_at is not None else Stage.WAITING


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredFile:
    """A file as it came. `format`: what whoever sent it said that it is."""

    bank_id: int
    filename: str
    format: str | None
    content: bytes


def stored_file(session: Session, import_id: int) -> StoredFile | None:
    """Return a file as it came, None if there is no such upload."""
    columns = (QuestionImport.bank_id, QuestionImport.filename, QuestionImport.format, ImportedFile.content)
    row = session.execute(select(*columns).join(ImportedFile).where(QuestionImport.id == import_id)).one_or_none()
    return StoredFile(**row._mapping) if row else None


def used_questions(session: Session, import_id: int) -> int:
    """Return how many questions of an import stand in a paper."""
    # IN rather than EXISTS: one pass over the responses, which have no index by question.
    used = (
        select(func.count(BankQuestion.id.distinct()))
        .join(QuestionVersion, QuestionVersion.question_id == BankQuestion.id)
        .where(BankQuestion.import_id == import_id)
        .where(QuestionVersion.id.in_(select(Response.question_version_id)))
    )
    return session.scalar(used) or 0
