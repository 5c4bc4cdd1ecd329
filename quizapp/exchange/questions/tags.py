"""What other systems have no field for, as words beside a question: "Mức độ: Nhận biết", "Nguồn: …".

Moodle and GIFT keep such words as tags, QTI as keywords. Another part of a question is one entry in `_READ` and one
line in `tags_of`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from quizapp.domain.groups import GROUPS
from quizapp.domain.problem import Location, Problem
from quizapp.domain.question import (
    DIFFICULTIES,
    LETTERS,
    TOPICS,
    TYPES,
    Difficulty,
    Question,
    QuestionType,
    refers_to_others,
)
from quizapp.domain.text import N_, clean, clean_lines, fold
from quizapp.exchange.questions import names
from quizapp.exchange.questions.assess import letters
from quizapp.exchange.questions.keys import MAX_SHOWN

DIFFICULTY, GROUP, TYPE = N_("Mức độ"), N_("Nhóm đối tượng"), N_("Loại")
PINS, SOURCE, TOPIC = N_("Giữ nguyên vị trí"), N_("Nguồn"), N_("Chủ đề")
NO_PINS = N_("Không")  # says that no option keeps its place, where one refers to others


@dataclass(kw_only=True, slots=True)
class Tags:
    """What a question's tags say. `pins` None: nothing about them; `source` None: nothing, "": that there is none."""

    topic: str | None = None
    difficulty: Difficulty | None = None
    groups: tuple[str, ...] = ()
    type: QuestionType | None = None
    pins: frozenset[int] | None = None
    source: str | None = None
    unknown_difficulty: str = ""
    unknown_groups: tuple[str, ...] = ()

    def problems(self, location: Location) -> Iterator[Problem]:
        """Yield what could not be understood."""
        if self.unknown_difficulty:
            yield Problem(code="unknown-difficulty", location=location, params={"value": self.unknown_difficulty})
        for name in self.unknown_groups:
            yield Problem(code="unknown-group", location=location, params={"value": name})


def tags_of(question: Question, *, read_as: QuestionType) -> list[str]:
    """Return the tags of `question`, whose file would be read as the type `read_as` without them."""
    tags = []
    if question.difficulty:
        tags.append(f"{DIFFICULTY}: {DIFFICULTIES[question.difficulty]}")
    tags += [f"{GROUP}: {GROUPS[code].short_title}" for code in question.groups]
    if question.type is not read_as:
        tags.append(f"{TYPE}: {TYPES[question.type]}")
    pinned = frozenset(place for place, option in enumerate(question.options) if option.is_pinned)
    usual = frozenset(place for place, option in enumerate(question.options) if refers_to_others(option.text))
    if pinned != usual:
        tags.append(f"{PINS}: {letters(pinned) or NO_PINS}")
    return tags


def read_tags(texts: Iterable[str]) -> Tags:
    """Return what tags say; those of other people are understood where they name a difficulty, groups or a topic."""
    tags = Tags()
    for text in texts:
        label, colon, value = text.partition(":")
        read = _READ.get(fold(label)) if colon else None
        if read:
            read(tags, clean_lines(value))
        else:
            _read_bare(tags, clean(text))
    return tags


def _read_bare(tags: Tags, text: str) -> None:
    """Understand a tag without label, if all of it has a meaning here."""
    codes, unknown = names.groups(text)
    if not text.isdecimal() and names.difficulty(text):
        tags.difficulty = tags.difficulty or names.difficulty(text)
    elif names.topic(text) in TOPICS:
        tags.topic = tags.topic or names.topic(text)
    elif codes and not unknown:
        tags.groups = tuple(dict.fromkeys((*tags.groups, *codes)))


def _read_difficulty(tags: Tags, value: str) -> None:
    tags.difficulty = names.difficulty(value)
    tags.unknown_difficulty = "" if tags.difficulty else value[:MAX_SHOWN]


def _read_groups(tags: Tags, value: str) -> None:
    codes, unknown = names.groups(value)
    tags.groups = tuple(dict.fromkeys((*tags.groups, *codes)))
    tags.unknown_groups += tuple(name[:MAX_SHOWN] for name in unknown)


def _read_type(tags: Tags, value: str) -> None:
    tags.type = names.question_type(value)


def _read_pins(tags: Tags, value: str) -> None:
    pinned = {LETTERS.index(letter) for letter in value.replace(",", " ").split() if letter in set(LETTERS)}
    if pinned or fold(value) == fold(NO_PINS):
        tags.pins = frozenset(pinned)


def _read_source(tags: Tags, value: str) -> None:
    tags.source = value


def _read_topic(tags: Tags, value: str) -> None:
    tags.topic = names.topic(clean(value))


_READ: Mapping[str, Callable[[Tags, str], None]] = {
    fold(DIFFICULTY): _read_difficulty,
    fold(GROUP): _read_groups,
    fold(TYPE): _read_type,
    fold(PINS): _read_pins,
    fold(SOURCE): _read_source,
    fold(TOPIC): _read_topic,
}


def with_source(explanation: str | None, source: str | None) -> str:
    """Return an explanation with the source under it, as the text that people see after answering."""
    return "\n".join(part for part in (explanation, f"{SOURCE}: {source}" if source else None) if part)


def without_source(text: str) -> tuple[str | None, str | None]:
    """Return the explanation and the source of what `with_source` returned, or somebody wrote the same way."""
    lines = text.split("\n")
    for place in reversed(range(len(lines))):
        label, colon, value = lines[place].partition(":")
        if colon and fold(label) == fold(SOURCE):
            source = clean_lines("\n".join((value, *lines[place + 1 :])))
            return ("\n".join(lines[:place]) or None, source or None)
    return text or None, None


def shown_after(question: Question) -> tuple[str, list[str]]:
    """Return the text that people see after answering, with the source in it, and no tag.

    Where `without_source` would split that text in another way, the source is a tag instead.
    """
    text = with_source(question.explanation, question.source)
    if without_source(text) == (question.explanation, question.source):
        return text, []
    return question.explanation or "", [f"{SOURCE}: {question.source or ''}"]


def explained(feedback: str, tags: Tags) -> tuple[str | None, str | None]:
    """Return the explanation and the source that the text shown after answering and the tags say."""
    if tags.source is None:
        return without_source(feedback)
    return feedback or None, tags.source or None
