"""Regrading: a ruling on a question is proposed, what it would change is computed, and then it is adopted.

A regrade changes the ruling on one question of a round; whatever rulings stand on others stay as they are. What was
shown and what was picked never change, only what the pick is worth.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from quizapp.domain.marking import AnsweredItem, MarkingRules, mark, most_of
from quizapp.domain.rulings import RULING_KINDS, Key, Ruling, RulingKind, accepted_keys

LIFT = "lift"  # what is chosen, beside RULING_KINDS, to have no ruling any more

Rulings = Mapping[int, Ruling]  # by question version


class NothingChanges(ValueError):
    """The question is marked in just this way already."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemChange:
    """What an item earns by other rulings: its mark, and by how much the most that it may earn differs."""

    mark: int
    most_delta: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AttemptChange:
    """An attempt that a ruling changes: the mark of its one item, its score, or the most that it could reach."""

    attempt_id: int
    old_mark: int
    new_mark: int
    old_score: int
    new_score: int
    old_max_score: int
    new_max_score: int

    @property
    def is_other_result(self) -> bool:
        """Tell whether the attempt's result differs, and not the item's mark alone."""
        return (self.old_score, self.old_max_score) != (self.new_score, self.new_max_score)


def proposed(key: Key, current: Ruling | None, *, kind: str, chosen: Key = frozenset()) -> Ruling | None:
    """Return the ruling that would be in force, None for none. `key`: the bank's; `chosen`: the options picked.

    A further key joins those accepted before, a corrected one among them. Raises NothingChanges.
    """
    ruling = None if kind == LIFT else _proposed(current, kind, chosen)
    if effect(key, ruling) == effect(key, current):
        raise NothingChanges
    return ruling


def _proposed(current: Ruling | None, kind: str, chosen: Key) -> Ruling:
    if not RULING_KINDS[kind].needs_key:
        return Ruling(kind=kind)
    if kind == RulingKind.ACCEPT and current is not None and RULING_KINDS[current.kind].needs_key:
        return Ruling(kind=current.kind, keys=tuple(dict.fromkeys((*current.keys, chosen))))
    return Ruling(kind=kind, keys=(chosen,))


def effect(key: Key, ruling: Ruling | None) -> tuple[object, ...]:
    """Return what tells rulings apart that mark differently: kinds that need no key, else the keys that earn all.

    The first key stands by itself, since parts of a key are measured by it.
    """
    if ruling is not None and not RULING_KINDS[ruling.kind].needs_key:
        return (ruling.kind,)
    keys = accepted_keys(key, ruling)
    return (keys[0], frozenset(keys))


def item_change(before: AnsweredItem, after: AnsweredItem, rules: MarkingRules) -> ItemChange:
    """Return what an item earns `after`, the same item and choice under other rulings."""
    return ItemChange(mark=mark(after, rules), most_delta=most_of(after, rules) - most_of(before, rules))


def attempt_change(
    attempt_id: int, *, old_mark: int, score: int, max_score: int, item: ItemChange
) -> AttemptChange | None:
    """Return how an attempt changes with the one item on its paper that is ruled on, None where it does not."""
    if item.mark == old_mark and not item.most_delta:
        return None
    return AttemptChange(
        attempt_id=attempt_id,
        old_mark=old_mark,
        new_mark=item.mark,
        old_score=score,
        new_score=score - old_mark + item.mark,
        old_max_score=max_score,
        new_max_score=max_score + item.most_delta,
    )


def with_ruling(rulings: Rulings, version_id: int, ruling: Ruling | None) -> dict[int, Ruling]:
    """Return the rulings of a round with one changed, or lifted."""
    others = {version: held for version, held in rulings.items() if version != version_id}
    return others if ruling is None else {**others, version_id: ruling}


def packed(rulings: Rulings) -> list[dict[str, Any]]:
    """Return rulings as a regrade keeps them."""
    return [
        {"question_version_id": version, "kind": str(ruling.kind), "keys": packed_keys(ruling)}
        for version, ruling in sorted(rulings.items())
    ]


def packed_keys(ruling: Ruling) -> list[list[int]]:
    """Return a ruling's keys as they are stored: lists of the bank's option indexes."""
    return [sorted(key) for key in ruling.keys]


def fingerprint(*parts: Iterable[object] | str) -> str:
    """Return what tells whether anything differs between a dry run and its adoption; each part's order counts."""
    digest = sha256()
    for part in parts:
        for entry in [part] if isinstance(part, str) else part:
            digest.update(repr(entry).encode())
            digest.update(b"\n")
        digest.update(b"\n\n")
    return digest.hexdigest()
