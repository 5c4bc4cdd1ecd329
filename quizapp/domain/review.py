"""The states of a question: draft → reviewed → retired, and who may say that it is right.

Papers draw the newest reviewed version of a question that is not retired: an edit waits as a draft while the version
before it goes on being drawn.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from quizapp.domain.text import N_


class State(StrEnum):
    """Where a question stands."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    RETIRED = "retired"


STATES: Mapping[str, str] = {
    State.DRAFT: N_("Bản nháp"),
    State.REVIEWED: N_("Đã duyệt"),
    State.RETIRED: N_("Đã rút"),
}


def state_of(*, reviewed_at: datetime | None, retired_at: datetime | None) -> State:
    """Return the state of a question whose newest version was reviewed then, if at all."""
    if retired_at is not None:
        return State.RETIRED
    return State.DRAFT if reviewed_at is None else State.REVIEWED


def may_review(*, author_id: int | None, reviewer_id: int | None, needs_second_person: bool) -> bool:
    """Tell whether somebody may say that a version is right; four eyes see more than the two that wrote it."""
    return not needs_second_person or (reviewer_id is not None and reviewer_id != author_id)
