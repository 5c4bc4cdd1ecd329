"""The form of a round that is held here: how its settings are typed. What they may be is said in domain/round_rules."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form, FormField
from wtforms.validators import NumberRange, Optional

from quizapp.contests.forms.basics import RoundBasicsForm
from quizapp.contests.forms.fields import (
    CardsField,
    ChoiceField,
    ChoicesField,
    RowsField,
    WholeNumberField,
    lazy_choices,
    required,
)
from quizapp.contests.forms.prizes import PrizesForm, plan_data
from quizapp.contests.forms.ranking import ranking_choices, ranking_data
from quizapp.contests.queries import BankChoice
from quizapp.domain.drawing import BlueprintRow
from quizapp.domain.groups import GROUPS
from quizapp.domain.marking import PARTIAL_RULES, USUAL_POINTS
from quizapp.domain.phase import PERIODS
from quizapp.domain.policy import (
    PREDICTION_ASKED,
    PREDICTION_TARGETS,
    REVIEW_POLICIES,
    ROUND_KINDS,
    PredictionAsked,
    RoundKind,
)
from quizapp.domain.question import DIFFICULTIES
from quizapp.domain.ranking import COUNTED_RULES
from quizapp.domain.round_rules import ATTEMPTS_BOUNDS, MAX_QUESTIONS, TIME_LIMIT_BOUNDS, RoundSettings
from quizapp.domain.tiebreak import TIEBREAKS

MAX_ROWS = 40
_SPARE_ROWS = 3
_HELD_HERE = {kind: title for kind, title in ROUND_KINDS.items() if kind != RoundKind.EXTERNAL}


class BlueprintRowForm(Form):
    """A row of the blueprint; a row without a count is not used."""

    group = ChoiceField(_("Nhóm"), default="", choices=lazy_choices(GROUPS, unset=_("Mọi nhóm")))
    topic = ChoiceField(_("Chủ đề"), default="")
    difficulty = ChoiceField(_("Mức độ"), default="", choices=lazy_choices(DIFFICULTIES, unset=_("Mức độ bất kỳ")))
    count = WholeNumberField(
        _("Số câu"),
        [Optional(), NumberRange(1, MAX_QUESTIONS, message=_("Số câu phải từ 1 đến 100."))],
    )


# One number a difficulty: a new difficulty is a new field.
PointsForm: Any = type(
    "PointsForm",
    (Form,),
    {code: WholeNumberField(_(title), [Optional()]) for code, title in DIFFICULTIES.items()},
)


class RoundForm(RoundBasicsForm, PrizesForm):
    """Everything that is decided of a round that is held here."""

    kind = CardsField(_("Loại đợt thi"), [required(_("Hãy chọn loại đợt thi."))], choices=lazy_choices(_HELD_HERE))
    minimum_age = WholeNumberField(
        _("Tuổi tối thiểu"), [Optional()], description=_("Tính đến ngày bắt đầu làm bài. Để trống: không quy định.")
    )
    time_limit_minutes = WholeNumberField(
        _("Thời gian làm bài (phút)"),
        [
            required(_("Hãy nhập số phút.")),
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
    attempts_period = ChoiceField(
        _("Tính theo"), [required(_("Hãy chọn cách tính số lượt."))], choices=lazy_choices(PERIODS)
    )
    counted = CardsField(_("Lượt được tính"), choices=lazy_choices(COUNTED_RULES), default="best")
    requires_all_answered = BooleanField(
        _("Bài còn câu chưa trả lời thì không hợp lệ"),
        description=_("Lượt thi ấy không được tính, nhưng vẫn trừ vào số lượt được phép."),
    )
    banks = ChoicesField(_("Ngân hàng câu hỏi"), coerce=int)
    blueprint = RowsField(FormField(BlueprintRowForm), _("Ma trận đề"), max_entries=MAX_ROWS)
    shuffle_questions = BooleanField(_("Xáo trộn thứ tự câu hỏi"))
    shuffle_options = BooleanField(
        _("Xáo trộn thứ tự phương án"),
        description=_("Phương án giữ nguyên vị trí, như “Cả ba phương án trên”, không bị xáo trộn."),
    )
    partial_rule = CardsField(_("Câu có nhiều đáp án"), choices=lazy_choices(PARTIAL_RULES), default="none")
    points: Any = FormField(PointsForm, _("Điểm của mỗi câu, theo mức độ"))
    review = CardsField(
        _("Cho xem đáp án"),
        [required(_("Hãy chọn khi nào cho xem đáp án."))],
        choices=lazy_choices(REVIEW_POLICIES),
    )
    ranking = RowsField(
        ChoiceField(default="", choices=ranking_choices()),
        _("Thứ tự xếp hạng"),
        min_entries=len(TIEBREAKS),
        max_entries=len(TIEBREAKS),
    )
    prediction_target = ChoiceField(
        _("Câu hỏi dự đoán"), default="", choices=lazy_choices(PREDICTION_TARGETS, unset=_("Không hỏi dự đoán"))
    )
    prediction_asked = ChoiceField(
        _("Hỏi dự đoán khi nào"), choices=lazy_choices(PREDICTION_ASKED), default=PredictionAsked.EVERY
    )
    prediction_with_disqualified = BooleanField(
        _("Con số thực tế gồm cả bài thi bị hủy kết quả"),
        description=_("Không đánh dấu: bài bị hủy không được đếm vào con số để so với dự đoán."),
    )
    shows_rank = BooleanField(
        _("Cho người dự thi thấy thứ hạng tạm thời"), description=_("Hiện ở trang kết quả ngay sau khi nộp bài.")
    )
    complaint_days = WholeNumberField(
        _("Nhận khiếu nại sau khi công bố (ngày)"),
        [Optional()],
        description=_("Để trống hoặc ghi 0: không nhận khiếu nại."),
    )

    def offer(self, *, banks: Iterable[BankChoice], topics: Iterable[str]) -> None:
        """Offer what the database holds; a row keeps a topic that is no longer in use."""
        self.banks.choices = [(bank.id, bank.title) for bank in banks]
        offered = sorted({*topics, *self._stored_topics()})
        for entry in self.blueprint:
            entry.form.topic.choices = [("", gettext("Chủ đề bất kỳ")), *((topic, topic) for topic in offered)]

    def _stored_topics(self) -> set[str]:
        return {row["topic"] for row in self.blueprint.object_data or () if row.get("topic")}

    def add_rows(self, action: str) -> None:
        """Add the empty rows that a button asked for."""
        if action == "add-row":
            self.blueprint.top_up(_SPARE_ROWS)
        super().add_rows(action)

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
            **self.basics(before),
            kind=self.kind.data if self.kind.data in _HELD_HERE else RoundKind.OFFICIAL,  # refused by its field
            minimum_age=self.minimum_age.data,
            blueprint=self.rows(),
            time_limit_minutes=self.time_limit_minutes.data or 0,
            attempts_allowed=self.attempts_allowed.data,
            attempts_period=self.attempts_period.data,
            counted=self.counted.data,
            requires_all_answered=self.requires_all_answered.data,
            shuffle_questions=self.shuffle_questions.data,
            shuffle_options=self.shuffle_options.data,
            partial_rule=self.partial_rule.data,
            points=self.worths(),
            review=self.review.data,
            ranking=tuple(code for code in self.ranking.data if code),
            shows_rank=self.shows_rank.data,
            prediction_target=self.prediction_target.data or None,
            prediction_asked=self.prediction_asked.data,
            prediction_with_disqualified=self.prediction_with_disqualified.data,
            complaint_days=self.complaint_days.data or 0,
            prizes=self.prizes.form.plan(),
            bank_ids=frozenset(self.banks.data or ()),
        )

    def worths(self) -> tuple[tuple[str, int], ...]:
        """Return points by difficulty, nothing where every question is worth the usual; blank is the usual."""
        typed = {code: USUAL_POINTS if worth is None else worth for code, worth in self.points.data.items()}
        return tuple(typed.items()) if set(typed.values()) != {USUAL_POINTS} else ()


def round_data(settings: RoundSettings) -> dict[str, Any]:
    """Return what a round's form starts from."""
    return {
        **asdict(settings),
        "banks": sorted(settings.bank_ids),
        "ranking": ranking_data(settings.ranking),
        "points": {code: settings.marking.points_of(code) for code in DIFFICULTIES},
        "prizes": plan_data(settings.prizes),
    }
