"""A question held fast while it is changed."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.models import BankQuestion


class NoSuchQuestion(Exception):
    """The bank has no question of this number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LockedQuestion:
    """A question whose row nobody else changes before the transaction ends."""

    id: int
    is_retired: bool


def locked_question(session: Session, *, bank_id: int, number: int) -> LockedQuestion:
    """Return a question, its row locked for the rest of the transaction. Raises NoSuchQuestion."""
    found = session.execute(
        select(BankQuestion.id, BankQuestion.retired_at)
        .where(BankQuestion.bank_id == bank_id, BankQuestion.number == number)
        .with_for_update()
    ).one_or_none()
    if found is None:
        raise NoSuchQuestion
    return LockedQuestion(id=found.id, is_retired=found.retired_at is not None)
