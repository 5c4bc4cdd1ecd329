"""The items of an attempt as its participant may look at them again: the keys, the marks, what was ruled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from quizapp.domain.choice import to_bank
from quizapp.domain.marking import MarkingRules, most_of
from quizapp.domain.question import Image
from quizapp.domain.rulings import RULING_KINDS, Key, Ruling, accepted_keys, ruling_of
from quizapp.models import QuestionVersion, Response, RoundRuling
from quizapp.models.base import AnyRow
from quizapp.models.marking import answered_item
from quizapp.models.question_store import image_of


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewedOption:
    """An option where it was shown. `is_key` False for all where everybody has the points, or nobody."""

    text: str
    image: Image | None
    is_key: bool
    is_chosen: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewedItem:
    """An item as it was shown, with what was chosen, the key and the mark of at most `most`.

    `ruling`: a kind of RULING_KINDS, None where nothing was ruled. `further`: places of the options of other keys,
    where a key is several options.
    """

    position: int
    text: str
    image: Image | None
    options: Sequence[ReviewedOption]
    is_answered: bool
    mark: int
    most: int
    shows_points: bool
    ruling: str | None
    further: Sequence[Sequence[int]]
    explanation: str | None
    source: str | None

    @property
    def is_void(self) -> bool:
        """Tell whether the item counts for nobody."""
        return not self.most

    @property
    def is_right(self) -> bool:
        """Tell whether the item has earned all its points."""
        return bool(self.mark) and self.mark == self.most

    @property
    def is_partial(self) -> bool:
        """Tell whether it has earned some."""
        return 0 < self.mark < self.most


def reviewed_items(session: Session, attempt: AnyRow) -> Sequence[ReviewedItem]:
    """Return the items of an attempt as they were shown, with the key: ask only where may_review() allows it."""
    is_ruled = and_(
        RoundRuling.question_version_id == Response.question_version_id, RoundRuling.round_id == attempt.round_id
    )
    rows = session.execute(
        select(
            Response.position,
            Response.option_order,
            Response.allows_many,
            Response.choice,
            Response.mark,
            QuestionVersion.text,
            QuestionVersion.options,
            QuestionVersion.key,
            QuestionVersion.difficulty,
            QuestionVersion.image,
            QuestionVersion.explanation,
            QuestionVersion.source,
            RoundRuling.kind.label("ruling"),
            RoundRuling.keys.label("ruled_keys"),
        )
        .join(QuestionVersion, QuestionVersion.id == Response.question_version_id)
        .outerjoin(RoundRuling, is_ruled)
        .where(Response.attempt_id == attempt.id)
        .order_by(Response.position)
    )
    rules = MarkingRules(partial=attempt.partial_rule, points=dict(attempt.points))
    return [_reviewed(row, rules) for row in rows]


def _reviewed(row: AnyRow, rules: MarkingRules) -> ReviewedItem:
    order = [int(digit) for digit in row.option_order]
    chosen = to_bank(row.choice or 0, order)
    keys = _keys(frozenset(map(int, row.key)), ruling_of(row.ruling, row.ruled_keys))
    shown_keys = frozenset().union(*(keys[:1] if row.allows_many else keys))
    points = rules.points_of(row.difficulty)
    return ReviewedItem(
        position=row.position,
        text=row.text,
        image=image_of(row.image),
        options=[
            _reviewed_option(row.options[index], is_key=index in shown_keys, is_chosen=index in chosen)
            for index in order
        ],
        is_answered=bool(row.choice),
        mark=row.mark or 0,
        most=most_of(answered_item(row, rules), rules),
        shows_points=points != 1 or 0 < (row.mark or 0) < points * rules.parts,
        ruling=row.ruling,
        further=[sorted(map(order.index, key)) for key in keys[1:]] if row.allows_many else (),
        explanation=row.explanation,
        source=row.source,
    )


def _keys(key: Key, ruling: Ruling | None) -> Sequence[Key]:
    """Return the keys that earn the points, none where choosing earns nothing."""
    if ruling is not None and not RULING_KINDS[ruling.kind].needs_key:
        return ()
    return accepted_keys(key, ruling)


def _reviewed_option(stored: Mapping[str, Any], *, is_key: bool, is_chosen: bool) -> ReviewedOption:
    return ReviewedOption(text=stored["text"], image=image_of(stored.get("image")), is_key=is_key, is_chosen=is_chosen)
