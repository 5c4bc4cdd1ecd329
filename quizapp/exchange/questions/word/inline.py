"""Options inside a line: "A. 80%   B. 85%   C. 90%"."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from quizapp.domain.question import LETTERS, MAX_OPTIONS
from quizapp.exchange.questions.word.wording import INLINE


class InlineLabel(NamedTuple):
    """A label inside a line: where it begins, where its option's text begins, which letter it shows."""

    start: int
    end: int
    letter: int
    is_upper: bool
    is_clear: bool  # a tab or a run of spaces stands before it


def inline_options(text: str, start: int = 0, expected: Sequence[int] = (0,)) -> list[InlineLabel]:
    """Return the labels from `start` on that follow one another, the first of them one of `expected`."""
    found: list[InlineLabel] = []
    labels = [_label(text, match) for match in INLINE.finditer(text, start)]
    wanted = tuple(expected)
    place = 0
    while len(found) < MAX_OPTIONS:
        chosen = _next(labels, place, wanted)
        if chosen is None:
            break
        label = labels[chosen]
        found.append(label)
        place = chosen + 1
        wanted = tuple({label.letter + 1, *(number + 1 for number in wanted)})
    return found


def _label(text: str, match: re.Match[str]) -> InlineLabel:
    before = text[max(match.start() - 2, 0) : match.start()]
    return InlineLabel(
        start=match.start(),
        end=match.end(),
        letter=LETTERS.index(match["letter"].upper()),
        is_upper=match["letter"].isupper(),
        is_clear=not before.strip() or before.endswith("\t"),
    )


def _next(labels: Sequence[InlineLabel], start: int, wanted: Sequence[int]) -> int | None:
    """Return the place of the next label in question: the first that stands clear, else the first.

    "A. Vitamin B. B. Vitamin C": of two in a row the second is the label.
    """
    places = [place for place in range(start, len(labels)) if labels[place].letter in wanted]
    if not places:
        return None
    chosen = next((place for place in places if labels[place].is_clear), places[0])
    following = chosen + 1
    repeats = following < len(labels) and labels[following].letter == labels[chosen].letter
    return following if repeats and labels[following].start == labels[chosen].end else chosen
