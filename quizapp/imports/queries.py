"""Reads of files that wait for somebody's word, and of those that were taken in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.domain.question import Problem, Question, Severity
from quizapp.exchange.questions import Parsed, unpack
from quizapp.models import Bank, BankQuestion, QuestionImport, QuestionVersion, Response
from quizapp.models.question_store import folded

PAGE_SIZE = 50


def page_count(total: int) -> int:
    """Return how many pages `total` entries take; an empty list has one."""
    return max(1, -(-total // PAGE_SIZE))


@dataclass(frozen=True, kw_only=True, slots=True)
class PreviewEntry:
    """A question of a file as read. `position` counts from 1; `next_problem` is the position of the next one to see."""

    position: int
    question: Question
    problems: tuple[Problem, ...]
    next_problem: int | None

    @property
    def is_good(self) -> bool:
        """Whether nothing keeps the question out of the bank."""
        return not any(is_error(problem) for problem in self.problems)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A file that waits for somebody's word: what was understood, what is wrong, and what would be imported."""

    id: int
    bank_id: int
    bank_slug: str
    bank_title: str
    filename: str
    created_at: datetime
    is_imported: bool
    format: str | None
    entries: tuple[PreviewEntry, ...]
    file_problems: tuple[Problem, ...]

    @property
    def good(self) -> int:
        """How many questions no error stands against."""
        return sum(entry.is_good for entry in self.entries)

    @property
    def errors(self) -> int:
        """How many errors there are, those of the file counted in."""
        return sum(is_error(problem) for problem in self._problems())

    @property
    def warnings(self) -> int:
        """How many warnings there are, those of the file counted in."""
        return sum(not is_error(problem) for problem in self._problems())

    @property
    def first_problem(self) -> int | None:
        """The position of the first question to look at, None if there is none."""
        return next((entry.position for entry in self.entries if entry.problems), None)

    def _problems(self) -> Iterable[Problem]:
        yield from self.file_problems
        for entry in self.entries:
            yield from entry.problems


def is_error(problem: Problem) -> bool:
    """Tell whether a problem keeps its question out of the bank."""
    return problem.severity is Severity.ERROR


def find_preview(session: Session, import_id: int) -> Preview | None:
    """Return an upload as read, compared with what its bank holds now; None if there is no such upload."""
    row = session.execute(
        select(
            QuestionImport.bank_id,
            QuestionImport.filename,
            QuestionImport.parsed,
            QuestionImport.created_at,
            QuestionImport.imported_at,
            Bank.slug,
            Bank.title,
        )
        .join(Bank, Bank.id == QuestionImport.bank_id)
        .where(QuestionImport.id == import_id)
    ).one_or_none()
    if row is None:
        return None
    parsed = unpack(row.parsed)
    if row.imported_at is None:
        parsed = compared_with_bank(session, row.bank_id, parsed)
    entries, file_problems = _entries(parsed)
    return Preview(
        id=import_id,
        bank_id=row.bank_id,
        bank_slug=row.slug,
        bank_title=row.title,
        filename=row.filename,
        created_at=row.created_at,
        is_imported=row.imported_at is not None,
        format=parsed.format,
        entries=entries,
        file_problems=file_problems,
    )


def compared_with_bank(session: Session, bank_id: int, parsed: Parsed) -> Parsed:
    """Return `parsed` with an error for every question that the bank holds already, retired or not."""
    held = select(QuestionVersion.folded, BankQuestion.number).join(
        BankQuestion, BankQuestion.id == QuestionVersion.question_id
    )
    rows = session.execute(held.where(BankQuestion.bank_id == bank_id, QuestionVersion.is_current))
    numbers = {row.folded: row.number for row in rows}
    repeated = tuple(
        Problem(code="already-in-bank", location=location, params={"other": numbers[text]})
        for question, location in zip(parsed.questions, parsed.locations, strict=True)
        if (text := folded(question)) in numbers
    )
    return replace(parsed, problems=parsed.problems + repeated)


def _entries(parsed: Parsed) -> tuple[tuple[PreviewEntry, ...], tuple[Problem, ...]]:
    """Return the questions, each with its problems, and the problems that belong to none of them."""
    by_place: dict[tuple[str | int | None, ...], list[Problem]] = {}
    for problem in parsed.problems:
        by_place.setdefault(problem.location.place, []).append(problem)
    problems = [tuple(by_place.pop(location.place, ())) for location in parsed.locations]
    following: int | None = None
    entries: list[PreviewEntry] = []
    for index in range(len(problems) - 1, -1, -1):
        question, position = parsed.questions[index], index + 1
        entries.append(
            PreviewEntry(position=position, question=question, problems=problems[index], next_problem=following)
        )
        following = position if problems[index] else following
    return tuple(reversed(entries)), tuple(problem for left in by_place.values() for problem in left)


@dataclass(frozen=True, kw_only=True, slots=True)
class FinishedImport:
    """A file whose questions were taken into a bank."""

    id: int
    filename: str
    imported_at: datetime
    imported_count: int


def finished_imports(session: Session, bank_id: int) -> list[FinishedImport]:
    """Return the files taken into a bank, the newest first."""
    rows = session.execute(
        select(QuestionImport.id, QuestionImport.filename, QuestionImport.imported_at, QuestionImport.imported_count)
        .where(QuestionImport.bank_id == bank_id, QuestionImport.imported_at.is_not(None))
        .order_by(QuestionImport.imported_at.desc(), QuestionImport.id.desc())
    )
    return [FinishedImport(**row._mapping) for row in rows]


def used_questions(session: Session, import_id: int) -> int:
    """Return how many questions of an import stand in a paper."""
    # IN rather than EXISTS: one pass over the responses, which have no index by question.
    used = (
        select(func.count(BankQuestion.id.distinct()))
        .join(QuestionVersion, QuestionVersion.question_id == BankQuestion.id)
        .where(BankQuestion.import_id == import_id)
        .where(QuestionVersion.id.in_(select(Response.question_version_id)))
    )
    return session.scalar(used) or 0
