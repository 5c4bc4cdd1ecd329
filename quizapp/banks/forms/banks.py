"""Forms of banks themselves."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from quizapp.web.fields import cleaned, no_control_characters


class BankForm(FlaskForm):
    """A new bank."""

    title = StringField(
        lazy_gettext("Tên ngân hàng"),
        filters=[cleaned],
        validators=[
            InputRequired(lazy_gettext("Hãy nhập tên ngân hàng câu hỏi.")),
            Length(min=3, max=120, message=lazy_gettext("Tên ngân hàng có từ 3 đến 120 ký tự.")),
            no_control_characters,
        ],
    )


class SettingsForm(BankForm):
    """A bank's name, and who reviews its questions."""

    needs_second_person = BooleanField(
        lazy_gettext("Cần người thứ hai duyệt"),
        description=lazy_gettext(
            "Người viết hoặc sửa một câu không tự duyệt được câu ấy. Những câu đã duyệt trước đó vẫn được dùng."
        ),
    )
