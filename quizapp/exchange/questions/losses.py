"""What of a question a format may be unable to carry, so that an export can say what it leaves behind.

A new part of a question is one entry in PARTS; a format names those it can write in its CARRIES.
"""

from collections.abc import Callable, Iterable, Mapping

from quizapp.domain.question import Question, refers_to_others
from quizapp.domain.text import N_


def _has_own_pins(question: Question) -> bool:
    return any(option.is_pinned != refers_to_others(option.text) for option in question.options)


def _has_images(question: Question) -> bool:
    return question.image is not None or any(option.image is not None for option in question.options)


PARTS: Mapping[str, tuple[str, Callable[[Question], bool]]] = {
    "number": (N_("số thứ tự"), lambda question: question.number is not None),
    "topic": (N_("chủ đề"), lambda question: bool(question.topic)),
    "difficulty": (N_("mức độ"), lambda question: question.difficulty is not None),
    "groups": (N_("nhóm đối tượng"), lambda question: bool(question.groups)),
    "explanation": (N_("giải thích"), lambda question: bool(question.explanation)),
    "source": (N_("nguồn"), lambda question: bool(question.source)),
    "pins": (N_("phương án giữ nguyên vị trí"), _has_own_pins),
    "images": (N_("hình ảnh"), _has_images),
}


def losses(questions: Iterable[Question], carried: frozenset[str]) -> dict[str, int]:
    """Return, by the names of PARTS, how many of the questions have something that a format doesn't carry."""
    known = list(questions)
    counts = {part: sum(map(holds, known)) for part, (_, holds) in PARTS.items() if part not in carried}
    return {part: count for part, count in counts.items() if count}
