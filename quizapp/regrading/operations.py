"""Adopting a ruling: marks, scores and the ruling itself change in one transaction, or nothing does.

Somebody may submit at the same moment. On SQLite whoever writes waits for whoever writes. On PostgreSQL a submission
(attempts/queries.py: locked_attempt) shares a lock on the round's row from before it reads the rulings until it is
committed, and an adoption takes that lock for itself before it reads the attempts. So every submission is either
committed before an adoption begins to read, which then sees and re-marks it, or it waits for the end of the adoption,
and the statement by which it then reads the rulings sees the new ones. A lock taken by the adoption on the attempts it
sees would not do: an attempt that is being submitted is not among them yet. Answers are saved and attempts begun
meanwhile: neither asks for that lock.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.domain.regrade import AttemptChange, packed, packed_keys, proposed, with_ruling
from quizapp.domain.rulings import Key, Ruling
from quizapp.models import Attempt, QuestionVersion, Regrade, Response, Round, RoundRuling, ScoreChange
from quizapp.regrading import queries

_BATCH = 5000
_Shared = TypeVar("_Shared", bound=Hashable)


class StaleDryRun(Exception):
    """Attempts, rulings or rules have changed since the dry run that is to be adopted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is to be ruled of a question version: the kind as chosen, or "lift", and the options picked."""

    version_id: int
    kind: str
    chosen: Key = frozenset()


def adopt(
    session: Session, *, now: datetime, actor_id: int | None, round_id: int, wanted: Wanted, reason: str, seen: str
) -> int:
    """Put a ruling into force and mark all attempts of the round by it; return how many have another result.

    `seen`: the fingerprint of the dry run that is adopted. Raises RoundNotFound, QuestionNotAsked, NothingChanges,
    StaleDryRun.
    """
    contest_round = _locked_round(session, round_id)
    held = queries.rulings_in_force(session, round_id)
    old = held.get(wanted.version_id)
    new = proposed(_key(session, wanted.version_id), old, kind=wanted.kind, chosen=wanted.chosen)
    attempts = queries.attempt_changes(session, contest_round, wanted.version_id, old=old, new=new)
    now_seen = queries.basis(
        session, contest_round, version_id=wanted.version_id, ruling=new, attempts=attempts, now=now
    )
    if now_seen != seen:
        raise StaleDryRun
    others = [change for change in attempts if change.is_other_result]
    regrade = Regrade(
        round_id=round_id,
        made_at=now,
        actor_id=actor_id,
        reason=reason,
        rulings=packed(with_ruling(held, wanted.version_id, new)),
        attempts_changed=len(others),
    )
    session.add(regrade)
    session.flush()
    _store_ruling(session, regrade, wanted.version_id, new)
    _store_marks(session, wanted.version_id, attempts)
    _store_scores(session, regrade.id, others)
    _record(session, regrade, contest_round, wanted)
    session.flush()
    session.expire_all()  # the statements above went past what the session holds
    return len(others)


def _locked_round(session: Session, round_id: int) -> Round:
    query = select(Round).where(Round.id == round_id).with_for_update(key_share=True)
    found = session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise queries.RoundNotFound(round_id)
    return found


def _key(session: Session, version_id: int) -> Key:
    key = session.scalar(select(QuestionVersion.key).where(QuestionVersion.id == version_id))
    if key is None:
        raise queries.QuestionNotAsked(version_id)
    return frozenset(map(int, key))


def _store_ruling(session: Session, regrade: Regrade, version_id: int, ruling: Ruling | None) -> None:
    ours = (RoundRuling.round_id == regrade.round_id, RoundRuling.question_version_id == version_id)
    session.execute(delete(RoundRuling).where(*ours))
    if ruling is not None:
        session.execute(
            insert(RoundRuling).values(
                round_id=regrade.round_id,
                question_version_id=version_id,
                regrade_id=regrade.id,
                kind=ruling.kind,
                keys=packed_keys(ruling),
            )
        )


def _store_marks(session: Session, version_id: int, changes: Iterable[AttemptChange]) -> None:
    for mark, attempt_ids in _grouped((c.new_mark, c.attempt_id) for c in changes if c.new_mark != c.old_mark).items():
        for batch in _batches(attempt_ids):
            session.execute(
                update(Response)
                .where(Response.attempt_id.in_(batch), Response.question_version_id == version_id)
                .values(mark=mark)
                .execution_options(synchronize_session=False)
            )


def _store_scores(session: Session, regrade_id: int, changes: Sequence[AttemptChange]) -> None:
    deltas = _grouped(((c.new_score - c.old_score, c.new_max_score - c.old_max_score), c.attempt_id) for c in changes)
    for (score, most), attempt_ids in deltas.items():
        for batch in _batches(attempt_ids):
            session.execute(
                update(Attempt)
                .where(Attempt.id.in_(batch))
                .values(score=Attempt.score + score, max_score=Attempt.max_score + most)
                .execution_options(synchronize_session=False)
            )
    for rows in _batches([_score_change(regrade_id, change) for change in changes]):
        session.execute(insert(ScoreChange), rows)


def _score_change(regrade_id: int, change: AttemptChange) -> dict[str, int]:
    return {
        "regrade_id": regrade_id,
        "attempt_id": change.attempt_id,
        "old_score": change.old_score,
        "old_max_score": change.old_max_score,
        "new_score": change.new_score,
        "new_max_score": change.new_max_score,
    }


def _grouped(pairs: Iterable[tuple[_Shared, int]]) -> Mapping[_Shared, list[int]]:
    """Return the ids that share each value."""
    found: defaultdict[_Shared, list[int]] = defaultdict(list)
    for value, attempt_id in pairs:
        found[value].append(attempt_id)
    return found


_Row = TypeVar("_Row")


def _batches(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH]


def _record(session: Session, regrade: Regrade, contest_round: Round, wanted: Wanted) -> None:
    audit.record(
        session,
        now=regrade.made_at,
        actor_id=regrade.actor_id,
        action="round.regrade",
        subject_type="round",
        subject_id=regrade.round_id,
        details={
            "title": contest_round.title,
            "regrade_id": regrade.id,
            "question_version_id": wanted.version_id,
            "kind": str(wanted.kind),
            "chosen": sorted(wanted.chosen),
            "reason": regrade.reason,
            "count": regrade.attempts_changed,
        },
    )


def record_export(session: Session, *, now: datetime, actor_id: int | None, contest_round: Round) -> None:
    """Write into the audit record that somebody took away a dry run's changes with people's names."""
    audit.record(
        session,
        now=now,
        actor_id=actor_id,
        action="results.export_with_names",
        subject_type="round",
        subject_id=contest_round.id,
        details={"title": contest_round.title, "format": "xlsx"},
    )
    session.flush()
