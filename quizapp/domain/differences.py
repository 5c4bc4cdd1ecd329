"""What one version of a question changed in the one before it, word by word."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from quizapp.domain.groups import GROUPS
from quizapp.domain.question import DIFFICULTIES, LETTERS, MAX_OPTIONS, TYPES, Image, Option, Question
from quizapp.domain.text import N_

# Comparing takes the square of it, a cube at worst: beyond it the texts are shown whole, old and new.
MAX_TOKENS = 1500
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


class PartKind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A piece of text that stayed, went or came."""

    kind: PartKind
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A part of a question that reads otherwise than before; `label` names it."""

    label: str
    parts: tuple[Part, ...]


def question_changes(before: Question, after: Question, translate: Callable[[str], str] = str) -> tuple[Change, ...]:
    """Return what reads otherwise in `after`, in the order in which a question is read.

    `translate` gives the visitor's words for names of types, levels and groups.
    """
    old, new = _shown(before, translate), _shown(after, translate)
    texts = [
        Change(label=label, parts=word_changes(old[label], new[label])) for label in new if old[label] != new[label]
    ]
    old_pictures, new_pictures = _pictures(before, translate), _pictures(after, translate)
    pictures = (
        Change(label=label, parts=_picture_changes(old_pictures[label], new_pictures[label], translate))
        for label in new_pictures
        if old_pictures[label] != new_pictures[label]
    )
    return (*texts, *pictures)


def word_changes(before: str, after: str) -> tuple[Part, ...]:
    """Return `after` as pieces that stayed and came, with those that went where they stood."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(old), len(new)) > MAX_TOKENS:
        return tuple(_parts([("", before, after)]))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    pieces = [
        ("".join(old[a:b]), "", "") if tag == "equal" else ("", "".join(old[a:b]), "".join(new[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
    ]
    return tuple(_parts(_joined(pieces)))


# What stayed, what went, what came; either the first is empty or the other two.
_Piece = tuple[str, str, str]


def _joined(pieces: list[_Piece]) -> list[_Piece]:
    """Return the pieces with changes made one that only a space keeps apart: words are read in phrases."""
    joined: list[_Piece] = []
    for same, removed, added in pieces:
        if not same and len(joined) > 1 and joined[-1][0].isspace():
            space = joined.pop()[0]
            _, removed_before, added_before = joined.pop()
            joined.append(("", removed_before + space + removed, added_before + space + added))
        else:
            joined.append((same, removed, added))
    return joined


def _parts(pieces: list[_Piece]) -> Iterator[Part]:
    kinds = (PartKind.SAME, PartKind.REMOVED, PartKind.ADDED)
    for piece in pieces:
        yield from (Part(kind=kind, text=text) for kind, text in zip(kinds, piece, strict=True) if text)


def _shown(question: Question, translate: Callable[[str], str]) -> Mapping[str, str]:
    """Return every part of a question as text, by its label."""
    parts = {
        N_("Kiểu câu hỏi"): translate(TYPES[question.type]),
        N_("Câu hỏi"): question.text,
        **_shown_options(question, translate),
        N_("Đáp án đúng"): _letters(option.is_key for option in question.options),
        N_("Giữ nguyên vị trí"): _letters(option.is_pinned for option in question.options),
        N_("Chủ đề"): translate(question.topic) if question.topic else "",
        N_("Mức độ"): translate(DIFFICULTIES[question.difficulty]) if question.difficulty else "",
        N_("Nhóm"): ", ".join(translate(GROUPS[code].short_title) for code in question.groups if code in GROUPS),
        N_("Giải thích"): question.explanation or "",
        N_("Nguồn"): question.source or "",
    }
    return {translate(label): text for label, text in parts.items()}


def _shown_options(question: Question, translate: Callable[[str], str]) -> Mapping[str, str]:
    """Return every option as text, those too that this version lacks and another may have."""
    options = [*question.options, *[Option(text="")] * (MAX_OPTIONS - len(question.options))]
    label = translate(N_("Phương án %s"))
    return {label % letter: option.text for letter, option in zip(LETTERS, options, strict=True)}


def _pictures(question: Question, translate: Callable[[str], str]) -> Mapping[str, Image | None]:
    """Return the pictures of a question and of all options that it may have, by their labels."""
    images = [option.image for option in question.options]
    images += [None] * (MAX_OPTIONS - len(images))
    label = translate(N_("Hình của phương án %s"))
    of_options = {label % letter: image for letter, image in zip(LETTERS, images, strict=True)}
    return {translate(N_("Hình của câu hỏi")): question.image, **of_options}


def _picture_changes(before: Image | None, after: Image | None, translate: Callable[[str], str]) -> tuple[Part, ...]:
    """Return how the words of a picture changed, and that another picture goes by the same words."""
    parts = word_changes(before.alt if before else "", after.alt if after else "")
    if before and after and before.digest != after.digest:
        return (*parts, Part(kind=PartKind.ADDED, text=translate(N_(" (đã thay bằng hình khác)"))))
    return parts


def _letters(flags: Iterable[bool]) -> str:
    return ", ".join(letter for letter, flag in zip(LETTERS, flags, strict=False) if flag)
