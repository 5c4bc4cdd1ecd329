"""The form in which a question of a file is put right."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import ValidationError

from quizapp.domain.authoring import tidy
from quizapp.domain.groups import GROUPS
from quizapp.domain.question import (
    DIFFICULTIES,
    LETTERS,
    MAX_OPTION_TEXT,
    MAX_OPTIONS,
    MAX_TEXT,
    TYPES,
    Difficulty,
    Option,
    Problem,
    Question,
    QuestionType,
)
from quizapp.domain.text import clean_lines
from quizapp.web.fields import at_most, cleaned
from quizapp.web.problems import problem_text
from quizapp.web.templating import titles

_MAX_TOPIC = 120
_MAX_EXPLANATION = 10_000  # as much as a cell of a sheet may hold
_MAX_SOURCE = 1_000
_ROWS_SHOWN = 4  # more are a tap away


def _lines(text: str | None) -> str | None:
    return clean_lines(text) if text else text


def _one_of(codes: Collection[str]) -> Callable[[Form, Field], None]:
    """Return a validator that refuses what is not offered; nothing at all may be chosen."""

    def check(_form: Form, field: Field) -> None:
        chosen = field.data if isinstance(field.data, list) else [field.data or ""]
        if any(code and code not in codes for code in chosen):
            raise ValidationError(_("Hãy chọn một mục trong danh sách."))

    return check


class _OptionForm(Form):
    """One option; a row without text is none."""

    text = TextAreaField(lazy_gettext("Nội dung"), filters=[_lines], validators=[at_most(MAX_OPTION_TEXT)])
    is_key = BooleanField(lazy_gettext("Đáp án đúng"))
    is_pinned = BooleanField(lazy_gettext("Giữ nguyên vị trí"))


class MendForm(FlaskForm):
    """Everything of a question but its pictures, which no file brings in. `seen`: the mend that its author saw."""

    seen = HiddenField()
    text = TextAreaField(lazy_gettext("Câu hỏi"), filters=[_lines], validators=[at_most(MAX_TEXT)])
    type = RadioField(
        lazy_gettext("Kiểu câu hỏi"),
        default=QuestionType.SINGLE.value,
        validate_choice=False,
        validators=[_one_of(TYPES)],
    )
    options = FieldList(
        FormField(_OptionForm), lazy_gettext("Các phương án"), min_entries=MAX_OPTIONS, max_entries=MAX_OPTIONS
    )
    topic = StringField(lazy_gettext("Chủ đề"), filters=[cleaned], validators=[at_most(_MAX_TOPIC)])
    difficulty = SelectField(
        lazy_gettext("Mức độ"),
        default="",
        validate_choice=False,
        validators=[_one_of(DIFFICULTIES)],
    )
    groups = SelectMultipleField(lazy_gettext("Nhóm đối tượng"), validate_choice=False, validators=[_one_of(GROUPS)])
    explanation = TextAreaField(lazy_gettext("Giải thích"), filters=[_lines], validators=[at_most(_MAX_EXPLANATION)])
    source = TextAreaField(lazy_gettext("Nguồn"), filters=[_lines], validators=[at_most(_MAX_SOURCE)])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.type.choices = titles(TYPES)
        self.difficulty.choices = [("", _("Chưa ghi")), *titles(DIFFICULTIES)]
        self.groups.choices = [(group.code, _(group.title)) for group in GROUPS.values()]
        self.option_errors: list[str] = []

    def question(self) -> Question:
        """Return the question as typed; blank rows between its options close up."""
        rows = [entry.form for entry in self.options]
        kind, difficulty = self.type.data, self.difficulty.data
        return tidy(
            Question(
                type=QuestionType(kind) if kind in TYPES else QuestionType.SINGLE,
                text=self.text.data or "",
                options=tuple(
                    Option(text=row.text.data, is_key=row.is_key.data, is_pinned=row.is_pinned.data)
                    for row in rows
                    if row.text.data
                ),
                topic=self.topic.data,
                difficulty=Difficulty(difficulty) if difficulty in DIFFICULTIES else None,
                groups=tuple(self.groups.data or ()),
                explanation=self.explanation.data,
                source=self.source.data,
            )
        )

    @property
    def used_rows(self) -> int:
        """How many rows of options there are to see: up to the last that somebody used, and four at least."""
        used = [place for place, entry in enumerate(self.options) if any(field.data for field in entry.form)]
        return max([_ROWS_SHOWN, *(place + 1 for place in used)])

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Put what is wrong with the question beside the fields that it is about."""
        for problem in problems:
            if problem.code == "empty-text":
                self.text.errors = [*self.text.errors, problem_text(problem)]
            else:
                self.option_errors.append(problem_text(problem))

    def sentences(self) -> list[tuple[str, str, str]]:
        """Return (id of the field, its name, what is wrong) for the summary above the form."""
        plain = [(f.id, f.label.text, f.errors) for f in self if f.name != "options"]
        of_rows = [
            (entry.form.text.id, _("Phương án %(letter)s", letter=letter), entry.form.text.errors)
            for letter, entry in zip(LETTERS, self.options, strict=True)
        ]
        found = [*plain, (self.options.id, self.options.label.text, self.option_errors), *of_rows]
        return [(field_id, name, " ".join(errors)) for field_id, name, errors in found if errors]


def mend_data(question: Question) -> dict[str, Any]:
    """Return what the form of a question starts from."""
    return {
        "type": question.type.value,
        "text": question.text,
        "options": [{"text": o.text, "is_key": o.is_key, "is_pinned": o.is_pinned} for o in question.options][
            :MAX_OPTIONS
        ],
        "topic": question.topic,
        "difficulty": question.difficulty.value if question.difficulty else "",
        "groups": list(question.groups),
        "explanation": question.explanation,
        "source": question.source,
    }
