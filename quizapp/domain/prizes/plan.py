"""The prizes that a round or a contest has, as its settings hold them: what is awarded, how many, to whom.

What a plan may not say is in domain/prizes/plan_rules.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, TypeVar

from quizapp.domain.prizes.formulas import FORMULAS, WINNER_POINTS
from quizapp.domain.text import N_


class OnePrize(StrEnum):
    """How far a prize keeps its winner from others. Within one list of ranks nobody ever has two."""

    NONE = "none"
    ROUND = "round"
    CONTEST = "contest"


ONE_PRIZE: Mapping[str, str] = {
    OnePrize.NONE: N_("Một người có thể nhận cả giải chung và giải của nhóm"),
    OnePrize.ROUND: N_("Mỗi người nhận nhiều nhất một giải trong đợt thi"),
    OnePrize.CONTEST: N_("Mỗi người nhận nhiều nhất một giải trong cả cuộc thi"),
}


class DrawAmong(StrEnum):
    """Who takes part in the draw of encouragement prizes, of those who won nothing."""

    COUNTED = "counted"
    FULL_MARKS = "full_marks"


DRAW_AMONG: Mapping[str, str] = {
    DrawAmong.COUNTED: N_("Mọi người có bài thi được tính"),
    DrawAmong.FULL_MARKS: N_("Những người trả lời đúng tất cả các câu hỏi"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class IndividualPrize:
    """A prize for `count` people; `group` None: from the ranks of all. `amount` in đồng, for each."""

    title: str
    count: int
    group: str | None = None
    amount: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class CollectivePrize:
    """A prize for `count` units by a formula of FORMULAS.

    `kinds`: codes of UNIT_KINDS whose units are compared with one another; empty: all together.
    `weights`: (component, weight) rows; empty: each weighs 1, otherwise one that isn't named weighs 0.
    `winner_points`: for an individual prize of place 1, 2, ... of its list; a place beyond them earns none.
    `minimum_rates`: (from headcount, percent) rows; a unit must reach the percentage of the last row whose headcount
    it reaches. `requires_full_rate`: all of its people took part. `requires_winner`: one of them won a prize.
    """

    title: str
    count: int
    formula: str
    kinds: tuple[str, ...] = ()
    weights: tuple[tuple[str, int], ...] = ()
    winner_points: tuple[int, ...] = WINNER_POINTS
    minimum_rates: tuple[tuple[int, int], ...] = ()
    requires_full_rate: bool = False
    requires_winner: bool = False
    amount: int = 0

    def weight(self, component: str) -> int:
        """Return what a component of the formula is multiplied by."""
        return dict(self.weights).get(component, 0) if self.weights else 1

    def minimum_rate(self, headcount: int) -> int:
        """Return the percentage of its people that a unit of this size must reach; 0: none is asked."""
        reached = [row for row in self.minimum_rates if row[0] <= headcount]
        return max(reached)[1] if reached else 0

    @property
    def needs_rate(self) -> bool:
        """Tell whether a unit without a headcount can't be judged."""
        counts_rate = "rate" in FORMULAS[self.formula].components and self.weight("rate") > 0
        return counts_rate or self.requires_full_rate or any(percent for _, percent in self.minimum_rates)


@dataclass(frozen=True, kw_only=True, slots=True)
class PrizePlan:
    """All prizes. `individual` and `collective` in the order of awarding, the best first.

    `minimum_percent`: of the maximum score, for any individual prize. `encouragement`: how many are drawn by lot.
    """

    individual: tuple[IndividualPrize, ...] = ()
    one_prize: OnePrize = OnePrize.ROUND
    minimum_percent: int = 0
    encouragement: int = 0
    encouragement_title: str = ""
    encouragement_amount: int = 0
    encouragement_among: DrawAmong = DrawAmong.COUNTED
    collective: tuple[CollectivePrize, ...] = ()

    @property
    def has_prizes(self) -> bool:
        """Tell whether anything is awarded."""
        return bool(self.individual or self.encouragement or self.collective)

    def means_the_same_as(self, other: "PrizePlan") -> bool:
        """Tell whether the same is awarded: kinds and weights of collective prizes may be listed in another order."""
        return _in_order(self) == _in_order(other)


