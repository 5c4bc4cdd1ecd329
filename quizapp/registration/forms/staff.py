"""The forms of the staff: a correction, and the search among people."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_babel import gettext as _
from wtforms import Form, SelectField, StringField

from quizapp.domain.dates import read_day
from quizapp.domain.groups import GROUPS
from quizapp.domain.identity import NAME_MAX_LENGTH, normalise_phone, tidy_name
from quizapp.domain.text import clean
from quizapp.registration.forms.person import NONE_PICKED, PersonForm, if_given, phone_field, whole_number
from quizapp.registration.operations import Correction
from quizapp.registration.queries import ContestChoice, PeopleFilter, UnitChoice


class CorrectionForm(PersonForm):
    """What staff may put right."""

    phone = phone_field(if_given)

    def correction(self) -> Correction:
        """Return what a valid form says."""
        return Correction(
            full_name=tidy_name(self.full_name.data),
            birth_date=read_day(self.birth_date.data),
            unit_id=self.unit_id.data,
            phone=normalise_phone(self.phone.data or ""),
        )


class PeopleForm(Form):
    """What the staff's list of people is searched and filtered by; what makes no sense is as if not given."""

    contest = SelectField(lazy_gettext("Cuộc thi"), coerce=whole_number, validate_choice=False)
    q = StringField(lazy_gettext("Họ tên, mã dự thi hoặc điện thoại"))
    group = SelectField(lazy_gettext("Nhóm"), default="")
    unit = SelectField(lazy_gettext("Đơn vị"), coerce=whole_number, default=NONE_PICKED)

    def __init__(self, arguments: Any, *, contests: Sequence[ContestChoice]) -> None:
        super().__init__(arguments)
        self.contest.choices = [(contest.id, contest.title) for contest in contests]
        if self.contest.data not in {contest.id for contest in contests}:
            self.contest.data = contests[0].id
        self.group.choices = [("", _("Tất cả")), *((code, gettext(g.short_title)) for code, g in GROUPS.items())]

    def offer_units(self, units: Sequence[UnitChoice]) -> None:
        """Let one of `units` be picked."""
        self.unit.choices = [(NONE_PICKED, _("Tất cả")), *((unit.id, unit.name) for unit in units)]

    def people_filter(self) -> PeopleFilter:
        """Return the filter that the address asks for."""
        return PeopleFilter(
            contest_id=self.contest.data,
            text=clean(self.q.data or "")[:NAME_MAX_LENGTH],
            group=self.group.data or "",
            unit_id=self.unit.data or None,
        )
