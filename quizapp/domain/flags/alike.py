"""Equal answers: two people who chose the same on every shared item, mistakes included, within minutes.

Comparing every two of 100,000 papers is out of the question. Only mistakes tell anything: `suspects()` finds in one
pass the pairs that made the same ones, too unlikely to be chance, and were submitted near each other; only their
papers are read, and `equal_answers()` lays them side by side. Each paper meets a bounded number of others.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import combinations

from quizapp.domain.flags.material import MOST_OTHERS, Answer, Finding, Found, Material, Paper, Sitting

# Whoever copies submits when the other does; whoever got the answers later leaves no such trace.
MINUTES_APART = 5
# Fewer shared items agree by chance too often.
LEAST_SHARED = 5
LEAST_SAME_WRONG = 2
# The chance, by how often each mistake was made in the round, of making the same ones: 1 in 1000 at most.
LEAST_ONE_IN = 1000
# A product of many small chances says no more than this.
MOST_ONE_IN = 1_000_000

# Bounds of the search: what half of a round got wrong leads nowhere; papers alike have the same rarest mistakes; of
# all that share two of these, the latest are met. Three shared mistakes, or two that are rare enough, are looked into.
_TELLING = 0.5
_RAREST = 6
_MET_PER_KEY = 5
_KEYS_OF_THREE = 3
_WINDOW = timedelta(minutes=MINUTES_APART)

_Index = defaultdict[int, deque[Sitting]]


@dataclass(frozen=True, slots=True)
class _Mistakes:
    """The round's wrong answers: how often each was given, and how often its item was asked.

    `numbers`: of those that are given again and tell something, the rarest first.
    """

    counts: Mapping[Answer, int]
    asked: Mapping[int, int]
    numbers: Mapping[Answer, int]

    def keys(self, sitting: Sitting) -> Iterator[tuple[int, tuple[Answer, Answer]]]:
        """Yield every two of a sitting's rarest mistakes, with a number for the two."""
        telling = [(self.numbers[answer], answer) for answer in sitting.wrong if answer in self.numbers]
        telling.sort()
        for (first, rarer), (second, other) in combinations(telling[:_RAREST], 2):
            yield first * len(self.numbers) + second, (rarer, other)

    def one_in(self, answers: Iterable[Answer]) -> int:
        """Return in how many papers one holds all these answers by chance, at most MOST_ONE_IN."""
        given, asked = 1, 1
        for answer in answers:
            given *= self.counts[answer]
            asked *= self.asked[answer[0]]
        return min(MOST_ONE_IN, asked // given)


def _mistakes(sittings: Iterable[Sitting], asked: Mapping[int, int]) -> _Mistakes:
    counts = Counter(answer for sitting in sittings for answer in sitting.wrong)
    parts = {answer: count / asked[answer[0]] for answer, count in counts.items() if count > 1}
    telling = sorted((part, answer) for answer, part in parts.items() if part <= _TELLING)
    numbers = {answer: number for number, (_part, answer) in enumerate(telling)}
    return _Mistakes(counts=counts, asked=asked, numbers=numbers)


def suspects(sittings: Sequence[Sitting], asked: Mapping[int, int]) -> list[tuple[int, int]]:
    """Return the pairs of attempts, of different people, that share unlikely mistakes and were submitted near.

    `asked`: on how many papers an item stood. Near: within MINUTES_APART; unlikely: 1 in LEAST_ONE_IN.
    The work grows with the number of sittings, not with its square.
    """
    mistakes = _mistakes(sittings, asked)
    found: list[tuple[int, int]] = []
    for sitting, met in _meetings(sittings, mistakes):
        wrong = frozenset(sitting.wrong)
        for other in met:
            same = wrong.intersection(other.wrong)
            if len(same) >= LEAST_SAME_WRONG and mistakes.one_in(same) >= LEAST_ONE_IN:
                found.append((other.attempt_id, sitting.attempt_id))
    return found


def _meetings(sittings: Sequence[Sitting], mistakes: _Mistakes) -> Iterator[tuple[Sitting, list[Sitting]]]:
    """Yield each sitting, in the order of submission, with those shortly before that share mistakes with it."""
    earlier, current = _new_index(), _new_index()
    period = -1
    for sitting in sorted(sittings, key=lambda s: (s.submitted_at, s.attempt_id)):
        at = int(sitting.submitted_at.timestamp() // _WINDOW.total_seconds())
        if at != period:
            earlier = current if at == period + 1 else _new_index()
            current, period = _new_index(), at
        yield sitting, [other for other in _met(sitting, mistakes, (earlier, current)) if _are_near(other, sitting)]


def _new_index() -> _Index:
    return defaultdict(lambda: deque(maxlen=_MET_PER_KEY))


def _met(sitting: Sitting, mistakes: _Mistakes, indexes: tuple[_Index, _Index]) -> Iterator[Sitting]:
    """Yield those in the indexes that share three mistakes, or two rare ones; and put the sitting into the latter."""
    seen: dict[int, int] = {}
    found: dict[int, Sitting] = {}
    for key, two in mistakes.keys(sitting):
        for index in indexes:
            for other in index.get(key, ()):
                times = seen[other.attempt_id] = seen.get(other.attempt_id, 0) + 1
                if times == _KEYS_OF_THREE or mistakes.one_in(two) >= LEAST_ONE_IN:
                    found[other.attempt_id] = other
        indexes[1][key].append(sitting)
    return iter(found.values())


def _are_near(first: Sitting, second: Sitting) -> bool:
    return first.participant_id != second.participant_id and abs(second.submitted_at - first.submitted_at) <= _WINDOW


@dataclass(frozen=True, kw_only=True, slots=True)
class _Likeness:
    """How a paper equals another; `one_in`: by chance one paper in so many."""

    one_in: int
    shared: int
    same_wrong: int
    apart_ms: int


def equal_answers(material: Material) -> Found:
    """Return the attempts whose paper equals a suspect's on all shared items, the least likely first."""
    sittings = {s.attempt_id: s for s in material.sittings}
    mistakes = _mistakes(material.sittings, material.asked)
    twins: defaultdict[int, list[tuple[int, _Likeness]]] = defaultdict(list)
    for first, second in material.suspects:
        papers = material.papers[first], material.papers[second]
        likeness = _likeness(sittings[first], sittings[second], papers, mistakes)
        if likeness is not None:
            twins[first].append((second, likeness))
            twins[second].append((first, likeness))
    findings = [_finding(attempt_id, found) for attempt_id, found in twins.items()]
    findings.sort(key=lambda finding: (-int(finding.evidence["one_in"]), finding.attempt_id))
    return Found(findings=findings, total=len(material.sittings))


def _likeness(first: Sitting, second: Sitting, papers: tuple[Paper, Paper], mistakes: _Mistakes) -> _Likeness | None:
    """Return how two suspects' papers are equal; None where they differ on a shared item or share too few."""
    shared = papers[0].keys() & papers[1].keys()
    if len(shared) < LEAST_SHARED or any(papers[0][item] != papers[1][item] for item in shared):
        return None
    same = set(first.wrong) & set(second.wrong)
    return _Likeness(
        one_in=mistakes.one_in(same),
        shared=len(shared),
        same_wrong=len(same),
        apart_ms=abs(second.submitted_at - first.submitted_at) // timedelta(milliseconds=1),
    )


def _finding(attempt_id: int, twins: Iterable[tuple[int, _Likeness]]) -> Finding:
    ordered = sorted(twins, key=lambda twin: (-twin[1].one_in, twin[1].apart_ms, twin[0]))
    return Finding(
        flag="answers",
        attempt_id=attempt_id,
        evidence=asdict(ordered[0][1]),
        others=tuple(other for other, _likeness in ordered[:MOST_OTHERS]),
    )
