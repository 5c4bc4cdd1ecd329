"""Which questions of a bank to show."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional

from quizapp.banks.queries import QuestionFilter
from quizapp.domain.groups import GROUPS
from quizapp.domain.question import DIFFICULTIES
from quizapp.domain.review import STATES
from quizapp.web.fields import cleaned


class FilterForm(FlaskForm):
    """Which questions of a bank to show; a GET, so it carries no token."""

    class Meta:
        csrf = False

    q = StringField(lazy_gettext("Từ cần tìm"), filters=[cleaned], validators=[Length(max=100)])
    topic = SelectField(default="", label=lazy_gettext("Chủ đề"), validators=[Optional()])
    difficulty = SelectField(default="", label=lazy_gettext("Mức độ"), validators=[Optional()])
    group = SelectField(default="", label=lazy_gettext("Nhóm"), validators=[Optional()])
    state = SelectField(default="", label=lazy_gettext("Tình trạng"), validators=[Optional()])
    page = IntegerField(default=1, validators=[Optional(), NumberRange(min=1, max=100_000)])

    def __init__(self, *, topics: Iterable[str], **values: Any) -> None:
        super().__init__(**values)
        self.topic.choices = [("", _("Mọi chủ đề")), *((topic, _(topic)) for topic in topics)]
        self.difficulty.choices = [("", _("Mọi mức độ")), *((c, _(title)) for c, title in DIFFICULTIES.items())]
        self.group.choices = [("", _("Mọi nhóm")), *((g.code, _(g.short_title)) for g in GROUPS.values())]
        self.state.choices = [("", _("Tất cả")), *((code, _(title)) for code, title in STATES.items())]

    def wanted(self) -> QuestionFilter:
        """Return the filter; what the address holds besides the choices is passed over."""
        self.validate()
        for field in (self.q, self.topic, self.difficulty, self.group, self.state, self.page):
            if field.errors:
                field.data, field.errors = field.default, ()
        return QuestionFilter(
            words=self.q.data or "",
            topic=self.topic.data,
            difficulty=self.difficulty.data,
            group=self.group.data,
            state=self.state.data,
        )

    def page_number(self) -> int:
        """Return the page asked for, from 1."""
        return self.page.data or 1
