"""Who is awarded which individual prize, from a list of ranks and a plan of prizes."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, TypeVar

from quizapp.domain.prizes.formulas import PERCENT
from quizapp.domain.prizes.lots import drawn, seed_for
from quizapp.domain.prizes.plan import DrawAmong, IndividualPrize, OnePrize, PrizePlan
from quizapp.domain.ranking import rank
from quizapp.domain.text import N_
from quizapp.domain.tiebreak import Standing

# The draw's name in the text whose hash is an entry's lot.
ENCOURAGEMENT_DRAW = "encouragement"

# Why a person is passed over; each completes "A has no prize from this list, since A …".
PASSED_OVER: Mapping[str, str] = {
    "excluded": N_("thuộc danh sách không xét giải"),
    "has_prize": N_("đã có giải khác, mỗi người chỉ nhận một giải"),
    "below_minimum": N_("chưa đạt điểm tối thiểu để xét giải"),
}

Candidate = TypeVar("Candidate")


@dataclass(frozen=True, kw_only=True, slots=True)
class Contender:
    """A standing with what prizes ask besides: the person's group and unit, and the most the score could be."""

    standing: Standing
    group: str
    unit_id: int
    max_score: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """A contender with the rank among all; those whom no rule tells apart share it."""

    rank: int
    contender: Contender


class PassedOver(NamedTuple):
    """Somebody who got no prize from a list, and why: a code of PASSED_OVER."""

    participant_id: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Award:
    """A prize of one person.

    `place`: of the prize in its list, 1 for the best; 0 for an encouragement prize, which is drawn.
    `rank`: in the list that it was awarded from, the group's or that of all; `overall_rank`: among all.
    `shares`: it went to more people than planned, since they stand level. `passed_over`: who stands better or level
    in the list and got nothing since the award before this one: why it came down to this person.
    """

    title: str
    group: str | None
    amount: int
    place: int
    participant_id: int
    entry_id: int
    unit_id: int
    rank: int
    overall_rank: int
    shares: bool = False
    passed_over: tuple[PassedOver, ...] = ()


class _InLine(NamedTuple):
    """Somebody whose turn it is."""

    placed: Placed
    rank: int
    passed_over: tuple[PassedOver, ...]


ReasonOf = Callable[[Placed], str | None]


def place(contenders: Iterable[Contender], rules: Sequence[str]) -> list[Placed]:
    """Return contenders with their ranks by codes of TIEBREAKS, best first, whatever the order they came in."""
    by_participant = {c.standing.participant_id: c for c in contenders}
    ranked = rank((c.standing for c in by_participant.values()), rules)
    return [Placed(rank=r.rank, contender=by_participant[r.standing.participant_id]) for r in ranked]


def allot(
    ranked: Iterable[Placed], plan: PrizePlan, *, excluded: Collection[int], already_awarded: Collection[int]
) -> tuple[Award, ...]:
    """Return the individual prizes in the order of the plan, and of the ranks in each.

    Prizes of one group (or of all) are handed down one list: each goes on where the one before it ended. Who is
    `excluded`, has too low a score, or may have no further prize is passed over and the next in the list gets it.
    Level people at a quota's end all receive the prize, and the prizes after it remain as many as planned; a "lot" at
    the end of the ranking rules leaves nobody level. A prize for which the list has too few people stays unawarded.

    `excluded`: participants who get nothing, such as the committee. `already_awarded`: winners of the contest's other
    rounds; they matter only where a person may have one prize in the contest.
    """
    listed = _in_order(ranked)
    winners = _winners_before(plan, already_awarded)
    reason_of = _reason(plan, frozenset(excluded), winners)
    lines: dict[str | None, Iterator[list[_InLine]]] = {}
    awards: list[Award] = []
    for prize, prize_place in _with_places(plan.individual):
        if prize.group not in lines:
            lines[prize.group] = _levels(_members(listed, prize.group), reason_of)
        for candidate, shares in take(lines[prize.group], prize.count):
            awards.append(_award(prize, candidate, place=prize_place, shares=shares))
            if plan.one_prize is not OnePrize.NONE:
                winners.add(candidate.placed.contender.standing.participant_id)
    return tuple(awards)


def take(levels: Iterator[Sequence[Candidate]], count: int) -> Iterator[tuple[Candidate, bool]]:
    """Yield candidates of the next levels until there are `count`, each with whether the last level exceeds it.

    `levels` goes on behind the last level that was taken, so that it can be taken from again.
    """
    left = count
    while left > 0 and (level := next(levels, None)) is not None:
        exceeds = len(level) > left
        left -= len(level)
        yield from ((candidate, exceeds) for candidate in level)


