"""Options told by their place in a list: letters that go on over questions, bullets under numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from quizapp.domain.question import LETTERS, MAX_OPTIONS
from quizapp.exchange.questions.word.lines import Marked
from quizapp.exchange.questions.word.sights import LETTERED, Kind, Sight, sight

_LETTER = re.compile(r"[A-Za-z]+")
_LEAST = 2  # questions, and bullets under each
_MOSTLY = 0.6


def restarted(sights: Sequence[Sight]) -> Iterator[Sight]:
    """Yield the sights; automatic letters that go on from the question before (E, F, …) begin with A again."""
    last: dict[str, int] = {}
    shift: dict[str, int] = {}
    begun: set[str] = set()  # series met since the last question began
    for found in sights:
        label = found.line.label
        if found.kind in (Kind.QUESTION, Kind.NUMBER):
            begun.clear()
        if label is None or label.format not in LETTERED or found.line.role is not None:
            yield found
            continue
        series = label.series
        if series not in begun:
            goes_on = label.value > _LEAST and label.value == last.get(series, 0) + 1
            shift[series] = label.value - 1 if goes_on else 0
            begun.add(series)
        last[series] = label.value
        place = label.value - shift[series]
        yield found if place == label.value or place > len(LETTERS) else _lettered(found, place)


def _lettered(found: Sight, place: int) -> Sight:
    label = found.line.label
    assert label is not None
    letter = LETTERS[place - 1] if label.format == "upperLetter" else LETTERS[place - 1].lower()
    text = _LETTER.sub(letter, label.text, count=1)
    return sight(replace(found.line, label=replace(label, value=place, text=text)))


def bulleted(sights: Sequence[Sight]) -> list[Sight]:
    """Return the sights; in a document without letters, bullets under most bare numbers are options."""
    found = list(sights)
    numbers = [place for place, one in enumerate(found) if one.kind is Kind.NUMBER and one.line.role is None]
    if not numbers or any(one.kind in (Kind.OPTION, Kind.QUESTION) or one.has_options for one in found):
        return found
    runs = {place: count for place in numbers if _LEAST <= (count := _bullets(found, place + 1)) <= MAX_OPTIONS}
    if len(runs) < max(_LEAST, _MOSTLY * len(numbers)):
        return found
    for place, count in runs.items():
        for letter in range(count):
            found[place + 1 + letter] = _unbulleted(found[place + 1 + letter], letter)
    return found


def _unbulleted(found: Sight, letter: int) -> Sight:
    label = found.line.label
    shown = Marked(((label.text + " ", label.marks),)) if label else found.label
    return replace(found, kind=Kind.OPTION, letter=letter, body=found.line.content, label=shown)


def _bullets(sights: Sequence[Sight], start: int) -> int:
    """Return how many lines from `start` on have automatic bullets."""
    count = 0
    for found in sights[start : start + MAX_OPTIONS + 1]:
        if found.line.label is None or found.line.label.format != "bullet" or found.kind is not Kind.TEXT:
            break
        count += 1
    return count
