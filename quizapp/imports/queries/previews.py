"""What an organiser looks at before a file's questions are taken in."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from quizapp.domain.differences import Part, word_changes
from quizapp.domain.problem import Problem
from quizapp.domain.question import Option, Question
from quizapp.domain.text import fold
from quizapp.imports.queries.likenesses import HeldQuestion, already_held, held_numbers, held_questions
from quizapp.imports.queries.mended import NEAR_IN_BANK, MendedFile, is_error
from quizapp.models import Bank, QuestionImport

PAGE_SIZE = 50


def page_count(total: int) -> int:
    """Return how many pages `total` entries take; an empty list has one."""
    return max(1, -(-total // PAGE_SIZE))


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedOption:
    """An option beside the one of the other question that it is most like; `parts` that went are here, that came there.

    None for `is_key` or `is_key_there`: there is no such option here, or there.
    """

    parts: tuple[Part, ...]
    is_key: bool | None
    is_key_there: bool | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """A question beside another that it is like: `parts` that went are here, that came there.

    `held` where the other stands in a bank, `position` where in the file, from 1.
    """

    stem: tuple[Part, ...]
    options: tuple[ComparedOption, ...]
    held: HeldQuestion | None = None
    position: int | None = None


def compared(
    question: Question, other: Question, *, held: HeldQuestion | None = None, position: int | None = None
) -> Comparison:
    """Return a question beside another; options are compared whatever their order."""
    pairs = _paired(question.options, other.options)
    return Comparison(
        stem=word_changes(question.text, other.text),
        options=tuple(_compared_option(*pair) for pair in pairs),
        held=held,
        position=position,
    )


def _compared_option(option: Option | None, other: Option | None) -> ComparedOption:
    return ComparedOption(
        parts=word_changes(option.text if option else "", other.text if other else ""),
        is_key=option.is_key if option else None,
        is_key_there=other.is_key if other else None,
    )


def _paired(options: Sequence[Option], others: Sequence[Option]) -> list[tuple[Option | None, Option | None]]:
    """Return each option with the one that is most like it: the same ones first, the others by the words they share."""
    left = list(others)
    partner: dict[int, Option] = {}
    for least in (1.0, 0.0):
        for place, option in enumerate(options):
            if place in partner or not left:
                continue
            nearest = max(left, key=lambda other: _shared(option, other))
            if _shared(option, nearest) >= least:
                partner[place] = nearest
                left.remove(nearest)
    return [*((option, partner.get(place)) for place, option in enumerate(options)), *((None, other) for other in left)]


def _shared(one: Option, other: Option) -> float:
    """Return how much two options have in common, 0 to 1: words of both ÷ words of either."""
    words, others = set(fold(one.text).split()), set(fold(other.text).split())
    return len(words & others) / len(words | others) if words | others else 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class PreviewEntry:
    """A question of a file. `position` counts from 1; `next_problem` is the position of the next one to see.

    `needs_key`: its key is what is wrong with it. `likenesses`: others that it is nearly the same as.
    """

    position: int
    question: Question
    problems: tuple[Problem, ...]
    next_problem: int | None
    is_dropped: bool
    is_mended: bool
    likenesses: tuple[Comparison, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether the question would be taken in."""
        return not self.is_dropped and not any(is_error(problem) for problem in self.problems)

    @property
    def needs_key(self) -> bool:
        """Whether its key is missing, or not to be told from the file."""
        return any(problem.code in _ASKING_FOR_KEY for problem in self.problems)


