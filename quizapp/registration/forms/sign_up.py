"""The forms of sign-up and return. A group's form follows from domain/groups.py."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, HiddenField, ValidationError
from wtforms.validators import StopValidation

from quizapp.domain.consent import GUARDIAN, PURPOSES, Purpose
from quizapp.domain.dates import read_day
from quizapp.domain.groups import GROUPS, Detail, Group
from quizapp.domain.identity import NAME_MAX_LENGTH, needs_guardian, normalise_phone, read_code, tidy_name
from quizapp.domain.text import N_
from quizapp.registration.forms.person import (
    PersonForm,
    Validator,
    birth_date_field,
    full_name,
    if_given,
    needed,
    phone_field,
    text_field,
)
from quizapp.registration.forms.widgets import CheckboxInput, HiddenInput
from quizapp.registration.operations import Registration
from quizapp.registration.queries import UnitChoice

_CHECKBOX_INPUT, _HIDDEN_INPUT = CheckboxInput(), HiddenInput()


def _code(_form: Form, field: Any) -> None:
    if read_code(field.data) is None:
        raise ValidationError(_("Mã dự thi gồm 7 chữ và số, ví dụ K7P-3QMA. Hãy xem lại ảnh chụp hoặc giấy ghi mã."))


class RegistrationForm(PersonForm):
    """What every group is asked; `registration_form` adds the rest."""

    class Meta:
        """The token is checked before any form is read (CSRFProtect), and the template asks for it itself."""

        csrf = False

    group = HiddenField("", widget=_HIDDEN_INPUT)

    @cached_property
    def is_minor(self) -> bool:
        """Tell whether the birth date, as far as it can be read, calls for a guardian."""
        try:
            return needs_guardian(self.today, read_day(self.birth_date.data or ""))
        except ValueError:
            return False

    @property
    def asks_guardian(self) -> bool:
        """Tell whether the guardian's part belongs on the page."""
        return self.group_entry.has_minors or (self.is_submitted() and self.is_minor)

    @property
    def detail_fields(self) -> list[Any]:
        """Return the fields of the group's own details."""
        return [self[f"detail_{detail.code}"] for detail in self.group_entry.details]

    @property
    def consent_fields(self) -> list[Any]:
        """Return the participant's own consent boxes."""
        return [self[f"consent_{purpose}"] for purpose in PURPOSES]

    def registration(self) -> Registration:
        """Return what a valid form says. A guardian is kept only for somebody who needs one."""
        consents = {purpose for purpose in PURPOSES if self[f"consent_{purpose}"].data}
        return Registration(
            full_name=tidy_name(self.full_name.data),
            birth_date=read_day(self.birth_date.data),
            group=self.group_entry.code,
            unit_id=self.unit_id.data,
            phone=normalise_phone(self["phone"].data or ""),
            details={d.code: self[f"detail_{d.code}"].data for d in self.group_entry.details if self._given(d)},
            guardian_name=tidy_name(self["guardian_name"].data) if self.is_minor else None,
            consents=frozenset(consents | {GUARDIAN.code} if self.is_minor else consents),
        )

    def _given(self, detail: Detail) -> bool:
        return bool(self[f"detail_{detail.code}"].data)


def _for_minors(check: Validator) -> Validator:
    """Return `check` for those who need a guardian; for others the field says nothing."""

    def check_minor(form: Any, field: Any) -> None:
        if not form.is_minor:
            raise StopValidation
        check(form, field)

    check_minor.field_flags = {"required": True}
    return check_minor


def _detail_field(detail: Detail) -> Any:
    first = needed(N_("Hãy điền mục này.")) if detail.is_required else if_given

    def check(_form: Form, field: Any) -> None:
        if detail.is_valid is not None and not detail.is_valid(field.data):
            raise ValidationError(gettext(detail.refusal))

    return text_field(detail.label, first, check, max_length=detail.max_length, hint=detail.hint)


def _phone_field(group: Group) -> Any:
    if group.is_phone_required:
        return phone_field(needed(N_("Hãy nhập số điện thoại.")), hint=N_("Cả nhà có thể dùng chung một số"))
    return phone_field(if_given)


def _guardian_fields() -> dict[str, Any]:
    named = _for_minors(needed(N_("Bạn dưới 16 tuổi nên cần họ tên cha, mẹ hoặc người giám hộ.")))
    agreed = _for_minors(needed(N_("Bạn dưới 16 tuổi nên cần cha, mẹ hoặc người giám hộ đồng ý.")))
    label = N_("Họ tên cha, mẹ hoặc người giám hộ")
    return {
        "guardian_name": text_field(label, named, full_name, max_length=NAME_MAX_LENGTH),
        "consent_guardian": _box(GUARDIAN, [agreed]),
    }


def _consent_fields() -> dict[str, Any]:
    agreed = needed(N_("Cần đồng ý mục này mới dự thi được."))
    return {f"consent_{p.code}": _box(p, [agreed] if p.is_required else []) for p in PURPOSES.values()}


def _box(purpose: Purpose, validators: Sequence[Validator]) -> Any:
    return BooleanField(lazy_gettext(purpose.text), validators=validators, widget=_CHECKBOX_INPUT)


def _form_of(group: Group) -> type[RegistrationForm]:
    fields = {
        **{f"detail_{detail.code}": _detail_field(detail) for detail in group.details},
        "phone": _phone_field(group),
        **_guardian_fields(),
        **_consent_fields(),
    }
    return type(f"{group.code.title()}RegistrationForm", (RegistrationForm,), fields)


_FORMS: Mapping[str, type[RegistrationForm]] = {code: _form_of(group) for code, group in GROUPS.items()}


def registration_form(group: Group, *, today: date, units: Sequence[UnitChoice]) -> RegistrationForm:
    """Return the sign-up form of a group, filled with what was sent."""
    form = _FORMS[group.code](today=today, group=group, units=units)
    form.group.data = group.code
    return form


class ReturnForm(FlaskForm):
    """A code and the birth date that goes with it."""

    code = text_field(
        N_("Mã dự thi"),
        needed(N_("Hãy nhập mã dự thi.")),
        _code,
        max_length=20,
        hint=N_("7 chữ và số, ví dụ K7P-3QMA; chữ hoa hay thường đều được"),
    )
    birth_date = birth_date_field()
    next = HiddenField("", widget=_HIDDEN_INPUT)
