"""Start, save, submit: the three operations of the hot path, as plain statements.

Each is safe to repeat: a second start gives the open attempt, a repeated save is acknowledged again, a
second submission changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Integer, Update, bindparam, exists, insert, literal, or_, select, update
from sqlalchemy.orm import Session

from quizapp.attempts import queries
from quizapp.attempts.queries import OPEN_UNTIL, Pool
from quizapp.domain.allowance import Applicant, Closed, Entry, StartRefusal, exclusion, start_refusal
from quizapp.domain.drawing import BlueprintRow, DrawnItem, NotEnoughQuestions, draw_cells
from quizapp.domain.marking import AttemptMark, MarkingRules, mark_attempt
from quizapp.domain.phase import closes_at
from quizapp.domain.policy import RoundKind
from quizapp.models import Attempt, Response
from quizapp.models.base import AnyRow, UtcDateTime, table_of
from quizapp.models.given_rows import Columns, ForRows
from quizapp.models.marking import answered_item
from quizapp.models.prepared import Prepared
from quizapp.models.together import Together

_SWEEP_BATCH = 200
_ATTEMPT, _RESPONSE = table_of(Attempt), table_of(Response)


def _save(given: Columns) -> Update:
    is_open = (
        select(_ATTEMPT.c.id)
        .where(
            _ATTEMPT.c.id == given["of_attempt"],
            _ATTEMPT.c.participant_id == given["of_participant"],
            given["now"] < OPEN_UNTIL,
        )
        # Without this lock a save that overlaps a submission leaves "marked on A, stored B" (PostgreSQL 15).
        .with_for_update(read=True)
    )
    return (
        update(_RESPONSE)
        .where(
            _RESPONSE.c.attempt_id == given["of_attempt"],
            _RESPONSE.c.position == given["at"],
            _RESPONSE.c.revision < given["revision"],
            _RESPONSE.c.option_count >= given["bits"],
            or_(_RESPONSE.c.allows_many, literal(1) >= given["picked"]),
            exists(is_open),
        )
        .values(choice=given["choice"], revision=given["revision"], saved_at=given["now"])
    )


# Built once, on tables: to build it for every save took eight times as long as to execute it.
_SAVE = Together(
    _save,
    {
        "of_attempt": Integer(),
        "of_participant": Integer(),
        "at": Integer(),
        "choice": Integer(),
        "bits": Integer(),
        "picked": Integer(),
        "revision": Integer(),
        "now": UtcDateTime(),
    },
    row=("of_attempt", "at"),
)
_INSERT_ATTEMPT = Prepared(
    insert(_ATTEMPT)
    .values(
        {
            name: bindparam(name)
            for name in (
                "round_id",
                "participant_id",
                "number",
                "started_at",
                "closes_at",
                "is_timed_out",
                "device",
                "network",
            )
        }
    )
    .returning(_ATTEMPT.c.id)
)
_PAPER_TYPES = {
    name: _RESPONSE.c[name].type
    for name in ("position", "question_version_id", "option_order", "option_count", "allows_many")
}
_INSERT_RESPONSES = ForRows(
    lambda given: insert(_RESPONSE).from_select(
        ["attempt_id", *given, "revision"],
        select(bindparam("of_attempt", type_=Integer()), *given.values(), literal(0)),
    ),
    _PAPER_TYPES,
)
_STORE_MARKS = ForRows(
    lambda given: (
        update(_RESPONSE)
        .where(_RESPONSE.c.attempt_id == bindparam("of_attempt"), _RESPONSE.c.position == given["position"])
        .values(mark=given["mark"])
    ),
    {"position": Integer(), "mark": Integer()},
)
_CLOSE = Prepared(
    update(_ATTEMPT)
    .where(_ATTEMPT.c.id == bindparam("of_attempt"), OPEN_UNTIL.is_not(None))
    .values(
        {
            name: bindparam(name)
            for name in (
                "submitted_at",
                "is_timed_out",
                "prediction",
                "exclusion",
                "score",
                "max_score",
                "answered",
                "duration_ms",
            )
        }
    )
)


class AttemptNotFound(LookupError):
    """There is no such attempt or item of this participant."""


class RoundNotFound(LookupError):
    """There is no such round in the participant's contest."""


class ParticipantNotFound(LookupError):
    """The participant of the signed cookie is not registered any more."""


class RoundNotOpen(Exception):
    """The round has not opened yet, or is over."""


class RoundSuspended(Exception):
    """The organisers have suspended the round: nobody may start for now."""


class TooYoung(Exception):
    """The round's rules ask for an age that the participant has not reached."""


class GroupNotAdmitted(Exception):
    """The round is for other groups."""


class AllowanceUsedUp(Exception):
    """No attempt is left in the current period."""


