"""Whether a participant may start an attempt now, and which attempts count."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from quizapp.domain.phase import Phase, local_day, phase
from quizapp.domain.text import N_


class StartRefusal(StrEnum):
    """Why an attempt can't be started now."""

    NOT_OPEN = "not_open"
    SUSPENDED = "suspended"
    TOO_YOUNG = "too_young"
    GROUP_NOT_ADMITTED = "group_not_admitted"
    ALLOWANCE_USED_UP = "allowance_used_up"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What a round's rules say of who may start. `groups` empty: all; None: no limit, or no least age.

    A round that others hold is never open here.
    """

    opens_at: datetime
    closes_at: datetime
    groups: Collection[str]
    attempts_allowed: int | None
    suspended_at: datetime | None = None
    minimum_age: int | None = None
    is_external: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Applicant:
    """Who wants to start. `attempts_used`: in the current period."""

    group: str
    birth_date: date
    attempts_used: int


def age(birth_date: date, day: date) -> int:
    """Return the full years of age on a day; who is born on 29 February has the birthday on 1 March."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def start_refusal(entry: Entry, applicant: Applicant, *, now: datetime) -> StartRefusal | None:
    """Return why somebody may not start now, or None."""
    if entry.is_external or phase(now, opens_at=entry.opens_at, closes_at=entry.closes_at) is not Phase.OPEN:
        return StartRefusal.NOT_OPEN
    if entry.suspended_at is not None:
        return StartRefusal.SUSPENDED
    if entry.groups and applicant.group not in entry.groups:
        return StartRefusal.GROUP_NOT_ADMITTED
    if entry.minimum_age is not None and age(applicant.birth_date, local_day(now)) < entry.minimum_age:
        return StartRefusal.TOO_YOUNG
    if entry.attempts_allowed is not None and applicant.attempts_used >= entry.attempts_allowed:
        return StartRefusal.ALLOWANCE_USED_UP
    return None


class Exclusion(StrEnum):
    """Why a submitted attempt does not count."""

    EMPTY = "empty"
    INCOMPLETE = "incomplete"
    DISQUALIFIED = "disqualified"


EXCLUSIONS: Mapping[str, str] = {
    Exclusion.EMPTY: N_("Hết giờ mà chưa trả lời câu nào"),
    Exclusion.INCOMPLETE: N_("Chưa trả lời đủ các câu như thể lệ yêu cầu"),
    Exclusion.DISQUALIFIED: N_("Bị hủy kết quả"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Closed:
    """What decides whether a closed attempt counts."""

    answered: int
    is_complete: bool
    is_timed_out: bool
    is_disqualified: bool = False


def exclusion(closed: Closed, *, requires_all_answered: bool) -> Exclusion | None:
    """Return why a closed attempt does not count, or None where it does.

    It counts if it was submitted by hand, or ended by time with at least one answer; some rules ask for all
    (Quảng Ninh 2023: a paper with a question left open is not valid).
    """
    if closed.is_disqualified:
        return Exclusion.DISQUALIFIED
    if closed.is_timed_out and not closed.answered:
        return Exclusion.EMPTY
    return Exclusion.INCOMPLETE if requires_all_answered and not closed.is_complete else None
