"""The attempts that another ruling on a question changes: marks anew what was stored, and writes nothing."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.domain.marking import MarkingRules
from quizapp.domain.regrade import AttemptChange, ItemChange, attempt_change, item_change, packed_keys
from quizapp.domain.rulings import Ruling
from quizapp.models import Attempt, QuestionVersion, Response, Round
from quizapp.models.base import AnyRow
from quizapp.models.marking import StoredItem, answered_item
from quizapp.regrading.queries.rounds import marking_rules

_BATCH = 5000


def attempt_changes(
    session: Session, contest_round: Round, version_id: int, *, old: Ruling | None, new: Ruling | None
) -> list[AttemptChange]:
    """Return the submitted attempts of a round that another ruling on a question changes, by id.

    Only the responses to that question are read: a score is the sum of its marks, of which one changes. The same
    choice in the same order of options is marked once.
    """
    remark = _Remarking(_version(session, version_id), old, new, marking_rules(contest_round))
    query = (
        select(
            Response.attempt_id,
            Response.option_order,
            Response.choice,
            Response.mark,
            Attempt.score,
            Attempt.max_score,
        )
        .join(Attempt, Attempt.id == Response.attempt_id)
        .where(
            Attempt.round_id == contest_round.id,
            Attempt.submitted_at.is_not(None),
            Response.question_version_id == version_id,
        )
        .order_by(Response.attempt_id)
        .execution_options(yield_per=_BATCH)
    )
    found = (
        attempt_change(
            row.attempt_id,
            old_mark=row.mark or 0,
            score=row.score,
            max_score=row.max_score,
            item=remark(row.option_order, row.choice),
        )
        for row in session.execute(query)
    )
    return [change for change in found if change is not None]


def _version(session: Session, version_id: int) -> AnyRow:
    query = select(QuestionVersion.key, QuestionVersion.difficulty).where(QuestionVersion.id == version_id)
    return session.execute(query).one()


class _Remarking:
    """What choices of a question are worth by another ruling, each marked once."""

    def __init__(self, version: AnyRow, old: Ruling | None, new: Ruling | None, rules: MarkingRules) -> None:
        self._version, self._old, self._new, self._rules = version, old, new, rules
        self._known: dict[tuple[str, int | None], ItemChange] = {}

    def __call__(self, option_order: str, choice: int | None) -> ItemChange:
        found = self._known.get((option_order, choice))
        if found is None:
            before, after = (
                answered_item(self._stored(option_order, choice, ruling), self._rules)
                for ruling in (self._old, self._new)
            )
            found = self._known[option_order, choice] = item_change(before, after, self._rules)
        return found

    def _stored(self, option_order: str, choice: int | None, ruling: Ruling | None) -> StoredItem:
        return StoredItem(
            position=1,
            option_order=option_order,
            choice=choice,
            key=self._version.key,
            difficulty=self._version.difficulty,
            ruling=ruling.kind if ruling else None,
            ruled_keys=packed_keys(ruling) if ruling else None,
        )
