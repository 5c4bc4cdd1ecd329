"""Forms of contests and rounds. What a setting may be is said in domain/round_rules.py; here is how it is typed."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import DateTimeLocalField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from quizapp.contests.queries import BankChoice
from quizapp.domain.drawing import BlueprintRow
from quizapp.domain.groups import GROUPS
from quizapp.domain.phase import PERIODS, VIETNAM
from quizapp.domain.policy import PREDICTION_TARGETS, REVIEW_POLICIES, ROUND_KINDS
from quizapp.domain.question import DIFFICULTIES
from quizapp.domain.round_rules import ATTEMPTS_BOUNDS, MAX_QUESTIONS, TIME_LIMIT_BOUNDS, RoundSettings, contradictions
from quizapp.domain.tiebreak import TIEBREAKS
from quizapp.models import Contest
from quizapp.web.fields import cleaned, no_control_characters
from quizapp.web.templating import titles

MAX_ROWS = 40
_SPARE_ROWS = 3
_YEARS = (2020, 2100)
_LONGEST_NUMBER = 9  # digits
# What the browser sends first, then what somebody types where the browser knows no such control.
_MOMENT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%H:%M %d/%m/%Y"]


def _required(sentence: Any) -> InputRequired:
    return InputRequired(message=sentence)


class WholeNumberField(IntegerField):
    """A whole number in digits; blank is None."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed. Raises ValueError with a sentence."""
        text = valuelist[0].strip() if valuelist else ""
        if text and (not text.isdecimal() or len(text) > _LONGEST_NUMBER):
            raise ValueError(gettext("Hãy nhập một số nguyên, ví dụ 20."))
        self.data = int(text) if text else None


class MomentField(DateTimeLocalField):
    """A moment typed in Vietnam's time, as UTC."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed. Raises ValueError with a sentence."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Hãy chọn đủ ngày và giờ, ví dụ 07/06/2027 08:00.")) from None
        if self.data is not None:
            self.data = self.data.replace(tzinfo=VIETNAM)
            if not _YEARS[0] <= self.data.year < _YEARS[1]:
                raise ValueError(gettext("Năm phải từ 2020 đến 2099."))
            self.data = self.data.astimezone(UTC)

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return f"{self.data.astimezone(VIETNAM):%Y-%m-%dT%H:%M}" if self.data else ""


class _Chosen:
    """What is not among a field's choices is answered with a sentence."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was chosen. Raises ValueError with a sentence."""
        try:
            super().process_formdata(valuelist)  # type: ignore[misc]
        except ValueError:
            raise ValueError(gettext("Hãy chọn một mục trong danh sách.")) from None

    def pre_validate(self, form: BaseForm) -> None:
        """Raise ValidationError with a sentence for what is not offered."""
        try:
            super().pre_validate(form)  # type: ignore[misc]
        except ValueError:
            raise ValidationError(gettext("Hãy chọn một mục trong danh sách.")) from None


class ChoiceField(_Chosen, SelectField):
    """One of a list."""


class CardsField(_Chosen, RadioField):
    """One of a few, as cards."""


class ChoicesField(_Chosen, SelectMultipleField):
    """Any of a few, as boxes."""


class RowsField(FieldList):  # type: ignore[type-arg]  # generic in the stubs alone
    """Rows of a table; the errors of its cells are sentences that name the row."""

    errors: Sequence[str]

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Tell whether every cell is right."""
        super().validate(form, extra_validators)
        self.errors = [
            gettext("Dòng %(number)d: %(sentence)s", number=number, sentence=sentence)
            for number, entry in enumerate(self.entries, start=1)
            for sentence in _sentences(entry.errors)
        ]
        return not self.errors


def _sentences(errors: Any) -> list[str]:
    parts = errors.values() if isinstance(errors, dict) else [errors]
    return [sentence for part in parts for sentence in part]


class ContestForm(FlaskForm):
    """A contest's title, year and address."""

    title = StringField(
        _("Tên cuộc thi"),
        [
            _required(_("Hãy nhập tên cuộc thi.")),
            no_control_characters,
            Length(min=5, max=200, message=_("Tên cuộc thi có từ 5 đến 200 ký tự.")),
        ],
        filters=[cleaned],
    )
    year = WholeNumberField(
        _("Năm"),
        [
            _required(_("Hãy nhập năm.")),
            NumberRange(_YEARS[0], _YEARS[1] - 1, message=_("Năm phải từ 2020 đến 2099.")),
        ],
    )
    slug = StringField(
        _("Tên ngắn trên địa chỉ trang"),
        [
            _required(_("Hãy nhập tên ngắn.")),
            Length(max=40, message=_("Tên ngắn có nhiều nhất 40 ký tự.")),
            Regexp(
                r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", message=_("Tên ngắn chỉ gồm chữ thường không dấu, chữ số và gạch nối.")
            ),
        ],
        filters=[cleaned],
        description=_("Chữ thường không dấu, chữ số, gạch nối. Ví dụ: 2027"),
    )
    make_current = BooleanField(
        _("Đưa cuộc thi này lên trang chủ"),
        description=_("Cuộc thi đang ở trang chủ sẽ được thay; mỗi lúc chỉ có một cuộc thi ở trang chủ."),
    )


