"""The prize list as tables of a workbook."""

from collections.abc import Iterable, Sequence

from quizapp.domain.groups import GROUPS
from quizapp.domain.hand_over import PrizeDecision, Recipient
from quizapp.exchange.tables import Column, Kind, Table

_NUMBER = Column(title="STT", width=6, kind=Kind.NUMBER)
_AMOUNT = Column(title="Số tiền (đồng)", width=16, kind=Kind.NUMBER)
_PRIZE, _SIGNED = Column(title="Giải", width=24), Column(title="Ký nhận", width=22)


def prize_tables(decision: PrizeDecision) -> Sequence[Table]:
    """Return the sheets of the prize list: people, and units where they have prizes."""
    people = Table(
        title="Cá nhân",
        columns=(
            _NUMBER,
            Column(title="Họ và tên", width=28),
            Column(title="Năm sinh", width=10, kind=Kind.NUMBER),
            Column(title="Đơn vị", width=32),
            _PRIZE,
            _AMOUNT,
            _SIGNED,
        ),
        rows=[
            (number, r.name, r.birth_year, r.unit, prize_name(r), r.amount, "")
            for number, r in enumerate(decision.people, start=1)
        ],
    )
    return [people, *_unit_table(decision.units)]


def _unit_table(units: Sequence[Recipient]) -> Iterable[Table]:
    if units:
        yield Table(
            title="Tập thể",
            columns=(_NUMBER, Column(title="Đơn vị", width=40), _PRIZE, _AMOUNT, _SIGNED),
            rows=[(number, r.name, r.title, r.amount, "") for number, r in enumerate(units, start=1)],
        )


def prize_name(recipient: Recipient) -> str:
    """Return a prize with the group that it was awarded in."""
    return f"{recipient.title} ({GROUPS[recipient.group].short_title})" if recipient.group else recipient.title
