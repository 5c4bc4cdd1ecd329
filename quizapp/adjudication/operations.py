"""Deciding on attempts, and keeping people from prizes. Each leaves an audit record in the same transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.adjudication.queries.attempts import UnknownAttempt, newest_decision_ids
from quizapp.adjudication.queries.reviewing import Verdict
from quizapp.domain.allowance import Closed, Exclusion, exclusion
from quizapp.domain.flags import Finding
from quizapp.domain.identity import show_code
from quizapp.models import Attempt, Decision, Participant, PrizeExclusion, Response, Round


class DecidedMeanwhile(Exception):
    """Somebody else decided on the attempt after the page was shown."""


class NothingToChange(Exception):
    """Every attempt that the decision speaks of stands so already."""


class ReasonMissing(Exception):
    """A decision needs its reason."""


class NobodyChosen(Exception):
    """Nobody of the contest was named."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ruling:
    """A decision as staff make it. `seen_id`: the newest decision on the attempt when its page was shown, or None.

    `is_for_person`: it is for all that the person submitted in the round.
    """

    attempt_id: int
    verdict: Verdict
    reason: str
    seen_id: int | None
    is_for_person: bool = False


def decide(
    session: Session,
    ruling: Ruling,
    *,
    now: datetime,
    actor_id: int | None,
    findings: Mapping[int, Sequence[Finding]],
) -> int:
    """Write a decision on one attempt, or on all of its person in the round, and return on how many.

    `findings`: by attempt, kept with the decision as they were seen. An attempt that is disqualified already is
    passed over. Raises UnknownAttempt, ReasonMissing, DecidedMeanwhile, NothingToChange.
    """
    if not ruling.reason.strip():
        raise ReasonMissing
    attempts = _locked(session, ruling)
    if newest_decision_ids(session, [ruling.attempt_id]).get(ruling.attempt_id) != ruling.seen_id:
        raise DecidedMeanwhile
    changed = [attempt for attempt in attempts if _is_changed(attempt, ruling)]
    if not changed:
        raise NothingToChange
    for attempt in changed:
        session.add(_decision(attempt.id, ruling, findings.get(attempt.id, ()), now=now, actor_id=actor_id))
    _exclude(session, changed, is_disqualified=ruling.verdict is Verdict.DISQUALIFIED)
    for attempt in changed:
        _record_decision(session, attempt, ruling, now=now, actor_id=actor_id)
    session.flush()
    return len(changed)


def _locked(session: Session, ruling: Ruling) -> Sequence[Attempt]:
    """Return the submitted attempts that a decision speaks of, their rows locked. Raises UnknownAttempt."""
    meant = session.get(Attempt, ruling.attempt_id)
    if meant is None or meant.submitted_at is None:
        raise UnknownAttempt(ruling.attempt_id)
    query = select(Attempt).where(Attempt.submitted_at.is_not(None)).order_by(Attempt.id).with_for_update()
    if ruling.is_for_person:
        query = query.where(Attempt.round_id == meant.round_id, Attempt.participant_id == meant.participant_id)
    else:
        query = query.where(Attempt.id == meant.id)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def _is_changed(attempt: Attempt, ruling: Ruling) -> bool:
    """Tell whether a decision is news for an attempt; clearing one that was never decided on is."""
    return ruling.verdict is Verdict.CLEARED or attempt.exclusion != Exclusion.DISQUALIFIED


def _decision(
    attempt_id: int, ruling: Ruling, findings: Sequence[Finding], *, now: datetime, actor_id: int | None
) -> Decision:
    return Decision(
        attempt_id=attempt_id,
        made_at=now,
        actor_id=actor_id,
        verdict=ruling.verdict.value,
        reason=ruling.reason.strip(),
        flags=[finding.flag for finding in findings],
        evidence=[{**asdict(finding), "others": list(finding.others)} for finding in findings],
    )


def _exclude(session: Session, attempts: Collection[Attempt], *, is_disqualified: bool) -> None:
    """Bring up to date why these attempts, of one round, don't count."""
    items = _item_counts(session, [attempt.id for attempt in attempts])
    for attempt in attempts:
        asks_for_all = session.get_one(Round, attempt.round_id).requires_all_answered
        closed = Closed(
            answered=attempt.answered or 0,
            is_complete=attempt.answered == items.get(attempt.id, 0),
            is_timed_out=attempt.is_timed_out,
            is_disqualified=is_disqualified,
        )
        attempt.exclusion = exclusion(closed, requires_all_answered=asks_for_all)


def _item_counts(session: Session, attempt_ids: Sequence[int]) -> Mapping[int, int]:
    query = select(Response.attempt_id, func.count()).where(Response.attempt_id.in_(attempt_ids))
    return {row[0]: row[1] for row in session.execute(query.group_by(Response.attempt_id))}


def _record_decision(
    session: Session, attempt: Attempt, ruling: Ruling, *, now: datetime, actor_id: int | None
) -> None:
    participant = session.get_one(Participant, attempt.participant_id)
    details = {
        "code": show_code(participant.code),
        "number": attempt.number,
        "title": session.get_one(Round, attempt.round_id).title,
        "reason": ruling.reason.strip(),
    }
    is_disqualified = ruling.verdict is Verdict.DISQUALIFIED
    audit.record(
        session,
        now=now,
        actor_id=actor_id,
        action="attempt.disqualify" if is_disqualified else "attempt.clear",
        subject_type="attempt",
        subject_id=attempt.id,
        details=details,
    )


def exclude_from_prizes(
    session: Session,
    *,
    now: datetime,
    actor_id: int | None,
    contest_id: int,
    participant_ids: Collection[int],
    reason: str,
) -> int:
    """Keep participants of a contest from its prizes and return how many are new; one who is kept already stays so.

    Raises ReasonMissing, and NobodyChosen where none of them is of the contest.
    """
    if not reason.strip():
        raise ReasonMissing
    people = session.scalars(
        select(Participant).where(Participant.contest_id == contest_id, Participant.id.in_(participant_ids))
    ).all()
    if not people:
        raise NobodyChosen
    kept = set(session.scalars(select(PrizeExclusion.participant_id).where(PrizeExclusion.contest_id == contest_id)))
    added = [person for person in people if person.id not in kept]
    for person in added:
        session.add(
            PrizeExclusion(
                contest_id=contest_id,
                participant_id=person.id,
                reason=reason.strip(),
                made_at=now,
                actor_id=actor_id,
            )
        )
        details = {"code": show_code(person.code), "reason": reason.strip()}
        _record_prize(session, "prize_exclusion.add", person.id, details, now=now, actor_id=actor_id)
    session.flush()
    return len(added)


def admit_to_prizes(
    session: Session, *, now: datetime, actor_id: int | None, contest_id: int, participant_id: int
) -> bool:
    """Let a participant win prizes again; return False where nothing kept them from it."""
    kept = session.get(PrizeExclusion, (contest_id, participant_id))
    if kept is None:
        return False
    person = session.get_one(Participant, participant_id)
    details = {"code": show_code(person.code), "reason": kept.reason}
    session.delete(kept)
    _record_prize(session, "prize_exclusion.remove", participant_id, details, now=now, actor_id=actor_id)
    session.flush()
    return True


def _record_prize(
    session: Session, what: str, participant_id: int, details: dict[str, Any], *, now: datetime, actor_id: int | None
) -> None:
    audit.record(
        session,
        now=now,
        actor_id=actor_id,
        action=what,
        subject_type="participant",
        subject_id=participant_id,
        details=details,
    )
