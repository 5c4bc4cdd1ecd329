"""Reads of one question: as it stands, as it was, and where it was asked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.banks.queries.versions import (
    StoredQuestion,
    StoredVersion,
    question_with_version,
    stored_questions,
    stored_versions,
    version_of,
)
from quizapp.domain.question import Question
from quizapp.models import Attempt, BankQuestion, Contest, QuestionVersion, Response, Round, StoredImage
from quizapp.models.question_store import VERSION_COLUMNS, folded, question_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Use:
    """A round in whose papers a version stands, `papers` of them."""

    contest: str
    round: str
    papers: int


def find_question(session: Session, bank_id: int, number: int) -> StoredQuestion | None:
    """Return a question of a bank, None if there is none of this number."""
    row = session.execute(
        stored_questions().where(BankQuestion.bank_id == bank_id, BankQuestion.number == number)
    ).one_or_none()
    return question_with_version(row) if row else None


def question_versions(session: Session, question_id: int) -> list[StoredVersion]:
    """Return every version of a question, the newest first."""
    rows = session.execute(
        stored_versions().where(QuestionVersion.question_id == question_id).order_by(QuestionVersion.version.desc())
    )
    return [version_of(row) for row in rows]


def find_version(session: Session, question_id: int, version: int) -> StoredVersion | None:
    """Return one version of a question, None if there is none of this number."""
    row = session.execute(
        stored_versions().where(QuestionVersion.question_id == question_id, QuestionVersion.version == version)
    ).one_or_none()
    return version_of(row) if row else None


def version_uses(session: Session, question_id: int) -> dict[int, list[Use]]:
    """Return the rounds in whose papers a question stands, the newest first, by the version that stands there.

    Reads every response there is: papers have no index by question, since each one more costs every start of a paper.
    """
    versions = select(QuestionVersion.id).where(QuestionVersion.question_id == question_id)
    counted = (
        select(Response.question_version_id, Attempt.round_id, func.count().label("papers"))
        .join(Attempt, Attempt.id == Response.attempt_id)
        .where(Response.question_version_id.in_(versions))
        .group_by(Response.question_version_id, Attempt.round_id)
        .subquery()
    )
    rows = session.execute(
        select(QuestionVersion.version, Contest.title.label("contest"), Round.title.label("round"), counted.c.papers)
        .select_from(counted)
        .join(QuestionVersion, QuestionVersion.id == counted.c.question_version_id)
        .join(Round, Round.id == counted.c.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .order_by(Round.opens_at.desc(), Round.id)
    )
    uses: defaultdict[int, list[Use]] = defaultdict(list)
    for row in rows:
        uses[row.version].append(Use(contest=row.contest, round=row.round, papers=row.papers))
    return dict(uses)


def same_questions(
    session: Session, bank_id: int, question: Question, *, but: int | None
) -> list[tuple[int, Question]]:
    """Return (number, question) of those in a bank whose words are the same, the one numbered `but` left out."""
    rows = session.execute(
        select(BankQuestion.number, *VERSION_COLUMNS)
        .join(QuestionVersion, QuestionVersion.question_id == BankQuestion.id)
        .where(BankQuestion.bank_id == bank_id, QuestionVersion.is_current, QuestionVersion.folded == folded(question))
        .order_by(BankQuestion.number)
    )
    return [(row.number, question_of(row, number=row.number)) for row in rows if row.number != but]


def image_sizes(session: Session, digests: Iterable[str]) -> Mapping[str, tuple[int, int]]:
    """Return (width, height) of stored pictures by their digests; what is not stored is left out."""
    wanted = sorted(set(digests))
    if not wanted:
        return {}
    rows = session.execute(
        select(StoredImage.digest, StoredImage.width, StoredImage.height).where(StoredImage.digest.in_(wanted))
    )
    return {row.digest: (row.width, row.height) for row in rows}
