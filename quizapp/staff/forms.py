"""The forms of signing in, of passwords and of accounts."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Form, PasswordField, RadioField, StringField, ValidationError
from wtforms.validators import EqualTo, InputRequired

from quizapp.domain import email as email_address
from quizapp.domain.email import normalise_email
from quizapp.domain.passwords import MAX_LENGTH, PASSWORD_PROBLEMS, password_problem
from quizapp.domain.roles import ROLE_TITLES
from quizapp.web.fields import at_most, cleaned, no_control_characters

_NAME_LENGTH = 120


def lower(text: str | None) -> str | None:
    """Return an address as accounts hold it; a WTForms filter."""
    return text.strip().lower() if text else text


def _is_email(_form: Form, field: Any) -> None:
    if normalise_email(field.data) is None:
        raise ValidationError(_("Email chưa đúng, ví dụ đúng: van.ma@hoaan.gov.vn."))


class LoginForm(FlaskForm):
    """E-mail and password."""

    email = EmailField(
        _l("Email"),
        filters=[lower],
        validators=[
            InputRequired(_l("Hãy nhập email.")),
            no_control_characters,
            at_most(email_address.MAX_LENGTH),
        ],
    )
    password = PasswordField(_l("Mật khẩu"), validators=[InputRequired(_l("Hãy nhập mật khẩu.")), at_most(MAX_LENGTH)])


class ChangePasswordForm(FlaskForm):
    """The current password, and the new one twice."""

    current = PasswordField(
        _l("Mật khẩu hiện tại"), validators=[InputRequired(_l("Hãy nhập mật khẩu hiện tại.")), at_most(MAX_LENGTH)]
    )
    new = PasswordField(
        _l("Mật khẩu mới"),
        validators=[InputRequired(_l("Hãy nhập mật khẩu mới."))],
        description=_l("Ít nhất 12 ký tự. Một câu ngắn dễ nhớ tốt hơn một từ khó."),
    )
    again = PasswordField(
        _l("Nhập lại mật khẩu mới"),
        validators=[
            InputRequired(_l("Hãy nhập lại mật khẩu mới.")),
            EqualTo("new", _l("Hai lần nhập mật khẩu mới chưa giống nhau.")),
        ],
    )

    def __init__(self, *, email: str) -> None:
        super().__init__()
        self.email = email

    def validate_new(self, field: PasswordField) -> None:
        """Refuse a password that can't be chosen, and the current one."""
        problem = password_problem(field.data or "", email=self.email)
        if problem is not None:
            raise ValidationError(_(PASSWORD_PROBLEMS[problem]))
        if field.data == self.current.data:
            raise ValidationError(_("Mật khẩu mới phải khác mật khẩu hiện tại."))


class _AccountForm(FlaskForm):
    """What every account has."""

    full_name = StringField(
        _l("Họ và tên"),
        filters=[cleaned],
        validators=[InputRequired(_l("Hãy nhập họ và tên.")), no_control_characters, at_most(_NAME_LENGTH)],
    )
    role = RadioField(_l("Vai trò"), validators=[InputRequired(_l("Hãy chọn vai trò."))], validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(str(code), _(title)) for code, title in ROLE_TITLES.items()]

    def validate_full_name(self, field: StringField) -> None:
        """Refuse a name that is empty once it is cleaned."""
        if not field.data:
            raise ValidationError(_("Hãy nhập họ và tên."))

    def validate_role(self, field: RadioField) -> None:
        """Refuse what is not in the list."""
        if field.data not in ROLE_TITLES:
            raise ValidationError(_("Hãy chọn một vai trò trong danh sách."))


class NewAccountForm(_AccountForm):
    """A new account; `values` are create_account's."""

    email = EmailField(
        _l("Email"),
        filters=[lower],
        validators=[
            InputRequired(_l("Hãy nhập email.")),
            no_control_characters,
            at_most(email_address.MAX_LENGTH),
            _is_email,
        ],
        description=_l("Dùng để đăng nhập; hệ thống không gửi thư."),
    )

    @property
    def values(self) -> dict[str, Any]:
        return {"email": self.email.data, "full_name": self.full_name.data, "role": self.role.data}


class EditAccountForm(_AccountForm):
    """An account that exists; its address stays. `values` are edit_account's."""

    is_active = BooleanField(
        _l("Tài khoản đang dùng"), description=_l("Bỏ chọn để khóa: người này bị đăng xuất ở mọi máy ngay lập tức.")
    )

    @property
    def values(self) -> dict[str, Any]:
        return {"full_name": self.full_name.data, "role": self.role.data, "is_active": self.is_active.data}
