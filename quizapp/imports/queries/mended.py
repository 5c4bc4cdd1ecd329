"""A file as it was read, with what people put right in it: which questions there are now, and what is wrong with each.

What was read is never changed; a mend stands beside it, by the question's place from 0. It is null where the question
is left out, else `mend_of`: the question as somebody put it right and what it was found to be like.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from quizapp.domain.item_writing import CHECKS, checked_question
from quizapp.domain.problem import PROBLEMS, Location, Problem, Severity
from quizapp.domain.question import Question, validate
from quizapp.exchange.questions import Parsed
from quizapp.exchange.questions.serialise import pack_question, unpack_question
from quizapp.models.question_store import folded

NEAR_IN_BANK = "near-duplicate-in-bank"
NOT_COMPARED = "banks-not-compared"
_NEAR_IN_FILE = "near-duplicate-question"
_REPEATED = "duplicate-question"
_OF_REPEATS = frozenset({_REPEATED, _NEAR_IN_FILE})
# Found anew in a question that was mended.
_FOUND_ANEW = _OF_REPEATS | {
    "empty-text",
    "text-too-long",
    "no-options",
    "too-few-options",
    "too-many-options",
    "empty-option",
    "image-without-alt",
    "no-key",
    "two-keys-for-single",
    "duplicate-option",
    "option-refers-to-others",
    *(check.code for check in CHECKS),
}
# What a format says of a key; whoever mends a question chooses one.
_OF_KEY = frozenset({"key-out-of-range", "ambiguous-key", "conflicting-marks", "partial-marks", "rare-mark"})
# What is still so though the text was written anew.
_STAYS = frozenset({"picture-left-out"})

Likeness = Mapping[str, Any]  # version_id, bank, number


def is_error(problem: Problem) -> bool:
    """Tell whether a problem keeps its question out of the bank."""
    return problem.severity is Severity.ERROR


def mend_of(question: Question, *, alike: Likeness | None = None, twin: int | None = None) -> dict[str, Any]:
    """Return what is kept of a question put right. `alike`: the held one it is like, `twin`: the one in its file."""
    return {**pack_question(question), "folded": folded(question), "alike": alike, "twin": twin}


@dataclass(frozen=True)
class MendedFile:
    """What was read of a file, and the mends; places are counted from 0.

    Of what was read "folded" holds the questions as they are compared, "alike" those of banks and "twins" those of the
    file that one is nearly the same as, by places.
    """

    read: Mapping[str, Any]
    mends: Mapping[str, Any]

    @property
    def size(self) -> int:
        """How many questions were read."""
        return len(self.read["questions"])

    def is_dropped(self, place: int) -> bool:
        """Whether somebody left the question out."""
        return str(place) in self.mends and self.mends[str(place)] is None

    def is_mended(self, place: int) -> bool:
        """Whether somebody put the question right."""
        return self._mend(place) is not None

    def question(self, place: int) -> Question:
        """Return the question as it is now; one that is left out as it was read."""
        return unpack_question(self._mend(place) or self.read["questions"][place])

    def as_read(self, place: int) -> Question:
        """Return the question as the file has it."""
        return unpack_question(self.read["questions"][place])

    def folded(self, place: int) -> str:
        """Return the question as it is compared."""
        mend = self._mend(place)
        return str(mend["folded"] if mend else self._folded[place])

    def stem(self, place: int) -> str:
        """Return the stem as it is compared."""
        return self.folded(place).partition("\n")[0]

    def location(self, place: int) -> Location:
        """Return where in the file the question stands."""
        return Location(**self.read["locations"][place])

    def alike(self, place: int) -> Likeness | None:
        """Return the question of a bank that this one is nearly the same as."""
        mend = self._mend(place)
        found: Likeness | None = mend["alike"] if mend else self.read.get("alike", {}).get(str(place))
        return found

    def twin(self, place: int) -> int | None:
        """Return the place of the question in the file that this one is nearly the same as, None if there is none now.

        One that was left out is none, nor one whose text was changed since.
        """
        mend = self._mend(place)
        twin: int | None = mend["twin"] if mend else self.read.get("twins", {}).get(str(place))
        if twin is None or self.is_dropped(twin):
            return None
        return twin if mend or self.folded(twin) == self._folded[twin] else None

    def repeats(self, place: int) -> int | None:
        """Return the place of the question in the file that this one repeats, None if there is none."""
        return self._repeats.get(place)

    @cached_property
    def problems(self) -> list[tuple[Problem, ...]]:
        """What is wrong with each question; nothing with one that is left out."""
        return [() if self.is_dropped(place) else tuple(self._problems(place)) for place in range(self.size)]

    @cached_property
    def file_problems(self) -> tuple[Problem, ...]:
        """What is wrong with the file and belongs to none of its questions."""
        return tuple(problem for problems in self._by_place[1] for problem in problems)

    def parsed(self) -> Parsed:
        """Return the questions that are not left out, as though the file had said so."""
        kept = [place for place in range(self.size) if not self.is_dropped(place)]
        return Parsed(
            format=self.read["format"],
            questions=tuple(self.question(place) for place in kept),
            locations=tuple(self.location(place) for place in kept),
            problems=(*self.file_problems, *(problem for place in kept for problem in self.problems[place])),
        )

    def _mend(self, place: int) -> dict[str, Any] | None:
        return self.mends.get(str(place))

    def _problems(self, place: int) -> Iterator[Problem]:
        read = self._by_place[0][place]
        yield from self._found_anew(place) if self.is_mended(place) else self._of_format(read)
        other = self._repeats.get(place)
        if other is not None:
            yield self._naming(_REPEATED, place, other)
        elif (twin := self.twin(place)) is not None:
            yield self._naming(_NEAR_IN_FILE, place, twin)
        alike = self.alike(place)
        if alike is not None:
            params = {"bank": alike["bank"], "other": alike["number"]}
            yield Problem(code=NEAR_IN_BANK, location=self.location(place), params=params)

    def _of_format(self, read: list[Problem]) -> Iterator[Problem]:
        return (problem for problem in read if problem.code not in _OF_REPEATS)

    def _found_anew(self, place: int) -> Iterator[Problem]:
        question, before, location = self.question(place), self.as_read(place), self.location(place)
        yield from validate(question, location)
        habits = {problem.code for problem in self.file_problems}
        yield from (p for p in checked_question(question, location) if f"{p.code}-often" not in habits)
        yield from (p for p in self._by_place[0][place] if _still_holds(p.code, before, question))

    def _naming(self, code: str, place: int, other: int) -> Problem:
        number = self.read["questions"][other]["number"]
        return Problem(code=code, location=self.location(place), params={"other": number or other + 1})

    @cached_property
    def _folded(self) -> list[str]:
        stored: list[str] | None = self.read.get("folded")
        return stored or [folded(self.as_read(place)) for place in range(self.size)]

    @cached_property
    def _repeats(self) -> dict[int, int]:
        """The first question of the same words, by the places of those that repeat it."""
        first: dict[str, int] = {}
        repeats: dict[int, int] = {}
        for place in range(self.size):
            text = self.folded(place)
            if self.is_dropped(place) or text.startswith("\n"):
                continue
            if first.setdefault(text, place) != place:
                repeats[place] = first[text]
        return repeats

    @cached_property
    def _by_place(self) -> tuple[list[list[Problem]], list[list[Problem]]]:
        """What was found when the file was read: of each question, then of what is none."""
        by_place: dict[tuple[str | int | None, ...], list[Problem]] = {}
        for said in self.read["problems"]:
            if said["code"] in PROBLEMS:
                location = Location(**said["location"])
                problem = Problem(code=said["code"], location=location, params=said["params"])
                by_place.setdefault(location.place, []).append(problem)
        of_questions = [by_place.pop(self.location(place).place, []) for place in range(self.size)]
        return of_questions, list(by_place.values())


def _still_holds(code: str, before: Question, now: Question) -> bool:
    """Tell whether what was found in a question as it was read holds of it as it is now."""
    if code in _FOUND_ANEW or code in _OF_KEY:
        return False
    if code == "unknown-difficulty":
        return before.difficulty == now.difficulty
    if code == "unknown-group":
        return before.groups == now.groups
    return code in _STAYS or (before.text, _texts(before)) == (now.text, _texts(now))


def _texts(question: Question) -> list[str]:
    return [option.text for option in question.options]
