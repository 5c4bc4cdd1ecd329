"""Changes of banks themselves."""

from datetime import datetime

from sqlalchemy.orm import Session

from quizapp.banks.operations.recording import record
from quizapp.domain.text import slug as slug_of
from quizapp.models import Bank
from quizapp.models.question_store import find_bank


class BankExists(Exception):
    """A bank with this name, or with one that reads alike in an address, is there already."""


class BankNameEmpty(Exception):
    """The name holds no letter and no digit from which an address could be made."""


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
    record(session, now=now, actor_id=actor_id, action="bank.create", bank_id=bank.id, title=title)
    return bank


def edit_bank(
    session: Session, *, now: datetime, actor_id: int | None, bank_id: int, title: str, needs_second_person: bool
) -> bool:
    """Change a bank's name and whether a second person has to review; return whether anything changed.

    Its address stays, and so does what was reviewed before.
    """
    bank = session.get_one(Bank, bank_id, with_for_update=True)
    after = {"title": title, "needs_second_person": needs_second_person}
    changed = {name: [getattr(bank, name), value] for name, value in after.items() if getattr(bank, name) != value}
    if not changed:
        return False
    for name, value in after.items():
        setattr(bank, name, value)
    session.flush()
    record(session, now=now, actor_id=actor_id, action="bank.edit", bank_id=bank_id, title=title, changed=changed)
    return True
