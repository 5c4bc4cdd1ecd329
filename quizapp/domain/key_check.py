"""What was chosen of a question in a round, and how much that speaks against its key.

A key that was typed in wrong shows in one way: those who know most agree on another option. So the choices of the
upper 27% by score (Kelley, "The selection of upper and lower groups for the validation of test items", Journal of
Educational Psychology 30, 1939) are looked at beside everybody's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizapp.domain.rulings import Key

UPPER_SHARE = Fraction(27, 100)
# Of so few among the best it is chance what most of them chose.
FEWEST_UPPER = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """How many chose just these options (the bank's indexes; empty: none), and how many of those are among the best."""

    options: Key
    count: int
    upper: int


@dataclass(frozen=True, kw_only=True, slots=True)
class OptionShare:
    """How many picked an option, alone or with others, of all who had the question, and of the best of them."""

    index: int
    count: int
    percent: Fraction
    upper_percent: Fraction | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Rival:
    """What most of the best chose that is no key: how many of them, and how many chose a key, of how many."""

    options: Key
    count: int
    key_count: int
    total: int

    @property
    def percent(self) -> Fraction:
        """How much of the best chose it."""
        return Fraction(100 * self.count, self.total)

    @property
    def key_percent(self) -> Fraction:
        """How much of the best chose a key."""
        return Fraction(100 * self.key_count, self.total)

    @property
    def is_striking(self) -> bool:
        """Tell whether it leads by more than chance makes it: two standard errors of the difference, √(a + b)."""
        lead = self.count - self.key_count
        return lead > 0 and lead**2 > 4 * (self.count + self.key_count)


def upper_bound(counts: Mapping[int, int]) -> int | None:
    """Return the score from which on one is among the best, from how many reached each; None where nobody did.

    Whoever is level with the last of the best is one of them.
    """
    wanted = UPPER_SHARE * sum(counts.values())
    seen = 0
    for score in sorted(counts, reverse=True):
        seen += counts[score]
        if seen >= wanted:
            return score
    return None


def option_shares(chosen: Sequence[Chosen], option_count: int) -> list[OptionShare]:
    """Return how often each option was picked, in the bank's order."""
    total, upper = sum(c.count for c in chosen), sum(c.upper for c in chosen)
    return [
        OptionShare(
            index=index,
            count=(count := sum(c.count for c in chosen if index in c.options)),
            percent=percent(count, total) or Fraction(0),
            upper_percent=percent(sum(c.upper for c in chosen if index in c.options), upper),
        )
        for index in range(option_count)
    ]


def rival(chosen: Iterable[Chosen], keys: Sequence[Key]) -> Rival | None:
    """Return the strongest choice against the keys among the best, None where they are few or all chose a key."""
    upper = [c for c in chosen if c.upper]
    total = sum(c.upper for c in upper)
    others = [c for c in upper if c.options and c.options not in keys]
    if total < FEWEST_UPPER or not others:
        return None
    strongest = max(others, key=lambda c: (c.upper, sorted(c.options)))
    return Rival(
        options=strongest.options,
        count=strongest.upper,
        key_count=sum(c.upper for c in upper if c.options in keys),
        total=total,
    )


def suspicion(found: Rival | None) -> Fraction:
    """Return by how many percent of the best a rival leads the key, from -100 to 100: the more, the more suspicious."""
    return Fraction(-100) if found is None else found.percent - found.key_percent


def percent(count: int, total: int) -> Fraction | None:
    """Return a share in percent, None where there is nothing to divide by."""
    return Fraction(100 * count, total) if total else None
