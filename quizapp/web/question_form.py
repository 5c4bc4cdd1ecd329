"""The fields that every form of a question has, wherever the question stands; what is typed, tidied and bounded."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, Form, StringField, TextAreaField
from wtforms.fields import RadioField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from quizapp.domain.groups import GROUPS
from quizapp.domain.question import DIFFICULTIES, MAX_TEXT, TYPES, Difficulty, Question, QuestionType
from quizapp.domain.text import clean_lines
from quizapp.web.fields import at_most, cleaned
from quizapp.web.templating import titles

MAX_TOPIC = 120
MAX_EXPLANATION = 10_000  # as much as a cell of a sheet that was imported may hold
MAX_SOURCE = 1_000


def lines(text: str | None) -> str | None:
    """Return what was typed, cleaned line by line."""
    return clean_lines(text) if text else text


def one_of(codes: Iterable[str]) -> Callable[[Form, Field], None]:
    """Return a validator that refuses what is not offered; nothing at all is for other validators."""
    known = frozenset(codes)

    def check(_form: Form, field: Field) -> None:
        chosen = field.data if isinstance(field.data, list) else [field.data or ""]
        if not known.issuperset(code for code in chosen if code):
            raise ValidationError(_("Hãy chọn một mục trong danh sách."))

    return check


class QuestionFields(FlaskForm):
    """Everything of a question but its options and pictures."""

    type = RadioField(
        lazy_gettext("Kiểu câu hỏi"),
        default=QuestionType.SINGLE.value,
        validate_choice=False,
        validators=[one_of(TYPES)],
    )
    text = TextAreaField(lazy_gettext("Câu hỏi"), filters=[lines], validators=[at_most(MAX_TEXT)])
    topic = StringField(lazy_gettext("Chủ đề"), filters=[cleaned], validators=[at_most(MAX_TOPIC)])
    difficulty = SelectField(
        lazy_gettext("Mức độ"), default="", validate_choice=False, validators=[one_of(DIFFICULTIES)]
    )
    groups = SelectMultipleField(lazy_gettext("Nhóm đối tượng"), validate_choice=False, validators=[one_of(GROUPS)])
    explanation = TextAreaField(lazy_gettext("Giải thích"), filters=[lines], validators=[at_most(MAX_EXPLANATION)])
    source = TextAreaField(lazy_gettext("Nguồn"), filters=[lines], validators=[at_most(MAX_SOURCE)])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.type.choices = titles(TYPES)
        self.difficulty.choices = [("", _("Chưa ghi")), *titles(DIFFICULTIES)]
        self.groups.choices = [(group.code, _(group.title)) for group in GROUPS.values()]

    def written(self) -> dict[str, Any]:
        """Return what was typed as the parts of a Question; what is not offered counts as not chosen."""
        kind, difficulty = self.type.data, self.difficulty.data
        return {
            "type": QuestionType(kind) if kind in TYPES else QuestionType.SINGLE,
            "text": self.text.data or "",
            "topic": self.topic.data,
            "difficulty": Difficulty(difficulty) if difficulty in DIFFICULTIES else None,
            "groups": tuple(self.groups.data or ()),
            "explanation": self.explanation.data,
            "source": self.source.data,
        }


def fields_data(question: Question) -> dict[str, Any]:
    """Return what these fields start from, for a question that is there already."""
    return {
        "type": question.type.value,
        "text": question.text,
        "topic": question.topic,
        "difficulty": question.difficulty.value if question.difficulty else "",
        "groups": list(question.groups),
        "explanation": question.explanation,
        "source": question.source,
    }
