"""What text fields of every form share: cleaning, and refusing what no keyboard types."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from wtforms import Form, ValidationError

from quizapp.domain.text import clean, has_control_characters


def cleaned(text: str | None) -> str | None:
    """Return a field's text in NFC with single spaces; a WTForms filter."""
    return clean(text) if text else text


def no_control_characters(_form: Form, field: Any) -> None:
    """Refuse a text that holds characters no keyboard types; asks what was sent, before it was cleaned."""
    if any(has_control_characters(str(text)) for text in field.raw_data or ()):
        raise ValidationError(_("Có ký tự lạ không nhìn thấy được. Hãy gõ lại mục này."))


def at_most(length: int) -> Callable[[Form, Any], None]:
    """Return a validator that refuses a longer text."""

    def check(_form: Form, field: Any) -> None:
        if len(field.data or "") > length:
            raise ValidationError(_("Mục này nhiều nhất %(length)d ký tự.", length=length))

    check.field_flags = {"maxlength": length}  # type: ignore[attr-defined]
    return check
