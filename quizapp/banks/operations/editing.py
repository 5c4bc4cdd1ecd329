"""Questions written and rewritten by hand: an edit makes a version, whoever has used the one before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from quizapp.banks.operations.locking import locked_question
from quizapp.banks.operations.recording import record
from quizapp.banks.queries.questions import same_questions
from quizapp.domain.authoring import tidy
from quizapp.domain.problem import Problem, Severity
from quizapp.domain.question import Question, validate
from quizapp.models import Bank, BankQuestion, QuestionVersion
from quizapp.models.question_store import VERSION_COLUMNS, question_of, version_values


class StaleVersion(Exception):
    """Somebody wrote another version after the one that this edit began from."""


class QuestionHasErrors(Exception):
    """What was written is no question that anybody could answer; carries what is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.code for problem in problems))
        self.problems = tuple(problems)


class QuestionRepeated(Exception):
    """The bank holds the very same question; `number` says where."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(frozen=True, kw_only=True, slots=True)
class Edited:
    """What a save did: the version that is the newest now, and whether this save made it."""

    version: int
    is_new: bool


def add_question(session: Session, *, now: datetime, actor_id: int | None, bank_id: int, question: Question) -> int:
    """Add a draft as the last question of a bank and return its number. Raises QuestionHasErrors, QuestionRepeated."""
    # Two who add at once number their questions one after the other.
    session.execute(select(Bank.id).where(Bank.id == bank_id).with_for_update())
    written = tidy(question)
    _refuse_errors(written)
    _refuse_repeated(session, bank_id, written)
    last = session.scalar(select(func.max(BankQuestion.number)).where(BankQuestion.bank_id == bank_id)) or 0
    place = BankQuestion(bank_id=bank_id, number=last + 1)
    session.add(place)
    session.flush()
    _insert_version(session, now=now, actor_id=actor_id, question_id=place.id, version=1, question=written)
    record(session, now=now, actor_id=actor_id, action="question.create", bank_id=bank_id, number=place.number)
    return place.number


def edit_question(
    session: Session,
    *,
    now: datetime,
    actor_id: int | None,
    bank_id: int,
    number: int,
    based_on: int,
    question: Question,
) -> Edited:
    """Make what was written the newest version of a question, a draft; what says the same as before makes none.

    `based_on`: the version that its author had before them. Papers go on drawing the reviewed version there is.
    Raises NoSuchQuestion, StaleVersion, QuestionHasErrors, QuestionRepeated.
    """
    question_id = locked_question(session, bank_id=bank_id, number=number).id
    before = session.execute(
        select(QuestionVersion.version, *VERSION_COLUMNS).where(
            QuestionVersion.question_id == question_id, QuestionVersion.is_current
        )
    ).one()
    if before.version != based_on:
        raise StaleVersion
    written = tidy(question)
    if written == tidy(question_of(before, number=question.number)):
        return Edited(version=before.version, is_new=False)
    _refuse_errors(written)
    _refuse_repeated(session, bank_id, written, but=number)
    # The newest is one alone: the old one steps back before the new one comes.
    older = update(QuestionVersion).where(QuestionVersion.question_id == question_id, QuestionVersion.is_current)
    session.execute(older.values(is_current=False))
    version = before.version + 1
    _insert_version(session, now=now, actor_id=actor_id, question_id=question_id, version=version, question=written)
    details = {"number": number, "version": version}
    record(session, now=now, actor_id=actor_id, action="question.edit", bank_id=bank_id, **details)
    return Edited(version=version, is_new=True)


def _insert_version(
    session: Session, *, now: datetime, actor_id: int | None, question_id: int, version: int, question: Question
) -> None:
    authored = {"created_at": now, "created_by_id": actor_id}
    place = {"question_id": question_id, "version": version}
    session.execute(insert(QuestionVersion).values(**place, **version_values(question), **authored))


def _refuse_errors(question: Question) -> None:
    errors = [problem for problem in validate(question) if problem.severity is Severity.ERROR]
    if errors:
        raise QuestionHasErrors(errors)


def _refuse_repeated(session: Session, bank_id: int, question: Question, *, but: int | None = None) -> None:
    for number, held in same_questions(session, bank_id, question, but=but):
        if _digests(held) == _digests(question):
            raise QuestionRepeated(number)


def _digests(question: Question) -> tuple[str | None, frozenset[str]]:
    """Return the pictures by which two questions of the same words may differ."""
    options = frozenset(option.image.digest for option in question.options if option.image)
    return question.image.digest if question.image else None, options
