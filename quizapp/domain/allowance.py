"""Whether a participant may start an attempt now, and which attempts count."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from quizapp.domain.phase import Phase, phase


class StartRefusal(StrEnum):
    """Why an attempt can't be started now."""

    NOT_OPEN = "not_open"
    GROUP_NOT_ADMITTED = "group_not_admitted"
    ALLOWANCE_USED_UP = "allowance_used_up"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What a round's rules say of who may start. `groups` empty: all; `attempts_allowed` None: no limit."""

    opens_at: datetime
    closes_at: datetime
    groups: Collection[str]
    attempts_allowed: int | None


def start_refusal(entry: Entry, *, now: datetime, group: str, attempts_used: int) -> StartRefusal | None:
    """Return why a member of `group` may not start now, or None. `attempts_used`: those in the current period."""
    if phase(now, opens_at=entry.opens_at, closes_at=entry.closes_at) is not Phase.OPEN:
        return StartRefusal.NOT_OPEN
    if entry.groups and group not in entry.groups:
        return StartRefusal.GROUP_NOT_ADMITTED
    if entry.attempts_allowed is not None and attempts_used >= entry.attempts_allowed:
        return StartRefusal.ALLOWANCE_USED_UP
    return None


def counts(*, answered: int, is_timed_out: bool) -> bool:
    """Tell whether a closed attempt counts: submitted by hand, or by time with at least one answer."""
    return not is_timed_out or answered > 0
