"""The form in which a question of a file is put right."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    TextAreaField,
)

from quizapp.domain.authoring import tidy
from quizapp.domain.problem import Problem
from quizapp.domain.question import LETTERS, MAX_OPTION_TEXT, MAX_OPTIONS, Option, Question
from quizapp.web.fields import at_most
from quizapp.web.problems import problem_text
from quizapp.web.question_form import QuestionFields, fields_data, lines

_ROWS_SHOWN = 4  # more are a tap away


class _OptionForm(Form):
    """One option; a row without text is none."""

    text = TextAreaField(lazy_gettext("Nội dung"), filters=[lines], validators=[at_most(MAX_OPTION_TEXT)])
    is_key = BooleanField(lazy_gettext("Đáp án đúng"))
    is_pinned = BooleanField(lazy_gettext("Giữ nguyên vị trí"))


class MendForm(QuestionFields):
    """Everything of a question but its pictures, which no file brings in. `seen`: the mend that its author saw."""

    seen = HiddenField()
    options = FieldList(
        FormField(_OptionForm), lazy_gettext("Các phương án"), min_entries=MAX_OPTIONS, max_entries=MAX_OPTIONS
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.option_errors: list[str] = []

    def question(self) -> Question:
        """Return the question as typed; blank rows between its options close up."""
        rows = [entry.form for entry in self.options]
        options = tuple(
            Option(text=row.text.data, is_key=row.is_key.data, is_pinned=row.is_pinned.data)
            for row in rows
            if row.text.data
        )
        return tidy(Question(**self.written(), options=options))

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
    options = [{"text": o.text, "is_key": o.is_key, "is_pinned": o.is_pinned} for o in question.options]
    return {**fields_data(question), "options": options[:MAX_OPTIONS]}
