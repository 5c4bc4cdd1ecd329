"""Questions named by their numbers, for sentences about many of them: "3, 5–9"."""

from collections.abc import Iterable, Sequence

from quizapp.domain.question import Question

MAX_RUNS = 30


def runs(numbers: Iterable[int], most: int = MAX_RUNS) -> str:
    """Return numbers in order, neighbours as a run: "3, 5–9"; what is beyond `most` runs as "…"."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    shown = [_run(first, last) for first, last in found[:most]]
    return ", ".join([*shown, "…"] if len(found) > most else shown)


def _run(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return f"{first}, {last}" if last == first + 1 else f"{first}–{last}"


def numbers_of(questions: Sequence[Question], places: Iterable[int]) -> str:
    """Return the numbers of the questions at `places`, from 0: those printed, if they tell all questions apart.

    Where numbers repeat or lack, questions are counted from 1.
    """
    printed = [question.number for question in questions]
    is_telling = None not in printed and len(set(printed)) == len(printed)
    return runs(number if is_telling and (number := printed[place]) is not None else place + 1 for place in places)
