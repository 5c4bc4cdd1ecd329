"""A file's questions put right before any is taken in; what was read stays as it was.

What a question put right is like is looked for first, in a transaction that only reads: among ten thousand held
questions that takes a while, in which others may write. Then `store_mend` keeps it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from quizapp.domain.problem import Problem, Severity
from quizapp.domain.question import Question, QuestionType, validate
from quizapp.imports.operations.recording import AlreadyImported, StillReading, locked_import
from quizapp.imports.queries import MendedFile, likeness_of, mend_of, revision_of, twin_of
from quizapp.models import QuestionImport

Mend = Mapping[str, Any]


class NoSuchOption(Exception):
    """The question has no such option, or none was chosen."""


class MendedMeanwhile(Exception):
    """Somebody else changed the question, or the file, since the page was opened."""


class UnfitQuestion(Exception):
    """The question as somebody wrote it can't stand in a bank; carries the problems."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


def keyed(session: Session, file: MendedFile, place: int, key: Collection[int]) -> Mend:
    """Return the question at `place` with the options at `key`, and no others, as the right ones.

    The type follows where it allows one only. Raises NoSuchOption.
    """
    question = file.question(place)
    if not key or not set(key) <= set(range(len(question.options))):
        raise NoSuchOption
    options = tuple(replace(option, is_key=index in key) for index, option in enumerate(question.options))
    kind = QuestionType.MULTIPLE if len(key) > 1 else question.type
    return _likened(session, file, place, replace(question, options=options, type=kind))


def rewritten(session: Session, file: MendedFile, place: int, question: Question) -> Mend:
    """Return `question` in the place of what was read there. Raises UnfitQuestion."""
    question = replace(question, number=file.as_read(place).number)
    unfit = [problem for problem in validate(question) if problem.severity is Severity.ERROR]
    if unfit:
        raise UnfitQuestion(unfit)
    return _likened(session, file, place, question)


def _likened(session: Session, file: MendedFile, place: int, question: Question) -> Mend:
    """Return a question with what it is like now: in another wording it may be like another."""
    return mend_of(question, alike=likeness_of(session, question), twin=twin_of(file, place, question))


def store_mend(session: Session, import_id: int, place: int, mend: Mend | None, *, seen: str | None = None) -> None:
    """Keep a question put right; None leaves it out. `seen`: the revision of the mend that its author saw.

    Raises MendedMeanwhile, NoSuchImport, AlreadyImported, StillReading.
    """
    mends = _locked_mends(session, import_id)
    if seen is not None and seen != mend_revision(mends, place):
        raise MendedMeanwhile
    _store(session, import_id, {**mends, str(place): mend})


def restore_question(session: Session, import_id: int, place: int) -> None:
    """Take a question as the file has it, mended or left out before.

    Raises NoSuchImport, AlreadyImported, StillReading.
    """
    mends = _locked_mends(session, import_id)
    _store(session, import_id, {key: mend for key, mend in mends.items() if key != str(place)})


def mend_revision(mends: Mapping[str, Any], place: int) -> str:
    """Return a digest of what was put right in one question, by which a form knows that it is out of date."""
    return revision_of({key: mend for key, mend in mends.items() if key == str(place)})


def _locked_mends(session: Session, import_id: int) -> Mapping[str, Any]:
    """Return the mends of an upload that waits for somebody's word; what was read is megabytes and stays there."""
    is_read = QuestionImport.parsed.is_not(None).label("is_read")
    row = locked_import(session, import_id, QuestionImport.mends, is_read)
    if row.imported_at is not None:
        raise AlreadyImported
    if not row.is_read:
        raise StillReading
    mends: Mapping[str, Any] = row.mends
    return mends


def _store(session: Session, import_id: int, mends: Mapping[str, Any]) -> None:
    session.execute(update(QuestionImport).where(QuestionImport.id == import_id).values(mends=dict(mends)))
