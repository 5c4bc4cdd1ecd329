"""Somebody says that a version is right: from then on papers draw it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp.banks.operations.locking import NoSuchQuestion
from quizapp.banks.operations.recording import record
from quizapp.domain.review import may_review
from quizapp.models import Bank, BankQuestion, QuestionVersion


class VersionReplaced(Exception):
    """Somebody wrote another version meanwhile, which nobody has looked at."""


class AlreadyReviewed(Exception):
    """Somebody reviewed this version before."""


class MayNotReview(Exception):
    """The bank asks for a second person, and this one wrote the version."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reviewed:
    """What a review of many did: how many it passed, and the numbers of those that it had to leave."""

    count: int
    left: tuple[int, ...]


def review_question(
    session: Session, *, now: datetime, actor_id: int | None, bank_id: int, number: int, version: int
) -> None:
    """Let papers draw a version, the newest, from now on; of a retired question, once it is restored.

    Raises NoSuchQuestion, VersionReplaced, AlreadyReviewed, MayNotReview.
    """
    rows = _newest(session, bank_id, [number])
    if not rows:
        raise NoSuchQuestion
    refusal = _refusal(rows[0], version=version, actor_id=actor_id)
    if refusal:
        raise refusal
    _pass(session, rows, now=now, actor_id=actor_id)
    details = {"number": number, "version": version}
    record(session, now=now, actor_id=actor_id, action="question.review", bank_id=bank_id, **details)


def review_questions(
    session: Session, *, now: datetime, actor_id: int | None, bank_id: int, versions: Mapping[int, int]
) -> Reviewed:
    """Review many at once, `versions` by the questions' numbers; those that can't be reviewed are left as they are."""
    rows = _newest(session, bank_id, list(versions))
    passed = [row for row in rows if not _refusal(row, version=versions[row.number], actor_id=actor_id)]
    numbers = [row.number for row in passed]
    if passed:
        _pass(session, passed, now=now, actor_id=actor_id)
        details = {"count": len(numbers), "numbers": numbers}
        record(session, now=now, actor_id=actor_id, action="question.review_many", bank_id=bank_id, **details)
    return Reviewed(count=len(passed), left=tuple(sorted(set(versions) - set(numbers))))


def _newest(session: Session, bank_id: int, numbers: Sequence[int]) -> Sequence[Any]:
    """Return the newest version of each question, the questions' rows locked in order of their numbers.

    Read after the lock is held: whoever held it before may have written another version.
    """
    wanted = BankQuestion.bank_id == bank_id, BankQuestion.number.in_(numbers)
    session.execute(select(BankQuestion.id).where(*wanted).order_by(BankQuestion.number).with_for_update())
    return session.execute(
        select(
            BankQuestion.number,
            BankQuestion.retired_at,
            QuestionVersion.id,
            QuestionVersion.question_id,
            QuestionVersion.version,
            QuestionVersion.created_by_id,
            QuestionVersion.reviewed_at,
            Bank.needs_second_person,
        )
        .join(QuestionVersion, QuestionVersion.question_id == BankQuestion.id)
        .join(Bank, Bank.id == BankQuestion.bank_id)
        .where(*wanted, QuestionVersion.is_current)
        .order_by(BankQuestion.number)
    ).all()


def _refusal(row: Any, *, version: int, actor_id: int | None) -> Exception | None:
    if row.version != version:
        return VersionReplaced()
    if row.reviewed_at is not None:
        return AlreadyReviewed()
    needs_second_person = row.needs_second_person
    if not may_review(author_id=row.created_by_id, reviewer_id=actor_id, needs_second_person=needs_second_person):
        return MayNotReview()
    return None


def _pass(session: Session, rows: Sequence[Any], *, now: datetime, actor_id: int | None) -> None:
    drawn = [row for row in rows if row.retired_at is None]
    questions = [row.question_id for row in drawn]
    # Papers draw one version of a question: the old one steps back before the new one comes.
    older = update(QuestionVersion).where(QuestionVersion.question_id.in_(questions), QuestionVersion.is_drawn)
    session.execute(older.values(is_drawn=False))
    reviewed = update(QuestionVersion).where(QuestionVersion.id.in_([row.id for row in rows]))
    session.execute(reviewed.values(reviewed_at=now, reviewed_by_id=actor_id))
    newer = update(QuestionVersion).where(QuestionVersion.id.in_([row.id for row in drawn]))
    session.execute(newer.values(is_drawn=True))
