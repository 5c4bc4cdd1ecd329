"""Changes of banks: made, questions retired and restored."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.domain.text import slug as slug_of
from quizapp.models import Bank, BankQuestion, QuestionVersion
from quizapp.models.question_store import find_bank


class BankExists(Exception):
    """A bank with this name, or with one that reads alike in an address, is there already."""


class BankNameEmpty(Exception):
    """The name holds no letter and no digit from which an address could be made."""


class NoSuchQuestion(Exception):
    """The bank has no question of this number."""


def create_bank(session: Session, *, now: datetime, actor_id: int | None, title: str, slug: str = "") -> Bank:
    """Add an empty bank, its address made from `slug`, or else from the title. Raises BankNameEmpty, BankExists."""
    address = slug_of(slug or title)
    if not address:
        raise BankNameEmpty(title)
    if find_bank(session, address) is not None:
        raise BankExists(address)
    bank = Bank(slug=address, title=title, created_at=now)
    session.add(bank)
    session.flush()
    _record(session, now=now, actor_id=actor_id, action="bank.create", bank_id=bank.id, title=title)
    return bank


def retire_question(session: Session, *, now: datetime, actor_id: int | None, bank_id: int, number: int) -> None:
    """Let no further paper draw a question. Raises NoSuchQuestion."""
    question_id = _locked_question(session, bank_id=bank_id, number=number)
    session.execute(
        update(BankQuestion).where(BankQuestion.id == question_id).values(retired_at=now, retired_by_id=actor_id)
    )
    session.execute(update(QuestionVersion).where(QuestionVersion.question_id == question_id).values(is_drawn=False))
    _record(session, now=now, actor_id=actor_id, action="question.retire", bank_id=bank_id, number=number)


def restore_question(session: Session, *, now: datetime, actor_id: int | None, bank_id: int, number: int) -> None:
    """Let papers draw a retired question again, as it was last reviewed. Raises NoSuchQuestion."""
    question_id = _locked_question(session, bank_id=bank_id, number=number)
    session.execute(
        update(BankQuestion).where(BankQuestion.id == question_id).values(retired_at=None, retired_by_id=None)
    )
    session.execute(
        update(QuestionVersion).where(QuestionVersion.id == _last_reviewed(session, question_id)).values(is_drawn=True)
    )
    _record(session, now=now, actor_id=actor_id, action="question.restore", bank_id=bank_id, number=number)


def _locked_question(session: Session, *, bank_id: int, number: int) -> int:
    """Return a question's id, its row locked for the rest of the transaction. Raises NoSuchQuestion."""
    found = session.scalar(
        select(BankQuestion.id).where(BankQuestion.bank_id == bank_id, BankQuestion.number == number).with_for_update()
    )
    if found is None:
        raise NoSuchQuestion
    return found


def _last_reviewed(session: Session, question_id: int) -> int | None:
    return session.scalar(
        select(QuestionVersion.id)
        .where(QuestionVersion.question_id == question_id, QuestionVersion.reviewed_at.is_not(None))
        .order_by(QuestionVersion.version.desc())
        .limit(1)
    )


def _record(
    session: Session, *, now: datetime, actor_id: int | None, action: str, bank_id: int, **details: object
) -> None:
    audit.record(
        session, now=now, actor_id=actor_id, action=action, subject_type="bank", subject_id=bank_id, details=details
    )