_ASKING_FOR_KEY = frozenset({"no-key", "key-out-of-range", "ambiguous-key", "two-keys-for-single", "conflicting-marks"})


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A file that waits for somebody's word: what was understood, what is wrong, and what would be imported.

    `numbers`: of the bank's questions, by their text as it is compared.
    """

    id: int
    bank_id: int
    bank_slug: str
    bank_title: str
    filename: str
    created_at: datetime
    file: MendedFile
    numbers: Mapping[str, int]

    @property
    def format(self) -> str | None:
        """What kind of file it turned out to be."""
        found: str | None = self.file.read["format"]
        return found

    @property
    def revision(self) -> str:
        """What changes with every mend, by which a form knows that it is out of date."""
        return revision_of(self.file.mends)

    @property
    def size(self) -> int:
        """How many questions were read."""
        return self.file.size

    @property
    def file_problems(self) -> tuple[Problem, ...]:
        """The problems that belong to no question."""
        return self.file.file_problems

    @cached_property
    def problems(self) -> list[tuple[Problem, ...]]:
        """What is wrong with each question, the bank's own questions considered."""
        return [self._of_bank(place, problems) for place, problems in enumerate(self.file.problems)]

    def _of_bank(self, place: int, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        number = None if self.file.is_dropped(place) else self.numbers.get(self.file.folded(place))
        if number is None:
            return problems
        others = (problem for problem in problems if problem.code != NEAR_IN_BANK)
        return (*others, already_held(location=self.file.location(place), number=number))

    @cached_property
    def bad(self) -> frozenset[int]:
        """The places of the questions that an error stands against."""
        return frozenset(place for place, problems in enumerate(self.problems) if any(map(is_error, problems)))

    @property
    def good(self) -> int:
        """How many questions would be taken in."""
        return self.size - self.dropped - len(self.bad)

    @property
    def dropped(self) -> int:
        """How many questions somebody left out."""
        return sum(mend is None for mend in self.file.mends.values())

    @property
    def mended(self) -> int:
        """How many questions somebody put right."""
        return len(self.file.mends) - self.dropped

    @property
    def errors(self) -> int:
        """How many errors there are, those of the file counted in."""
        return sum(is_error(problem) for problem in self._all_problems())

    @property
    def warnings(self) -> int:
        """How many warnings there are, those of the file counted in."""
        return sum(not is_error(problem) for problem in self._all_problems())

    @property
    def first_problem(self) -> int | None:
        """The position of the first question to look at, one with an error if there is any; None if there is none."""
        found = min(self.bad, default=None)
        if found is None:
            found = next((place for place, problems in enumerate(self.problems) if problems), None)
        return None if found is None else found + 1

    def following(self, place: int) -> int | None:
        """Return the position of the next question to look at after the one at `place`."""
        return next((after + 1 for after in range(place + 1, self.size) if self.problems[after]), None)

    def _all_problems(self) -> Iterable[Problem]:
        yield from self.file_problems
        for problems in self.problems:
            yield from problems


def revision_of(mends: Mapping[str, Any]) -> str:
    """Return a short digest of mends."""
    return sha256(json.dumps(mends, sort_keys=True).encode()).hexdigest()[:12]


def _waiting() -> Select[Any]:
    return (
        select(
            QuestionImport.bank_id,
            QuestionImport.filename,
            QuestionImport.parsed,
            QuestionImport.mends,
            QuestionImport.created_at,
            Bank.slug,
            Bank.title,
        )
        .join(Bank, Bank.id == QuestionImport.bank_id)
        .where(QuestionImport.parsed.is_not(None), QuestionImport.imported_at.is_(None))
    )


def find_preview(session: Session, import_id: int) -> Preview | None:
    """Return a file as read and mended, compared with what its bank holds now; None if no such file waits."""
    row = session.execute(_waiting().where(QuestionImport.id == import_id)).one_or_none()
    if row is None:
        return None
    return Preview(
        id=import_id,
        bank_id=row.bank_id,
        bank_slug=row.slug,
        bank_title=row.title,
        filename=row.filename,
        created_at=row.created_at,
        file=MendedFile(row.parsed, row.mends),
        numbers=held_numbers(session, row.bank_id),
    )


def waiting_file(session: Session, import_id: int) -> MendedFile | None:
    """Return what was understood of a file and mended, by itself; None if no such file waits."""
    row = session.execute(_waiting().where(QuestionImport.id == import_id)).one_or_none()
    return MendedFile(row.parsed, row.mends) if row else None


def preview_entries(session: Session, preview: Preview, places: Iterable[int]) -> list[PreviewEntry]:
    """Return some of a file's questions, each with what is wrong with it and what it is like."""
    wanted = list(places)
    alike = {place: found for place in wanted if (found := preview.file.alike(place))}
    held = {one.version_id: one for one in held_questions(session, [like["version_id"] for like in alike.values()])}
    return [
        preview_entry(preview, place, held.get(alike[place]["version_id"]) if place in alike else None)
        for place in wanted
    ]


def preview_entry(preview: Preview, place: int, held: HeldQuestion | None = None) -> PreviewEntry:
    """Return the question at `place`. `held`: the one of a bank that it is like."""
    file = preview.file
    question, is_dropped = file.question(place), file.is_dropped(place)
    return PreviewEntry(
        position=place + 1,
        question=question,
        problems=preview.problems[place],
        next_problem=preview.following(place),
        is_dropped=is_dropped,
        is_mended=file.is_mended(place),
        likenesses=() if is_dropped else tuple(_likenesses(file, place, question, held)),
    )


def _likenesses(file: MendedFile, place: int, question: Question, held: HeldQuestion | None) -> Iterable[Comparison]:
    twin = file.twin(place) if file.repeats(place) is None else None
    if twin is not None:
        yield compared(question, file.question(twin), position=twin + 1)
    if held is not None:
        yield compared(question, held.question, held=held)
