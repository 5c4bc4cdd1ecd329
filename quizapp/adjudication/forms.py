"""The filter of the review, the decision on an attempt, and the list of people kept from prizes."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form, HiddenField, RadioField, SearchField, SelectField, TextAreaField, ValidationError
from wtforms.validators import StopValidation

from quizapp.adjudication.operations import Ruling
from quizapp.adjudication.queries.reviewing import UNDECIDED, ReviewFilter, Verdict
from quizapp.domain.flags import FLAGS
from quizapp.domain.text import N_, clean_lines
from quizapp.models.base import AnyRow
from quizapp.web.fields import at_most, no_control_characters

REASON_LENGTH = 1000
MOST_LINES = 300
_LIST_LENGTH = 30_000
_SEARCH_LENGTH = 80
EVERY_STATE = "all"
STATES = {
    UNDECIDED: N_("Chưa quyết định"),
    Verdict.CLEARED: N_("Đã chấp nhận"),
    Verdict.DISQUALIFIED: N_("Đã hủy kết quả"),
    EVERY_STATE: N_("Tất cả"),
}


def _cleaned_lines(text: str | None) -> str | None:
    return clean_lines(text) if text else text


class Choice(StrEnum):
    """What the form offers; each is a verdict and whom it is for."""

    CLEAR = "clear"
    DISQUALIFY = "disqualify"
    DISQUALIFY_PERSON = "disqualify_person"
    LIFT = "lift"


CHOICES = {
    Choice.CLEAR: N_("Chấp nhận bài thi này"),
    Choice.DISQUALIFY: N_("Hủy kết quả bài thi này"),
    Choice.DISQUALIFY_PERSON: N_("Hủy kết quả mọi bài của người này trong đợt"),
    Choice.LIFT: N_("Bỏ quyết định hủy, công nhận lại bài thi"),
}
CHOICE_HINTS = {
    Choice.CLEAR: N_("Đã xem dấu hiệu và thấy giải thích được; bài vẫn được tính."),
    Choice.DISQUALIFY: N_("Bài không được xếp hạng, không xét giải; người dự thi vẫn xem được bài và lý do."),
    Choice.DISQUALIFY_PERSON: N_("Dùng khi cả người dự thi vi phạm, ví dụ khai gian hoặc đăng ký nhiều lần."),
    Choice.LIFT: N_("Bài được tính lại như trước khi hủy."),
}


class ReviewForm(FlaskForm):
    """Round, flag and state. Sent by GET: it changes nothing and needs no token."""

    class Meta:
        csrf = False

    round = SelectField(_l("Đợt thi"), coerce=int, validate_choice=False)
    flag = SelectField(_l("Dấu hiệu"), validate_choice=False, default="")
    state = SelectField(_l("Trạng thái"), validate_choice=False, default=UNDECIDED)

    def __init__(self, *, rounds: Iterable[AnyRow], round_id: int) -> None:
        super().__init__(formdata=request.args)
        self.round.choices = [(r.id, f"{r.title} ({r.contest_title})") for r in rounds]
        self.round.data = round_id
        self.flag.choices = [("", gettext("Mọi dấu hiệu cần quyết định"))]
        self.flag.choices += [(f.code, gettext(f.title)) for f in FLAGS.values()]
        self.state.choices = [(code, gettext(title)) for code, title in STATES.items()]
        self.flag.data = self.flag.data if self.flag.data in FLAGS else ""
        self.state.data = self.state.data if self.state.data in STATES else UNDECIDED

    def chosen(self) -> ReviewFilter:
        """Return what was chosen; what makes no sense is as if not given."""
        state = "" if self.state.data == EVERY_STATE else self.state.data
        return ReviewFilter(flag=self.flag.data, state=state)


def _needed(sentence: str) -> Callable[[Form, Any], None]:
    """Return a validator that refuses an empty field with a sentence marked by N_."""

    def check(_form: Form, field: Any) -> None:
        if not field.data:
            raise StopValidation(gettext(sentence))

    check.field_flags = {"required": True}
    return check


def _reason(missing: str, description: Any = "") -> TextAreaField:
    return TextAreaField(
        _l("Lý do"),
        filters=[_cleaned_lines],
        validators=[_needed(missing), no_control_characters, at_most(REASON_LENGTH)],
        description=description,
    )


class DecisionForm(FlaskForm):
    """What is decided of an attempt and why. `seen`: the newest decision that the page showed."""

    choice = RadioField(_l("Quyết định"), validate_choice=False, validators=[_needed(N_("Hãy chọn một quyết định."))])
    reason = _reason(
        N_("Hãy ghi lý do: quyết định được lưu vào nhật ký và người dự thi có quyền hỏi."),
        _l("Người bị hủy kết quả đọc được lý do này; đừng ghi thông tin riêng của người khác."),
    )
    seen = HiddenField()

    def __init__(self, *, is_disqualified: bool, has_others: bool, seen_id: int | None = None) -> None:
        super().__init__(data={"seen": seen_id or ""})
        offered = [Choice.LIFT] if is_disqualified else [Choice.CLEAR, Choice.DISQUALIFY]
        offered += [Choice.DISQUALIFY_PERSON] if has_others else []
        self._offered = {code.value: _(CHOICES[code]) for code in offered}
        self.choice.choices = list(self._offered.items())

    def validate_choice(self, field: RadioField) -> None:
        """Refuse what is not offered."""
        if field.data not in self._offered:
            raise ValidationError(_("Hãy chọn một quyết định."))

    def ruling(self, attempt_id: int) -> Ruling:
        """Return the decision that was made; call it when the form is valid."""
        choice = Choice(self.choice.data)
        return Ruling(
            attempt_id=attempt_id,
            verdict=Verdict.CLEARED if choice in (Choice.CLEAR, Choice.LIFT) else Verdict.DISQUALIFIED,
            reason=self.reason.data,
            seen_id=int(self.seen.data) if (self.seen.data or "").isdecimal() else None,
            is_for_person=choice is Choice.DISQUALIFY_PERSON,
        )


class SearchForm(FlaskForm):
    """Part of a name or a code, to pick people from. Sent by GET."""

    class Meta:
        csrf = False

    contest = SelectField(_l("Cuộc thi"), coerce=int, validate_choice=False)
    q = SearchField(_l("Tìm theo họ tên hoặc mã dự thi"), validators=[no_control_characters, at_most(_SEARCH_LENGTH)])

    def __init__(self, *, contests: Sequence[AnyRow], contest_id: int) -> None:
        super().__init__(formdata=request.args)
        self.contest.choices = [(contest.id, contest.title) for contest in contests]
        self.contest.data = contest_id


class ExclusionForm(FlaskForm):
    """Whom to keep from prizes, and why: those ticked in what a search found, and a list of codes or names."""

    people = TextAreaField(
        _l("Danh sách người không xét giải"),
        filters=[_cleaned_lines],
        validators=[no_control_characters, at_most(_LIST_LENGTH)],
        description=_l("Mỗi dòng một mã dự thi hoặc một họ tên đầy đủ, ví dụ: K7P-3QMA hoặc Nguyễn Văn An."),
    )
    reason = _reason(N_("Hãy ghi lý do, ví dụ: thành viên Ban Tổ chức, Tổ Thư ký, người ra đề."))
    q = HiddenField()

    def validate_people(self, field: TextAreaField) -> None:
        """Refuse more lines than anybody has committee members."""
        if len(self.lines) > MOST_LINES:
            raise ValidationError(_("Nhiều nhất %(count)d dòng mỗi lần. Hãy chia thành nhiều lần.", count=MOST_LINES))

    @property
    def lines(self) -> list[str]:
        """The lines of the list, empty ones dropped, each once."""
        return list(dict.fromkeys((self.people.data or "").splitlines()))

    @property
    def ticked(self) -> list[int]:
        """The participants ticked in what a search found."""
        return [int(value) for value in request.form.getlist("participant") if value.isdecimal() and len(value) < 10]
