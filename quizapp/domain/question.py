"""A question as authored: stem, options, key, and what is wrong with it (domain/problem.py).

A new difficulty is one entry in Difficulty and DIFFICULTIES.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from quizapp.domain.problem import Location, Problem
from quizapp.domain.text import N_, fold

MIN_OPTIONS = 2
MAX_OPTIONS = 8
MAX_TEXT = 2000
MAX_OPTION_TEXT = 500
LETTERS = "ABCDEFGH"


class QuestionType(StrEnum):
    """How many options may be the key."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "truefalse"


class Difficulty(StrEnum):
    """How hard the author takes the question to be; what participants made of it is facility."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


TYPES: Mapping[str, str] = {
    QuestionType.SINGLE: N_("Một đáp án"),
    QuestionType.MULTIPLE: N_("Nhiều đáp án"),
    QuestionType.TRUE_FALSE: N_("Đúng / Sai"),
}
DIFFICULTIES: Mapping[str, str] = {
    Difficulty.EASY: N_("Nhận biết"),
    Difficulty.MEDIUM: N_("Thông hiểu"),
    Difficulty.HARD: N_("Vận dụng"),
}
# The contest's topics as the plan names them; a bank may hold others, kept as they are written.
TOPICS: tuple[str, ...] = (
    N_("Khoa học công nghệ"),
    N_("Đổi mới sáng tạo"),
    N_("Chuyển đổi số"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Image:
    """A picture kept beside the questions, by the SHA-256 of its file; `alt` says in words what it shows."""

    digest: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One alternative; a pinned option keeps its place when options are shuffled."""

    text: str
    is_key: bool = False
    is_pinned: bool = False
    image: Image | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question as an author wrote it. `groups` empty: it suits every group of participants."""

    text: str
    options: tuple[Option, ...]
    type: QuestionType = QuestionType.SINGLE
    number: int | None = None
    topic: str | None = None
    difficulty: Difficulty | None = None
    groups: tuple[str, ...] = ()
    explanation: str | None = None
    source: str | None = None
    image: Image | None = None

    @property
    def key(self) -> frozenset[int]:
        """Indexes, from 0, of the options that are right."""
        return frozenset(i for i, option in enumerate(self.options) if option.is_key)


# "Tất cả các phương án trên", "Cả A và B", "A và C đúng", "Cả 2 phương án", "Đáp án 1 và 2": such an option
# only makes sense in its place (formats.md, Word section; real sheets number options too).
_WORD = r"(phuong an|dap an|cau|y|loai|lua chon|dieu|truong hop|noi dung)"
_ALL = r"(tat ca|ca|khong co|khong phai|deu|(ca )?(hai|ba|bon|2|3|4))"
_END = r"(tren|neu tren|o tren|nay|dung|sai|deu dung|deu sai)"
_LABEL = r"[a-h1-8]"
_PATTERNS = (
    rf"{_ALL}( cac| nhung)? {_WORD}( \w+){{0,2}} {_END}",
    rf"ca (hai|ba|bon|2|3|4) {_WORD}( {_END})?",
    rf"(ca )?({_WORD} )?{_LABEL}(, ?{_LABEL})*( va |, | hoac | & ){_LABEL}( {_END})?",
    rf"ca {_LABEL}( ?, ?{_LABEL})+( {_END})?",
    r"tat ca( deu)? (dung|sai)",
    rf"tat ca( cac)? {_WORD}( {_END})*",
    r"(all|none) of the above",
    rf"khong (co )?{_WORD} nao( o tren| tren)?( (la )?dung)?",
)
_REFERRING = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))
_LONGEST_REFERRING = 120


def refers_to_others(option_text: str) -> bool:
    """Tell whether an option only makes sense beside the other options, so that it must keep its place."""
    if len(option_text) > _LONGEST_REFERRING:  # most options of a large file: no need to fold them
        return False
    return bool(_REFERRING.fullmatch(fold(option_text).rstrip(" .;!")))


def validate(question: Question, location: Location = Location()) -> Iterator[Problem]:
    """Yield what is wrong with `question`: its stem, its options, its key, its pictures, in that order."""
    if location.question is None:
        location = replace(location, question=question.number)
    yield from _stem_problems(question, location)
    yield from _option_problems(question, location)
    yield from _key_problems(question, location)
    yield from _image_problems(question, location)


def _stem_problems(question: Question, location: Location) -> Iterator[Problem]:
    if not question.text:
        yield Problem(code="empty-text", location=location)
    if len(question.text) > MAX_TEXT or any(len(o.text) > MAX_OPTION_TEXT for o in question.options):
        yield Problem(
            code="text-too-long", location=location, params={"limit": MAX_TEXT, "option_limit": MAX_OPTION_TEXT}
        )


def _option_problems(question: Question, location: Location) -> Iterator[Problem]:
    count = len(question.options)
    if not count:
        yield Problem(code="no-options", location=location)
    elif count < MIN_OPTIONS:
        yield Problem(code="too-few-options", location=location, params={"count": count})
    if count > MAX_OPTIONS:
        yield Problem(code="too-many-options", location=location, params={"count": count})
        return
    seen: dict[tuple[str, Image | None], int] = {}
    for index, option in enumerate(question.options):
        letter = LETTERS[index]
        if not option.text and option.image is None:
            yield Problem(code="empty-option", location=location, params={"option": letter})
            continue
        if refers_to_others(option.text):
            yield Problem(code="option-refers-to-others", location=location, params={"option": letter})
        # Accents and case tell options apart in Vietnamese ("Ba", "Bà"), so only exact repeats are errors.
        first = seen.setdefault((option.text, option.image), index)
        if first != index:
            yield Problem(
                code="duplicate-option", location=location, params={"first": LETTERS[first], "second": letter}
            )


def _key_problems(question: Question, location: Location) -> Iterator[Problem]:
    keys = len(question.key)
    if not keys:
        yield Problem(code="no-key", location=location)
    elif keys > 1 and question.type is not QuestionType.MULTIPLE:
        yield Problem(code="two-keys-for-single", location=location, params={"count": keys})


def _image_problems(question: Question, location: Location) -> Iterator[Problem]:
    places = [(N_("câu hỏi"), question.image)]
    places += [(N_("phương án %s") % LETTERS[i], o.image) for i, o in enumerate(question.options[:MAX_OPTIONS])]
    for where, image in places:
        if image is not None and not image.alt.strip():
            yield Problem(code="image-without-alt", location=location, params={"where": where})