def encouragement(
    ranked: Iterable[Placed],
    plan: PrizePlan,
    *,
    awards: Iterable[Award],
    excluded: Collection[int],
    already_awarded: Collection[int],
    seed: str,
) -> tuple[Award, ...]:
    """Return the encouragement prizes in the order they are drawn, among those who could have had a prize but won none.

    The lot of an entry is `printf '%s' SEED:encouragement:ID | sha256sum`: `lots.py` says how to draw by hand.
    """
    by_entry = in_draw(ranked, plan, awards=awards, excluded=excluded, already_awarded=already_awarded)
    prize = IndividualPrize(title=plan.encouragement_title, count=plan.encouragement, amount=plan.encouragement_amount)
    return tuple(
        _award(prize, _InLine(by_entry[entry_id], by_entry[entry_id].rank, ()), place=0, shares=False)
        for entry_id in drawn(seed_for(ENCOURAGEMENT_DRAW, seed), by_entry, plan.encouragement)
    )


def in_draw(
    ranked: Iterable[Placed],
    plan: PrizePlan,
    *,
    awards: Iterable[Award],
    excluded: Collection[int],
    already_awarded: Collection[int],
) -> dict[int, Placed]:
    """Return by entry who takes part in the draw of encouragement prizes."""
    winners = _winners_before(plan, already_awarded) | {award.participant_id for award in awards}
    reason_of = _reason(plan, frozenset(excluded), winners)
    return {
        p.contender.standing.entry_id: p
        for p in ranked
        if reason_of(p) is None and _may_be_drawn(p.contender, plan.encouragement_among)
    }


def unawarded(plan: PrizePlan, awards: Iterable[Award]) -> tuple[tuple[IndividualPrize, int], ...]:
    """Return the prizes for which there were too few people, each with how many are left."""
    given: dict[tuple[str, str | None], int] = defaultdict(int)
    for award in awards:
        given[award.title, award.group] += 1
    left = ((prize, prize.count - given[prize.title, prize.group]) for prize in plan.individual)
    return tuple((prize, count) for prize, count in left if count > 0)


def winner_places(awards: Iterable[Award]) -> dict[int, tuple[int, ...]]:
    """Return the places of the prizes that each unit's people won, best first; encouragement prizes are not won."""
    places: dict[int, list[int]] = defaultdict(list)
    for award in awards:
        if award.place:
            places[award.unit_id].append(award.place)
    return {unit_id: tuple(sorted(won)) for unit_id, won in places.items()}


def _in_order(ranked: Iterable[Placed]) -> list[Placed]:
    return sorted(ranked, key=lambda p: (p.rank, p.contender.standing.participant_id))


def _members(listed: list[Placed], group: str | None) -> list[Placed]:
    return listed if group is None else [p for p in listed if p.contender.group == group]


def _winners_before(plan: PrizePlan, already_awarded: Collection[int]) -> set[int]:
    return set(already_awarded) if plan.one_prize is OnePrize.CONTEST else set()


def _with_places(prizes: Iterable[IndividualPrize]) -> Iterator[tuple[IndividualPrize, int]]:
    """Yield prizes with their place in their list, from 1."""
    passed: dict[str | None, int] = defaultdict(int)
    for prize in prizes:
        passed[prize.group] += 1
        yield prize, passed[prize.group]


def _reason(plan: PrizePlan, excluded: Collection[int], winners: Collection[int]) -> ReasonOf:
    """Return what says why somebody is passed over, or None; `winners` may grow meanwhile."""

    def reason_of(placed: Placed) -> str | None:
        standing = placed.contender.standing
        if standing.participant_id in excluded:
            return "excluded"
        if standing.participant_id in winners:
            return "has_prize"
        if standing.score * PERCENT < plan.minimum_percent * placed.contender.max_score:
            return "below_minimum"
        return None

    return reason_of


def _levels(listed: Iterable[Placed], reason_of: ReasonOf) -> Iterator[list[_InLine]]:
    """Yield those whose turn it is, level ones together, with ranks counted in this list alone."""
    passed_over: list[PassedOver] = []
    before = 0
    for _, sharing in groupby(listed, key=lambda p: p.rank):
        level = list(sharing)
        reasons = [reason_of(p) for p in level]
        passed_over.extend(
            PassedOver(p.contender.standing.participant_id, reason)
            for p, reason in zip(level, reasons, strict=True)
            if reason is not None
        )
        if None in reasons:
            who = tuple(passed_over)
            yield [_InLine(p, before + 1, who) for p, reason in zip(level, reasons, strict=True) if reason is None]
            passed_over.clear()
        before += len(level)


def _may_be_drawn(contender: Contender, among: DrawAmong) -> bool:
    return among is DrawAmong.COUNTED or contender.standing.score >= contender.max_score


def _award(prize: IndividualPrize, candidate: _InLine, *, place: int, shares: bool) -> Award:
    contender = candidate.placed.contender
    return Award(
        title=prize.title,
        group=prize.group,
        amount=prize.amount,
        place=place,
        participant_id=contender.standing.participant_id,
        entry_id=contender.standing.entry_id,
        unit_id=contender.unit_id,
        rank=candidate.rank,
        overall_rank=candidate.placed.rank,
        shares=shares,
        passed_over=candidate.passed_over,
    )
