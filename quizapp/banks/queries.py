"""Reads of banks, and the one place where a stored question becomes a domain Question and back."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, cast, func, or_, select
from sqlalchemy.orm import Session

from quizapp.domain.collation import sort_key
from quizapp.domain.question import Difficulty, Option, Problem, Question, QuestionType, Severity
from quizapp.domain.text import fold
from quizapp.exchange.questions import Parsed, unpack
from quizapp.models import Bank, BankQuestion, QuestionImport, QuestionVersion, Response

PAGE_SIZE = 50
_MAX_WORDS = 8


# Stored question ↔ Question


def version_values(question: Question) -> dict[str, Any]:
    """Return what QuestionVersion stores of a question."""
    return {
        "type": question.type.value,
        "text": question.text,
        "options": [{"text": o.text, "is_key": o.is_key, "is_pinned": o.is_pinned} for o in question.options],
        "topic": question.topic,
        "difficulty": question.difficulty.value if question.difficulty else None,
        "groups": list(question.groups),
        "explanation": question.explanation,
        "source": question.source,
        "folded": folded(question),
    }


def folded(question: Question) -> str:
    """Return stem and options as they are compared: the same options in another order are the same question."""
    return "\n".join([fold(question.text), *sorted(fold(option.text) for option in question.options)])


_VERSION_COLUMNS = (
    QuestionVersion.type,
    QuestionVersion.text,
    QuestionVersion.options,
    QuestionVersion.topic,
    QuestionVersion.difficulty,
    QuestionVersion.groups,
    QuestionVersion.explanation,
    QuestionVersion.source,
)


def _question(row: Row[Any]) -> Question:
    return Question(
        number=row.number,
        type=QuestionType(row.type),
        text=row.text,
        options=tuple(Option(**option) for option in row.options),
        topic=row.topic,
        difficulty=Difficulty(row.difficulty) if row.difficulty else None,
        groups=tuple(row.groups),
        explanation=row.explanation,
        source=row.source,
    )


def _current() -> Select[Any]:
    return (
        select(BankQuestion.number, BankQuestion.is_retired, *_VERSION_COLUMNS)
        .join(QuestionVersion, QuestionVersion.question_id == BankQuestion.id)
        .where(QuestionVersion.is_current)
        .order_by(BankQuestion.number)
    )


def bank_questions(session: Session, bank_id: int) -> list[Question]:
    """Return the questions of a bank that may be drawn, in order of their numbers."""
    rows = session.execute(_current().where(BankQuestion.bank_id == bank_id, BankQuestion.is_retired.is_(False)))
    return [_question(row) for row in rows]


# Banks


@dataclass(frozen=True, kw_only=True, slots=True)
class BankSummary:
    """A bank and how many of its questions may be drawn, by topic and by difficulty; None where none is given."""

    id: int
    slug: str
    title: str
    created_at: datetime
    questions: int
    retired: int
    topics: Mapping[str | None, int]
    difficulties: Mapping[str | None, int]


def bank_summaries(session: Session) -> list[BankSummary]:
    """Return every bank with its counts, in the alphabetical order of their titles."""
    banks = session.execute(select(Bank.id, Bank.slug, Bank.title, Bank.created_at)).all()
    counts = session.execute(
        select(
            BankQuestion.bank_id,
            BankQuestion.is_retired,
            QuestionVersion.topic,
            QuestionVersion.difficulty,
            func.count().label("questions"),
        )
        .join(QuestionVersion, QuestionVersion.question_id == BankQuestion.id)
        .where(QuestionVersion.is_current)
        .group_by(BankQuestion.bank_id, BankQuestion.is_retired, QuestionVersion.topic, QuestionVersion.difficulty)
    ).all()
    return [
        _summary(bank, [row for row in counts if row.bank_id == bank.id])
        for bank in sorted(banks, key=lambda bank: sort_key(bank.title))
    ]


def _summary(bank: Any, counts: Sequence[Any]) -> BankSummary:
    topics: Counter[str | None] = Counter()
    difficulties: Counter[str | None] = Counter()
    for row in counts:
        if not row.is_retired:
            topics[row.topic] += row.questions
            difficulties[row.difficulty] += row.questions
    return BankSummary(
        id=bank.id,
        slug=bank.slug,
        title=bank.title,
        created_at=bank.created_at,
        questions=topics.total(),
        retired=sum(row.questions for row in counts if row.is_retired),
        topics=dict(topics.most_common()),
        difficulties=difficulties,
    )


def find_bank(session: Session, slug: str) -> Bank | None:
    """Return the bank at an address, None if there is none."""
    return session.scalar(select(Bank).where(Bank.slug == slug))


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
    """Which questions to show; an empty part lets all pass. `state`: "drawn", "retired" or empty."""

    words: str = ""
    topic: str = ""
    difficulty: str = ""
    group: str = ""
    state: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionRow:
    """A question of a bank as a page shows it."""

    number: int
    is_retired: bool
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
    pages = page_count(total)
    number = min(max(number, 1), pages)
    rows = session.execute(matching.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
    found = (QuestionRow(number=row.number, is_retired=row.is_retired, question=_question(row)) for row in rows)
    return QuestionPage(number=number, pages=pages, total=total, rows=tuple(found))


def page_count(total: int) -> int:
    """Return how many pages `total` entries take; an empty list has one."""
    return max(1, -(-total // PAGE_SIZE))


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
        conditions.append(BankQuestion.is_retired.is_(wanted.state == "retired"))
    return conditions


def _suits(group: str) -> ColumnElement[bool]:
    """A question suits a group that it names, or names no group at all."""
    stored = cast(QuestionVersion.groups, String)  # JSON functions differ between the two databases, its text does not
    return or_(stored == "[]", stored.contains(f'"{group}"', autoescape=True))


# Imports


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
