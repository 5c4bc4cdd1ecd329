"""What every operation on an upload shares: its row, locked, and the audit record."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from quizapp import audit
from quizapp.models import QuestionImport

_Column = ColumnElement[Any] | InstrumentedAttribute[Any]


class NoSuchImport(Exception):
    """The upload was cancelled, undone, or lay unconfirmed for too long."""


class StillReading(Exception):
    """The file is being read, or its reading was interrupted."""


class AlreadyImported(Exception):
    """The upload was taken into the bank before: a second tap, a second window."""


def locked_import(session: Session, import_id: int, *more: _Column) -> Any:
    """Return an upload's row, with the columns `more` too, locked for the rest of the transaction.

    Raises NoSuchImport.
    """
    columns = (
        QuestionImport.bank_id,
        QuestionImport.filename,
        QuestionImport.imported_at,
        QuestionImport.imported_count,
        *more,
    )
    row = session.execute(select(*columns).where(QuestionImport.id == import_id).with_for_update()).one_or_none()
    if row is None:
        raise NoSuchImport
    return row


def locked_waiting(session: Session, import_id: int) -> Any:
    """Return the row, `parsed` and `mends` with it, of an upload that waits for somebody's word.

    Raises NoSuchImport, AlreadyImported, StillReading.
    """
    row = locked_import(session, import_id, QuestionImport.parsed, QuestionImport.mends)
    if row.imported_at is not None:
        raise AlreadyImported
    if row.parsed is None:
        raise StillReading
    return row


def record(
    session: Session, *, now: datetime, actor_id: int | None, action: str, bank_id: int, **details: object
) -> None:
    """Add an audit record on a bank to the caller's transaction."""
    audit.record(
        session, now=now, actor_id=actor_id, action=action, subject_type="bank", subject_id=bank_id, details=details
    )
