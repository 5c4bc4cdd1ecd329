"""Files of questions taken into banks: all or nothing, once, and undone whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from quizapp.domain.problem import Problem
from quizapp.domain.question import Question
from quizapp.exchange.questions import Parsed
from quizapp.imports.operations.mending import MendedMeanwhile
from quizapp.imports.operations.recording import AlreadyImported, NoSuchImport, locked_import, locked_waiting, record
from quizapp.imports.queries import MendedFile, compared_with_bank, revision_of, used_questions
from quizapp.models import Bank, BankQuestion, QuestionImport, QuestionVersion
from quizapp.models.question_store import version_values


class FileHasErrors(Exception):
    """Some questions can't be imported, and nobody said to leave them out; carries the problems."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


class NothingToImport(Exception):
    """No question of the file is free of errors."""


class QuestionsInUse(Exception):
    """Papers hold questions of the import; `count` says how many questions."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportOutcome:
    """What an import did. `problems`: all that was found, warnings included."""

    imported: int
    skipped: int
    problems: tuple[Problem, ...]


def import_questions(
    session: Session,
    *,
    now: datetime,
    actor_id: int | None,
    bank_id: int,
    parsed: Parsed,
    skip_bad: bool,
    import_id: int | None = None,
    details: Mapping[str, object] | None = None,
) -> ImportOutcome:
    """Add a file's questions to a bank: all, or with `skip_bad` those without an error.

    `details` go into the audit record. Raises FileHasErrors, or NothingToImport where no good question is left;
    nothing is written then.
    """
    # Two imports into one bank number their questions one after the other.
    needs_second_person = session.scalar(select(Bank.needs_second_person).where(Bank.id == bank_id).with_for_update())
    parsed = compared_with_bank(session, bank_id, parsed)
    if parsed.has_errors and not skip_bad:
        raise FileHasErrors(parsed.problems)
    questions = tuple(parsed.good_questions())
    if not questions:
        raise NothingToImport
    authored = {"created_at": now, "created_by_id": actor_id}
    # Who confirms a file has seen its preview; a bank that asks for a second person gets drafts.
    reviewed = {} if needs_second_person else {"reviewed_at": now, "reviewed_by_id": actor_id, "is_drawn": True}
    _insert(session, bank_id=bank_id, questions=questions, import_id=import_id, common={**authored, **reviewed})
    outcome = ImportOutcome(
        imported=len(questions), skipped=len(parsed.questions) - len(questions), problems=parsed.problems
    )
    counts = {"imported": outcome.imported, "skipped": outcome.skipped, "import_id": import_id}
    record(session, now=now, actor_id=actor_id, action="bank.import", bank_id=bank_id, **counts, **(details or {}))
    return outcome


def _insert(
    session: Session,
    *,
    bank_id: int,
    questions: Sequence[Question],
    import_id: int | None,
    common: Mapping[str, Any],
) -> None:
    """Write questions and their first versions in three statements, however many they are."""
    last = session.scalar(select(func.max(BankQuestion.number)).where(BankQuestion.bank_id == bank_id)) or 0
    numbers = range(last + 1, last + 1 + len(questions))
    places = [{"bank_id": bank_id, "number": number, "import_id": import_id} for number in numbers]
    session.execute(insert(BankQuestion), places)
    ids = session.scalars(
        select(BankQuestion.id)
        .where(BankQuestion.bank_id == bank_id, BankQuestion.number > last)
        .order_by(BankQuestion.number)
    ).all()
    versions = [
        {"question_id": question_id, **version_values(question), **common}
        for question_id, question in zip(ids, questions, strict=True)
    ]
    session.execute(insert(QuestionVersion), versions)


def confirm_import(
    session: Session, *, now: datetime, actor_id: int | None, import_id: int, skip_bad: bool, seen: str | None = None
) -> ImportOutcome:
    """Take an upload into its bank, once, as it was mended. `seen`: the revision of the mends that somebody confirms.

    Raises NoSuchImport, StillReading, AlreadyImported, MendedMeanwhile, FileHasErrors, NothingToImport.
    """
    upload = locked_waiting(session, import_id)
    if seen is not None and seen != revision_of(upload.mends):
        raise MendedMeanwhile
    dropped = sum(mend is None for mend in upload.mends.values())
    outcome = import_questions(
        session,
        now=now,
        actor_id=actor_id,
        bank_id=upload.bank_id,
        parsed=MendedFile(upload.parsed, upload.mends).parsed(),
        skip_bad=skip_bad,
        import_id=import_id,
        details={"mended": len(upload.mends) - dropped, "dropped": dropped},
    )
    done = {"imported_at": now, "imported_count": outcome.imported}
    session.execute(update(QuestionImport).where(QuestionImport.id == import_id).values(**done))
    return outcome


def cancel_import(session: Session, *, now: datetime, actor_id: int | None, import_id: int) -> None:
    """Forget an upload that was not taken in. Raises NoSuchImport, AlreadyImported."""
    upload = locked_import(session, import_id)
    if upload.imported_at is not None:
        raise AlreadyImported
    session.execute(delete(QuestionImport).where(QuestionImport.id == import_id))
    details = {"import_id": import_id, "filename": upload.filename}
    record(session, now=now, actor_id=actor_id, action="bank.cancel_import", bank_id=upload.bank_id, **details)


def undo_import(session: Session, *, now: datetime, actor_id: int | None, import_id: int) -> int:
    """Delete the questions that an import brought and return how many; none of them may stand in a paper.

    Raises NoSuchImport, QuestionsInUse.
    """
    upload = locked_import(session, import_id)
    if upload.imported_at is None:
        raise NoSuchImport
    if used := used_questions(session, import_id):
        raise QuestionsInUse(used)
    brought = select(BankQuestion.id).where(BankQuestion.import_id == import_id)
    session.execute(delete(QuestionVersion).where(QuestionVersion.question_id.in_(brought)))
    session.execute(delete(BankQuestion).where(BankQuestion.import_id == import_id))
    session.execute(delete(QuestionImport).where(QuestionImport.id == import_id))
    removed = upload.imported_count or 0
    details = {"import_id": import_id, "filename": upload.filename, "removed": removed}
    record(session, now=now, actor_id=actor_id, action="bank.undo_import", bank_id=upload.bank_id, **details)
    return removed
