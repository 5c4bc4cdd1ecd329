"""Reads of a bank's questions, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, Subquery, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from quizapp.banks.queries.versions import StoredQuestion, question_with_version, stored_questions
from quizapp.domain.collation import sort_key
from quizapp.domain.review import State
from quizapp.domain.text import fold
from quizapp.models import BankQuestion, QuestionVersion

PAGE_SIZE = 50
_MAX_WORDS = 8


def bank_topics(session: Session, bank_id: int) -> list[str]:
    """Return the topics that the bank's questions name, in alphabetical order."""
    topics = (
        select(QuestionVersion.topic)
        .join(BankQuestion, BankQuestion.id == QuestionVersion.question_id)
        .where(BankQuestion.bank_id == bank_id, QuestionVersion.is_current, QuestionVersion.topic.is_not(None))
        .distinct()
    )
    return sorted((topic for topic in session.scalars(topics) if topic), key=sort_key)


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionFilter:
    """Which questions to show; an empty part lets all pass. `state`: a State's value or empty."""

    words: str = ""
    topic: str = ""
    difficulty: str = ""
    group: str = ""
    state: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionPage:
    """One page of a bank's questions; `number` counts from 1, `total` is how many there are on all pages."""

    number: int
    pages: int
    total: int
    rows: tuple[StoredQuestion, ...]


def question_page(session: Session, bank_id: int, wanted: QuestionFilter, *, number: int) -> QuestionPage:
    """Return a page of the questions that pass a filter; a number beyond the last page gives the last."""
    conditions = [BankQuestion.bank_id == bank_id, *_conditions(wanted)]
    total = session.scalar(select(func.count()).select_from(_current_versions(*conditions))) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(number, 1), pages)
    matching = stored_questions().where(*conditions)
    rows = session.execute(matching.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
    return QuestionPage(number=number, pages=pages, total=total, rows=tuple(map(question_with_version, rows)))


def _current_versions(*conditions: ColumnElement[bool]) -> Subquery:
    return (
        select(QuestionVersion.id)
        .join(BankQuestion, BankQuestion.id == QuestionVersion.question_id)
        .where(QuestionVersion.is_current, *conditions)
        .subquery()
    )


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
