"""The filters of the dashboard and of its exports."""

from collections.abc import Iterable

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField

from quizapp.domain.groups import GROUPS
from quizapp.models import Round
from quizapp.models.base import AnyRow


class ReportForm(FlaskForm):
    """Contest, round and group. Sent by GET: it changes nothing and needs no token."""

    class Meta:
        csrf = False

    contest = SelectField(_l("Cuộc thi"), coerce=int)
    round = SelectField(_l("Đợt thi"))
    group = SelectField(_l("Nhóm"))

    def __init__(
        self, *, contests: Iterable[AnyRow], rounds: Iterable[Round], contest_id: int, round_id: int | None
    ) -> None:
        chosen = {"contest": contest_id, "round": str(round_id or ""), "group": request.args.get("group", "")}
        super().__init__(formdata=None, data=chosen)
        self.contest.choices = [(c.id, c.title) for c in contests]
        self.round.choices = [("", gettext("Tất cả các đợt chính thức")), *((str(r.id), r.title) for r in rounds)]
        self.group.choices = [("", gettext("Tất cả các nhóm"))]
        self.group.choices += [(g.code, gettext(g.title)) for g in GROUPS.values()]

    def groups(self) -> tuple[str, ...]:
        """Return the groups that the report is limited to; none for all, and for one that is not known."""
        return (self.group.data,) if self.group.data in GROUPS else ()
