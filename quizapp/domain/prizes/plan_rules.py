"""What a plan of prizes may not say, each with the sentence that says what to change.

A new contradiction is one entry in PLAN_CONTRADICTIONS; the form follows.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from quizapp.domain.groups import GROUPS, UNIT_KINDS
from quizapp.domain.prizes.formulas import FORMULAS, PERCENT
from quizapp.domain.prizes.plan import CollectivePrize, IndividualPrize, PrizePlan
from quizapp.domain.text import N_, fold

MAX_INDIVIDUAL_ROWS = 50
MAX_COLLECTIVE_ROWS = 20
MAX_COUNT = 1_000
MAX_TITLE = 120  # characters
MAX_AMOUNT = 10**10  # đồng
MAX_WEIGHT = 1_000
MAX_WINNER_POINTS = 20  # places
MAX_MINIMUM_RATES = 10  # rows

Row = TypeVar("Row", IndividualPrize, CollectivePrize)
Admitted = Collection[str]
# Numbers, from 1, of the rows in which a contradiction is found; for what stands in no row, 0.
Rows = Sequence[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanContradiction:
    """Something that can't be in a plan: `field` names the setting to change, `sentence` says what to do."""

    code: str
    field: str
    sentence: str
    rows: Callable[[PrizePlan, Admitted], Rows]


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundInPlan:
    """A contradiction with the rows that it is in, from 1; empty where it is in the plan as a whole."""

    code: str
    field: str
    sentence: str
    rows: tuple[int, ...]


def plan_contradictions(plan: PrizePlan, admitted_groups: Admitted) -> tuple[FoundInPlan, ...]:
    """Return what in a plan contradicts itself or the groups that may enter; empty where it can stand."""
    found = []
    for contradiction in PLAN_CONTRADICTIONS:
        if rows := contradiction.rows(plan, admitted_groups):
            found.append(
                FoundInPlan(
                    code=contradiction.code,
                    field=contradiction.field,
                    sentence=contradiction.sentence,
                    rows=tuple(row for row in rows if row),
                )
            )
    return tuple(found)


def _where(rows: Iterable[Row], holds: Callable[[Row], bool]) -> Rows:
    return [number for number, row in enumerate(rows, start=1) if holds(row)]


def _whole(holds: bool) -> Rows:
    return [0] if holds else []


def _repeated(rows: Sequence[Row], key: Callable[[Row], Hashable]) -> Rows:
    """Return the rows whose key an earlier row has."""
    first: dict[Hashable, int] = {}
    return [number for number, row in enumerate(rows, start=1) if first.setdefault(key(row), number) != number]


def _is_title_bad(title: str) -> bool:
    return not title.strip() or len(title) > MAX_TITLE


def _is_outside(number: int, lowest: int, highest: int) -> bool:
    return not lowest <= number <= highest


def _are_kinds_bad(prize: CollectivePrize) -> bool:
    return not set(prize.kinds) <= set(UNIT_KINDS) or len(set(prize.kinds)) < len(prize.kinds)


def _are_weights_bad(prize: CollectivePrize) -> bool:
    """Tell whether weights are of no component of the formula, given twice, or out of bounds."""
    components = FORMULAS[prize.formula].components if prize.formula in FORMULAS else ()
    named = Counter(component for component, _ in prize.weights)
    return (
        not set(named) <= set(components)
        or max(named.values(), default=0) > 1
        or any(_is_outside(weight, 0, MAX_WEIGHT) for _, weight in prize.weights)
    )


def _weighs_nothing(prize: CollectivePrize) -> bool:
    return bool(prize.weights) and not any(weight for _, weight in prize.weights)


def _are_winner_points_bad(prize: CollectivePrize) -> bool:
    """Tell whether points are too many or out of bounds, or a worse place earns more than a better one."""
    points = prize.winner_points
    return (
        len(points) > MAX_WINNER_POINTS
        or any(_is_outside(number, 0, MAX_WEIGHT) for number in points)
        or list(points) != sorted(points, reverse=True)
    )


