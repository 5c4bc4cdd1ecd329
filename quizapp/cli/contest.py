"""Commands for contests: list, supply."""

from dataclasses import asdict

import click
from flask.cli import AppGroup

from quizapp.cli import console
from quizapp.cli.named import contest_named, round_named
from quizapp.contests.queries import Edition, RoundSupply, editions, round_settings, round_supply
from quizapp.domain.drawing import BlueprintRow
from quizapp.domain.groups import GROUPS
from quizapp.domain.phase import PHASES, VIETNAM
from quizapp.domain.question import DIFFICULTIES
from quizapp.domain.supply import Addition, GroupSupply
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


@contest.command("supply")
@click.argument("contest_slug", metavar="CONTEST")
@click.option("--round", "round_slug", required=True, help="Đợt thi.")
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
def check_supply(contest_slug: str, round_slug: str, as_json: bool) -> None:
    """Ngân hàng có đủ câu cho từng ô của ma trận đề không; thiếu câu thì kết thúc với mã 1."""
    with reading():
        contest_round = round_named(contest_named(contest_slug), round_slug)
        settings = round_settings(db.session(), contest_round)
        found = round_supply(db.session(), settings, rng=clock.steady_rng(contest_round.id))
    if as_json:
        console.print_json({"contest": contest_slug, "round": round_slug, **_supply_json(found)})
    else:
        _print_supply(found)
    if not found.is_enough:
        raise SystemExit(1)


def _supply_json(found: RoundSupply) -> dict[str, object]:
    return {"is_enough": found.is_enough, "groups": [_group_json(group) for group in found.groups]}


def _group_json(found: GroupSupply) -> dict[str, object]:
    return {
        "group": found.group,
        "asked": found.asked,
        "missing": found.missing,
        "is_enough": found.is_enough,
        "cells": [
            {
                "topic": cell.row.topic,
                "difficulty": cell.row.difficulty,
                "asked": cell.asked,
                "available": cell.available,
                "missing": cell.missing,
            }
            for cell in found.cells
        ],
        "neighbours": asdict(found.overlap) if found.overlap else None,
        "is_too_alike": found.is_too_alike,
        "additions": [asdict(more) for more in found.additions],
    }


def _print_supply(found: RoundSupply) -> None:
    console.print_table(
        ("Nhóm", "Cần", "Có", "Thiếu", "Ô của ma trận"),
        [
            (
                GROUPS[group.group].short_title,
                console.number(cell.asked),
                console.number(cell.available),
                console.number(cell.missing),
                _kind(cell.row),
            )
            for group in found.groups
            for cell in group.cells
        ],
    )
    click.echo()
    for group in found.groups:
        click.echo(f"{GROUPS[group.group].title}: {_verdict(group)}")


def _kind(of: BlueprintRow | Addition) -> str:
    level = f", {DIFFICULTIES[of.difficulty]}" if of.difficulty else ""
    return f"{of.topic or 'Chủ đề bất kỳ'}{level}"


def _verdict(found: GroupSupply) -> str:
    if found.overlap is None:
        return f"chưa ra được đề, thiếu {console.number(found.missing)} câu{_more(found)}."
    figures = (
        f"hai đề trùng trung bình {_decimal(found.overlap.expected)} trong {console.number(found.asked)} câu, "
        f"khả năng trùng ít nhất một câu {_decimal(100 * found.overlap.any_shared)}%, "
        f"cùng một câu ở cùng vị trí {_decimal(100 * found.overlap.same_place)}%"
    )
    if not found.is_too_alike:
        return f"{figures}."
    return f"{figures}. Trùng quá nửa, nên thêm câu hỏi{_more(found)}."


def _more(found: GroupSupply) -> str:
    kinds = "; ".join(f"{_kind(more)}: {console.number(more.count)} câu" for more in found.additions)
    return f" ({kinds})" if kinds else ""


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
