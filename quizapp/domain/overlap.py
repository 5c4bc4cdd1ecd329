"""What two papers that are drawn independently from the same rows and the same pool have in common."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, combinations_with_replacement, product
from math import comb, perm, prod
from operator import eq
from random import Random

from quizapp.domain.drawing import BlueprintRow, Candidate, draw_paper

SIMULATED_PAPERS = 60  # 1,770 pairs
MOST_STATES = 30  # of a part; beyond it papers are simulated

# How many questions suit exactly these rows, by their places in the blueprint.
Strata = Mapping[frozenset[int], int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlap:
    """What two independently drawn papers of one group have in common.

    `expected`: the mean number of shared questions; `any_shared`: the probability of at least one; `same_place`: the
    probability that at least one stands at the same position in both. `is_exact` is False where the figures are
    simulated.
    """

    expected: float
    any_shared: float
    same_place: float
    is_exact: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """Rows that want some of the same questions. `sizes` of the strata; `draws`: (count, strata that suit) a row."""

    sizes: tuple[int, ...]
    draws: tuple[tuple[int, tuple[int, ...]], ...]

    @property
    def places(self) -> int:
        """Number of questions that its rows ask for."""
        return sum(count for count, _ in self.draws)


def overlap(
    rows: Sequence[BlueprintRow],
    pool: Sequence[Candidate],
    *,
    rng: Random,
    shuffle_questions: bool = True,
) -> Overlap:
    """Return what two papers drawn from the same rows and the same pool have in common.

    Exact as long as rows that want the same questions are few and none has to hand a question on; where the order of
    questions is not shuffled, as long as no rows do. Otherwise SIMULATED_PAPERS papers are drawn by `draw_paper` with
    `rng`, and every two of them compared: unbiased, the probabilities with a standard error of about 0.02. Raises
    NotEnoughQuestions there.
    """
    parts = _parts(rows, strata(rows, pool))
    taken = [_taken(part) for part in parts]
    known = [(part, states) for part, states in zip(parts, taken, strict=True) if states is not None]
    are_apart = all(len(part.sizes) == 1 for part in parts)
    is_whole = sum(part.places for part, _ in known) == sum(row.count for row in rows)
    if not is_whole or not (shuffle_questions or are_apart):
        return _simulated(rows, pool, rng=rng, shuffle_questions=shuffle_questions)
    shares = [_shared(part, states) for part, states in known]
    return _exact(shares, [part.places for part in parts], shuffle_questions=shuffle_questions)


def expected_overlap(rows: Sequence[BlueprintRow], there: Strata) -> float | None:
    """Return the mean number of questions that two papers share; None where that takes a simulation.

    Within a stratum any question is as likely as another: E(taken)²/size each.
    """
    expected = 0.0
    for part in _parts(rows, there):
        states = _taken(part)
        if states is None:
            return None
        for stratum, size in enumerate(part.sizes):
            expected += sum(p * taken[stratum] for taken, p in states.items()) ** 2 / size
    return expected


def strata(rows: Sequence[BlueprintRow], pool: Sequence[Candidate]) -> Counter[frozenset[int]]:
    """Return how many questions of the pool suit which rows; those that suit none are left out."""
    found = Counter(suited_rows(rows, candidate) for candidate in pool)
    found.pop(frozenset(), None)
    return found


def suited_rows(rows: Sequence[BlueprintRow], candidate: Candidate) -> frozenset[int]:
    """Return the places in `rows` of those that a question suits."""
    return frozenset(place for place, row in enumerate(rows) if row.suits(candidate))


def _parts(rows: Sequence[BlueprintRow], there: Strata) -> list[_Part]:
    """Return the rows in parts that want no question in common."""
    linked: list[frozenset[int]] = []
    for stratum in there:
        touching = [part for part in linked if part & stratum]
        linked = [part for part in linked if not part & stratum]
        linked.append(stratum.union(*touching))
    return [_part(rows, sorted(places), there) for places in linked]


def _part(rows: Sequence[BlueprintRow], places: Sequence[int], there: Strata) -> _Part:
    own = [stratum for stratum in there if stratum & set(places)]
    return _Part(
        sizes=tuple(there[stratum] for stratum in own),
        draws=tuple(
            (rows[place].count, tuple(number for number, stratum in enumerate(own) if place in stratum))
            for place in places
        ),
    )


def _taken(part: _Part) -> dict[tuple[int, ...], float] | None:
    """Return with which probability a paper takes how many questions of each stratum.

    Row after row takes any of the questions that are left, as `draw_paper` does until a row finds none. None where that
    may happen, or where there are too many possibilities.
    """
    states = {(0,) * len(part.sizes): 1.0}
    for count, suiting in part.draws:
        if len(states) * comb(count + len(suiting) - 1, count) > MOST_STATES**2:
            return None
        after: Counter[tuple[int, ...]] = Counter()
        for taken, p in states.items():
            free = [part.sizes[s] - taken[s] for s in suiting]
            if sum(free) < count:
                return None
            for split in _splits(count, free):
                chance = prod(map(comb, free, split)) / comb(sum(free), count)  # multivariate hypergeometric
                after[_added(taken, suiting, split)] += p * chance  # type: ignore[assignment]
        states = dict(after)
    return states if len(states) <= MOST_STATES else None


def _splits(count: int, free: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield the ways to take `count` in all from strata that have so many left."""
    if len(free) == 1:
        yield (count,)
        return
    for first in range(max(0, count - sum(free[1:])), min(count, free[0]) + 1):
        for others in _splits(count - first, free[1:]):
            yield (first, *others)


