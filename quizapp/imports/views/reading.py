"""The reading of a stored file, in a thread of its own: the steps, how far it is, and an end if nobody waits."""

import threading
import time
from functools import partial

from quizapp.exchange.children import NobodyWaits
from quizapp.exchange.questions import Parsed, read
from quizapp.exchange.questions.progress import Course
from quizapp.imports import operations, queries
from quizapp.models import db
from quizapp.models.base import reading
from quizapp.web import background, clock

_SECONDS_BETWEEN_NOTES = 0.7  # writing rewrites the row, whose file may be 20 MB
_AT_ONCE = threading.BoundedSemaphore(2)  # files a worker reads at a time: participants need the processors too


def begin(import_id: int) -> background.Job:
    """Let a file be read in the background."""
    return background.start(partial(_read, import_id), name=f"import {import_id}")


class _Notes:
    """Writes down how far a file is, now and then; asks meanwhile whether anybody still waits for it."""

    def __init__(self, import_id: int) -> None:
        self._import_id = import_id
        self._course = Course()
        self._next = time.monotonic() + _SECONDS_BETWEEN_NOTES
        self._done = 0

    def waiting(self) -> bool:
        return self._note(0)

    def reading(self, done: int, total: int) -> bool:
        return self._note(int(self._course.at(done, total) * queries.STEPS_OF_READING))

    def comparing(self, done: int, total: int) -> bool:
        left = queries.STEPS - queries.STEPS_OF_READING
        return self._note(queries.STEPS_OF_READING + (left * done // total if total else 0))

    def _note(self, done: int) -> bool:
        """Return whether anybody still waits. Written in a transaction of its own, now and then."""
        self._done = max(self._done, done)
        if time.monotonic() < self._next:
            return True
        self._next = time.monotonic() + _SECONDS_BETWEEN_NOTES
        is_awaited = operations.note_progress(db.session, self._import_id, now=clock.now(), done=self._done)
        db.session.commit()
        return is_awaited


def _read(import_id: int) -> None:
    notes = _Notes(import_id)
    while not _AT_ONCE.acquire(timeout=_SECONDS_BETWEEN_NOTES):
        if not notes.waiting():
            return
    try:
        _read_and_store(import_id, notes)
    except NobodyWaits:
        pass
    except Exception:
        db.session.rollback()
        operations.give_up_reading(db.session, import_id)
        db.session.commit()
        raise
    finally:
        _AT_ONCE.release()


def _read_and_store(import_id: int, notes: _Notes) -> None:
    with reading():
        file = queries.stored_file(db.session, import_id)
        db.session.rollback()
    if file is None:
        raise NobodyWaits
    parsed = read(file.content, format_code=file.format, filename=file.filename, watcher=notes.reading)
    alike = _likenesses(parsed, notes)
    operations.store_reading(db.session, import_id, now=clock.now(), parsed=parsed, alike=alike)
    db.session.commit()


def _likenesses(parsed: Parsed, notes: _Notes) -> dict[int, queries.HeldQuestion] | None:
    if not parsed.questions:
        return {}
    with reading():
        held = queries.held_questions(db.session)
        db.session.rollback()
    found = queries.likenesses(held, parsed.questions, watcher=notes.comparing)
    return None if found is None else dict(found)
