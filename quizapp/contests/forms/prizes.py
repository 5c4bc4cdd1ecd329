"""The editor of a plan of prizes: rows of individual prizes, the draw, and prizes for units.

What a plan may not say is in domain/prizes/plan_rules.py; here is how it is typed. A row left blank is not used.
"""

from collections.abc import Sequence
from typing import Any, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form, FormField, StringField
from wtforms.validators import Optional

from quizapp.contests.forms.fields import (
    AmountField,
    CardsField,
    ChoiceField,
    ChoicesField,
    NumbersField,
    RowsField,
    WholeNumberField,
    lazy_choices,
)
from quizapp.contests.forms.refusing import RefusingForm
from quizapp.domain.groups import GROUPS, UNIT_KINDS
from quizapp.domain.prizes.formulas import COMPONENTS, FORMULAS, WINNER_POINTS
from quizapp.domain.prizes.plan import (
    DRAW_AMONG,
    ONE_PRIZE,
    CollectivePrize,
    DrawAmong,
    IndividualPrize,
    OnePrize,
    PrizePlan,
    to_json,
)
from quizapp.domain.prizes.plan_rules import (
    MAX_COLLECTIVE_ROWS,
    MAX_INDIVIDUAL_ROWS,
    MAX_MINIMUM_RATES,
)
from quizapp.web.fields import cleaned, no_control_characters

_SPARE_PRIZES = 2
_SPARE_RATES = 2


def _number(label: Any, **kwargs: Any) -> WholeNumberField:
    return WholeNumberField(label, [Optional()], **kwargs)


def _title() -> StringField:
    return StringField(_("Tên giải"), [no_control_characters], filters=[cleaned])


class IndividualPrizeForm(Form):
    """A row of individual prizes."""

    title = _title()
    count = _number(_("Số giải"))
    group = ChoiceField(_("Dành cho"), default="", choices=lazy_choices(GROUPS, unset=_("Mọi nhóm")))
    amount = AmountField(_("Tiền thưởng mỗi giải (đồng)"))

    @property
    def is_used(self) -> bool:
        """Tell whether anything was typed that makes a prize."""
        return bool(self.title.data or self.count.data is not None or self.amount.data)

    def prize(self) -> IndividualPrize:
        """Return the row's prize."""
        return IndividualPrize(
            title=self.title.data or "",
            count=self.count.data or 0,
            group=self.group.data or None,
            amount=self.amount.data or 0,
        )


class MinimumRateForm(Form):
    """The part of its people that a unit of a size must reach."""

    headcount = _number(_("Đơn vị có từ (người)"))
    percent = _number(_("Tỷ lệ tối thiểu (%)"))

    @property
    def is_used(self) -> bool:
        """Tell whether anything was typed."""
        return self.headcount.data is not None or self.percent.data is not None

    def validate(self, extra_validators: Any = None) -> bool:
        """Tell whether the row is blank or has a percentage."""
        is_valid = bool(super().validate(extra_validators))
        if is_valid and self.is_used and self.percent.data is None:
            self.percent.errors = [gettext("Hãy nhập tỷ lệ tối thiểu, hoặc xóa trắng cả dòng.")]
            return False
        return is_valid


# One number a component: a new component is a new field.
WeightsForm: Any = type("WeightsForm", (Form,), {code: _number(_(part.title)) for code, part in COMPONENTS.items()})


