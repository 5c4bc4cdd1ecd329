"""Forms of the import pages."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField
from wtforms.validators import Optional

from quizapp.domain.text import clean
from quizapp.exchange.questions import FORMATS

_MAX_FILENAME = 120


class UploadForm(FlaskForm):
    """A file of questions."""

    file = FileField(
        lazy_gettext("Tệp câu hỏi"), validators=[FileRequired(lazy_gettext("Hãy chọn tệp câu hỏi cần nhập."))]
    )
    format = SelectField(lazy_gettext("Loại tệp"), validators=[Optional()])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.format.choices = [("", _("Tự động nhận dạng")), *((code, _(f.TITLE)) for code, f in FORMATS.items())]

    @property
    def filename(self) -> str:
        """The file's name, fit to be shown and stored."""
        return clean(self.file.data.filename or "")[-_MAX_FILENAME:]
