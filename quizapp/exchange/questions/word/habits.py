"""How a whole document writes its questions, found out before they are sorted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.exchange.questions.word.lines import Role
from quizapp.exchange.questions.word.sights import Kind, Sight


@dataclass(frozen=True, kw_only=True, slots=True)
class Habits:
    """How a whole document writes its questions."""

    counts_bare: bool  # questions are numbered without a word
    has_labels: bool  # questions are labelled at all
    lesson_is_section: bool  # "Bài 3" names a section, since questions are "Câu 1"
    topic_is_section: bool  # "Chủ đề: …" stands before its questions, not after each
    topic_is_rare: bool  # most questions have no such line
    usual: int  # the commonest number of options
    is_upper: bool  # most options have capital letters; "a) …" is a list in a text


def habits(sights: Sequence[Sight], following: Sequence[Sight | None]) -> Habits:
    """Return how the document writes; `following` holds for each line the next that can't be mere text."""
    words = Counter(found.word for found in sights if found.kind is Kind.QUESTION)
    numbers = sum(
        found.kind is Kind.NUMBER and (found.has_options or begins_options(following[place]))
        for place, found in enumerate(sights)
    )
    labelled = words["câu"] or words["bài"]
    letters = Counter(found.letter for found in sights if found.kind is Kind.OPTION)
    firsts = letters[0] or 1
    capitals = sum(found.kind is Kind.OPTION and found.letter == 0 and found.is_upper for found in sights)
    return Habits(
        counts_bare=not words["row"] and numbers > labelled,
        has_labels=max(labelled, numbers) + words["row"] >= 0.5 * letters[0],
        lesson_is_section=words["câu"] > words["bài"] or words["row"] > 0 or _lessons_hold_questions(sights, following),
        topic_is_section=_has_topic_first(sights),
        topic_is_rare=2 * sum(found.role is Role.TOPIC for found in sights) < max(labelled, numbers),
        usual=max((place + 1 for place in range(8) if letters[place] >= 0.5 * firsts), default=4) if letters[0] else 4,
        is_upper=capitals > letters[0] - capitals,
    )


def _lessons_hold_questions(sights: Sequence[Sight], following: Sequence[Sight | None]) -> bool:
    """Tell whether questions, not options, follow most lines such as "Bài 3"."""
    next_kinds = [
        upcoming.kind if upcoming else None
        for found, upcoming in zip(sights, following, strict=True)
        if found.word == "bài"
    ]
    return 2 * next_kinds.count(Kind.QUESTION) > len(next_kinds)


def begins_options(found: Sight | None) -> bool:
    """Tell whether a line is the first option of a question, or holds it."""
    if found is None or found.kind in (Kind.QUESTION, Kind.NUMBER):
        return False
    return found.has_options or (found.kind is Kind.OPTION and found.letter <= 1)


def _has_topic_first(sights: Sequence[Sight]) -> bool:
    for found in sights:
        if found.kind in (Kind.QUESTION, Kind.OPTION, Kind.NUMBER):
            return False
        if found.role is Role.TOPIC:
            return True
    return False


def next_solid(sights: Sequence[Sight]) -> list[Sight | None]:
    """Return for each line the next one that is neither text nor a bare number."""
    following: list[Sight | None] = [None] * len(sights)
    upcoming: Sight | None = None
    for place in range(len(sights) - 1, -1, -1):
        following[place] = upcoming
        found = sights[place]
        if found.kind not in (Kind.TEXT, Kind.NUMBER) or found.has_options:
            upcoming = found
    return following
