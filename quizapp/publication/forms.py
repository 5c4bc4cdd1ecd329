"""The filter of a ranking, and what publishing and withdrawing ask for."""

from collections.abc import Iterable

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, TextAreaField

from quizapp.domain.groups import GROUPS
from quizapp.models.base import AnyRow
from quizapp.publication.queries.ranking import RankingFilter
from quizapp.web.fields import at_most, cleaned, no_control_characters

_REASON_LENGTH = 500


class RankingForm(FlaskForm):
    """Group and unit. Sent by GET: it changes nothing and needs no token."""

    class Meta:
        csrf = False

    # A group or unit that isn't there lets everybody through.
    group = SelectField(_l("Nhóm"), default="", validate_choice=False)
    unit = SelectField(_l("Đơn vị"), default="", validate_choice=False)

    def __init__(self, *, units: Iterable[AnyRow]) -> None:
        super().__init__(formdata=request.args)
        self.group.choices = [("", gettext("Tất cả các nhóm"))]
        self.group.choices += [(g.code, gettext(g.title)) for g in GROUPS.values()]
        self._unit_names = {str(u.id): u.name for u in units}
        self.unit.choices = [("", gettext("Tất cả đơn vị")), *self._unit_names.items()]

    def chosen(self) -> RankingFilter:
        """Return what was chosen."""
        return RankingFilter(
            group=self.group.data if self.group.data in GROUPS else "",
            unit_id=int(self.unit.data) if self.unit.data in self._unit_names else None,
        )


class PublishForm(FlaskForm):
    """Why there is a further version, and which results were looked at."""

    reason = TextAreaField(
        _l("Lý do có bản công bố mới"),
        description=_l("Người dân đọc được lý do này. Ví dụ: Sửa đáp án câu 7."),
        filters=[cleaned],
        validators=[no_control_characters, at_most(_REASON_LENGTH)],
    )
    seen = HiddenField()


class WithdrawForm(FlaskForm):
    """Why a version is withdrawn."""

    reason = TextAreaField(
        _l("Lý do thu hồi"),
        description=_l("Lý do được ghi vào nhật ký."),
        filters=[cleaned],
        validators=[no_control_characters, at_most(_REASON_LENGTH)],
    )