class PaperNotReady(Exception):
    """The banks can't fill the blueprint for the participant's group."""


class AlreadySubmitted(Exception):
    """The attempt takes no more answers."""


class TimeIsUp(Exception):
    """The attempt's time was over when the answer arrived."""


class InvalidChoice(Exception):
    """The choice names an option that the item doesn't have, or several where one is allowed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Saved:
    """What is stored at a position now."""

    choice: int
    revision: int


class StaleRevision(Exception):
    """Another window or device has saved since; `current` is what is stored."""

    def __init__(self, current: Saved) -> None:
        super().__init__(current.revision)
        self.current = current


_REFUSALS: Mapping[StartRefusal, type[Exception]] = {
    StartRefusal.NOT_OPEN: RoundNotOpen,
    StartRefusal.SUSPENDED: RoundSuspended,
    StartRefusal.TOO_YOUNG: TooYoung,
    StartRefusal.GROUP_NOT_ADMITTED: GroupNotAdmitted,
    StartRefusal.ALLOWANCE_USED_UP: AllowanceUsedUp,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """What an attempt is begun from: keyed hashes of the browser's cookie and of the network's address, or None."""

    device: str | None = None
    network: str | None = None


UNKNOWN_ORIGIN = Origin()


def start_attempt(
    session: Session,
    *,
    now: datetime,
    rng: Random,
    round_id: int,
    participant_id: int,
    origin: Origin = UNKNOWN_ORIGIN,
) -> int:
    """Return the id of the participant's open attempt in a round, with a paper drawn if there was none.

    Raises ParticipantNotFound, RoundNotFound, RoundNotOpen, RoundSuspended, GroupNotAdmitted, TooYoung,
    AllowanceUsedUp, PaperNotReady.
    """
    participant = queries.find_participant(session, participant_id)
    if participant is None:
        raise ParticipantNotFound(participant_id)
    entry = _entry(session, round_id=round_id, participant=participant, now=now)
    open_id: int | None = entry.open_attempt_id
    if open_id is not None:
        attempt = queries.locked_attempt(session, open_id)
        assert attempt is not None  # its participant's row is locked, and attempts are never deleted
        if now < attempt.closes_at:
            return open_id
        _close(session, attempt, submitted_at=attempt.closes_at, is_timed_out=True)
    _check_may_start(entry, participant, now=now)
    pool = queries.pool(session, round_id)
    items = _draw(entry, pool, group=participant.group, rng=rng)
    attempt_id = _insert_attempt(session, entry, participant_id=participant_id, now=now, origin=origin)
    _insert_responses(session, attempt_id, items, pool)
    return attempt_id


def _entry(session: Session, *, round_id: int, participant: AnyRow, now: datetime) -> AnyRow:
    entry = queries.find_entry(session, round_id=round_id, participant=participant, now=now)
    if entry is None:
        raise RoundNotFound(round_id)
    return entry


def _check_may_start(entry: AnyRow, participant: AnyRow, *, now: datetime) -> None:
    rules = Entry(
        opens_at=entry.opens_at,
        closes_at=entry.closes_at,
        groups=entry.groups,
        attempts_allowed=entry.attempts_allowed,
        suspended_at=entry.suspended_at,
        minimum_age=entry.minimum_age,
        is_external=entry.kind == RoundKind.EXTERNAL,
    )
    applicant = Applicant(group=participant.group, birth_date=participant.birth_date, attempts_used=entry.used)
    refusal = start_refusal(rules, applicant, now=now)
    if refusal is not None:
        raise _REFUSALS[refusal]


def _draw(entry: AnyRow, pool: Pool, *, group: str, rng: Random) -> tuple[DrawnItem, ...]:
    cells = pool.cells((BlueprintRow(**row) for row in entry.blueprint), group)
    if not cells:
        raise PaperNotReady
    try:
        return draw_cells(cells, rng, shuffle_questions=entry.shuffle_questions, shuffle_options=entry.shuffle_options)
    except NotEnoughQuestions as shortage:
        raise PaperNotReady from shortage


def _insert_attempt(session: Session, entry: AnyRow, *, participant_id: int, now: datetime, origin: Origin) -> int:
    ends_at = closes_at(now, time_limit=timedelta(minutes=entry.time_limit_minutes), round_closes_at=entry.closes_at)
    values = {
        "round_id": entry.id,
        "participant_id": participant_id,
        "number": entry.last_number + 1,
        "started_at": now,
        "closes_at": ends_at,
        "is_timed_out": False,
        "device": origin.device,
        "network": origin.network,
    }
    attempt_id: int = _INSERT_ATTEMPT.rows(session, values).scalar_one()
    return attempt_id


def _insert_responses(session: Session, attempt_id: int, items: tuple[DrawnItem, ...], pool: Pool) -> None:
    rows = (
        {
            "position": item.position,
            "question_version_id": item.candidate.version_id,
            "option_order": "".join(map(str, item.option_order)),
            "option_count": item.candidate.option_count,
            "allows_many": item.candidate.version_id in pool.several,
        }
        for item in items
    )
    _INSERT_RESPONSES.change(session, rows, of_attempt=attempt_id)


def save_response(
    session: Session, *, now: datetime, participant_id: int, attempt_id: int, position: int, choice: int, revision: int
) -> Saved:
    """Store a choice if it is newer than what is stored, in one statement; return what is stored then.

    `choice` is in positions as shown (domain/choice.py); `revision` counts up from 1 with every save of an
    item. The same save again is acknowledged again. Raises AttemptNotFound, AlreadySubmitted, TimeIsUp,
    InvalidChoice, StaleRevision.
    """
    is_stored = _SAVE.commit(
        session,
        {
            "of_attempt": attempt_id,
            "of_participant": participant_id,
            "at": position,
            "choice": choice,
            "bits": choice.bit_length(),
            "picked": choice.bit_count(),
            "revision": revision,
            "now": now,
        },
    )
    if is_stored:
        return Saved(choice=choice, revision=revision)
    return _explain_unsaved(
        queries.saved_state(session, attempt_id=attempt_id, position=position),
        now=now,
        participant_id=participant_id,
        offered=Saved(choice=choice, revision=revision),
    )


def _explain_unsaved(stored: AnyRow | None, *, now: datetime, participant_id: int, offered: Saved) -> Saved:
    """Return the offered save if it is what is stored already, else raise why it was not taken."""
    if stored is None or stored.participant_id != participant_id:
        raise AttemptNotFound
    current = Saved(choice=stored.choice or 0, revision=stored.revision)
    if current == offered:
        return current
    if stored.submitted_at is not None:
        raise AlreadySubmitted
    if now >= stored.closes_at:
        raise TimeIsUp
    if offered.choice.bit_length() > stored.option_count or (offered.choice.bit_count() > 1 and not stored.allows_many):
        raise InvalidChoice
    raise StaleRevision(current)


def submit_attempt(
    session: Session, *, now: datetime, participant_id: int, attempt_id: int, prediction: int | None = None
) -> None:
    """Mark an attempt and close it; a second call changes nothing. After its time it closes as timed out.

    Raises AttemptNotFound.
    """
    attempt = queries.locked_attempt(session, attempt_id)
    if attempt is None or attempt.participant_id != participant_id:
        raise AttemptNotFound(attempt_id)
    if attempt.submitted_at is not None:
        return
    is_late = now >= attempt.closes_at
    _close(
        session,
        attempt,
        submitted_at=attempt.closes_at if is_late else now,
        is_timed_out=is_late,
        prediction=None if is_late else prediction,
    )


def close_overdue_attempts(session: Session, *, now: datetime) -> int:
    """Close attempts whose time is up, marking what was saved; return how many. At most a batch at a time."""
    closed = 0
    for attempt_id in queries.overdue_attempt_ids(session, now, limit=_SWEEP_BATCH):
        attempt = queries.locked_attempt(session, attempt_id)
        if attempt is not None and attempt.submitted_at is None:
            _close(session, attempt, submitted_at=attempt.closes_at, is_timed_out=True)
            closed += 1
    return closed


def _close(
    session: Session,
    attempt: AnyRow,
    *,
    submitted_at: datetime,
    is_timed_out: bool,
    prediction: int | None = None,
) -> None:
    marked = _mark(session, attempt)
    closed = Closed(answered=marked.answered, is_complete=marked.is_complete, is_timed_out=is_timed_out)
    marks = ({"position": position, "mark": mark} for position, mark in marked.marks.items())
    _STORE_MARKS.change(session, marks, of_attempt=attempt.id)
    values = {
        "submitted_at": submitted_at,
        "is_timed_out": is_timed_out,
        "prediction": prediction if attempt.prediction_target else None,
        "exclusion": exclusion(closed, requires_all_answered=attempt.requires_all_answered),
        "score": marked.score,
        "max_score": marked.max_score,
        "answered": marked.answered,
        "duration_ms": (submitted_at - attempt.started_at) // timedelta(milliseconds=1),
    }
    _CLOSE.change(session, {"of_attempt": attempt.id, **values})


def _mark(session: Session, attempt: AnyRow) -> AttemptMark:
    rules = MarkingRules(partial=attempt.partial_rule, points=dict(attempt.points))
    return mark_attempt((answered_item(row, rules) for row in queries.answered_items(session, attempt)), rules)
