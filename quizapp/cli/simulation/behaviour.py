"""What somebody knows and how they sit: ability, pace, answers, changes of mind, giving up. Pure.

The chance of a right answer is the three-parameter logistic model's (Birnbaum 1968) with a guessing floor of one in
the number of options.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from random import Random

_ABILITY: Mapping[str, float] = {"officials": 0.9, "students": 0.2, "businesses": 0.3, "residents": -0.3}
_ABILITY_SPREAD = 0.7
_PREPARED, _PREPARED_ABILITY = 0.015, 6.0  # those who know the bank by heart
_DIFFICULTY: Mapping[str | None, float] = {"easy": -1.1, "medium": 0.0, "hard": 1.1}
_ITEM_SPREAD = 0.5
_DISCRIMINATION = 1.2
_LEARNT_PER_ATTEMPT = 0.3
_SECONDS_PER_ITEM = 16.0
_GIVES_UP = 0.045  # of sittings are left lying until time ends them
_HANDS_IN_EARLY = 0.006  # hand in after a question or two, to see what it is like
_CHANGES_MIND = 0.12
_LEAVES_OUT = 0.012


@dataclass(frozen=True, kw_only=True, slots=True)
class Character:
    """Somebody's ability, on the scale of item difficulties, and seconds an item."""

    ability: float
    seconds_per_item: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """An item as it lies before somebody. `key`: the right choice, in positions as shown."""

    position: int
    question_id: int
    option_count: int
    key: int
    difficulty: str | None
    allows_many: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A choice saved `after` seconds of the sitting."""

    after: float
    position: int
    choice: int
    revision: int


def character(rng: Random, group: str) -> Character:
    """Return somebody of a group."""
    ability = _PREPARED_ABILITY if rng.random() < _PREPARED else rng.gauss(_ABILITY.get(group, 0.5), _ABILITY_SPREAD)
    haste = 0.35 if ability == _PREPARED_ABILITY else 1.0
    return Character(ability=ability, seconds_per_item=_SECONDS_PER_ITEM * haste * rng.lognormvariate(0, 0.4))


def chance(ability: float, difficulty: float, option_count: int) -> float:
    """Return the probability of a right answer."""
    guess = 1 / option_count
    return guess + (1 - guess) / (1 + exp(-_DISCRIMINATION * (ability - difficulty)))


def steps(rng: Random, who: Character, items: Sequence[Item], *, earlier_attempts: int) -> Iterator[Step]:
    """Yield what somebody saves, in order of time."""
    ability = who.ability + _LEARNT_PER_ATTEMPT * earlier_attempts
    after = 0.0
    for item in items:
        after += max(1.5, who.seconds_per_item * rng.lognormvariate(0, 0.5))
        if rng.random() < _LEAVES_OUT:
            continue
        choices = [_answer(rng, item, ability)]
        if rng.random() < _CHANGES_MIND:
            choices.insert(0, _wrong(rng, item))
        for revision, choice in enumerate(choices, start=1):
            yield Step(after=after, position=item.position, choice=choice, revision=revision)
            after += rng.uniform(0.8, 3.0)


def items_done(rng: Random, count: int) -> tuple[int, bool]:
    """Return how many of `count` items somebody gets to, and whether they hand in afterwards."""
    luck = rng.random()
    if luck < _GIVES_UP:
        return rng.randrange(count), False
    return (rng.randint(0, 2), True) if luck < _GIVES_UP + _HANDS_IN_EARLY else (count, True)


def attempts_wanted(rng: Random) -> int:
    """Return in how many sittings somebody tries, if the rules let them."""
    return rng.choices((1, 2, 3, 4), (70, 21, 6, 3))[0]


def _answer(rng: Random, item: Item, ability: float) -> int:
    own = Random(f"item {item.question_id}").gauss(0, _ITEM_SPREAD)  # the same for everybody who meets it
    difficulty = _DIFFICULTY.get(item.difficulty, 0.0) + own
    return item.key if rng.random() < chance(ability, difficulty, item.option_count) else _wrong(rng, item)


def _wrong(rng: Random, item: Item) -> int:
    if item.allows_many:
        every = range(1, 1 << item.option_count)
        return rng.choice([choice for choice in every if choice != item.key])
    return rng.choice([1 << i for i in range(item.option_count) if 1 << i != item.key])
