"""A choice question of another learning system, as its file tells it; what those formats share."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from quizapp.domain.problem import Location, Problem
from quizapp.domain.question import Question, QuestionType
from quizapp.domain.text import N_, clean
from quizapp.exchange.questions.assess import Entry, options_of, stem_of
from quizapp.exchange.questions.html_text import Plain
from quizapp.exchange.questions.tags import Tags, explained

TRUE_FALSE_TEXTS = (N_("Đúng"), N_("Sai"))
_NAME = re.compile(r"(?:câu|câu hỏi|bài|question)\s*(\d{1,6})\s*[.:]?", re.IGNORECASE)
_NAMED = N_("Câu %s")
_MAX_NAME = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """`type` None: options and key tell it. `pins`: what the format itself says; tags say more."""

    location: Location
    number: int
    stem: Plain
    options: Sequence[Plain]
    key: frozenset[int]
    type: QuestionType
    topic: str | None = None
    feedback: Plain = field(default=Plain(text=""))
    tags: Tags = field(default_factory=Tags)
    pins: frozenset[int] | None = None
    is_graded: bool = False  # the file gives marks for a part of the key
    problems: tuple[Problem, ...] = ()  # what only the format can know


def entry(draft: Draft) -> Entry:
    """Return the question that `draft` describes, and what of it could not be taken."""
    tags = draft.tags
    explanation, source = explained(draft.feedback.text, tags)
    texts = [option.text for option in draft.options]
    question = Question(
        text=stem_of(draft.stem.text),
        options=options_of(texts, draft.key, draft.pins if tags.pins is None else tags.pins),
        type=tags.type or draft.type,
        number=draft.number,
        topic=draft.topic or tags.topic,
        difficulty=tags.difficulty,
        groups=tags.groups,
        explanation=explanation,
        source=source,
    )
    location = replace(draft.location, question=draft.number)
    return Entry(question=question, location=location, problems=tuple(_problems(draft, location)))


def _problems(draft: Draft, location: Location) -> Iterator[Problem]:
    count = pictures((draft.stem, *draft.options, draft.feedback))
    if count:
        what = N_("%s hình, công thức hoặc tệp đính kèm") % count
        yield Problem(code="picture-left-out", location=location, params={"what": what})
    if draft.is_graded:
        yield Problem(code="partial-marks", location=location)
    yield from draft.problems
    yield from draft.tags.problems(location)


def pictures(texts: Iterable[Plain]) -> int:
    """Return how many things the texts could not hold."""
    return sum(text.pictures for text in texts)


def number_in(name: str) -> int | None:
    """Return the number that a question's name is: 5 for "Câu 5"; None where the name says something else."""
    match = _NAME.fullmatch(clean(name))
    return int(match[1]) if match else None


def name_of(question: Question) -> str:
    """Return what a question is called where every question needs a name: "Câu 5", else its first words."""
    if question.number is not None:
        return _NAMED % question.number
    words = clean(question.text)
    if len(words) <= _MAX_NAME and number_in(words) is None:
        return words
    return words[: _MAX_NAME - 2].rstrip() + " …"