def _are_minimum_rates_bad(prize: CollectivePrize) -> bool:
    """Tell whether a row is out of bounds, or two begin at the same headcount."""
    sizes = [size for size, _ in prize.minimum_rates]
    return (
        len(sizes) > MAX_MINIMUM_RATES
        or len(set(sizes)) < len(sizes)
        or any(size < 0 or _is_outside(percent, 0, PERCENT) for size, percent in prize.minimum_rates)
    )


PLAN_CONTRADICTIONS: tuple[PlanContradiction, ...] = (
    PlanContradiction(
        code="too-many-prizes",
        field="individual",
        sentence=N_("Cơ cấu giải cá nhân có nhiều nhất 50 dòng. Hãy gộp bớt các dòng."),
        rows=lambda plan, _: _whole(len(plan.individual) > MAX_INDIVIDUAL_ROWS),
    ),
    PlanContradiction(
        code="prize-title",
        field="individual",
        sentence=N_("Có giải chưa có tên hoặc tên quá dài. Hãy ghi tên giải, nhiều nhất 120 ký tự."),
        rows=lambda plan, _: _where(plan.individual, lambda row: _is_title_bad(row.title)),
    ),
    PlanContradiction(
        code="prize-count",
        field="individual",
        sentence=N_("Số lượng của mỗi giải phải từ 1 đến 1.000; giải không trao thì bỏ dòng đó."),
        rows=lambda plan, _: _where(plan.individual, lambda row: _is_outside(row.count, 1, MAX_COUNT)),
    ),
    PlanContradiction(
        code="prize-amount",
        field="individual",
        sentence=N_("Số tiền của mỗi giải phải từ 0 đến 10 tỷ đồng. Hãy xem lại số tiền."),
        rows=lambda plan, _: _where(plan.individual, lambda row: _is_outside(row.amount, 0, MAX_AMOUNT)),
    ),
    PlanContradiction(
        code="prize-unknown-group",
        field="individual",
        sentence=N_("Có giải dành cho nhóm không nằm trong danh sách. Hãy chọn lại nhóm."),
        rows=lambda plan, _: _where(plan.individual, lambda row: row.group is not None and row.group not in GROUPS),
    ),
    PlanContradiction(
        code="prize-of-group-not-admitted",
        field="individual",
        sentence=N_("Có giải dành cho nhóm không được dự thi. Hãy bỏ giải đó hoặc cho nhóm ấy dự thi."),
        rows=lambda plan, admitted: _where(
            plan.individual, lambda row: row.group in GROUPS and row.group not in admitted
        ),
    ),
    PlanContradiction(
        code="repeated-prize",
        field="individual",
        sentence=N_("Có hai giải cùng tên cho cùng một nhóm. Hãy đổi tên một giải hoặc gộp số lượng vào một dòng."),
        rows=lambda plan, _: _repeated(plan.individual, lambda row: (fold(row.title), row.group)),
    ),
    PlanContradiction(
        code="minimum-percent",
        field="minimum_percent",
        sentence=N_("Điểm tối thiểu để xét giải phải từ 0% đến 100% điểm tối đa; không đặt mức tối thiểu thì ghi 0."),
        rows=lambda plan, _: _whole(_is_outside(plan.minimum_percent, 0, PERCENT)),
    ),
    PlanContradiction(
        code="encouragement-count",
        field="encouragement",
        sentence=N_("Số giải khuyến khích rút thăm phải từ 0 đến 1.000; không rút thăm thì ghi 0."),
        rows=lambda plan, _: _whole(_is_outside(plan.encouragement, 0, MAX_COUNT)),
    ),
    PlanContradiction(
        code="encouragement-title",
        field="encouragement_title",
        sentence=N_("Giải rút thăm chưa có tên hoặc tên quá dài. Hãy ghi tên giải, nhiều nhất 120 ký tự."),
        rows=lambda plan, _: _whole(plan.encouragement > 0 and _is_title_bad(plan.encouragement_title)),
    ),
    PlanContradiction(
        code="encouragement-repeats-prize",
        field="encouragement_title",
        sentence=N_("Giải rút thăm trùng tên với một giải trao theo thứ hạng. Hãy đổi tên một trong hai giải."),
        rows=lambda plan, _: _whole(
            plan.encouragement > 0
            and fold(plan.encouragement_title) in {fold(row.title) for row in plan.individual if row.group is None}
        ),
    ),
    PlanContradiction(
        code="encouragement-amount",
        field="encouragement_amount",
        sentence=N_("Số tiền của giải rút thăm phải từ 0 đến 10 tỷ đồng. Hãy xem lại số tiền."),
        rows=lambda plan, _: _whole(_is_outside(plan.encouragement_amount, 0, MAX_AMOUNT)),
    ),
    PlanContradiction(
        code="too-many-collective-prizes",
        field="collective",
        sentence=N_("Cơ cấu giải tập thể có nhiều nhất 20 dòng. Hãy gộp bớt các dòng."),
        rows=lambda plan, _: _whole(len(plan.collective) > MAX_COLLECTIVE_ROWS),
    ),
    PlanContradiction(
        code="collective-title",
        field="collective",
        sentence=N_("Có giải tập thể chưa có tên hoặc tên quá dài. Hãy ghi tên giải, nhiều nhất 120 ký tự."),
        rows=lambda plan, _: _where(plan.collective, lambda row: _is_title_bad(row.title)),
    ),
    PlanContradiction(
        code="collective-count",
        field="collective",
        sentence=N_("Số lượng của mỗi giải tập thể phải từ 1 đến 1.000; giải không trao thì bỏ dòng đó."),
        rows=lambda plan, _: _where(plan.collective, lambda row: _is_outside(row.count, 1, MAX_COUNT)),
    ),
    PlanContradiction(
        code="collective-amount",
        field="collective",
        sentence=N_("Số tiền của mỗi giải tập thể phải từ 0 đến 10 tỷ đồng. Hãy xem lại số tiền."),
        rows=lambda plan, _: _where(plan.collective, lambda row: _is_outside(row.amount, 0, MAX_AMOUNT)),
    ),
    PlanContradiction(
        code="unknown-formula",
        field="collective",
        sentence=N_("Có cách xét giải tập thể không nằm trong danh sách. Hãy chọn lại."),
        rows=lambda plan, _: _where(plan.collective, lambda row: row.formula not in FORMULAS),
    ),
    PlanContradiction(
        code="unit-kinds",
        field="collective",
        sentence=N_("Có giải tập thể chọn loại đơn vị không nằm trong danh sách hoặc chọn hai lần. Hãy chọn lại."),
        rows=lambda plan, _: _where(plan.collective, _are_kinds_bad),
    ),
    PlanContradiction(
        code="repeated-collective-prize",
        field="collective",
        sentence=N_("Có hai giải tập thể cùng tên cho cùng loại đơn vị. Hãy đổi tên một giải hoặc gộp số lượng."),
        rows=lambda plan, _: _repeated(plan.collective, lambda row: (fold(row.title), frozenset(row.kinds))),
    ),
    PlanContradiction(
        code="weights",
        field="collective",
        sentence=N_("Hệ số phải là số nguyên từ 0 đến 1.000, mỗi nội dung của cách xét một hệ số. Hãy nhập lại."),
        rows=lambda plan, _: _where(plan.collective, _are_weights_bad),
    ),
    PlanContradiction(
        code="no-weight",
        field="collective",
        sentence=N_("Mọi hệ số đều bằng 0 nên các đơn vị bằng nhau. Hãy nhập ít nhất một hệ số từ 1 trở lên."),
        rows=lambda plan, _: _where(plan.collective, _weighs_nothing),
    ),
    PlanContradiction(
        code="winner-points",
        field="collective",
        sentence=N_("Điểm cộng cho giải cá nhân phải từ 0 đến 1.000, xếp từ giải cao xuống, nhiều nhất 20 mức."),
        rows=lambda plan, _: _where(plan.collective, _are_winner_points_bad),
    ),
    PlanContradiction(
        code="minimum-rates",
        field="collective",
        sentence=N_(
            "Tỷ lệ tối thiểu phải từ 0% đến 100%, mỗi mức số người một dòng, nhiều nhất 10 dòng. Hãy nhập lại."
        ),
        rows=lambda plan, _: _where(plan.collective, _are_minimum_rates_bad),
    ),
)
