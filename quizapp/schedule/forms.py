"""The form of a notice."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from quizapp.domain.notices import NOTICE_REFUSALS, NOTICE_TEXTS, TEXT_BOUNDS, NoticeKind, NoticeRefusal
from quizapp.models import Round
from quizapp.web.fields import no_control_characters
from quizapp.web.moments import MomentField


class NoticeForm(FlaskForm):
    """What everybody is told."""

    text = TextAreaField(
        _l("Nội dung thông báo"),
        [
            InputRequired(_l("Hãy viết nội dung thông báo.")),
            no_control_characters,
            Length(*TEXT_BOUNDS, message=_l("Nội dung thông báo có từ 10 đến 1.000 ký tự.")),
        ],
        description=_l("Hiện ngay ở trang chủ, trang của người dự thi và thể lệ, cho đến khi đợt thi kết thúc."),
    )

    def refuse(self, refusal: NoticeRefusal) -> None:
        """Say why the notice can't be given, beside what to change."""
        sentence = gettext(NOTICE_REFUSALS[refusal])
        self.form_errors.append(sentence)

    @property
    def values(self) -> dict[str, Any]:
        """What give_notice takes."""
        return {"text": self.text.data}


class ExtensionForm(NoticeForm):
    """Until when, and what everybody is told."""

    new_closes_at = MomentField(
        _l("Đóng lúc"),
        [InputRequired(_l("Hãy chọn ngày, giờ đóng mới."))],
        description=_l("Giờ Việt Nam. Bài đang làm dở vẫn giữ giờ kết thúc của mình."),
    )

    def refuse(self, refusal: NoticeRefusal) -> None:
        """Say why the notice can't be given, beside what to change."""
        if refusal in (NoticeRefusal.CLOSES_NO_LATER, NoticeRefusal.CLOSES_IN_THE_PAST):
            self.new_closes_at.errors = (gettext(NOTICE_REFUSALS[refusal]),)
        else:
            super().refuse(refusal)

    @property
    def values(self) -> dict[str, Any]:
        """What give_notice takes."""
        return {"text": self.text.data, "new_closes_at": self.new_closes_at.data}


def notice_form(kind: NoticeKind, row: Round) -> NoticeForm:
    """Return the form of a kind of notice, with a text to start from."""
    text = gettext(NOTICE_TEXTS[kind], title=row.title) if NOTICE_TEXTS[kind] else ""
    if kind is NoticeKind.EXTENDED:
        return ExtensionForm(text=text, new_closes_at=row.closes_at)
    return NoticeForm(text=text)
