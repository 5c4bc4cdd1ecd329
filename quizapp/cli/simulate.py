"""The command simulate: invented people in a rehearsal."""

from random import Random

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from quizapp.cli import console
from quizapp.cli.console import Refused
from quizapp.cli.named import contest_named, round_named
from quizapp.cli.simulation import run
from quizapp.cli.simulation.members import NoUnits
from quizapp.models import Participant, db
from quizapp.web import clock

_BATCH = 100  # sittings a transaction: other writers wait for no more than a second or two


@click.command()
@click.argument("contest_slug", metavar="CONTEST")
@click.option("--round", "round_slug", required=True, help="Đợt thi.")
@click.option("--participants", required=True, type=click.IntRange(1, 100_000), help="Số người.")
@click.option("--seed", default=1, show_default=True, type=int, help="Cùng số này và cùng dữ liệu thì ra cùng kết quả.")
@with_appcontext
def simulate(contest_slug: str, round_slug: str, participants: int, seed: int) -> None:
    """Cho người dự thi giả lập vào một cuộc thi diễn tập."""
    contest = contest_named(contest_slug)
    contest_round = round_named(contest, round_slug)
    try:
        simulation = run.prepare(
            db.session(),
            now=clock.now(),
            rng=Random(f"{seed} {contest_slug} {round_slug} {_registered(contest.id)}"),
            contest=contest,
            contest_round=contest_round,
            participants=participants,
        )
    except run.NotARehearsal as refusal:
        raise Refused(
            f"{contest_slug} không phải cuộc thi diễn tập; người giả lập chỉ được vào cuộc thi diễn tập"
        ) from refusal
    except run.NotBegunYet as refusal:
        raise Refused(f"đợt {round_slug} chưa mở") from refusal
    except NoUnits as refusal:
        raise Refused("chưa có đơn vị nào để người giả lập thuộc về") from refusal
    _carry_out(simulation)


def _registered(contest_id: int) -> int:
    """Return how many are registered: a second run with the same seed invents other people."""
    return db.session.scalar(select(func.count()).where(Participant.contest_id == contest_id)) or 0


def _carry_out(simulation: run.Simulation) -> None:
    bars = console.ProgressBars()
    for done in simulation.run():
        if done % _BATCH == 0:
            db.session.commit()
            bars.show(simulation.contest_round.title, done, len(simulation.plan))
    db.session.commit()
    bars.show(simulation.contest_round.title, len(simulation.plan), len(simulation.plan))
    people, sittings = console.number(len(simulation.members)), console.number(len(simulation.plan))
    click.echo(f"Đã giả lập {people} người, {sittings} lần vào thi.")
