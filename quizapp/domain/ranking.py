"""Ranking: standard competition ranks (1, 2, 2, 4) by an ordered list of rules."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import Protocol, TypeVar

from quizapp.domain.text import N_
from quizapp.domain.tiebreak import TIEBREAKS, Standing, Tiebreak

RankKey = tuple[float, ...]


class Scored(Protocol):
    """What decides which of a participant's attempts counts."""

    @property
    def score(self) -> int: ...
    @property
    def submitted_at(self) -> datetime: ...


ScoredAttempt = TypeVar("ScoredAttempt", bound=Scored)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranked:
    """A standing with its rank; those whom no rule tells apart share a rank."""

    rank: int
    standing: Standing


@dataclass(frozen=True, kw_only=True, slots=True)
class CountedRule:
    """Which of a participant's attempts counts: the one with the smallest `key`."""

    code: str
    title: str
    sentence: str
    key: Callable[[Scored], tuple[float, ...]]


# The same orders stand in SQL in models/counting.py; a test holds the two against each other.
COUNTED_RULES: Mapping[str, CountedRule] = {
    r.code: r
    for r in (
        CountedRule(
            code="best",
            title=N_("Lượt tốt nhất"),
            sentence=N_("Lượt được tính là lượt có điểm cao nhất; bằng điểm thì lấy lượt nộp sớm nhất."),
            key=lambda a: (-a.score, a.submitted_at.timestamp()),
        ),
        CountedRule(
            code="first",
            title=N_("Lượt đầu tiên"),
            sentence=N_("Lượt được tính là lượt nộp đầu tiên; các lượt sau chỉ để ôn luyện."),
            key=lambda a: (a.submitted_at.timestamp(),),
        ),
        CountedRule(
            code="last",
            title=N_("Lượt cuối cùng"),
            sentence=N_("Lượt được tính là lượt nộp sau cùng, dù điểm cao hay thấp hơn các lượt trước."),
            key=lambda a: (-a.submitted_at.timestamp(),),
        ),
    )
}


def counted_attempt(attempts: Iterable[ScoredAttempt], rule: str = "best") -> ScoredAttempt:
    """Return the attempt that counts by an entry of COUNTED_RULES."""
    return min(attempts, key=COUNTED_RULES[rule].key)


def rank_key(standing: Standing, rules: Sequence[str]) -> RankKey:
    """Return what a standing is compared by; the smaller, the better. KeyError for an unknown rule."""
    return tuple(TIEBREAKS[code].key(standing) for code in rules)


def rank(standings: Iterable[Standing], rules: Sequence[str]) -> list[Ranked]:
    """Return standings with their ranks, best first, whatever the order they came in."""
    keyed = sorted(((rank_key(s, rules), s) for s in standings), key=lambda pair: (pair[0], pair[1].participant_id))
    ranked: list[Ranked] = []
    previous: RankKey | None = None
    place = 0
    for count, (key, standing) in enumerate(keyed, start=1):
        if key != previous:
            place, previous = count, key
        ranked.append(Ranked(rank=place, standing=standing))
    return ranked


def rank_among(key: RankKey, sorted_keys: Sequence[RankKey]) -> int:
    """Return the rank that a key has among others, given in ascending order: one more than are better."""
    return bisect_left(sorted_keys, key) + 1


def deciding_rule(first: Standing, second: Standing, rules: Sequence[str]) -> Tiebreak | None:
    """Return the first rule that tells two standings apart, or None where they share a rank."""
    for code in rules:
        rule = TIEBREAKS[code]
        if rule.key(first) != rule.key(second):
            return rule
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """How many others a rule puts `ahead` of a standing, and `behind` it, among those level by the rules before."""

    rule: Tiebreak
    ahead: int
    behind: int


def explain_rank(key: RankKey, sorted_keys: Sequence[RankKey], rules: Sequence[str]) -> list[Decided]:
    """Return what each rule decides between a key and others, given in ascending order.

    The rank is one more than the sum of `ahead`; whom no rule tells apart shares it and stands in no count.
    """
    decided = []
    low, high = 0, len(sorted_keys)
    for length, code in enumerate(rules, start=1):
        prefix = key[:length]
        # A tuple stands before those it begins: `first` is where this prefix begins, `last` where it ends.
        first = bisect_left(sorted_keys, prefix)
        last = bisect_left(sorted_keys, (*prefix, inf))
        decided.append(Decided(rule=TIEBREAKS[code], ahead=first - low, behind=high - last))
        low, high = first, last
    return decided
