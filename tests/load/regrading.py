"""What a regrade of a large round costs: `python -m tests.load.regrading [ATTEMPTS]`, 100,000 by default.

A round of papers of 10 items from 200 questions, and one of which every paper has the same 10: there a ruling touches
every attempt. Each figure is one run on a SQLite file: seconds by the clock and of the processor, and the most memory
held until then.
"""

import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import TypeVar

from flask import Flask
from sqlalchemy import insert

from quizapp.app import create_app
from quizapp.config import Settings
from quizapp.domain.identity import CODE_ALPHABET
from quizapp.domain.prizes.plan import IndividualPrize, PrizePlan, to_json
from quizapp.domain.regrade import proposed
from quizapp.exchange.tables import write_xlsx
from quizapp.models import Attempt, Participant, QuestionVersion, Response, Round, db
from quizapp.regrading import operations, queries
from quizapp.regrading.views import files
from tests.factories import Factory

ITEMS = 10
ATTEMPTS_EACH = 4
BATCH = 5_000
OPENED = datetime(2027, 6, 1, 1, 0, tzinfo=UTC)
CLOSED = OPENED + timedelta(days=14)
B = frozenset({1})
_Found = TypeVar("_Found")


def main(count: int) -> None:
    """Print a line a measurement."""
    for questions in (200, ITEMS):
        with tempfile.TemporaryDirectory() as folder:
            app = _app(Path(folder))
            with app.app_context(), app.test_request_context():
                round_id, version_id = _fill(count, questions)
                _show_all(f"{count} attempts, {questions} questions", round_id, version_id)
                db.session.remove()
                db.engine.dispose()


def _app(folder: Path) -> Flask:
    environ = {"QUIZAPP_INSTANCE": str(folder), "QUIZAPP_HOSTS": "localhost"}
    environ["QUIZAPP_DATABASE_URL"] = f"sqlite:///{folder / 'load.sqlite3'}"
    app = create_app(Settings.from_env(environ))
    with app.app_context():
        db.create_all()
    return app


def _fill(count: int, questions: int) -> tuple[int, int]:
    """Fill a closed round by plain inserts and return its id and that of a question."""
    factory, rng = Factory(session=db.session, clock=lambda: OPENED), Random(1)
    plan = PrizePlan(
        individual=tuple(IndividualPrize(title=f"Giải {n}", count=n) for n in (1, 2, 3, 5)), encouragement=20
    )
    contest_round = factory.round(
        banks=[factory.bank(questions=questions)],
        opens_at=OPENED,
        closes_at=CLOSED,
        prizes=to_json(plan),
        prediction_target="full_marks",
        ranking=["score", "prediction", "duration", "submitted", "lot"],
    )
    versions = list(db.session.scalars(db.select(QuestionVersion.id)))
    units = [factory.unit(headcount=500).id for _ in range(20)]
    people = count // ATTEMPTS_EACH
    for rows in _batches(_people(people, contest_round.contest_id, units)):
        db.session.execute(insert(Participant), rows)
    for start in range(0, count, BATCH):
        numbers = range(start, min(count, start + BATCH))
        papers = [_paper(rng, n, versions, contest_round.id, people) for n in numbers]
        db.session.execute(insert(Attempt), [attempt for attempt, _items in papers])
        db.session.execute(insert(Response), [item for _attempt, items in papers for item in items])
    db.session.commit()
    return contest_round.id, versions[0]


def _batches(rows: Iterator[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    found = list(rows)
    for start in range(0, len(found), BATCH):
        yield found[start : start + BATCH]


def _people(count: int, contest_id: int, units: list[int]) -> Iterator[dict[str, object]]:
    for number in range(count):
        yield {
            "id": number + 1,
            "contest_id": contest_id,
            "code": "".join(CODE_ALPHABET[number // 25**i % 25] for i in range(7)),
            "full_name": f"Nguyễn Văn {number}",
            "folded_name": f"nguyen van {number}",
            "sort_key": f"{number:06d}",
            "birth_date": OPENED.date(),
            "group": "residents",
            "unit_id": units[number % len(units)],
            "details": {},
            "match_key": str(number),
            "registered_at": OPENED,
        }


def _paper(
    rng: Random, number: int, versions: list[int], round_id: int, people: int
) -> tuple[dict[str, object], list[dict[str, object]]]:
    choices = [0 if rng.random() < 0.7 else rng.randrange(4) for _ in range(ITEMS)]
    seconds = rng.randrange(60, 600)
    started_at = OPENED + timedelta(seconds=rng.randrange(1_200_000))
    attempt = {
        "id": number + 1,
        "round_id": round_id,
        "participant_id": number % people + 1,
        "number": number // people + 1,
        "started_at": started_at,
        "closes_at": started_at + timedelta(minutes=10),
        "submitted_at": started_at + timedelta(seconds=seconds),
        "is_timed_out": False,
        "prediction": rng.randrange(2000),
        "score": sum(choice == 0 for choice in choices),
        "max_score": ITEMS,
        "answered": ITEMS,
        "duration_ms": seconds * 1000,
    }
    return attempt, [
        _item(rng, number + 1, place, version, choice)
        for place, (version, choice) in enumerate(zip(rng.sample(versions, ITEMS), choices, strict=True), 1)
    ]


def _item(rng: Random, attempt_id: int, position: int, version: int, choice: int) -> dict[str, object]:
    order = rng.sample(range(4), 4)
    return {
        "attempt_id": attempt_id,
        "position": position,
        "question_version_id": version,
        "option_order": "".join(map(str, order)),
        "option_count": 4,
        "allows_many": False,
        "choice": 1 << order.index(choice),
        "revision": 1,
        "mark": int(choice == 0),
    }


def _show_all(title: str, round_id: int, version_id: int) -> None:
    def contest_round() -> Round:
        return queries.get_round(db.session(), round_id)

    _timed(f"{title}: questions page", lambda: queries.listed_questions(db.session(), contest_round()))
    asked = _timed(
        f"{title}: one question", lambda: queries.question_in_round(db.session(), contest_round(), version_id)
    )
    ruling = proposed(asked.key, None, kind="key", chosen=B)
    found = _timed(
        f"{title}: dry run",
        lambda: queries.dry_run(db.session(), contest_round(), version_id=version_id, ruling=ruling, now=CLOSED),
    )
    with tempfile.TemporaryFile() as target:
        _timed(f"{title}: workbook of changes", lambda: write_xlsx(files.tables(contest_round(), found), target))
    db.session.rollback()
    _timed(f"{title}: adoption", lambda: _adopt(round_id, version_id, found.fingerprint))
    sys.stdout.write(f"{'':<4}{len(found.attempts)} attempts, {len(found.people)} people changed\n")


def _adopt(round_id: int, version_id: int, seen: str) -> None:
    operations.adopt(
        db.session(),
        now=CLOSED,
        actor_id=None,
        round_id=round_id,
        wanted=operations.Wanted(version_id=version_id, kind="key", chosen=B),
        reason="Đáp án nhập sai.",
        seen=seen,
    )
    db.session.commit()


def _timed(title: str, work: Callable[[], _Found]) -> _Found:
    start, used = perf_counter(), process_time()
    found = work()
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{title:<55} {perf_counter() - start:6.2f} s {process_time() - used:6.2f} s CPU {held:6.0f} MB\n")
    sys.stdout.flush()
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
