"""Commands for contests: list."""

import click
from flask.cli import AppGroup

from quizapp.cli import console
from quizapp.contests.queries import Edition, editions
from quizapp.domain.phase import PHASES, VIETNAM
from quizapp.models import db
from quizapp.models.base import reading
from quizapp.web import clock

contest = AppGroup("contest", help="Cuộc thi và đợt thi.")


@contest.command("list")
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
def list_contests(as_json: bool) -> None:
    """Kể ra các cuộc thi và đợt thi."""
    with reading():
        found = editions(db.session(), now=clock.now())
    if as_json:
        console.print_json([_as_json(edition) for edition in found])
        return
    console.print_table(
        ("Cuộc thi", "Đợt", "Trạng thái", "Mở", "Đóng", "Lượt thi"),
        [row for edition in found for row in _rows(edition)],
    )


def _as_json(edition: Edition) -> dict[str, object]:
    return {
        "slug": edition.slug,
        "title": edition.title,
        "year": edition.year,
        "is_current": edition.is_current,
        "is_rehearsal": edition.is_rehearsal,
        "rounds": [
            {
                "slug": r.rules.slug,
                "title": r.rules.title,
                "kind": str(r.rules.kind),
                "phase": str(r.phase),
                "opens_at": r.rules.opens_at.isoformat(),
                "closes_at": r.rules.closes_at.isoformat(),
                "attempts": r.attempts or 0,
            }
            for r in edition.rounds
        ],
    }


def _rows(edition: Edition) -> list[tuple[str, ...]]:
    return [
        (
            edition.slug,
            r.rules.slug,
            PHASES[r.phase],
            f"{r.rules.opens_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}",
            f"{r.rules.closes_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}",
            console.number(r.attempts or 0),
        )
        for r in edition.rounds
    ]
