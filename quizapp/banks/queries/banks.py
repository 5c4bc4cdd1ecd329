"""Reads of whole banks: how many questions they hold, and of what kind."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from quizapp.domain.collation import sort_key
from quizapp.domain.question import Question
from quizapp.models import Bank, BankQuestion, QuestionVersion
from quizapp.models.question_store import VERSION_COLUMNS, question_of


def bank_questions(session: Session, bank_id: int) -> list[Question]:
    """Return the questions of a bank that are not retired, as they were last written, in order of their numbers."""
    rows = session.execute(
        select(BankQuestion.number, *VERSION_COLUMNS)
        .join(QuestionVersion, QuestionVersion.question_id == BankQuestion.id)
        .where(BankQuestion.bank_id == bank_id, BankQuestion.retired_at.is_(None), QuestionVersion.is_current)
        .order_by(BankQuestion.number)
    )
    return [question_of(row, number=row.number) for row in rows]


@dataclass(frozen=True, kw_only=True, slots=True)
class BankSummary:
    """A bank and how many of its questions papers draw, by topic and by difficulty; None where none is given.

    `drafts` wait for review; where an older version was reviewed, that one is drawn meanwhile.
    """

    id: int
    slug: str
    title: str
    created_at: datetime
    questions: int
    drafts: int
    retired: int
    topics: Mapping[str | None, int]
    difficulties: Mapping[str | None, int]


def bank_summaries(session: Session) -> list[BankSummary]:
    """Return every bank with its counts, in the alphabetical order of their titles."""
    banks = session.execute(select(Bank.id, Bank.slug, Bank.title, Bank.created_at)).all()
    drawn = session.execute(
        select(
            BankQuestion.bank_id,
            QuestionVersion.topic,
            QuestionVersion.difficulty,
            func.count().label("questions"),
        )
        .join(QuestionVersion, QuestionVersion.question_id == BankQuestion.id)
        .where(QuestionVersion.is_drawn)
        .group_by(BankQuestion.bank_id, QuestionVersion.topic, QuestionVersion.difficulty)
    ).all()
    drafts = _counts(session, BankQuestion.retired_at.is_(None), QuestionVersion.reviewed_at.is_(None))
    retired = _counts(session, BankQuestion.retired_at.is_not(None))
    return [
        _summary(
            bank,
            [row for row in drawn if row.bank_id == bank.id],
            drafts=drafts.get(bank.id, 0),
            retired=retired.get(bank.id, 0),
        )
        for bank in sorted(banks, key=lambda bank: sort_key(bank.title))
    ]


def _counts(session: Session, *conditions: ColumnElement[bool]) -> dict[int, int]:
    rows = session.execute(
        select(BankQuestion.bank_id, func.count().label("questions"))
        .join(QuestionVersion, QuestionVersion.question_id == BankQuestion.id)
        .where(QuestionVersion.is_current, *conditions)
        .group_by(BankQuestion.bank_id)
    )
    return {row.bank_id: row.questions for row in rows}


def _summary(bank: Any, drawn: Sequence[Any], *, drafts: int, retired: int) -> BankSummary:
    topics: Counter[str | None] = Counter()
    difficulties: Counter[str | None] = Counter()
    for row in drawn:
        topics[row.topic] += row.questions
        difficulties[row.difficulty] += row.questions
    return BankSummary(
        id=bank.id,
        slug=bank.slug,
        title=bank.title,
        created_at=bank.created_at,
        questions=topics.total(),
        drafts=drafts,
        retired=retired,
        topics=dict(topics.most_common()),
        difficulties=difficulties,
    )
