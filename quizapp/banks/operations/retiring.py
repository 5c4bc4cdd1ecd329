"""Questions taken out of papers and put back."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp.banks.operations.locking import locked_question
from quizapp.banks.operations.recording import record
from quizapp.models import BankQuestion, QuestionVersion


def retire_question(session: Session, *, now: datetime, actor_id: int | None, bank_id: int, number: int) -> None:
    """Let no further paper draw a question. Raises NoSuchQuestion."""
    question_id = locked_question(session, bank_id=bank_id, number=number).id
    session.execute(
        update(BankQuestion).where(BankQuestion.id == question_id).values(retired_at=now, retired_by_id=actor_id)
    )
    session.execute(update(QuestionVersion).where(QuestionVersion.question_id == question_id).values(is_drawn=False))
    record(session, now=now, actor_id=actor_id, action="question.retire", bank_id=bank_id, number=number)


def restore_question(session: Session, *, now: datetime, actor_id: int | None, bank_id: int, number: int) -> None:
    """Let papers draw a retired question again, as it was last reviewed. Raises NoSuchQuestion."""
    question_id = locked_question(session, bank_id=bank_id, number=number).id
    session.execute(
        update(BankQuestion).where(BankQuestion.id == question_id).values(retired_at=None, retired_by_id=None)
    )
    session.execute(
        update(QuestionVersion).where(QuestionVersion.id == _last_reviewed(session, question_id)).values(is_drawn=True)
    )
    record(session, now=now, actor_id=actor_id, action="question.restore", bank_id=bank_id, number=number)


def _last_reviewed(session: Session, question_id: int) -> int | None:
    return session.scalar(
        select(QuestionVersion.id)
        .where(QuestionVersion.question_id == question_id, QuestionVersion.reviewed_at.is_not(None))
        .order_by(QuestionVersion.version.desc())
        .limit(1)
    )
