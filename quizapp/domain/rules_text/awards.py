"""What the rules say of prizes, from a plan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from quizapp.domain.groups import GROUPS, UNIT_KINDS
from quizapp.domain.prizes.formulas import COMPONENTS, FORMULAS, PERCENT
from quizapp.domain.prizes.plan import ONE_PRIZE, CollectivePrize, DrawAmong, PrizePlan
from quizapp.domain.rules_text.sentence import Sentence, Term
from quizapp.domain.text import N_


@dataclass(frozen=True, kw_only=True, slots=True)
class PrizeRow:
    """A row of the table of prizes. `whom` empty: of all. `amount` in đồng for each, 0 where none is named."""

    title: str
    whom: tuple[Term, ...]
    count: int
    amount: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CollectiveText:
    """Prizes that are handed down one list of units, and how these are compared."""

    rows: tuple[PrizeRow, ...]
    sentences: tuple[Sentence, ...]


def individual_rows(plan: PrizePlan) -> tuple[PrizeRow, ...]:
    """Return the individual prizes, drawn ones last."""
    rows = [
        PrizeRow(
            title=prize.title,
            whom=(Term(text=GROUPS[prize.group].title),) if prize.group else (),
            count=prize.count,
            amount=prize.amount,
        )
        for prize in plan.individual
    ]
    if plan.encouragement:
        rows.append(
            PrizeRow(
                title=plan.encouragement_title,
                whom=(Term(text=N_("Rút thăm")),),
                count=plan.encouragement,
                amount=plan.encouragement_amount,
            )
        )
    return tuple(rows)


def individual(plan: PrizePlan) -> Iterator[Sentence]:
    """Yield how individual prizes are awarded."""
    if plan.individual:
        yield from _handing_down(plan)
    if plan.encouragement:
        yield Sentence(
            text=N_("Giải rút thăm dành cho người trả lời đúng tất cả các câu mà chưa được giải theo thứ hạng.")
            if plan.encouragement_among is DrawAmong.FULL_MARKS
            else N_("Giải rút thăm dành cho mọi người có bài được tính mà chưa được giải theo thứ hạng.")
        )
    if plan.individual or plan.encouragement:
        yield Sentence(text=N_("%(rule)s."), params={"rule": Term(text=ONE_PRIZE[plan.one_prize])})
        if plan.minimum_percent:
            yield Sentence(
                text=N_("Chỉ xét giải cho bài đạt ít nhất %(percent)s%% số điểm tối đa."),
                params={"percent": plan.minimum_percent},
            )
        yield Sentence(
            text=N_(
                "Thành viên Ban Tổ chức, bộ phận giúp việc và ai thuộc danh sách không xét giải thì không nhận giải."
            )
        )


def _handing_down(plan: PrizePlan) -> Iterator[Sentence]:
    yield Sentence(
        text=N_("Giải được trao theo thứ hạng, từ giải cao xuống; người không được xét thì giải đến người kế tiếp.")
    )
    if any(prize.group for prize in plan.individual):
        yield Sentence(text=N_("Giải dành cho một nhóm được trao theo thứ hạng của riêng nhóm đó."))
    yield Sentence(text=N_("Những người đồng hạng ở suất cuối cùng của một giải đều được nhận giải đó."))


def collective(plan: PrizePlan) -> Iterator[Sentence]:
    """Yield what is common to all collective prizes."""
    if not plan.collective:
        return
    yield Sentence(text=N_("Đơn vị chưa có người dự thi thì không được xét."))
    if any(prize.needs_rate for prize in plan.collective):
        yield Sentence(
            text=N_("Tỷ lệ dự thi tính trên số người của đơn vị do Ban Tổ chức ghi nhận, nhiều nhất là %(percent)s%%."),
            params={"percent": PERCENT},
        )
    if len(plan.collective) > 1:
        yield Sentence(text=N_("Trong các giải xét cùng một cách, mỗi đơn vị nhận nhiều nhất một giải."))


def collective_lists(plan: PrizePlan) -> tuple[CollectiveText, ...]:
    """Return the collective prizes list by list, as they are awarded (domain/prizes/collective.py)."""
    lists: dict[CollectivePrize, list[CollectivePrize]] = {}
    for prize in plan.collective:
        lists.setdefault(replace(prize, title="", count=0, amount=0), []).append(prize)
    return tuple(
        CollectiveText(rows=tuple(_unit_row(prize) for prize in prizes), sentences=tuple(_comparing(prizes[0])))
        for prizes in lists.values()
    )


def _unit_row(prize: CollectivePrize) -> PrizeRow:
    return PrizeRow(
        title=prize.title,
        whom=tuple(Term(text=UNIT_KINDS[code].title) for code in prize.kinds),
        count=prize.count,
        amount=prize.amount,
    )


def _comparing(prize: CollectivePrize) -> Iterator[Sentence]:
    """Yield by what units are compared, then what they must fulfil."""
    formula = FORMULAS[prize.formula]
    yield Sentence(text=N_("Cách xét: %(formula)s."), params={"formula": Term(text=formula.title)})
    yield Sentence(text=formula.hint)
    if prize.weights:
        yield Sentence(text=N_("Hệ số của từng nội dung:"), items=tuple(_weights(prize, formula.components)))
    if "winners" in formula.components and prize.weight("winners"):
        yield Sentence(
            text=N_("Điểm cộng cho giải cá nhân, từ giải cao nhất xuống: %(points)s."),
            params={"points": ", ".join(map(str, prize.winner_points)) or "0"},
        )
    yield from _conditions(prize)
    yield Sentence(
        text=N_("Bằng điểm thì đơn vị có nhiều người dự thi hơn xếp trước; vẫn bằng nhau thì cùng nhận giải.")
    )


def _weights(prize: CollectivePrize, components: Sequence[str]) -> Iterator[Sentence]:
    for code in components:
        yield Sentence(
            text=N_("%(component)s: nhân %(weight)s"),
            params={"component": Term(text=COMPONENTS[code].title), "weight": prize.weight(code)},
        )


def _conditions(prize: CollectivePrize) -> Iterator[Sentence]:
    if prize.requires_full_rate:
        yield Sentence(text=N_("Chỉ xét đơn vị có %(percent)s%% số người dự thi."), params={"percent": PERCENT})
    yield from _minimum_rates(prize)
    if prize.requires_winner:
        yield Sentence(text=N_("Chỉ xét đơn vị có người đạt giải cá nhân."))


def _minimum_rates(prize: CollectivePrize) -> Iterator[Sentence]:
    """Yield the least rate of each size: a row holds up to where the next begins."""
    rows = sorted(prize.minimum_rates)
    for (size, percent), following in zip_longest(rows, rows[1:]):
        if following is None:
            text = N_("Đơn vị có từ %(size)s người trở lên phải có ít nhất %(percent)s%% số người dự thi.")
            yield Sentence(text=text, params={"size": size, "percent": percent})
        else:
            text = N_("Đơn vị có từ %(size)s đến %(largest)s người phải có ít nhất %(percent)s%% số người dự thi.")
            yield Sentence(text=text, params={"size": size, "largest": following[0] - 1, "percent": percent})
