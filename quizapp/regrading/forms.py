"""What is ruled of a question, and the word with which it is put into force."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SearchField, SelectMultipleField, TextAreaField
from wtforms.validators import ValidationError

from quizapp.domain.question import LETTERS, Question, QuestionType
from quizapp.domain.regrade import LIFT
from quizapp.domain.rulings import RULING_KINDS, Key
from quizapp.domain.text import N_, clean_lines
from quizapp.regrading.operations import Wanted
from quizapp.web.fields import at_most, cleaned, no_control_characters

MAX_REASON = 1000
_TEXT_LENGTH = 80
_LIFT_TITLE = N_("Bỏ phán quyết đang có")
_LIFT_HINT = N_("Chấm lại theo đáp án trong ngân hàng, như khi chưa có phán quyết.")


class SearchForm(FlaskForm):
    """Which questions are listed. Sent by GET."""

    class Meta:
        csrf = False

    q = SearchField(
        _l("Nội dung câu hỏi"), filters=[cleaned], validators=[no_control_characters, at_most(_TEXT_LENGTH)]
    )


class RulingForm(FlaskForm):
    """What is to be ruled of a question. Sent by GET: what follows is a dry run, which writes nothing."""

    class Meta:
        csrf = False

    kind = RadioField(_l("Phán quyết"), validate_choice=False)
    key = SelectMultipleField(
        _l("Đáp án"),
        description=_l("Chỉ chọn khi sửa đáp án hoặc chấp nhận thêm đáp án."),
        validate_choice=False,
    )

    def __init__(self, question: Question, *, is_ruled: bool, **values: Any) -> None:
        super().__init__(**values)
        self._question = question
        self.kind.flags.required = self.key.flags.required = True  # the key where its hint says so
        self.kind.choices = [(code, _(option.title)) for code, option in RULING_KINDS.items()]
        if is_ruled:
            self.kind.choices.append((LIFT, _(_LIFT_TITLE)))
        self.key.choices = [
            (str(index), f"{LETTERS[index]}. {option.text or _('(hình)')}")
            for index, option in enumerate(question.options)
        ]

    @property
    def hints(self) -> Mapping[str, str]:
        """What each kind of ruling does, below its title."""
        return {LIFT: _(_LIFT_HINT), **{code: _(option.hint) for code, option in RULING_KINDS.items()}}

    @property
    def takes_many(self) -> bool:
        """Tell whether a key may have several options."""
        return self._question.type is QuestionType.MULTIPLE

    def validate_kind(self, field: RadioField) -> None:
        """Refuse what is not offered."""
        if field.data not in dict(field.choices):
            raise ValidationError(_("Hãy chọn một phán quyết."))

    def validate_key(self, field: SelectMultipleField) -> None:
        """Ask for the options where the ruling names a key, one of them where participants could pick one."""
        if self.kind.data not in RULING_KINDS or not RULING_KINDS[self.kind.data].needs_key:
            return
        if not field.data or not set(field.data) <= set(dict(field.choices)):
            raise ValidationError(_("Hãy chọn đáp án trong các phương án của câu hỏi."))
        if len(set(field.data)) > 1 and not self.takes_many:
            raise ValidationError(
                _(
                    "Câu này chỉ chọn được một phương án nên đáp án là một phương án. Hãy chọn một; "
                    "nếu còn phương án khác cũng đúng, áp dụng xong hãy chấp nhận thêm đáp án."
                )
            )

    def wanted(self, version_id: int) -> Wanted:
        """Return what was chosen; call it when the form is valid."""
        needs_key = self.kind.data in RULING_KINDS and RULING_KINDS[self.kind.data].needs_key
        chosen: Key = frozenset(map(int, self.key.data)) if needs_key else frozenset()
        return Wanted(version_id=version_id, kind=self.kind.data, chosen=chosen)


class AdoptForm(FlaskForm):
    """The word with which a ruling is put into force. `seen`: the fingerprint of the dry run on the page."""

    seen = HiddenField()
    reason = TextAreaField(
        _l("Lý do"),
        description=_l("Người có điểm thay đổi đọc được lý do này. Khi chưa cho xem đáp án thì đừng nêu đáp án ở đây."),
        filters=[lambda text: clean_lines(text) if text else text],
        validators=[no_control_characters, at_most(MAX_REASON)],
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.reason.flags.required = True

    def validate_reason(self, field: TextAreaField) -> None:
        """Refuse a change that nobody says a reason for."""
        if not field.data:
            raise ValidationError(_("Hãy viết lý do, ví dụ: câu hỏi có hai phương án cùng đúng."))
