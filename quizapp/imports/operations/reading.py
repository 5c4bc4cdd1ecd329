"""A file is stored as it came, read by somebody who says how far it is, and kept as understood."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import CursorResult, Update, delete, insert, update
from sqlalchemy.orm import Session

from quizapp.domain.problem import Problem
from quizapp.exchange.questions import Parsed, pack
from quizapp.imports.operations.recording import AlreadyImported, locked_import, record
from quizapp.imports.queries import NOT_COMPARED, SILENCE, STEPS, HeldQuestion, twins
from quizapp.models import ImportedFile, QuestionImport
from quizapp.models.question_store import folded

LIFETIME = timedelta(days=7)  # of an upload that nobody confirms


def store_upload(
    session: Session,
    *,
    now: datetime,
    actor_id: int | None,
    bank_id: int,
    filename: str,
    format_code: str | None,
    content: bytes,
) -> int:
    """Keep a file as it came, to be read, and return the import's id; forget those that nobody confirmed in a week."""
    forget_stale(session, now=now)
    upload = QuestionImport(
        bank_id=bank_id,
        filename=filename,
        format=format_code,
        sha256=sha256(content).hexdigest(),
        total=STEPS,
        seen_at=now,
        created_at=now,
        created_by_id=actor_id,
    )
    session.add(upload)
    session.flush()
    session.execute(insert(ImportedFile).values(import_id=upload.id, content=content))
    details = {"import_id": upload.id, "filename": filename, "sha256": upload.sha256}
    record(session, now=now, actor_id=actor_id, action="bank.upload", bank_id=bank_id, **details)
    return upload.id


def forget_stale(session: Session, *, now: datetime) -> None:
    """Delete uploads that nobody confirmed in a week."""
    stale = QuestionImport.created_at < now - LIFETIME
    session.execute(delete(QuestionImport).where(QuestionImport.imported_at.is_(None), stale))


def note_progress(session: Session, import_id: int, *, now: datetime, done: int) -> bool:
    """Say that a file is being read and `done` of STEPS are taken; return whether anybody still waits for it."""
    return _changed(session, _unread(import_id).values(done=done, total=STEPS, seen_at=now))


def store_reading(
    session: Session,
    import_id: int,
    *,
    now: datetime,
    parsed: Parsed,
    alike: Mapping[int, HeldQuestion] | None,
) -> bool:
    """Keep what was understood of a file; return whether anybody still waits for it.

    `alike`: the questions of banks that those of the file are nearly the same as, by places; None: not compared.
    """
    if alike is None:
        parsed = replace(parsed, problems=(*parsed.problems, Problem(code=NOT_COMPARED)))
    read = {
        **pack(parsed),
        "folded": [folded(question) for question in parsed.questions],
        "twins": twins(parsed),
        "alike": {str(place): one.likeness for place, one in (alike or {}).items()},
    }
    count = len(parsed.questions)
    return _changed(session, _unread(import_id).values(parsed=read, mends={}, done=count, total=count, seen_at=now))


def give_up_reading(session: Session, import_id: int) -> None:
    """Say that a file is not being read any more, though it was not understood: reading failed by no fault of its."""
    session.execute(_unread(import_id).values(seen_at=None))


def restart_reading(session: Session, import_id: int, *, now: datetime) -> bool:
    """Let a file whose reading was interrupted be read again; False where somebody reads it already."""
    is_silent = QuestionImport.seen_at.is_(None) | (QuestionImport.seen_at < now - SILENCE)
    return _changed(session, _unread(import_id).where(is_silent).values(done=0, total=STEPS, seen_at=now))


def discard_refused(session: Session, *, now: datetime, actor_id: int | None, import_id: int) -> None:
    """Forget a file of which no question was understood. Raises NoSuchImport, AlreadyImported."""
    upload = locked_import(session, import_id)
    if upload.imported_at is not None:
        raise AlreadyImported
    session.execute(delete(QuestionImport).where(QuestionImport.id == import_id))
    details = {"import_id": import_id, "filename": upload.filename}
    record(session, now=now, actor_id=actor_id, action="bank.refuse_upload", bank_id=upload.bank_id, **details)


def _unread(import_id: int) -> Update:
    return update(QuestionImport).where(QuestionImport.id == import_id, QuestionImport.parsed.is_(None))


def _changed(session: Session, statement: Update) -> bool:
    result: CursorResult[Any] = session.execute(statement)  # type: ignore[assignment]
    return result.rowcount == 1
