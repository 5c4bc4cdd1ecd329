"""What is stored of an item, as marking takes it: at submission, and when a round is marked again."""

from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.domain.choice import to_shown
from quizapp.domain.marking import AnsweredItem, MarkingRules
from quizapp.domain.rulings import RulingKind, accepted_keys, ruling_of
from quizapp.models.base import AnyRow


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredItem:
    """An item as a row of it reads; `ruling` None: none is in force."""

    position: int
    option_order: str
    choice: int | None
    key: str
    difficulty: str | None
    ruling: str | None = None
    ruled_keys: Sequence[Sequence[int]] | None = None


def answered_item(row: AnyRow | StoredItem, rules: MarkingRules) -> AnsweredItem:
    """Return an item from a row with position, option_order, choice, key, difficulty, ruling and ruled_keys."""
    order = tuple(map(int, row.option_order))
    ruling = ruling_of(row.ruling, row.ruled_keys)
    keys = accepted_keys(frozenset(map(int, row.key)), ruling)
    return AnsweredItem(
        position=row.position,
        keys=tuple(to_shown(key, order) for key in keys),
        choice=row.choice,
        points=rules.points_of(row.difficulty),
        is_void=row.ruling == RulingKind.VOID,
        is_given=row.ruling == RulingKind.GIVE,
    )
