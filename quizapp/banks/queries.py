"""Reads of banks and their questions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from quizapp.domain.collation import sort_key
from quizapp.domain.question import Question
from quizapp.domain.review import State, state_of
from quizapp.domain.text import fold
from quizapp.models import Bank, BankQuestion, QuestionVersion
from quizapp.models.question_store import VERSION_COLUMNS, question_of

PAGE_SIZE = 50
_MAX_WORDS = 8


def _current() -> Select[Any]:
    """Every question as it was last written, in order of numbers."""
    return (
        select(BankQuestion.number, BankQuestion.retired_at, QuestionVersion.reviewed_at, *VERSION_COLUMNS)
        .join(QuestionVersion, QuestionVersion.question_id == BankQuestion.id)
        .where(QuestionVersion.is_current)
        .order_by(BankQuestion.number)
    )


def bank_questions(session: Session, bank_id: int) -> list[Question]:
    """Return the questions of a bank that are not retired, as they were last written, in order of their numbers."""
    rows = session.execute(_current().where(BankQuestion.bank_id == bank_id, BankQuestion.retired_at.is_(None)))
    return [question_of(row, number=row.number) for row in rows]


# Banks


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


def bank_topics(session: Session, bank_id: int) -> list[str]:
    """Return the topics that the bank's questions name, in alphabetical order."""
    topics = (
        select(QuestionVersion.topic)
        .join(BankQuestion, BankQuestion.id == QuestionVersion.question_id)
        .where(BankQuestion.bank_id == bank_id, QuestionVersion.is_current, QuestionVersion.topic.is_not(None))
        .distinct()
    )
    return sorted((topic for topic in session.scalars(topics) if topic), key=sort_key)


# Questions of a bank, page by page


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionFilter:
    """Which questions to show; an empty part lets all pass. `state`: a State's value or empty."""

    words: str = ""
    topic: str = ""
    difficulty: str = ""
    group: str = ""
    state: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionRow:
    """A question of a bank as a page shows it."""

    number: int
    state: State
    question: Question


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionPage:
    """One page of a bank's questions; `number` counts from 1, `total` is how many there are on all pages."""

    number: int
    pages: int
    total: int
    rows: tuple[QuestionRow, ...]


def question_page(session: Session, bank_id: int, wanted: QuestionFilter, *, number: int) -> QuestionPage:
    """Return a page of the questions that pass a filter; a number beyond the last page gives the last."""
    conditions = [BankQuestion.bank_id == bank_id, *_conditions(wanted)]
    matching = _current().where(*conditions)
    total = session.scalar(select(func.count()).select_from(matching.order_by(None).subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(number, 1), pages)
    rows = session.execute(matching.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
    found = (
        QuestionRow(
            number=row.number,
            state=state_of(reviewed_at=row.reviewed_at, retired_at=row.retired_at),
            question=question_of(row, number=row.number),
        )
        for row in rows
    )
    return QuestionPage(number=number, pages=pages, total=total, rows=tuple(found))


def _conditions(wanted: QuestionFilter) -> list[ColumnElement[bool]]:
    words = fold(wanted.words).split()[:_MAX_WORDS]
    conditions = [QuestionVersion.folded.contains(word, autoescape=True) for word in words]
    if wanted.topic:
        conditions.append(QuestionVersion.topic == wanted.topic)
    if wanted.difficulty:
        conditions.append(QuestionVersion.difficulty == wanted.difficulty)
    if wanted.group:
        conditions.append(_suits(wanted.group))
    if wanted.state:
        conditions.append(_IN_STATE[State(wanted.state)])
    return conditions


# The same as domain/review.py: state_of, in the database's words; a test holds them together.
_IN_STATE: Mapping[State, ColumnElement[bool]] = {
    State.DRAFT: and_(BankQuestion.retired_at.is_(None), QuestionVersion.reviewed_at.is_(None)),
    State.REVIEWED: and_(BankQuestion.retired_at.is_(None), QuestionVersion.reviewed_at.is_not(None)),
    State.RETIRED: BankQuestion.retired_at.is_not(None),
}


def _suits(group: str) -> ColumnElement[bool]:
    """A question suits a group that it names, or names no group at all."""
    stored = cast(QuestionVersion.groups, String)  # JSON functions differ between the two databases, its text does not
    return or_(stored == "[]", stored.contains(f'"{group}"', autoescape=True))
