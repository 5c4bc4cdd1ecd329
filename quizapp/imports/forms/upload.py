"""The form that brings a file, or text in its place."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import SelectField, TextAreaField
from wtforms.validators import Optional

from quizapp.domain.phase import VIETNAM
from quizapp.domain.text import clean
from quizapp.exchange.questions import FORMATS

MAX_PASTED_BYTES = 8 * 1024 * 1024  # more than 5,000 questions take
_MAX_FILENAME = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """What somebody brought, as it is kept."""

    filename: str
    content: bytes


class UploadForm(FlaskForm):
    """A file of questions, or their text."""

    file = FileField(lazy_gettext("Tệp câu hỏi"))
    text = TextAreaField(lazy_gettext("Hoặc dán nội dung câu hỏi"))
    format = SelectField(lazy_gettext("Loại tệp"), validators=[Optional()])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.format.choices = [("", _("Tự động nhận dạng")), *((code, _(f.TITLE)) for code, f in FORMATS.items())]

    @property
    def filename(self) -> str:
        """The file's name, fit to be shown and stored; empty where there is no file."""
        return clean(self.file.data.filename or "")[-_MAX_FILENAME:] if self.file.data else ""

    def validate(self, extra_validators: Any = None) -> bool:
        """Tell whether there is a file or a text, and not both."""
        is_valid = bool(super().validate(extra_validators))
        has_text = bool((self.text.data or "").strip())
        if bool(self.file.data) == has_text:
            both, none = _("Hãy chọn tệp hoặc dán nội dung, không làm cả hai."), _("Hãy chọn tệp hoặc dán nội dung.")
            self.file.errors = [both if has_text else none]
            return False
        return is_valid

    def sent(self, now: datetime) -> Sent:
        """Return what was brought; pasted text as a file named by the moment."""
        if self.file.data:
            return Sent(filename=self.filename or _("Tệp không tên"), content=self.file.data.read())
        moment = f"{now.astimezone(VIETNAM):%H.%M %d-%m-%Y}"
        content = (self.text.data or "").replace("\r\n", "\n").encode("utf-8", "replace")
        return Sent(filename=_("Văn bản dán %(moment)s.txt", moment=moment), content=content)
