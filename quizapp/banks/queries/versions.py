"""Questions and their versions as they are stored: who wrote them, who reviewed them, and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import aliased

from quizapp.domain.question import Question
from quizapp.domain.review import State, state_of
from quizapp.models import BankQuestion, QuestionVersion, StaffAccount
from quizapp.models.question_store import VERSION_COLUMNS, question_of


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredVersion:
    """What a question said at one time. `author` and `reviewer`: names, None for the command line."""

    id: int
    version: int
    question: Question
    is_drawn: bool
    created_at: datetime
    author_id: int | None
    author: str | None
    reviewed_at: datetime | None
    reviewer: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredQuestion:
    """A question of a bank with its newest version. `drawn_version`: the one that papers take, None if they take none.

    `retirer`: who retired it, None for the command line and while nobody has.
    """

    id: int
    number: int
    retired_at: datetime | None
    retirer: str | None
    newest: StoredVersion
    drawn_version: int | None

    @property
    def state(self) -> State:
        """Draft, reviewed or retired, as its newest version says."""
        return state_of(reviewed_at=self.newest.reviewed_at, retired_at=self.retired_at)

    @property
    def question(self) -> Question:
        """The question as it was last written."""
        return self.newest.question


_author, _reviewer, _retirer = (aliased(StaffAccount) for _ in range(3))
_drawn = aliased(QuestionVersion)


def stored_versions() -> Select[Any]:
    """Every version of every question, for `version_of`."""
    return (
        select(
            BankQuestion.number,
            QuestionVersion.id,
            QuestionVersion.version,
            QuestionVersion.is_drawn,
            QuestionVersion.created_at,
            QuestionVersion.created_by_id,
            _author.full_name.label("author"),
            QuestionVersion.reviewed_at,
            _reviewer.full_name.label("reviewer"),
            *VERSION_COLUMNS,
        )
        .join(BankQuestion, BankQuestion.id == QuestionVersion.question_id)
        .outerjoin(_author, _author.id == QuestionVersion.created_by_id)
        .outerjoin(_reviewer, _reviewer.id == QuestionVersion.reviewed_by_id)
    )


def stored_questions() -> Select[Any]:
    """Every question with its newest version, in order of numbers, for `question_with_version`."""
    return (
        stored_versions()
        .add_columns(
            QuestionVersion.question_id,
            BankQuestion.retired_at,
            _retirer.full_name.label("retirer"),
            _drawn.version.label("drawn_version"),
        )
        .outerjoin(_retirer, _retirer.id == BankQuestion.retired_by_id)
        .outerjoin(_drawn, and_(_drawn.question_id == BankQuestion.id, _drawn.is_drawn))
        .where(QuestionVersion.is_current)
        .order_by(BankQuestion.number)
    )


def version_of(row: Any) -> StoredVersion:
    """Return the version in a row of `stored_versions`."""
    return StoredVersion(
        id=row.id,
        version=row.version,
        question=question_of(row, number=row.number),
        is_drawn=row.is_drawn,
        created_at=row.created_at,
        author_id=row.created_by_id,
        author=row.author,
        reviewed_at=row.reviewed_at,
        reviewer=row.reviewer,
    )


def question_with_version(row: Any) -> StoredQuestion:
    """Return the question in a row of `stored_questions`."""
    return StoredQuestion(
        id=row.question_id,
        number=row.number,
        retired_at=row.retired_at,
        retirer=row.retirer,
        newest=version_of(row),
        drawn_version=row.drawn_version,
    )