class NewContestForm(ContestForm):
    """A contest that is to be made."""

    is_rehearsal = BooleanField(
        _("Đây là cuộc thi diễn tập"),
        description=_("Cuộc thi diễn tập có thể chứa người dự thi giả lập. Sau khi tạo không đổi được."),
    )


class BlueprintRowForm(Form):
    """A row of the blueprint; a row without a count is not used."""

    group = ChoiceField(_("Nhóm"), default="")
    topic = ChoiceField(_("Chủ đề"), default="")
    difficulty = ChoiceField(_("Mức độ"), default="")
    count = WholeNumberField(
        _("Số câu"),
        [Optional(), NumberRange(1, MAX_QUESTIONS, message=_("Số câu phải từ 1 đến 100."))],
    )


class RoundForm(FlaskForm):
    """Everything that is decided of a round. Field names are those that domain/round_rules.py speaks of."""

    title = StringField(
        _("Tên đợt thi"),
        [
            _required(_("Hãy nhập tên đợt thi.")),
            no_control_characters,
            Length(min=3, max=120, message=_("Tên đợt thi có từ 3 đến 120 ký tự.")),
        ],
        filters=[cleaned],
        description=_("Ví dụ: Đợt tháng 6"),
    )
    slug = StringField(
        _("Tên ngắn trên địa chỉ trang"),
        [
            _required(_("Hãy nhập tên ngắn.")),
            Length(max=40, message=_("Tên ngắn có nhiều nhất 40 ký tự.")),
            Regexp(
                r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", message=_("Tên ngắn chỉ gồm chữ thường không dấu, chữ số và gạch nối.")
            ),
        ],
        filters=[cleaned],
        description=_("Chữ thường không dấu, chữ số, gạch nối. Ví dụ: thang-6"),
    )
    kind = CardsField(_("Loại đợt thi"), [_required(_("Hãy chọn loại đợt thi."))])
    opens_at = MomentField(_("Mở lúc"), [_required(_("Hãy chọn ngày, giờ mở."))], format=_MOMENT_FORMATS)
    closes_at = MomentField(_("Đóng lúc"), [_required(_("Hãy chọn ngày, giờ đóng."))], format=_MOMENT_FORMATS)
    groups = ChoicesField(_("Nhóm được dự thi"), description=_("Không chọn nhóm nào: mọi nhóm đều được dự thi."))
    time_limit_minutes = WholeNumberField(
        _("Thời gian làm bài (phút)"),
        [
            _required(_("Hãy nhập số phút.")),
            NumberRange(*TIME_LIMIT_BOUNDS, message=_("Thời gian làm bài phải từ 1 đến 240 phút.")),
        ],
    )
    attempts_allowed = WholeNumberField(
        _("Số lượt thi của mỗi người"),
        [
            Optional(),
            NumberRange(*ATTEMPTS_BOUNDS, message=_("Số lượt thi phải từ 1 đến 100; để trống nếu không giới hạn.")),
        ],
        description=_("Để trống: không giới hạn."),
    )
    attempts_period = ChoiceField(_("Tính theo"), [_required(_("Hãy chọn cách tính số lượt."))])
    banks = ChoicesField(_("Ngân hàng câu hỏi"), coerce=int)
    blueprint = RowsField(FormField(BlueprintRowForm), _("Ma trận đề"), max_entries=MAX_ROWS)
    shuffle_questions = BooleanField(_("Xáo trộn thứ tự câu hỏi"))
    shuffle_options = BooleanField(
        _("Xáo trộn thứ tự phương án"),
        description=_("Phương án giữ nguyên vị trí, như “Cả ba phương án trên”, không bị xáo trộn."),
    )
    review = CardsField(_("Cho xem đáp án"), [_required(_("Hãy chọn khi nào cho xem đáp án."))])
    ranking = RowsField(
        ChoiceField(default=""), _("Thứ tự xếp hạng"), min_entries=len(TIEBREAKS), max_entries=len(TIEBREAKS)
    )
    prediction_target = ChoiceField(_("Câu hỏi dự đoán"), default="")
    shows_rank = BooleanField(
        _("Cho người dự thi thấy thứ hạng tạm thời"), description=_("Hiện ở trang kết quả ngay sau khi nộp bài.")
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Tell whether the form is right, what contradicts itself included: everything is said at once."""
        is_valid = bool(super().validate(extra_validators))
        if self.opens_at.data is None or self.closes_at.data is None:
            return is_valid
        found = [c for c in contradictions(self.settings()) if not self[c.field].errors]
        for contradiction in found:
            self.refuse(contradiction.field, gettext(contradiction.sentence))
        return is_valid and not found

    def offer(self, *, banks: Iterable[BankChoice], topics: Iterable[str]) -> None:
        """Give every field its choices, in the visitor's language; a row keeps a topic that is no longer in use."""
        groups = [(group.code, gettext(group.title)) for group in GROUPS.values()]
        self.kind.choices = titles(ROUND_KINDS)
        self.groups.choices = groups
        self.attempts_period.choices = titles(PERIODS)
        self.banks.choices = [(bank.id, bank.title) for bank in banks]
        self.review.choices = titles(REVIEW_POLICIES)
        self.prediction_target.choices = [("", gettext("Không hỏi dự đoán")), *titles(PREDICTION_TARGETS)]
        rules = [("", gettext("Không dùng")), *((t.code, gettext(t.title)) for t in TIEBREAKS.values())]
        for entry in self.ranking:
            entry.choices = rules
        self._offer_rows(groups, sorted({*topics, *self._stored_topics()}))

    def _stored_topics(self) -> set[str]:
        return {row["topic"] for row in self.blueprint.object_data or () if row.get("topic")}

    def _offer_rows(self, groups: list[tuple[str, str]], topics: list[str]) -> None:
        for entry in self.blueprint:
            entry.form.group.choices = [("", gettext("Mọi nhóm")), *groups]
            entry.form.topic.choices = [("", gettext("Chủ đề bất kỳ")), *((topic, topic) for topic in topics)]
            entry.form.difficulty.choices = [("", gettext("Mức độ bất kỳ")), *titles(DIFFICULTIES)]

    def add_rows(self, count: int = _SPARE_ROWS) -> None:
        """Add empty rows to the blueprint, as far as there is room."""
        for _row in range(min(count, MAX_ROWS - len(self.blueprint))):
            self.blueprint.append_entry()

    def rows(self) -> tuple[BlueprintRow, ...]:
        """Return the blueprint as far as it is filled in."""
        return tuple(
            BlueprintRow(
                count=row["count"],
                topic=row["topic"] or None,
                difficulty=row["difficulty"] or None,
                group=row["group"] or None,
            )
            for row in self.blueprint.data
            if row["count"]
        )

    def settings(self, before: RoundSettings | None = None) -> RoundSettings:
        """Return what the form says. A moment that still reads as `before` keeps its seconds."""
        return RoundSettings(
            slug=self.slug.data or "",
            title=self.title.data or "",
            kind=self.kind.data,
            opens_at=_kept(self.opens_at.data, before.opens_at if before else None),
            closes_at=_kept(self.closes_at.data, before.closes_at if before else None),
            groups=tuple(self.groups.data or ()),
            blueprint=self.rows(),
            time_limit_minutes=self.time_limit_minutes.data or 0,
            attempts_allowed=self.attempts_allowed.data,
            attempts_period=self.attempts_period.data,
            shuffle_questions=self.shuffle_questions.data,
            shuffle_options=self.shuffle_options.data,
            review=self.review.data,
            ranking=tuple(code for code in self.ranking.data if code),
            shows_rank=self.shows_rank.data,
            prediction_target=self.prediction_target.data or None,
            bank_ids=frozenset(self.banks.data or ()),
        )

    def refuse(self, field: str, sentence: str) -> None:
        """Put a sentence beside a field."""
        self[field].errors = [*self[field].errors, sentence]


def _kept(typed: datetime | None, stored: datetime | None) -> datetime:
    assert typed is not None  # asked for only where both moments were understood
    return stored if stored and stored.replace(second=0, microsecond=0) == typed else typed


def contest_data(contest: Contest) -> dict[str, Any]:
    """Return what a contest's form starts from."""
    return {"title": contest.title, "year": contest.year, "slug": contest.slug}


def round_data(settings: RoundSettings) -> dict[str, Any]:
    """Return what a round's form starts from."""
    values = asdict(settings)
    ranking = [*settings.ranking, *[""] * (len(TIEBREAKS) - len(settings.ranking))]
    return {**values, "banks": sorted(settings.bank_ids), "ranking": ranking}
