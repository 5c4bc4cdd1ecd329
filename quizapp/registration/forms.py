"""The forms of sign-up, return and correction. A group's form follows from domain/groups.py."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, HiddenField, SelectField, StringField, ValidationError
from wtforms.validators import StopValidation

from quizapp.domain.consent import GUARDIAN, PURPOSES
from quizapp.domain.dates import NoSuchDay, UnreadableDay, read_day
from quizapp.domain.groups import GROUPS, Detail, Group
from quizapp.domain.identity import (
    MAX_AGE,
    MIN_AGE,
    NAME_MAX_LENGTH,
    is_age_admitted,
    is_full_name,
    needs_guardian,
    normalise_phone,
    read_code,
    tidy_name,
)
from quizapp.domain.text import N_, clean
from quizapp.registration.operations import Correction, Registration
from quizapp.registration.queries import ContestChoice, PeopleFilter, UnitChoice
from quizapp.web.fields import at_most, cleaned, no_control_characters

Validator = Callable[[Form, Any], None]
_PHONE_MAX_LENGTH = 20
_DATE_MAX_LENGTH = 40
_NONE = 0


def _needed(sentence: str) -> Validator:
    """Return a validator that refuses an empty field with a sentence marked by N_."""

    def check(_form: Form, field: Any) -> None:
        if not field.data:
            raise StopValidation(gettext(sentence))

    check.field_flags = {"required": True}
    return check


def _if_given(_form: Form, field: Any) -> None:
    if not field.data:
        raise StopValidation


def _full_name(_form: Form, field: Any) -> None:
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


def _code(_form: Form, field: Any) -> None:
    if read_code(field.data) is None:
        raise ValidationError(_("Mã dự thi gồm 7 chữ và số, ví dụ K7P-3QMA. Hãy xem lại ảnh chụp hoặc giấy ghi mã."))


def _whole_number(value: Any) -> int:
    """Return what a select sent, _NONE where it is no id."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else _NONE


def _text(label: str, *validators: Validator, max_length: int, hint: str = "") -> Any:
    """Return a text field, cleaned and bounded; `label` and `hint` are marked by N_."""
    return StringField(
        lazy_gettext(label),
        validators=[no_control_characters, *validators, at_most(max_length)],
        filters=[cleaned],
        description=lazy_gettext(hint) if hint else "",
    )


def _name_field() -> Any:
    needed = _needed(N_("Hãy nhập họ và tên."))
    return _text(N_("Họ và tên"), needed, _full_name, max_length=NAME_MAX_LENGTH)


def _birth_date_field() -> Any:
    return _text(
        N_("Ngày sinh"),
        _needed(N_("Hãy nhập ngày sinh.")),
        _readable_day,
        max_length=_DATE_MAX_LENGTH,
        hint=N_("Ngày, tháng, năm; ví dụ 05/09/1968 hoặc gõ liền 05091968"),
    )


def _unit_field() -> Any:
    return SelectField(validators=[_needed(N_("Hãy chọn một mục trong danh sách."))], coerce=_whole_number)


