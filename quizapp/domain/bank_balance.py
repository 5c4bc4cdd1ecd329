"""What a whole bank shows of its form: where the keys stand, how often options refer to others, what is missing.

Each rule takes a bank's questions and yields what completes its sentence in PROBLEMS, once for each breach.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from quizapp.domain.numbering import numbers_of
from quizapp.domain.question import LETTERS, MAX_OPTIONS, Question, QuestionType, refers_to_others

Params = Mapping[str, str | int]

FEWEST_QUESTIONS = 20
FEWEST_EXPECTED = 5  # a position; below, chi-squared says little (Cochran 1954)
# The value that chi-squared exceeds with probability 0.01, by degrees of freedom (Pearson 1900).
CRITICAL_AT_1_PERCENT: Mapping[int, float] = {
    1: 6.635,
    2: 9.210,
    3: 11.345,
    4: 13.277,
    5: 15.086,
    6: 16.812,
    7: 18.475,
}
# What more than a tenth of a bank's questions do, and not just a few, is its author's habit.
HABIT_QUESTIONS = 10
HABIT_SHARE = 10
# In a short file that mostly does without, its author did not mean to give them.
FEWEST_MOSTLY_LACKING = 10


def keys_are_uneven(questions: Sequence[Question]) -> Iterator[Params]:
    """Yield for each number of options the keys a letter, where chance alone would hardly spread them so.

    Pearson's chi-squared against an equal share for each position that the key could have taken, at the level 0.01.
    """
    placings: dict[int, list[tuple[int, frozenset[int]]]] = defaultdict(list)  # by number of options: key, free places
    for question in questions:
        free = _free_places(question)
        if len(free) > 1 and len(question.key) == 1 and question.key <= free:
            placings[len(question.options)].append((min(question.key), free))
    for count, placed in sorted(placings.items()):
        if len(placed) >= FEWEST_QUESTIONS:
            yield from _unevenness(count, placed)


def _free_places(question: Question) -> frozenset[int]:
    """Return the places between which the author of a single-choice question could choose."""
    if question.type is not QuestionType.SINGLE or len(question.options) > MAX_OPTIONS:
        return frozenset()
    options = enumerate(question.options)
    return frozenset(place for place, o in options if not o.is_pinned and not refers_to_others(o.text))


def _unevenness(count: int, placed: Sequence[tuple[int, frozenset[int]]]) -> Iterator[Params]:
    keys = Counter(key for key, _ in placed)
    expected = [sum(1 / len(free) for _, free in placed if place in free) for place in range(count)]
    possible = [place for place in range(count) if expected[place] > 0]
    if min(expected[place] for place in possible) < FEWEST_EXPECTED:
        return
    found = chi_squared([keys[place] for place in possible], [expected[place] for place in possible])
    if found > CRITICAL_AT_1_PERCENT[len(possible) - 1]:
        letters = ", ".join(f"{LETTERS[place]} {keys[place]}" for place in range(count))
        yield {"count": len(placed), "options": count, "letters": letters}


def chi_squared(observed: Sequence[float], expected: Sequence[float]) -> float:
    """Return Pearson's sum of (observed - expected)² ÷ expected."""
    return sum((seen - awaited) ** 2 / awaited for seen, awaited in zip(observed, expected, strict=True))


def is_habit(count: int, questions: Sequence[Question]) -> bool:
    """Tell whether so many of a bank's questions do the same that it is said of the bank, and not of each of them."""
    return count >= HABIT_QUESTIONS and count * HABIT_SHARE > len(questions)


def options_often_refer_to_others(questions: Sequence[Question]) -> Iterator[Params]:
    """Yield, once, how many questions have options like "all of the above", and which."""
    places = [place for place, q in enumerate(questions) if any(refers_to_others(o.text) for o in q.options)]
    if is_habit(len(places), questions):
        yield {"count": len(places), "numbers": numbers_of(questions, places)}


def without_explanation(questions: Sequence[Question]) -> Iterator[Params]:
    """Yield, once, how many questions lack an explanation, and which."""
    yield from _lacking(questions, lambda question: bool(question.explanation))


def without_source(questions: Sequence[Question]) -> Iterator[Params]:
    """Yield, once, how many questions lack a source, and which."""
    yield from _lacking(questions, lambda question: bool(question.source))


def _lacking(questions: Sequence[Question], has: Callable[[Question], bool]) -> Iterator[Params]:
    places = [place for place, question in enumerate(questions) if not has(question)]
    most_have = 2 * len(places) < len(questions)
    if places and (most_have or len(questions) >= FEWEST_MOSTLY_LACKING):
        yield {"count": len(places), "numbers": numbers_of(questions, places)}
