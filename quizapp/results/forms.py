"""The filter of the staff's standing."""

from collections.abc import Iterable

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SearchField, SelectField

from quizapp.domain.groups import GROUPS
from quizapp.models.base import AnyRow
from quizapp.results.queries.standing import StandingFilter
from quizapp.web.fields import at_most, cleaned, no_control_characters

_TEXT_LENGTH = 80


class StandingForm(FlaskForm):
    """Round, group, unit, and part of a name or a code. Sent by GET: it changes nothing and needs no token."""

    class Meta:
        csrf = False

    round = SelectField(_l("Đợt thi"), coerce=int)
    # A group or unit that the round newly chosen does not have lets everybody through.
    group = SelectField(_l("Nhóm"), default="", validate_choice=False)
    unit = SelectField(_l("Đơn vị"), default="", validate_choice=False)
    q = SearchField(
        _l("Họ tên hoặc mã dự thi"), filters=[cleaned], validators=[no_control_characters, at_most(_TEXT_LENGTH)]
    )

    def __init__(self, *, rounds: Iterable[AnyRow], units: Iterable[AnyRow]) -> None:
        super().__init__(formdata=request.args)
        self.round.choices = [(r.id, f"{r.title} ({r.contest_title})") for r in rounds]
        self.group.choices = [("", gettext("Tất cả các nhóm"))]
        self.group.choices += [(g.code, gettext(g.title)) for g in GROUPS.values()]
        self._unit_names = {str(u.id): u.name for u in units}
        self.unit.choices = [("", gettext("Tất cả đơn vị")), *self._unit_names.items()]

    def chosen(self, round_id: int) -> StandingFilter:
        """Return what was chosen; call it when the form is valid."""
        return StandingFilter(
            round_id=round_id,
            group=self.group.data if self.group.data in GROUPS else "",
            unit_id=int(self.unit.data) if self.unit.data in self._unit_names else None,
            text=self.q.data or "",
        )
