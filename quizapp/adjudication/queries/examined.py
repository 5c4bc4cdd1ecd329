"""A round's examination, with the rank of every attempt that counts; kept for a while where it is long work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.adjudication.queries.material import material
from quizapp.domain.flags import Examination, Finding, examine
from quizapp.domain.ranking import rank
from quizapp.models import Attempt, Round
from quizapp.models.standings import actual_number, ranked_round, standings

# A commune's round is examined anew for every page: 0.1 s. 100,000 attempts take seconds, and change no more.
_LARGE = 10_000
_KEPT_FOR = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True, slots=True)
class Examined:
    """Findings by attempt, in the order of the examination, and ranks by the attempt that counts."""

    examination: Examination
    findings: Mapping[int, list[Finding]]
    ranks: Mapping[int, int]


_kept: dict[int, tuple[object, datetime, Examined]] = {}
_lock = Lock()


def examined(session: Session, contest_round: Round, now: datetime) -> Examined:
    """Return a round's flags and ranks; of a large round as they were up to _KEPT_FOR ago, unless results changed."""
    state = _state(session, contest_round.id)
    if state[0] < _LARGE:
        return _examine(session, contest_round, now)
    with _lock:
        kept = _kept.get(contest_round.id)
        if kept is None or kept[0] != state or not kept[1] <= now < kept[1] + _KEPT_FOR:
            _kept.clear()
            kept = _kept[contest_round.id] = (state, now, _examine(session, contest_round, now))
        return kept[2]


def _state(session: Session, round_id: int) -> tuple[int, datetime | None, int | None]:
    """Return what tells that attempts or marks have changed."""
    query = select(func.count(), func.max(Attempt.submitted_at), func.sum(Attempt.score))
    row = session.execute(query.where(Attempt.round_id == round_id, Attempt.submitted_at.is_not(None))).one()
    return row[0], row[1], row[2]


def _examine(session: Session, contest_round: Round, now: datetime) -> Examined:
    examination = examine(material(session, contest_round))
    findings: dict[int, list[Finding]] = {}
    for finding in examination.findings:
        findings.setdefault(finding.attempt_id, []).append(finding)
    return Examined(examination=examination, findings=findings, ranks=_ranks(session, contest_round, now))


def _ranks(session: Session, contest_round: Round, now: datetime) -> Mapping[int, int]:
    asked = ranked_round(contest_round)
    counted = standings(session, asked, actual_number(session, asked, now))
    return {entry.standing.entry_id: entry.rank for entry in rank(counted, contest_round.ranking)}