class _PersonForm(FlaskForm):
    """A person by name, birth date and unit. `today`: the day in Vietnam by which ages count."""

    full_name = _name_field()
    birth_date = _birth_date_field()
    unit_id = _unit_field()

    def __init__(self, *, today: date, group: Group, units: Sequence[UnitChoice], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today
        self.group_entry = group
        self.unit_id.label.text = gettext(group.unit_kind.label)
        self.unit_id.validate_choice = False  # validate_unit_id says it in a sentence
        names = [(unit.id, unit.name) for unit in units]
        placeholder = [] if len(names) == 1 else [(_NONE, gettext("Bấm để chọn"))]
        self.unit_id.choices = [*placeholder, *names]

    def validate_birth_date(self, field: Any) -> None:
        """Refuse a birth date of somebody too young, too old or not born yet."""
        if not is_age_admitted(self.today, read_day(field.data)):
            raise ValidationError(
                _("Người dự thi từ %(least)d đến %(most)d tuổi. Hãy xem lại năm sinh.", least=MIN_AGE, most=MAX_AGE)
            )

    def validate_unit_id(self, field: Any) -> None:
        """Refuse a unit that is not in the list, one of another kind included."""
        if field.data not in {value for value, _name in field.choices if value != _NONE}:
            raise ValidationError(_("Hãy chọn một mục trong danh sách."))


class RegistrationForm(_PersonForm):
    """What every group is asked; `registration_form` adds the rest."""

    group = HiddenField()

    @property
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
    first = _needed(N_("Hãy điền mục này.")) if detail.is_required else _if_given

    def check(_form: Form, field: Any) -> None:
        if detail.is_valid is not None and not detail.is_valid(field.data):
            raise ValidationError(gettext(detail.refusal))

    return _text(detail.label, first, check, max_length=detail.max_length, hint=detail.hint)


def _phone_field(group: Group) -> Any:
    first = _needed(N_("Hãy nhập số điện thoại.")) if group.is_phone_required else _if_given
    hint = N_("Cả nhà có thể dùng chung một số") if group.is_phone_required else ""
    return _text(N_("Số điện thoại"), first, _mobile, max_length=_PHONE_MAX_LENGTH, hint=hint)


def _guardian_fields() -> dict[str, Any]:
    needed = _for_minors(_needed(N_("Bạn dưới 16 tuổi nên cần họ tên cha, mẹ hoặc người giám hộ.")))
    agreed = _for_minors(_needed(N_("Bạn dưới 16 tuổi nên cần cha, mẹ hoặc người giám hộ đồng ý.")))
    return {
        "guardian_name": _text(N_("Họ tên cha, mẹ hoặc người giám hộ"), needed, _full_name, max_length=NAME_MAX_LENGTH),
        "consent_guardian": BooleanField(lazy_gettext(GUARDIAN.text), validators=[agreed]),
    }


def _consent_fields() -> dict[str, Any]:
    needed = _needed(N_("Cần đồng ý mục này mới dự thi được."))
    return {
        f"consent_{p.code}": BooleanField(lazy_gettext(p.text), validators=[needed] if p.is_required else [])
        for p in PURPOSES.values()
    }


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

    code = _text(
        N_("Mã dự thi"),
        _needed(N_("Hãy nhập mã dự thi.")),
        _code,
        max_length=20,
        hint=N_("7 chữ và số, ví dụ K7P-3QMA; chữ hoa hay thường đều được"),
    )
    birth_date = _birth_date_field()
    next = HiddenField()


class CorrectionForm(_PersonForm):
    """What staff may put right."""

    phone = _text(N_("Số điện thoại"), _if_given, _mobile, max_length=_PHONE_MAX_LENGTH)

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

    contest = SelectField(lazy_gettext("Cuộc thi"), coerce=_whole_number, validate_choice=False)
    q = StringField(lazy_gettext("Họ tên, mã dự thi hoặc điện thoại"))
    group = SelectField(lazy_gettext("Nhóm"), default="")
    unit = SelectField(lazy_gettext("Đơn vị"), coerce=_whole_number, default=_NONE)

    def __init__(self, arguments: Any, *, contests: Sequence[ContestChoice]) -> None:
        super().__init__(arguments)
        self.contest.choices = [(contest.id, contest.title) for contest in contests]
        if self.contest.data not in {contest.id for contest in contests}:
            self.contest.data = contests[0].id
        self.group.choices = [("", _("Tất cả")), *((code, gettext(g.short_title)) for code, g in GROUPS.items())]

    def offer_units(self, units: Sequence[UnitChoice]) -> None:
        """Let one of `units` be picked."""
        self.unit.choices = [(_NONE, _("Tất cả")), *((unit.id, unit.name) for unit in units)]

    def people_filter(self) -> PeopleFilter:
        """Return the filter that the address asks for."""
        return PeopleFilter(
            contest_id=self.contest.data,
            text=clean(self.q.data or "")[:NAME_MAX_LENGTH],
            group=self.group.data or "",
            unit_id=self.unit.data or None,
        )
