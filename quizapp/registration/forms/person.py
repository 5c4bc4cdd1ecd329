"""What these forms share: who somebody is, and the checks and sentences that go with it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Form, SelectField, StringField, ValidationError
from wtforms.validators import StopValidation

from quizapp.domain.dates import NoSuchDay, UnreadableDay, read_day
from quizapp.domain.groups import Group
from quizapp.domain.identity import (
    MAX_AGE,
    MIN_AGE,
    NAME_MAX_LENGTH,
    is_age_admitted,
    is_full_name,
    normalise_phone,
)
from quizapp.domain.text import N_
from quizapp.registration.forms.widgets import TextInput, UnitSelect
from quizapp.registration.queries import UnitChoice
from quizapp.web.fields import at_most, cleaned, no_control_characters

Validator = Callable[[Form, Any], None]
_PHONE_MAX_LENGTH = 20
_DATE_MAX_LENGTH = 40
_PICK_ONE = N_("Hãy chọn một mục trong danh sách.")
NONE_PICKED = 0
_TEXT_INPUT, _UNIT_SELECT = TextInput(), UnitSelect()


def needed(sentence: str) -> Validator:
    """Return a validator that refuses an empty field with a sentence marked by N_."""

    def check(_form: Form, field: Any) -> None:
        if not field.data:
            raise StopValidation(gettext(sentence))

    check.field_flags = {"required": True}
    return check


def if_given(_form: Form, field: Any) -> None:
    """Let an empty field be."""
    if not field.data:
        raise StopValidation


def full_name(_form: Form, field: Any) -> None:
    """Refuse what can be no surname with a given name."""
    if not is_full_name(field.data):
        raise ValidationError(_("Hãy nhập đủ họ và tên, chỉ gồm chữ cái, ví dụ Nguyễn Văn An."))


def _mobile(_form: Form, field: Any) -> None:
    if normalise_phone(field.data) is None:
        raise ValidationError(_("Số điện thoại di động có 10 chữ số, ví dụ 0912 345 678."))


def _readable_day(_form: Form, field: Any) -> None:
    try:
        read_day(field.data)
    except UnreadableDay:
        raise StopValidation(_("Hãy nhập đủ ngày, tháng và năm có bốn chữ số, ví dụ 05/09/1968.")) from None
    except NoSuchDay:
        raise StopValidation(_("Không có ngày này trong lịch. Hãy xem lại ngày và tháng.")) from None


def whole_number(value: Any) -> int:
    """Return what a select sent, NONE_PICKED where it is no id."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else NONE_PICKED


def text_field(label: str, *validators: Validator, max_length: int, hint: str = "") -> Any:
    """Return a text field, cleaned and bounded; `label` and `hint` are marked by N_."""
    return StringField(
        lazy_gettext(label),
        validators=[no_control_characters, *validators, at_most(max_length)],
        filters=[cleaned],
        description=lazy_gettext(hint) if hint else "",
        widget=_TEXT_INPUT,
    )


def _name_field() -> Any:
    return text_field(N_("Họ và tên"), needed(N_("Hãy nhập họ và tên.")), full_name, max_length=NAME_MAX_LENGTH)


def birth_date_field() -> Any:
    """Return the field of a birth date, written in one of the ways that read_day understands."""
    return text_field(
        N_("Ngày sinh"),
        needed(N_("Hãy nhập ngày sinh.")),
        _readable_day,
        max_length=_DATE_MAX_LENGTH,
        hint=N_("Ngày, tháng, năm; ví dụ 05/09/1968 hoặc gõ liền 05091968"),
    )


def phone_field(first: Validator, *, hint: str = "") -> Any:
    """Return the field of a mobile number; `first` says whether it may be empty."""
    return text_field(N_("Số điện thoại"), first, _mobile, max_length=_PHONE_MAX_LENGTH, hint=hint)


def _unit_field() -> Any:
    return SelectField(
        "",  # the group's word for it, once the group is known
        validators=[needed(_PICK_ONE)],
        coerce=whole_number,
        validate_choice=False,  # validate_unit_id says it in a sentence
        widget=_UNIT_SELECT,
    )


class PersonForm(FlaskForm):
    """A person by name, birth date and unit. `today`: the day in Vietnam by which ages count."""

    full_name = _name_field()
    birth_date = birth_date_field()
    unit_id = _unit_field()

    def __init__(self, *, today: date, group: Group, units: Sequence[UnitChoice], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today
        self.group_entry = group
        self.has_units = bool(units)
        self.unit_id.label.text = gettext(group.unit_kind.label)
        names = [(unit.id, unit.name) for unit in units]
        placeholder = [] if len(names) == 1 else [(NONE_PICKED, gettext("Bấm để chọn"))]
        self.unit_id.choices = [*placeholder, *names]

    def validate_birth_date(self, field: Any) -> None:
        """Refuse a birth date of somebody too young, too old or not born yet."""
        if not is_age_admitted(self.today, read_day(field.data)):
            raise ValidationError(
                _("Người dự thi từ %(least)d đến %(most)d tuổi. Hãy xem lại năm sinh.", least=MIN_AGE, most=MAX_AGE)
            )

    def validate_unit_id(self, field: Any) -> None:
        """Refuse a unit that is not in the list, one of another kind included."""
        if field.data not in {value for value, _name in field.choices if value != NONE_PICKED}:
            raise ValidationError(gettext(_PICK_ONE))

    def refuse_unit(self) -> None:
        """Say of a unit that was in the list that it is not any more."""
        self.unit_id.errors = [gettext(_PICK_ONE)]