def _in_order(plan: PrizePlan) -> PrizePlan:
    listed = (
        replace(prize, kinds=tuple(sorted(prize.kinds)), weights=tuple(sorted(prize.weights)))
        for prize in plan.collective
    )
    return replace(plan, collective=tuple(listed))


class MalformedPlan(ValueError):
    """What should be a plan of prizes is none: something is missing, unknown or of another type."""


def to_json(plan: PrizePlan) -> dict[str, object]:
    """Return a plan as what JSON holds: `from_json` makes the same plan of it."""
    return _plain_fields(plan)


def _plain_fields(entry: IndividualPrize | CollectivePrize | PrizePlan) -> dict[str, object]:
    return {field.name: _plain(getattr(entry, field.name)) for field in fields(entry)}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, IndividualPrize | CollectivePrize):
        return _plain_fields(value)
    return value.value if isinstance(value, StrEnum) else value


def from_json(content: object) -> PrizePlan:
    """Return the plan that `to_json` wrote; {} is the plan without prizes. MalformedPlan for anything else."""
    return _read(PrizePlan, content)


_Entry = TypeVar("_Entry", IndividualPrize, CollectivePrize, PrizePlan)
_Part = TypeVar("_Part")
_First = TypeVar("_First")
_Second = TypeVar("_Second")
Reader = Callable[[object], _Part]


def _read(kind: type[_Entry], content: object) -> _Entry:
    if not isinstance(content, Mapping) or not set(content) <= {field.name for field in fields(kind)}:
        raise MalformedPlan(f"not a {kind.__name__}: {content!r}")
    values: dict[str, Any] = {name: _READERS[name](value) for name, value in content.items()}
    try:
        return kind(**values)
    except TypeError as error:  # a field without a default is missing
        raise MalformedPlan(str(error)) from error


def _exactly(kind: type[_Part]) -> Reader[_Part]:
    def read(value: object) -> _Part:
        if type(value) is not kind:  # True is no number
            raise MalformedPlan(f"not {kind.__name__}: {value!r}")
        return value

    return read


def _all(part: Reader[_Part]) -> Reader[tuple[_Part, ...]]:
    def read(value: object) -> tuple[_Part, ...]:
        if not isinstance(value, list | tuple):
            raise MalformedPlan(f"not a list: {value!r}")
        return tuple(part(entry) for entry in value)

    return read


def _pair(first: Reader[_First], second: Reader[_Second]) -> Reader[tuple[_First, _Second]]:
    def read(value: object) -> tuple[_First, _Second]:
        if not isinstance(value, list | tuple) or len(value) != 2:
            raise MalformedPlan(f"not a pair: {value!r}")
        return first(value[0]), second(value[1])

    return read


def _one_of(codes: type[StrEnum]) -> Reader[StrEnum]:
    def read(value: object) -> StrEnum:
        try:
            return codes(_text(value))
        except ValueError as error:
            raise MalformedPlan(str(error)) from error

    return read


_text, _number, _flag = _exactly(str), _exactly(int), _exactly(bool)
_READERS: Mapping[str, Reader[object]] = {
    "title": _text,
    "count": _number,
    "group": lambda value: None if value is None else _text(value),
    "amount": _number,
    "formula": _text,
    "kinds": _all(_text),
    "weights": _all(_pair(_text, _number)),
    "winner_points": _all(_number),
    "minimum_rates": _all(_pair(_number, _number)),
    "requires_full_rate": _flag,
    "requires_winner": _flag,
    "individual": _all(lambda row: _read(IndividualPrize, row)),
    "one_prize": _one_of(OnePrize),
    "minimum_percent": _number,
    "encouragement": _number,
    "encouragement_title": _text,
    "encouragement_amount": _number,
    "encouragement_among": _one_of(DrawAmong),
    "collective": _all(lambda row: _read(CollectivePrize, row)),
}
