"""The one place where a stored question becomes a domain Question and back, and what banks and imports both read."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from quizapp.domain.question import Difficulty, Image, Option, Question, QuestionType
from quizapp.domain.text import fold
from quizapp.models.bank import Bank, QuestionVersion

VERSION_COLUMNS = (
    QuestionVersion.type,
    QuestionVersion.text,
    QuestionVersion.options,
    QuestionVersion.topic,
    QuestionVersion.difficulty,
    QuestionVersion.groups,
    QuestionVersion.explanation,
    QuestionVersion.source,
    QuestionVersion.image,
)


def version_values(question: Question) -> dict[str, Any]:
    """Return what QuestionVersion stores of a question."""
    return {
        "type": question.type.value,
        "text": question.text,
        "options": [_stored_option(option) for option in question.options],
        "topic": question.topic,
        "difficulty": question.difficulty.value if question.difficulty else None,
        "groups": list(question.groups),
        "explanation": question.explanation,
        "source": question.source,
        "image": asdict(question.image) if question.image else None,
        "folded": folded(question),
    }


def _stored_option(option: Option) -> dict[str, Any]:
    stored = {"text": option.text, "is_key": option.is_key, "is_pinned": option.is_pinned}
    return {**stored, "image": asdict(option.image)} if option.image else stored


def folded(question: Question) -> str:
    """Return stem and options as they are compared: the same options in another order are the same question."""
    return "\n".join([fold(question.text), *sorted(fold(option.text) for option in question.options)])


def question_of(row: Row[Any], *, number: int | None) -> Question:
    """Return the question in a row that holds VERSION_COLUMNS."""
    return Question(
        number=number,
        type=QuestionType(row.type),
        text=row.text,
        options=tuple(_option(option) for option in row.options),
        topic=row.topic,
        difficulty=Difficulty(row.difficulty) if row.difficulty else None,
        groups=tuple(row.groups),
        explanation=row.explanation,
        source=row.source,
        image=image_of(row.image),
    )


def _option(stored: Mapping[str, Any]) -> Option:
    return Option(**{**stored, "image": image_of(stored.get("image"))})


def image_of(stored: Mapping[str, Any] | None) -> Image | None:
    """Return a stored picture's place, None where there is none."""
    return Image(**stored) if stored else None


def find_bank(session: Session, slug: str) -> Bank | None:
    """Return the bank at an address, None if there is none."""
    return session.scalar(select(Bank).where(Bank.slug == slug))
