"""The form of rounds that follow one another. What a pattern may be is said in domain/series.py."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.fields import DateField, TimeField
from wtforms.validators import NumberRange

from quizapp.contests.forms.fields import CardsField, ChoiceField, WholeNumberField, lazy_choices, required
from quizapp.domain.phase import VIETNAM
from quizapp.domain.presets import Preset, RoundsPattern
from quizapp.domain.series import (
    CLOSING_DAYS,
    COUNT_BOUNDS,
    GAP_BOUNDS,
    LENGTH_BOUNDS,
    ClosingDay,
    SeriesPattern,
    numbered,
    series_contradictions,
)
from quizapp.models import Round
from quizapp.web.fields import cleaned, no_control_characters
from quizapp.web.moments import YEARS

_DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]
_TIME_FORMATS = ["%H:%M", "%H:%M:%S"]


class _DayField(DateField):
    """A day; what is none is answered with a sentence."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed. Raises ValueError with a sentence."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Hãy chọn ngày, ví dụ 07/06/2027.")) from None
        if self.data is not None and not YEARS[0] <= self.data.year < YEARS[1]:
            raise ValueError(gettext("Năm phải từ 2020 đến 2099."))


class _TimeOfDayField(TimeField):
    """A time; what is none is answered with a sentence."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed. Raises ValueError with a sentence."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Hãy chọn giờ, ví dụ 08:00.")) from None


def _number(label: Any, bounds: tuple[int, int], sentence: Any, **kwargs: Any) -> WholeNumberField:
    return WholeNumberField(label, [required(sentence), NumberRange(*bounds, message=sentence)], **kwargs)


class SeriesForm(FlaskForm):
    """How many rounds, from when, how long, and what they are called."""

    source = ChoiceField(
        _("Theo thể lệ của"),
        [required(_("Hãy chọn một đợt thi."))],
        coerce=int,
        description=_("Mọi cài đặt của đợt này được chép sang các đợt mới, chỉ khác tên và thời gian."),
    )
    count = _number(_("Số đợt"), COUNT_BOUNDS, _("Số đợt phải từ 1 đến 60."))
    first_day = _DayField(
        _("Ngày mở đợt đầu tiên"), [required(_("Hãy chọn ngày mở đợt đầu tiên."))], format=_DAY_FORMATS
    )
    opens = _TimeOfDayField(_("Giờ mở"), [required(_("Hãy chọn giờ mở."))], format=_TIME_FORMATS)
    length = _number(
        _("Mỗi đợt dài (ngày)"),
        LENGTH_BOUNDS,
        _("Mỗi đợt dài từ 1 đến 92 ngày."),
        description=_("Một tuần là 7 ngày."),
    )
    closing_day = CardsField(_("Ngày đóng"), [required(_("Hãy chọn ngày đóng."))], choices=lazy_choices(CLOSING_DAYS))
    closes = _TimeOfDayField(_("Giờ đóng"), [required(_("Hãy chọn giờ đóng."))], format=_TIME_FORMATS)
    gap = _number(
        _("Số ngày nghỉ giữa hai đợt"),
        GAP_BOUNDS,
        _("Số ngày nghỉ giữa hai đợt phải từ 0 đến 92."),
        description=_("0: đợt sau tiếp ngay đợt trước."),
    )
    first_number = _number(
        _("Đánh số từ"), (1, 999), _("Số đầu tiên phải từ 1 đến 999."), description=_("Số này thay cho {n} ở dưới.")
    )
    title = StringField(
        _("Mẫu tên đợt thi"),
        [required(_("Hãy nhập mẫu tên.")), no_control_characters],
        filters=[cleaned],
        description=_("{n} là số thứ tự. Ví dụ: Tuần {n}"),
    )
    slug = StringField(
        _("Mẫu tên ngắn trên địa chỉ trang"),
        [required(_("Hãy nhập mẫu tên ngắn."))],
        filters=[cleaned],
        description=_("Chữ thường không dấu, chữ số, gạch nối và {n}. Ví dụ: tuan-{n}"),
    )
    previewed = HiddenField()

    def offer(self, rounds: Iterable[Round]) -> None:
        """Give the rounds whose rules may be copied."""
        self.source.choices = [(row.id, row.title) for row in rounds]

    def validate(self, extra_validators: Any = None) -> bool:
        """Tell whether the form is right, what contradicts itself included."""
        if not super().validate(extra_validators):
            return False
        found = series_contradictions(self.pattern())
        for contradiction in found:
            field = self[contradiction.field]
            field.errors = [*field.errors, gettext(contradiction.sentence)]
        return not found

    def pattern(self) -> SeriesPattern:
        """Return what the form says; asked for only where every field was understood."""
        return SeriesPattern(
            count=self.count.data,
            first_day=self.first_day.data,
            opens=self.opens.data,
            length=self.length.data,
            closing_day=self.closing_day.data,
            closes=self.closes.data,
            gap=self.gap.data,
            first_number=self.first_number.data,
            title=self.title.data or "",
            slug=self.slug.data or "",
        )

    def mark(self) -> str:
        """Return a mark of what the form says: rounds are made only by a pattern that was looked at."""
        return sha256(f"{self.source.data} {self.pattern()!r}".encode()).hexdigest()[:16]


def series_data(source: Round, preset: Preset | None) -> dict[str, Any]:
    """Return what the form starts from: rounds that follow `source`, as a rule set has them or else by the week.

    A round that is the first of a rule set's own is not made once more.
    """
    usual = _weeks(source) if preset is None else preset.pattern
    closes = _local(source.closes_at)
    pattern = usual.starting(closes.date() + timedelta(days=int(closes.time() > usual.opens)))
    is_first = preset is not None and source.slug == numbered(pattern.slug, pattern.first_number)
    if is_first:
        pattern = replace(pattern, count=pattern.count - 1, first_number=pattern.first_number + 1)
    return {"source": source.id, **asdict(pattern)}


def _weeks(source: Round) -> RoundsPattern:
    """Return four weeks that open and close at the times of a round."""
    opens, closes = (_local(moment).time() for moment in (source.opens_at, source.closes_at))
    day = ClosingDay.NEXT if closes <= opens else ClosingDay.LAST
    return RoundsPattern(count=4, length=7, opens=opens, closing_day=day, closes=closes)


def _local(moment: datetime) -> datetime:
    """Return a moment in Vietnam to the minute, as the form shows it."""
    return moment.astimezone(VIETNAM).replace(second=0, microsecond=0)
