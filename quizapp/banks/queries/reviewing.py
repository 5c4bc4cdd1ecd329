"""Reads of what waits for review."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from quizapp.banks.queries.versions import StoredQuestion, question_with_version, stored_questions
from quizapp.models import BankQuestion, QuestionVersion

QUEUE_SIZE = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Queue:
    """What waits in a bank: `total` drafts, of which somebody may review `reviewable`, the first of them in `rows`."""

    total: int
    reviewable: int
    rows: tuple[StoredQuestion, ...]


def review_queue(session: Session, bank_id: int, *, but_written_by: int | None) -> Queue:
    """Return the drafts of a bank that somebody may review, those that `but_written_by` wrote left out."""
    mine = _written_by_others(but_written_by)
    total = waiting_count(session, bank_id)
    reviewable = _count(session, bank_id, *mine)
    rows = session.execute(stored_questions().where(*_waiting(bank_id), *mine).limit(QUEUE_SIZE))
    return Queue(total=total, reviewable=reviewable, rows=tuple(map(question_with_version, rows)))


def waiting_count(session: Session, bank_id: int) -> int:
    """Return how many drafts of a bank wait for review."""
    return _count(session, bank_id)


def next_draft(session: Session, bank_id: int, *, after: int, but_written_by: int | None) -> int | None:
    """Return the number of the next draft to review, beginning anew at the end of the bank; None if none is left."""
    waiting = _waiting_numbers(bank_id).where(BankQuestion.number != after, *_written_by_others(but_written_by))
    later = select(func.min(waiting.where(BankQuestion.number > after).subquery().c.number)).scalar_subquery()
    first = select(func.min(waiting.subquery().c.number)).scalar_subquery()
    found: int | None = session.scalar(select(func.coalesce(later, first)))
    return found


def _waiting(bank_id: int) -> list[Any]:
    return [
        BankQuestion.bank_id == bank_id,
        BankQuestion.retired_at.is_(None),
        QuestionVersion.is_current,
        QuestionVersion.reviewed_at.is_(None),
    ]


def _waiting_numbers(bank_id: int) -> Select[Any]:
    return (
        select(BankQuestion.number)
        .join(QuestionVersion, QuestionVersion.question_id == BankQuestion.id)
        .where(*_waiting(bank_id))
    )


def _count(session: Session, bank_id: int, *conditions: ColumnElement[bool]) -> int:
    found: int | None = session.scalar(
        select(func.count()).select_from(_waiting_numbers(bank_id).where(*conditions).subquery())
    )
    return found or 0


def _written_by_others(account_id: int | None) -> tuple[ColumnElement[bool], ...]:
    """The same as domain/review.py: may_review, in the database's words; a test holds them together."""
    if account_id is None:
        return ()
    return (or_(QuestionVersion.created_by_id.is_(None), QuestionVersion.created_by_id != account_id),)
