"""What every format shares once its questions are told apart: options, type, and what is wrong with each of them.

A format yields an Entry a question and hands them to `gather`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from quizapp.domain.item_writing import checked
from quizapp.domain.problem import Location, Problem
from quizapp.domain.question import (
    LETTERS,
    MAX_OPTION_TEXT,
    MAX_TEXT,
    Option,
    Question,
    QuestionType,
    refers_to_others,
    validate,
)
from quizapp.domain.text import N_, fold
from quizapp.exchange.questions.keys import is_true_false
from quizapp.exchange.questions.parsed import Parsed, refusal
from quizapp.exchange.questions.progress import counted
from quizapp.exchange.questions.similarity import similar_within, wording

MAX_QUESTIONS = 5000
_OF_KEY = ("no-key", "two-keys-for-single")
# Said of a key that was given but can't be taken: that it is missing too need not be said.
_EXPLAINS_KEY = ("key-out-of-range", "ambiguous-key", "conflicting-marks")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A question as a format understood it. `problems`: what only the format can know; `validate` finds the rest."""

    question: Question
    location: Location
    problems: tuple[Problem, ...] = ()


def options_of(texts: Sequence[str], key: Iterable[int], pinned: frozenset[int] | None = None) -> tuple[Option, ...]:
    """Return options with their key, places counted from 0.

    Without `pinned` those keep their place that only make sense beside the others. Of a text that is too long one
    character more than allowed is kept, so that `validate` sees it.
    """
    right = frozenset(key)
    kept = frozenset(place for place, text in enumerate(texts) if refers_to_others(text[:MAX_OPTION_TEXT]))
    places = kept if pinned is None else pinned
    return tuple(
        Option(text=text[: MAX_OPTION_TEXT + 1], is_key=place in right, is_pinned=place in places)
        for place, text in enumerate(texts)
    )


def type_of(texts: Sequence[str], key: Iterable[int]) -> QuestionType:
    """Return the type of a question whose file names none, as its options and its key tell."""
    if len(frozenset(key)) > 1:
        return QuestionType.MULTIPLE
    return QuestionType.TRUE_FALSE if is_true_false(tuple(texts)) else QuestionType.SINGLE


def stem_of(text: str) -> str:
    """Return a stem of which, if it is too long, so much is kept that `validate` sees it."""
    return text[: MAX_TEXT + 1]


def gather(entries: Sequence[Entry], format_code: str, problems: Iterable[Problem] = ()) -> Parsed:
    """Return a file's questions with everything that is wrong with them.

    `problems` are those that belong to no question kept. Raises Refused where there are too many questions.
    """
    if len(entries) > MAX_QUESTIONS:
        reason = N_("%s câu hỏi, nhiều nhất là %s") % (len(entries), MAX_QUESTIONS)
        raise refusal("too-large", reason=reason)
    weighed = _with_near_duplicates(list(_with_duplicates([_weighed(entry) for entry in counted(entries)])))
    questions = tuple(entry.question for entry in weighed)
    writing = checked(questions, [_numbered(entry).location for entry in weighed])
    found = zip(weighed, writing.of_questions, strict=True)
    return Parsed(
        format=format_code,
        questions=questions,
        locations=tuple(entry.location for entry in weighed),
        problems=(
            *problems,
            *writing.of_bank,
            *(problem for entry, advice in found for problem in (*entry.problems, *advice)),
        ),
    )


def _weighed(entry: Entry) -> Entry:
    explained = any(problem.code in _EXPLAINS_KEY for problem in entry.problems)
    found = validate(entry.question, entry.location)
    kept = tuple(problem for problem in found if not explained or problem.code not in _OF_KEY)
    return replace(entry, problems=kept + entry.problems)


def _with_duplicates(weighed: Sequence[Entry]) -> Iterator[Entry]:
    """Yield each with the problem that an earlier question asks the same, whatever the order of its options."""
    seen: dict[tuple[str, ...], int | None] = {}
    for entry in weighed:
        question = entry.question
        signature = (fold(question.text), *sorted(fold(option.text) for option in question.options))
        if signature in seen and question.text:
            twin = Problem(code="duplicate-question", location=entry.location, params={"other": seen[signature] or 0})
            yield replace(entry, problems=(*entry.problems, twin))
        else:
            seen[signature] = question.number
            yield entry


def _with_near_duplicates(weighed: Sequence[Entry]) -> Sequence[Entry]:
    """Return each with the problem that an earlier one asks nearly the same; exact repeats have theirs already."""
    firsts = [place for place, entry in enumerate(weighed) if not _is_repeat(entry)]
    likened = list(weighed)
    for match in similar_within([wording(weighed[place].question) for place in firsts]):
        entry, other = weighed[firsts[match.index]], firsts[match.other]
        number = weighed[other].question.number
        twin = Problem(
            code="near-duplicate-question",
            location=_numbered(entry).location,
            params={"other": other + 1 if number is None else number},
        )
        likened[firsts[match.index]] = replace(entry, problems=(*entry.problems, twin))
    return likened


def _is_repeat(entry: Entry) -> bool:
    return any(problem.code == "duplicate-question" for problem in entry.problems)


def _numbered(entry: Entry) -> Entry:
    """Return `entry` with the question's number in its location, as `validate` has it."""
    if entry.location.question is not None:
        return entry
    return replace(entry, location=replace(entry.location, question=entry.question.number))


def letters(places: Iterable[int]) -> str:
    """Return places, from 0, as letters: "A, C"."""
    return ", ".join(LETTERS[place] for place in sorted(places))
