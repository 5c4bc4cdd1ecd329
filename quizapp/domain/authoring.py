"""A question as its author's text is kept: so that the same words are the same, however they were typed."""

from dataclasses import replace

from quizapp.domain.groups import GROUPS
from quizapp.domain.question import Image, Option, Question
from quizapp.domain.text import clean, clean_lines


def tidy(question: Question) -> Question:
    """Return a question with its texts cleaned, what is empty as None, and its groups in their usual order."""
    return replace(
        question,
        text=clean_lines(question.text),
        options=tuple(map(_tidy_option, question.options)),
        topic=clean(question.topic or "") or None,
        groups=tuple(code for code in GROUPS if code in question.groups),
        explanation=clean_lines(question.explanation or "") or None,
        source=clean_lines(question.source or "") or None,
        image=_tidy_image(question.image),
    )


def _tidy_option(option: Option) -> Option:
    return replace(option, text=clean_lines(option.text), image=_tidy_image(option.image))


def _tidy_image(image: Image | None) -> Image | None:
    return replace(image, alt=clean(image.alt)) if image else None