class CollectivePrizeForm(Form):
    """A prize for units."""

    title = _title()
    count = _number(_("Số giải"))
    amount = AmountField(_("Tiền thưởng mỗi giải (đồng)"))
    kinds = ChoicesField(
        _("Loại đơn vị"),
        choices=lazy_choices(UNIT_KINDS),
        description=_("Không chọn: mọi loại đơn vị xét chung."),
    )
    formula = CardsField(_("Cách xét"), choices=lazy_choices(FORMULAS), default=next(iter(FORMULAS)))
    weights: Any = FormField(
        WeightsForm,
        _("Hệ số"),
        description=_("Để trống cả: mỗi nội dung hệ số 1. Đã ghi hệ số thì nội dung để trống không được tính."),
    )
    winner_points = NumbersField(
        _("Điểm cộng cho giải cá nhân"),
        default=list(WINNER_POINTS),
        description=_("Từ giải cao xuống, cách nhau bằng dấu phẩy."),
    )
    minimum_rates = RowsField(FormField(MinimumRateForm), _("Tỷ lệ tham gia tối thiểu"), max_entries=MAX_MINIMUM_RATES)
    requires_full_rate = BooleanField(_("Chỉ xét đơn vị có đủ 100% số người tham gia"))
    requires_winner = BooleanField(_("Chỉ xét đơn vị có ít nhất một giải cá nhân"))

    @property
    def is_used(self) -> bool:
        """Tell whether anything was typed that makes a prize."""
        return bool(self.title.data or self.count.data is not None or self.amount.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Tell whether the prize is right; a weight of what the formula doesn't count is said so."""
        is_valid = bool(super().validate(extra_validators))
        formula = FORMULAS.get(self.formula.data or "")
        if not self.is_used or formula is None:
            return is_valid
        idle = [part for part in self.weights if part.data is not None and part.short_name not in formula.components]
        for part in idle:
            part.errors = [
                gettext(
                    "Cách xét “%(formula)s” không tính “%(part)s”. Hãy xóa hệ số này hoặc chọn cách xét khác.",
                    formula=gettext(formula.title),
                    part=gettext(COMPONENTS[part.short_name].title),
                )
            ]
        return is_valid and not idle

    def prize(self) -> CollectivePrize:
        """Return the block's prize."""
        rates = [entry.form for entry in self.minimum_rates if entry.form.is_used]
        return CollectivePrize(
            title=self.title.data or "",
            count=self.count.data or 0,
            formula=self.formula.data or "",
            kinds=tuple(kind for kind in UNIT_KINDS if kind in (self.kinds.data or ())),
            weights=tuple((part.short_name, part.data) for part in self.weights if part.data is not None),
            winner_points=tuple(self.winner_points.data or ()),
            minimum_rates=tuple((row.headcount.data or 0, row.percent.data or 0) for row in rates),
            requires_full_rate=self.requires_full_rate.data,
            requires_winner=self.requires_winner.data,
            amount=self.amount.data or 0,
        )


class CollectivePrizesField(RowsField):
    """Blocks of prizes for units."""

    numbered = _("Giải tập thể %(number)d: %(sentence)s")


class PrizePlanForm(Form):
    """All prizes of a round or a contest. Field names are those that domain/prizes/plan_rules.py speaks of."""

    individual = RowsField(FormField(IndividualPrizeForm), _("Giải cá nhân"), max_entries=MAX_INDIVIDUAL_ROWS)
    one_prize = ChoiceField(_("Số giải của một người"), choices=lazy_choices(ONE_PRIZE), default=OnePrize.ROUND)
    minimum_percent = _number(
        _("Điểm tối thiểu để xét giải (% điểm tối đa)"), description=_("Để trống: không đặt mức tối thiểu.")
    )
    encouragement = _number(_("Số giải rút thăm"), description=_("Để trống: không rút thăm."))
    encouragement_title = StringField(_("Tên giải rút thăm"), [no_control_characters], filters=[cleaned])
    encouragement_amount = AmountField(_("Tiền thưởng mỗi giải rút thăm (đồng)"))
    encouragement_among = ChoiceField(
        _("Rút thăm trong số"), choices=lazy_choices(DRAW_AMONG), default=DrawAmong.COUNTED
    )
    collective = CollectivePrizesField(
        FormField(CollectivePrizeForm), _("Giải tập thể"), max_entries=MAX_COLLECTIVE_ROWS
    )

    def plan(self) -> PrizePlan:
        """Return what the editor says, as far as it is filled in."""
        return PrizePlan(
            individual=tuple(form.prize() for form in _used(self.individual)),
            one_prize=_code(self.one_prize.data, OnePrize, OnePrize.ROUND),
            minimum_percent=self.minimum_percent.data or 0,
            encouragement=self.encouragement.data or 0,
            encouragement_title=self.encouragement_title.data or "",
            encouragement_amount=self.encouragement_amount.data or 0,
            encouragement_among=_code(self.encouragement_among.data, DrawAmong, DrawAmong.COUNTED),
            collective=tuple(form.prize() for form in _used(self.collective)),
        )

    def add_prizes(self) -> None:
        """Add empty rows of individual prizes."""
        self.individual.top_up(_SPARE_PRIZES)

    def add_collective(self) -> None:
        """Add an empty block for a prize of units."""
        self.collective.top_up(1)
        self.add_rates()

    def add_rates(self) -> None:
        """Add empty rows of minimum rates to every block."""
        for entry in self.collective:
            entry.form.minimum_rates.top_up(_SPARE_RATES)

    def refuse(self, part: str, sentence: str, *, rows: Sequence[int] = ()) -> None:
        """Put a sentence beside a part of the plan; `rows` of it, from 1, are counted without blank ones."""
        field = self[part]
        sentences = [field.name_row(_shown_number(field, row), sentence) for row in rows] or [sentence]
        field.errors = [*field.errors, *sentences]


def _used(rows: RowsField) -> list[Any]:
    return [entry.form for entry in rows if entry.form.is_used]


def _shown_number(rows: RowsField, row: int) -> int:
    """Return the place on the page of a row that is counted without blank ones."""
    return [number for number, entry in enumerate(rows, start=1) if entry.form.is_used][row - 1]


def _code(typed: Any, codes: Any, usual: Any) -> Any:
    """Return the code that was chosen; what is not offered is refused by its field, and reads as the usual here."""
    return codes(typed) if typed in set(codes) else usual


def plan_data(plan: PrizePlan) -> dict[str, Any]:
    """Return what the editor starts from."""
    content = cast(dict[str, Any], to_json(plan))
    for prize in content["individual"]:
        prize["group"] = prize["group"] or ""
    for prize in content["collective"]:
        prize["weights"] = dict(prize["weights"])
        prize["minimum_rates"] = [{"headcount": size, "percent": part} for size, part in prize["minimum_rates"]]
    for name in ("minimum_percent", "encouragement"):
        content[name] = content[name] or None
    return content


class PrizesForm(RefusingForm):
    """A form with prizes, and the box that says that more people will come."""

    prizes = FormField(PrizePlanForm, _("Giải thưởng"))
    expects_more_people = BooleanField(
        _("Vẫn giữ số giải này"),
        description=_("Đánh dấu nếu còn người sẽ đăng ký thêm, đủ cho số giải đã đặt."),
    )
    is_short_of_people = False  # the box is asked for

    def add_rows(self, action: str) -> None:
        """Add the empty rows that a button asked for."""
        if action == "add-prize":
            self.prizes.form.add_prizes()
        elif action == "add-collective":
            self.prizes.form.add_collective()
