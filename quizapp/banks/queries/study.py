"""What a bank's study page shows: what papers draw, the right answers, why they are right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from quizapp.domain.collation import sort_key
from quizapp.domain.policy import RoundKind
from quizapp.domain.question import TOPICS, Question
from quizapp.models import BankQuestion, Contest, QuestionVersion, Round, round_bank
from quizapp.models.base import AnyRow
from quizapp.models.question_store import VERSION_COLUMNS, question_of

STUDY_PAGE_SIZE = 75


@dataclass(frozen=True, kw_only=True, slots=True)
class StudyTopic:
    """A topic of a study page, None for questions that name none, and how many questions and explanations it has."""

    title: str | None
    questions: int
    explained: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StudyRound:
    """An official round that draws from the bank and is not over."""

    title: str
    contest_title: str
    opens_at: datetime
    closes_at: datetime


def study_topics(session: Session, bank_id: int) -> list[StudyTopic]:
    """Return the topics of what papers draw: the contest's own first, then the others by name, at last none."""
    rows = session.execute(
        select(
            QuestionVersion.topic,
            func.count().label("questions"),
            func.count(QuestionVersion.explanation).label("explained"),
        )
        .join(BankQuestion, BankQuestion.id == QuestionVersion.question_id)
        .where(BankQuestion.bank_id == bank_id, QuestionVersion.is_drawn)
        .group_by(QuestionVersion.topic)
    )
    topics = [StudyTopic(title=row.topic, questions=row.questions, explained=row.explained) for row in rows]
    return sorted(topics, key=lambda topic: _place(topic.title))


def _place(title: str | None) -> tuple[int, str]:
    if title is None:
        return len(TOPICS) + 1, ""
    return (TOPICS.index(title), "") if title in TOPICS else (len(TOPICS), sort_key(title))


def study_page(session: Session, bank_id: int, topic: str | None, *, number: int) -> Sequence[Question]:
    """Return a page of a topic's questions, counted from 1, in order of their numbers."""
    first = (number - 1) * STUDY_PAGE_SIZE
    rows = session.execute(_drawn(bank_id).where(QuestionVersion.topic == topic).limit(STUDY_PAGE_SIZE).offset(first))
    return list(_questions(rows))


def whole_study(session: Session, bank_id: int) -> Sequence[tuple[StudyTopic, Sequence[Question]]]:
    """Return every topic with all its questions, to be printed."""
    questions = list(_questions(session.execute(_drawn(bank_id))))
    return [
        (topic, [question for question in questions if question.topic == topic.title])
        for topic in study_topics(session, bank_id)
    ]


def _drawn(bank_id: int) -> Select[Any]:
    return (
        select(BankQuestion.number, *VERSION_COLUMNS)
        .join(BankQuestion, BankQuestion.id == QuestionVersion.question_id)
        .where(BankQuestion.bank_id == bank_id, QuestionVersion.is_drawn)
        .order_by(BankQuestion.number)
    )


def _questions(rows: Iterable[AnyRow]) -> Iterable[Question]:
    return (question_of(row, number=row.number) for row in rows)


def study_rounds(session: Session, bank_id: int, *, now: datetime) -> Sequence[StudyRound]:
    """Return the official rounds, open or to come, whose papers draw from the bank."""
    columns = (Round.title, Contest.title.label("contest_title"), Round.opens_at, Round.closes_at)
    rows = session.execute(
        select(*columns)
        .join(Contest, Contest.id == Round.contest_id)
        .join(round_bank, round_bank.c.round_id == Round.id)
        .where(round_bank.c.bank_id == bank_id, Round.kind == RoundKind.OFFICIAL, Round.closes_at > now)
        .order_by(Round.opens_at, Round.id)
    )
    return [StudyRound(**row) for row in rows.mappings()]
