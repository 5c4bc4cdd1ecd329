"""Which questions of a file the banks hold already, word for word or nearly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from quizapp.domain.problem import Problem
from quizapp.domain.question import Question
from quizapp.exchange.children import Watcher
from quizapp.exchange.questions import Parsed
from quizapp.exchange.questions.likener import candidates, liken
from quizapp.exchange.questions.similarity import Match, similar_to, wording
from quizapp.imports.queries.mended import NEAR_IN_BANK, NOT_COMPARED, Likeness, MendedFile
from quizapp.models import Bank, BankQuestion, QuestionVersion
from quizapp.models.question_store import VERSION_COLUMNS, folded, question_of


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldQuestion:
    """A question of a bank as it reads now."""

    version_id: int
    bank: str
    bank_slug: str
    number: int
    question: Question

    @property
    def likeness(self) -> Likeness:
        """What is kept of it beside a question that is like it."""
        return {"version_id": self.version_id, "bank": self.bank, "number": self.number}


def held_numbers(session: Session, bank_id: int) -> Mapping[str, int]:
    """Return the number of every question of a bank, retired or not, by its text as it is compared."""
    rows = session.execute(
        select(QuestionVersion.folded, BankQuestion.number)
        .join(BankQuestion, BankQuestion.id == QuestionVersion.question_id)
        .where(BankQuestion.bank_id == bank_id, QuestionVersion.is_current)
    )
    return {row.folded: row.number for row in rows}


def compared_with_bank(session: Session, bank_id: int, parsed: Parsed) -> Parsed:
    """Return `parsed` with an error for every question that the bank holds already, retired or not."""
    numbers = held_numbers(session, bank_id)
    repeated = [
        already_held(location=location, number=numbers[text])
        for question, location in zip(parsed.questions, parsed.locations, strict=True)
        if (text := folded(question)) in numbers
    ]
    places = {problem.location.place for problem in repeated}
    others = (p for p in parsed.problems if p.code != NEAR_IN_BANK or p.location.place not in places)
    return replace(parsed, problems=(*others, *repeated))


def already_held(*, location: Any, number: int) -> Problem:
    """Return the problem of a question that the bank holds word for word."""
    return Problem(code="already-in-bank", location=location, params={"other": number})


def held_questions(session: Session, version_ids: Sequence[int] | None = None) -> list[HeldQuestion]:
    """Return every question of all banks as it reads now, or those of `version_ids`."""
    wanted = _held() if version_ids is None else _held().where(QuestionVersion.id.in_(version_ids))
    return [_held_question(row) for row in session.execute(wanted)]


def _held() -> Select[Any]:
    return (
        select(
            QuestionVersion.id,
            BankQuestion.number,
            Bank.title.label("bank"),
            Bank.slug,
            *VERSION_COLUMNS,
        )
        .join(BankQuestion, BankQuestion.id == QuestionVersion.question_id)
        .join(Bank, Bank.id == BankQuestion.bank_id)
        .where(QuestionVersion.is_current)
        .order_by(QuestionVersion.id)
    )


def _held_question(row: Row[Any]) -> HeldQuestion:
    return HeldQuestion(
        version_id=row.id,
        bank=row.bank,
        bank_slug=row.slug,
        number=row.number,
        question=question_of(row, number=row.number),
    )


def likenesses(
    held: Sequence[HeldQuestion], questions: Sequence[Question], *, watcher: Watcher | None = None
) -> Mapping[int, HeldQuestion] | None:
    """Return the question of a bank that each of `questions` is most like, by places; None where that took too long.

    Raises NobodyWaits where `watcher` says so.
    """
    matches = liken(questions, [one.question for one in held], watcher=watcher)
    return None if matches is None else {match.index: held[match.other] for match in matches}


def with_likenesses(session: Session, parsed: Parsed) -> Parsed:
    """Return `parsed` with a warning for every question that is nearly one of a bank's."""
    found = likenesses(held_questions(session), parsed.questions)
    if found is None:
        return replace(parsed, problems=(*parsed.problems, Problem(code=NOT_COMPARED)))
    near = (
        Problem(
            code=NEAR_IN_BANK,
            location=parsed.locations[place],
            params={"bank": one.bank, "other": one.number},
        )
        for place, one in found.items()
    )
    return replace(parsed, problems=(*parsed.problems, *near))


def likeness_of(session: Session, question: Question) -> Likeness | None:
    """Return the question of a bank that `question` is most like, None if none is."""
    rows = session.execute(
        select(QuestionVersion.id, QuestionVersion.folded)
        .where(QuestionVersion.is_current)
        .order_by(QuestionVersion.id)
    ).all()
    places = candidates(question, [row.folded.partition("\n")[0] for row in rows])
    held = held_questions(session, [rows[place].id for place in places])
    match = _best([question], [one.question for one in held])
    return held[match.other].likeness if match else None


def twin_of(file: MendedFile, place: int, question: Question) -> int | None:
    """Return the place of the question in the file that `question`, to stand at `place`, is most like."""
    others = [other for other in range(file.size) if other != place and not file.is_dropped(other)]
    near = [others[found] for found in candidates(question, [file.stem(other) for other in others])]
    match = _best([question], [file.question(other) for other in near])
    return near[match.other] if match else None


def twins(parsed: Parsed) -> dict[str, int]:
    """Return the place of the earlier question that each is nearly the same as: a file's numbers may repeat."""
    found: dict[str, int] = {}
    by_place = {location.place: place for place, location in enumerate(parsed.locations)}
    for problem in parsed.problems:
        place = by_place.get(problem.location.place)
        if problem.code == "near-duplicate-question" and place is not None:
            twin = _named(parsed, place, int(problem.params["other"]))
            if twin is not None:
                found[str(place)] = twin
    return found


def _named(parsed: Parsed, place: int, number: int) -> int | None:
    """Return which of the questions before `place` was meant by `number`."""
    earlier = parsed.questions[:place]
    meant = [i for i, q in enumerate(earlier) if number == (i + 1 if q.number is None else q.number)]
    match = _best([parsed.questions[place]], [parsed.questions[i] for i in meant])
    return meant[match.other] if match else next(iter(meant), None)


def _best(new: Sequence[Question], held: Sequence[Question]) -> Match | None:
    return next(iter(similar_to([wording(question) for question in new], [wording(q) for q in held])), None)
