"""The forms of a contest."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, StringField
from wtforms.validators import Length, NumberRange, Regexp

from quizapp.contests.forms.fields import ChoiceField, RowsField, WholeNumberField, required
from quizapp.contests.forms.prizes import PrizesForm, plan_data
from quizapp.contests.forms.ranking import ranking_choices, ranking_data
from quizapp.contests.forms.refusing import target
from quizapp.domain.round_rules import LeagueSettings, league_contradictions
from quizapp.domain.tiebreak import TIEBREAKS
from quizapp.models import Contest
from quizapp.web.fields import cleaned, no_control_characters
from quizapp.web.moments import YEARS


class ContestForm(PrizesForm):
    """A contest's title, year and address, the league over its rounds, and the overall prizes."""

    title = StringField(
        _("Tên cuộc thi"),
        [
            required(_("Hãy nhập tên cuộc thi.")),
            no_control_characters,
            Length(min=5, max=200, message=_("Tên cuộc thi có từ 5 đến 200 ký tự.")),
        ],
        filters=[cleaned],
    )
    year = WholeNumberField(
        _("Năm"),
        [
            required(_("Hãy nhập năm.")),
            NumberRange(YEARS[0], YEARS[1] - 1, message=_("Năm phải từ 2020 đến 2099.")),
        ],
    )
    slug = StringField(
        _("Tên ngắn trên địa chỉ trang"),
        [
            required(_("Hãy nhập tên ngắn.")),
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

    league_ranking = RowsField(
        ChoiceField(default="", choices=ranking_choices()),
        _("Xếp hạng cả cuộc thi"),
        min_entries=len(TIEBREAKS),
        max_entries=len(TIEBREAKS),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Tell whether the form is right, what contradicts itself included: everything is said at once."""
        is_valid = bool(super().validate(extra_validators))
        found = [c for c in league_contradictions(self.league()) if not target(self, c).errors]
        self.refuse_found(found)
        return is_valid and not found

    def league(self) -> LeagueSettings:
        """Return the rules of the league over the rounds."""
        return LeagueSettings(
            ranking=tuple(code for code in self.league_ranking.data if code), prizes=self.prizes.form.plan()
        )


class NewContestForm(ContestForm):
    """A contest that is to be made."""

    is_rehearsal = BooleanField(
        _("Đây là cuộc thi diễn tập"),
        description=_("Cuộc thi diễn tập có thể chứa người dự thi giả lập. Sau khi tạo không đổi được."),
    )


def contest_data(contest: Contest, league: LeagueSettings) -> dict[str, Any]:
    """Return what a contest's form starts from."""
    return {"title": contest.title, "year": contest.year, "slug": contest.slug, **league_data(league)}


def league_data(league: LeagueSettings) -> dict[str, Any]:
    """Return what the part about the league starts from."""
    return {"league_ranking": ranking_data(league.ranking), "prizes": plan_data(league.prizes)}
