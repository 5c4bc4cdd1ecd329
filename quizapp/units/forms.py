"""The forms of units."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired

from quizapp.domain.groups import UNIT_KINDS
from quizapp.domain.unit_list import MAX_HEADCOUNT, MAX_LINES, MAX_NAME_LENGTH, read_headcount
from quizapp.web.fields import at_most, cleaned, no_control_characters

_HEADCOUNT_LENGTH = 12
_TEXT_LENGTH = 200_000


def is_kind(kind: str | None) -> bool:
    """Tell whether there is such a kind of unit."""
    return kind in UNIT_KINDS


def _is_headcount(_form: Form, field: Any) -> None:
    if field.data and not 1 <= (read_headcount(field.data) or 0) <= MAX_HEADCOUNT:
        raise ValidationError(_("Số người là số nguyên từ 1 đến 1.000.000, ví dụ 1.234."))


def _has_letter(_form: Form, field: Any) -> None:
    if not any(c.isalpha() for c in field.data or ""):
        raise ValidationError(_("Tên cần có chữ, ví dụ: Trường THCS Hòa An."))


def _not_too_many_lines(_form: Form, field: Any) -> None:
    if (field.data or "").count("\n") >= MAX_LINES:
        raise ValidationError(_("Nhiều nhất %(count)d dòng mỗi lần. Hãy chia thành nhiều lần.", count=MAX_LINES))


def _headcount_field(label: str, description: str) -> Any:
    return StringField(
        label,
        filters=[cleaned],
        validators=[no_control_characters, at_most(_HEADCOUNT_LENGTH), _is_headcount],
        description=description,
    )


class _KindForm(FlaskForm):
    """A form that asks for the kind of unit."""

    kind = SelectField(_l("Danh sách"), validators=[InputRequired(_l("Hãy chọn danh sách."))], validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(code, _(kind.title)) for code, kind in UNIT_KINDS.items()]

    def validate_kind(self, field: SelectField) -> None:
        """Refuse what is not in the list."""
        if not is_kind(field.data):
            raise ValidationError(_("Hãy chọn danh sách."))


class _UnitFields(FlaskForm):
    """What every unit has."""

    name = StringField(
        _l("Tên"),
        filters=[cleaned],
        validators=[
            InputRequired(_l("Hãy nhập tên.")),
            no_control_characters,
            at_most(MAX_NAME_LENGTH),
            _has_letter,
        ],
    )
    headcount = _headcount_field(
        _l("Số người thuộc diện dự thi"), _l("Để tính tỷ lệ tham gia; để trống nếu chưa biết. Ví dụ: 1.234")
    )

    @property
    def headcount_value(self) -> int | None:
        """The number that was typed; None where nothing was."""
        return read_headcount(self.headcount.data or "")


class NewUnitForm(_KindForm, _UnitFields):
    """A new unit; `values` are create_unit's."""

    @property
    def values(self) -> dict[str, Any]:
        return {"kind": self.kind.data, "name": self.name.data, "headcount": self.headcount_value}


class EditUnitForm(_UnitFields):
    """A unit that exists; `values` are edit_unit's."""

    is_active = BooleanField(
        _l("Đang dùng"), description=_l("Bỏ chọn để không hiện khi đăng ký; người đã đăng ký không bị ảnh hưởng.")
    )

    @property
    def values(self) -> dict[str, Any]:
        return {"name": self.name.data, "headcount": self.headcount_value, "is_active": self.is_active.data}


class PasteForm(_KindForm):
    """A pasted list; `values` are paste_units'."""

    text = TextAreaField(
        _l("Mỗi dòng một đơn vị"),
        validators=[InputRequired(_l("Hãy dán danh sách vào đây.")), at_most(_TEXT_LENGTH), _not_too_many_lines],
        description=_l(
            "Sau tên có thể ghi dấu chấm phẩy và số người, hoặc sao chép hai cột từ Excel. Ví dụ: Thôn 1; 420"
        ),
    )

    @property
    def values(self) -> dict[str, Any]:
        return {"kind": self.kind.data, "text": self.text.data}


class MergeForm(FlaskForm):
    """Into which unit, and its headcount afterwards; `values` are merge_units'."""

    target_id = SelectField(
        _l("Gộp vào"), coerce=str, validators=[InputRequired(_l("Hãy chọn đơn vị nhận."))], validate_choice=False
    )
    headcount = _headcount_field(
        _l("Số người thuộc diện dự thi sau khi gộp"), _l("Để trống thì giữ số hiện có của đơn vị nhận.")
    )

    def __init__(self, *, targets: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self.target_id.choices = [("", _("Chọn đơn vị")), *((str(id_), name) for id_, name in targets)]
        self._target_ids = {str(id_) for id_, _name in targets}

    def validate_target_id(self, field: SelectField) -> None:
        """Refuse what is not in the list."""
        if field.data not in self._target_ids:
            raise ValidationError(_("Hãy chọn đơn vị nhận trong danh sách."))

    @property
    def values(self) -> dict[str, Any]:
        return {
            "target_id": int(self.target_id.data),
            "headcount": read_headcount(self.headcount.data or ""),
        }
