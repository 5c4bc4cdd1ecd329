"""What a file of results of many papers costs: `python -m tests.load.results_file [ATTEMPTS]`.

Writes and checks the file of one closed round by the command line, on an installation of its own: seconds by the clock
and of the processor, and the most memory that a process held.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from quizapp.app import create_app
from quizapp.config import Settings
from quizapp.domain.prizes.plan import CollectivePrize, IndividualPrize, PrizePlan, to_json
from quizapp.models import Attempt, Participant, Response, db
from tests.factories import Factory

ATTEMPTS = 100_000
ITEMS = 20
ATTEMPTS_A_PERSON = 2
_BATCH = 2000
_OPENED = datetime(2025, 6, 1, tzinfo=UTC)
_PLAN = PrizePlan(
    individual=tuple(IndividualPrize(title=f"Giải {n}", count=n) for n in (1, 2, 3, 5)),
    encouragement=20,
    encouragement_title="Giải Khuyến khích",
    collective=(CollectivePrize(title="Tập thể", count=3, formula="rank_points"),),
)


def main() -> None:
    """Print a line a measurement."""
    attempts = int(sys.argv[1]) if len(sys.argv) > 1 else ATTEMPTS
    with tempfile.TemporaryDirectory() as folder:
        _run(folder, "prepare")
        _fill(Path(folder), attempts)
        out = Path(folder) / "results.xlsx"
        _show("export", *_run(folder, "results", "export", "load", "--round", "load", "--out", str(out)))
        sys.stdout.write(f"{'file':<10} {out.stat().st_size / 2**20:8.1f} MB\n")
        _show("verify", *_run(folder, "results", "verify", str(out)))


def _run(folder: str, *arguments: str) -> tuple[float, float, float]:
    """Return what a command costs, its child processes included: seconds by the clock, processor seconds, megabytes.

    The most memory is that of the hungriest process so far.
    """
    quizapp = Path(sys.executable).with_name("quizapp")
    environ = {**os.environ, "QUIZAPP_INSTANCE": folder}
    start, before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([str(quizapp), *arguments], env=environ, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return perf_counter() - start, after.ru_utime - before.ru_utime, after.ru_maxrss / 1024


def _fill(folder: Path, attempts: int) -> None:
    app = create_app(Settings.from_env({"QUIZAPP_INSTANCE": str(folder)}))
    with app.app_context():
        _fill_round(db.session(), Random(1), attempts)
        db.session.commit()


def _fill_round(session: Session, rng: Random, attempts: int) -> None:
    factory = Factory(session=db.session, clock=lambda: _OPENED)
    units = [factory.unit(name=f"Thôn thử {n}", headcount=1000).id for n in range(60)]
    bank = factory.bank()
    keys = {factory.question(bank, number=n, key=n % 4).id: n % 4 for n in range(1, 301)}
    contest = factory.contest(slug="load", is_current=False)
    closed = {"opens_at": _OPENED, "closes_at": _OPENED + timedelta(days=7)}
    rules = {"ranking": ["score", "prediction", "duration", "lot"], "prediction_target": "participants"}
    contest_round = factory.round(contest, [bank], slug="load", prizes=to_json(_PLAN), **closed, **rules)
    people = attempts // ATTEMPTS_A_PERSON
    _insert(session, Participant, (_participant(n, contest.id, units[n % len(units)]) for n in range(people)))
    ids = session.scalars(select(Participant.id).where(Participant.contest_id == contest.id)).all()
    session.commit()
    versions = list(keys)
    for n in range(0, attempts, _BATCH):
        _insert_papers(session, rng, contest_round.id, [ids[i % people] for i in range(n, n + _BATCH)], keys, versions)


def _participant(number: int, contest_id: int, unit_id: int) -> dict[str, Any]:
    name = f"Nguyễn Văn Thử {number}"
    return {
        "contest_id": contest_id, "code": f"L{number:06}", "full_name": name, "folded_name": name, "sort_key": name,
        "birth_date": date(1990, 1, 1), "group": "residents", "unit_id": unit_id, "details": {},
        "match_key": f"load {number}", "registered_at": _OPENED + timedelta(seconds=number),
    }  # fmt: skip


def _insert_papers(
    session: Session, rng: Random, round_id: int, people: list[int], keys: dict[int, int], versions: list[int]
) -> None:
    rows, papers = [], []
    for participant_id in people:
        started = _OPENED + timedelta(seconds=rng.uniform(0, 6 * 86_400))
        duration = rng.randint(60_000, 600_000)
        asked = rng.sample(versions, ITEMS)
        picked = [keys[v] if rng.random() < 0.7 else rng.randrange(4) for v in asked]
        marks = [int(option == keys[version]) for option, version in zip(picked, asked, strict=True)]
        papers.append((asked, picked, marks))
        rows.append(
            {
                "round_id": round_id, "participant_id": participant_id, "number": next(_NUMBERS), "started_at": started,
                "closes_at": started + timedelta(minutes=10), "is_timed_out": False, "answered": ITEMS,
                "submitted_at": started + timedelta(milliseconds=duration), "duration_ms": duration,
                "prediction": rng.randint(1, 60_000), "score": sum(marks), "max_score": ITEMS,
            }
        )  # fmt: skip
    ids = session.scalars(insert(Attempt).returning(Attempt.id, sort_by_parameter_order=True), rows).all()
    _insert(session, Response, _responses(ids, papers))
    session.commit()


_NUMBERS = iter(range(1, 10_000_000))


def _responses(ids: Any, papers: Any) -> Iterator[dict[str, Any]]:
    for attempt_id, (asked, picked, marks) in zip(ids, papers, strict=True):
        for position, (version, option, mark) in enumerate(zip(asked, picked, marks, strict=True), start=1):
            yield {
                "attempt_id": attempt_id, "position": position, "question_version_id": version,
                "option_order": "0123", "option_count": 4, "allows_many": False, "choice": 1 << option,
                "revision": 1, "mark": mark,
            }  # fmt: skip


def _insert(session: Session, model: Any, rows: Iterator[dict[str, Any]]) -> None:
    rows = list(rows)
    for start in range(0, len(rows), 20_000):
        session.execute(insert(model.__table__), rows[start : start + 20_000])


def _show(title: str, seconds: float, processor: float, megabytes: float) -> None:
    sys.stdout.write(f"{title:<10} {seconds:6.1f} s   {processor:6.1f} s CPU   {megabytes:6.0f} MB\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
