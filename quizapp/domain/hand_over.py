"""What papers for handing prizes over hold: the prize list, the decision (quyết định) and the minutes (biên bản).

All of it comes from a published version, so that papers and the public page can't disagree; full names are looked up
by whoever may see them. A feature that makes official documents takes these values as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from quizapp.domain.published import Content

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_THOUSANDS = ("", " nghìn", " triệu")


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipient:
    """Who is handed a prize: a person, or a unit without a birth year. `amount` in đồng."""

    name: str
    birth_year: int | None
    unit: str
    title: str
    amount: int
    group: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PrizeTotal:
    """How many recipients a prize has, and what they receive together."""

    title: str
    group: str | None
    count: int
    amount: int
    sum: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PrizeDecision:
    """What a decision to award prizes needs. `grounds`: what it rests on; `number` and date are left to the office."""

    contest: str
    round: str
    version: int
    published_at: datetime
    grounds: tuple[str, ...]
    people: tuple[Recipient, ...]
    units: tuple[Recipient, ...]
    totals: tuple[PrizeTotal, ...]
    sum: int
    sum_in_words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Minutes:
    """What the minutes of the committee's session need: the figures, the number to guess, the draw, the prizes."""

    contest: str
    round: str
    version: int
    published_at: datetime
    reason: str
    complaints_until: datetime
    participants: int
    attempts: int
    full_marks: int
    target: str | None
    actual: int | None
    draw_seed: str | None
    drawn_among: int
    decision: PrizeDecision


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """A published version: what papers ask of it besides the content."""

    number: int
    published_at: datetime
    reason: str
    complaints_until: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class FullName:
    """Who a winner is, for papers."""

    name: str
    birth_year: int


def prize_decision(
    content: Content, version: Version, names: Mapping[int, FullName], *, grounds: Sequence[str] = ()
) -> PrizeDecision:
    """Return the decision that awards what was published. `names`: of winners by id; the published one if missing."""
    people = tuple(_person(award, names) for award in content["awards"])
    units = tuple(
        Recipient(name=line["name"], birth_year=None, unit=line["name"], title=line["title"], amount=line["amount"])
        for table in content["collective"]
        for line in table["lines"]
        if line["title"] is not None
    )
    total = sum(recipient.amount for recipient in (*people, *units))
    return PrizeDecision(
        contest=content["contest_title"],
        round=content["title"],
        version=version.number,
        published_at=version.published_at,
        grounds=tuple(grounds),
        people=people,
        units=units,
        totals=prize_totals((*people, *units)),
        sum=total,
        sum_in_words=in_words(total),
    )


def minutes(
    content: Content, version: Version, names: Mapping[int, FullName], *, grounds: Sequence[str] = ()
) -> Minutes:
    """Return the minutes of what was published."""
    draw = content["draw"]
    return Minutes(
        contest=content["contest_title"],
        round=content["title"],
        version=version.number,
        published_at=version.published_at,
        reason=version.reason,
        complaints_until=version.complaints_until,
        participants=content["participants"],
        attempts=content["attempts"],
        full_marks=content["full_marks"],
        target=content["target"],
        actual=content["actual"],
        draw_seed=draw and draw["seed"],
        drawn_among=len(draw["entries"]) if draw else 0,
        decision=prize_decision(content, version, names, grounds=grounds),
    )


def _person(award: Mapping[str, Any], names: Mapping[int, FullName]) -> Recipient:
    who = names.get(award["participant_id"])
    return Recipient(
        name=who.name if who else award["name"],
        birth_year=who.birth_year if who else None,
        unit=award["unit"],
        title=award["title"],
        amount=award["amount"],
        group=award["group"],
    )


def prize_totals(recipients: Sequence[Recipient]) -> tuple[PrizeTotal, ...]:
    """Return a row for each prize in the order of awarding."""
    rows = []
    for (title, group, amount), sharing in groupby(recipients, key=lambda r: (r.title, r.group, r.amount)):
        count = len(list(sharing))
        rows.append(PrizeTotal(title=title, group=group, count=count, amount=amount, sum=count * amount))
    return tuple(rows)


def to_json(paper: PrizeDecision | Minutes) -> dict[str, Any]:
    """Return a paper as what JSON holds: moments as ISO texts."""
    return {name: _plain(value) for name, value in asdict(paper).items()}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def in_words(amount: int) -> str:
    """Return an amount of money as papers write it: "Một triệu năm trăm nghìn đồng". At least 0."""
    words = _number_in_words(amount)
    return f"{words[0].upper()}{words[1:]} đồng"


def _number_in_words(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    billions, rest = divmod(number, 10**9)
    words = f"{_number_in_words(billions)} tỷ" if billions else ""
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            words += f" {_hundreds(group, is_leading=not words)}{_THOUSANDS[power]}"
    return words.strip()


def _hundreds(number: int, *, is_leading: bool) -> str:
    """Return 1 to 999 in words; behind a higher group all three places are read: "không trăm linh năm"."""
    hundreds, rest = divmod(number, 100)
    if is_leading and not hundreds:
        return _tens(rest, is_leading=True)
    words = f"{_DIGITS[hundreds]} trăm"
    return f"{words} {_tens(rest, is_leading=False)}" if rest else words


def _tens(number: int, *, is_leading: bool) -> str:
    """Return 1 to 99 in words: "mười lăm", "hai mươi mốt"; behind hundreds "linh năm"."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones] if is_leading else f"linh {_DIGITS[ones]}"
    words = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if not ones:
        return words
    if ones == 5:
        return f"{words} lăm"
    return f"{words} mốt" if ones == 1 and tens > 1 else f"{words} {_DIGITS[ones]}"