def _added(taken: tuple[int, ...], suiting: Sequence[int], split: Sequence[int]) -> tuple[int, ...]:
    total = list(taken)
    for stratum, more in zip(suiting, split, strict=True):
        total[stratum] += more
    return tuple(total)


def _shared(part: _Part, states: Mapping[tuple[int, ...], float]) -> list[float]:
    """Return the probabilities that two papers share 0, 1, … of a part's questions."""
    total = [0.0] * (part.places + 1)
    for (one, p), (other, q) in combinations_with_replacement(states.items(), 2):
        weight = p * q if one == other else 2 * p * q
        shares = [shared_distribution(*sample) for sample in zip(one, other, part.sizes, strict=True)]
        for shared, chance in enumerate(_sum_of(shares)):
            total[shared] += weight * chance
    return total


@lru_cache(maxsize=4096)
def shared_distribution(k: int, other: int, n: int) -> tuple[float, ...]:
    """Return the probabilities that samples of `k` and of `other` from `n` share 0, 1, … questions.

    Hypergeometric: P(s) = C(k, s) C(n - k, l - s) / C(n, l) (Feller 1968, An Introduction to Probability Theory, II.6).
    """
    return tuple(comb(k, s) * comb(n - k, other - s) / comb(n, other) for s in range(min(k, other) + 1))


def exact_overlap(drawn: Sequence[tuple[int, int]], *, shuffle_questions: bool = True) -> Overlap:
    """Return what two papers have in common where each cell is a sample of its own: k of n for each (k, n)."""
    shares = [shared_distribution(k, k, n) for k, n in drawn]
    return _exact(shares, [k for k, _ in drawn], shuffle_questions=shuffle_questions)


def _exact(shares: Sequence[Sequence[float]], places: Sequence[int], *, shuffle_questions: bool) -> Overlap:
    """Return what two papers have in common, their parts independent: shares add up, chances of none multiply."""
    whole = _sum_of(shares)
    if shuffle_questions:  # one order over the whole paper, not one within each part
        shares, places = [whole], [sum(places)]
    return Overlap(
        expected=sum(shared * p for shared, p in enumerate(whole)),
        any_shared=1 - whole[0],
        same_place=1 - prod(_nowhere_the_same(*part) for part in zip(shares, places, strict=True)),
        is_exact=True,
    )


def _sum_of(distributions: Sequence[Sequence[float]]) -> list[float]:
    """Return the distribution of the sum of independent counts: the convolution of theirs."""
    total = [1.0]
    for distribution in distributions:
        longer = [0.0] * (len(total) + len(distribution) - 1)
        for (i, p), (j, q) in product(enumerate(total), enumerate(distribution)):
            longer[i + j] += p * q
        total = longer
    return total


def _nowhere_the_same(shared: Sequence[float], places: int) -> float:
    """Return the probability that no shared question stands at the same place, `places` being in random order."""
    return sum(p * none_at_same_place(s, places) for s, p in enumerate(shared))


def none_at_same_place(shared: int, places: int) -> float:
    """Return the probability that of `shared` questions in two orders of `places` none keeps its place.

    Σ (-1)^j C(s, j) (N - j)! / N! over j, by inclusion and exclusion (Montmort's matching problem; Feller 1968, IV.4).
    Terms are at most 1/j!, so that 20 of them make a float.
    """
    return sum((1 - j % 2 * 2) * comb(shared, j) / perm(places, j) for j in range(min(shared, 20) + 1))


def _simulated(
    rows: Sequence[BlueprintRow], pool: Sequence[Candidate], *, rng: Random, shuffle_questions: bool
) -> Overlap:
    papers = [_drawn(rows, pool, rng=rng, shuffle_questions=shuffle_questions) for _ in range(SIMULATED_PAPERS)]
    pairs = list(combinations(papers, 2))
    shared = [len(one & other) for one, other in combinations(map(frozenset, papers), 2)]
    meeting = [any(map(eq, one, other)) for one, other in pairs]
    return Overlap(
        expected=sum(shared) / len(pairs),
        any_shared=sum(map(bool, shared)) / len(pairs),
        same_place=sum(meeting) / len(pairs),
        is_exact=False,
    )


def _drawn(
    rows: Sequence[BlueprintRow], pool: Sequence[Candidate], *, rng: Random, shuffle_questions: bool
) -> list[int]:
    items = draw_paper(rows, pool, rng, shuffle_questions=shuffle_questions, shuffle_options=False)
    return [item.candidate.version_id for item in items]
