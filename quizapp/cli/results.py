"""Commands for results: results export, results verify, stats."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from quizapp.cli import console, sweeper
from quizapp.cli.console import Refused, WrongUsage
from quizapp.cli.named import contest_named, round_named
from quizapp.exchange.results.verify import NotVerifiable, verify
from quizapp.models import Contest, Round, db
from quizapp.models.base import one_snapshot, reading
from quizapp.reports.operations import record_export
from quizapp.reports.queries.export import export_results
from quizapp.reports.queries.summary import statistics_json
from quizapp.web import clock

results = AppGroup("results", help="Kết quả.")
_FORMATS = ("xlsx", "csv")
_EXPORT_AGAIN = "Hãy xuất lại tệp .xlsx, không lọc theo nhóm, rồi kiểm tra lại"
_round = click.option("--round", "round_slug", help="Một đợt thi; bỏ trống: các đợt chính thức của cuộc thi.")


@results.command()
@click.argument("contest_slug", metavar="CONTEST")
@_round
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Tệp .xlsx hoặc .csv.")
@click.option("--without-names", is_flag=True, help="Không ghi họ tên, mã dự thi và bảng xếp hạng.")
def export(contest_slug: str, round_slug: str | None, out: Path, without_names: bool) -> None:
    """Ghi kết quả ra tệp .xlsx hoặc .csv; tệp đã có thì được thay."""
    file_format = out.suffix.lower().removeprefix(".")
    if file_format not in _FORMATS:
        raise WrongUsage(f"tệp kết quả phải có đuôi .xlsx hoặc .csv, không phải {out.name!r}")
    _close_overdue()
    now = clock.now()
    chosen: dict[str, Any] = {"now": now, "file_format": file_format, "with_names": not without_names}
    with _written_whole(out) as target:
        with _snapshot():
            contest, contest_round = _named(contest_slug, round_slug)
            export_results(db.session(), contest=contest, contest_round=contest_round, target=target, **chosen)
        record_export(db.session(), actor_id=None, contest=contest, contest_round=contest_round, **chosen)
        db.session.commit()
    click.echo(f"Đã ghi {out}.", err=True)


@results.command("verify", with_appcontext=False)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
def verify_file(file: Path, as_json: bool) -> None:
    """Tính lại điểm, thứ hạng, giải từ một tệp .xlsx đã xuất và kể ra dòng không khớp; không cần cơ sở dữ liệu."""
    try:
        report = verify(file.read_bytes())
    except NotVerifiable as refusal:
        raise WrongUsage(f"không kiểm tra được {file.name}: {refusal}. {_EXPORT_AGAIN}") from refusal
    except OSError as error:
        raise WrongUsage(f"không đọc được {file}: {error.strerror}") from error
    if as_json:
        console.print_json(report)
    else:
        _print_report(report)
    if not report["agrees"]:
        raise SystemExit(1)


@click.command()
@click.argument("contest_slug", metavar="CONTEST")
@_round
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
@with_appcontext
def stats(contest_slug: str, round_slug: str | None, as_json: bool) -> None:
    """Số người, lượt thi, tỷ lệ tham gia theo nhóm."""
    _close_overdue()
    with _snapshot():
        contest, contest_round = _named(contest_slug, round_slug)
        figures = statistics_json(db.session(), contest=contest, contest_round=contest_round)
    if as_json:
        console.print_json(figures)
    else:
        _print_figures(figures)


def _close_overdue() -> None:
    sweeper.close_overdue(current_app._get_current_object())  # type: ignore[attr-defined]


def _named(contest_slug: str, round_slug: str | None) -> tuple[Contest, Round | None]:
    contest = contest_named(contest_slug)
    return contest, round_named(contest, round_slug) if round_slug else None


@contextmanager
def _snapshot() -> Iterator[None]:
    """Read from one state of the database, then give it free."""
    with reading():
        one_snapshot(db.session())
        yield
        db.session.rollback()


@contextmanager
def _written_whole(out: Path) -> Iterator[BinaryIO]:
    """Yield a file that takes the place of `out` when all is written; nothing is left behind otherwise."""
    unfinished = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as target:
            yield target
        unfinished.replace(out)
    except OSError as error:
        raise Refused(f"không ghi được {out}: {error.strerror}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _print_report(report: Mapping[str, Any]) -> None:
    number = console.number
    click.echo(
        f"Đã tính lại {number(report['attempts'])} lượt thi của {number(report['participants'])} người "
        f"trong {number(len(report['rounds']))} đợt thi; đã đối chiếu {number(report['rows'])} dòng."
    )
    for scope in report["running"]:
        click.echo(
            f"Đợt {scope} chưa kết thúc khi xuất tệp: chưa có số thực tế để so dự đoán, chưa bốc thăm, chưa xét giải."
        )
    for scope in report["withheld"]:
        click.echo(f"Đợt {scope} không có bài làm trong tệp nên chưa tính lại được; hãy xuất lại khi đợt thi kết thúc.")
    for each in report["disagreements"]:
        click.echo(_disagreement(each))
    if report["agrees"]:
        click.echo("Mọi dòng đều khớp.")
    else:
        click.echo(f"Có {number(len(report['disagreements']) + report['left_off'])} chỗ không khớp.")


def _disagreement(each: Mapping[str, Any]) -> str:
    place = f"Trang “{each['sheet']}”, dòng {each['row']}"
    if not each["column"]:
        return f"{place}: {_told(each['found'])}phải là {each['expected']}."
    return f"{place}, cột “{each['column']}”: {_told(each['found'] or 'trống')}phải là {each['expected'] or 'trống'}."


def _told(found: str) -> str:
    return f"đang là {found}, " if found else ""


def _print_figures(figures: dict[str, Any]) -> None:
    lines = [*figures["groups"], {**figures, "title": "Tổng cộng"}]
    console.print_table(
        ("Nhóm", "Người dự thi", "Lượt thi", "Tỷ lệ %", "Điểm TB"),
        [
            (
                line["title"],
                console.number(line["participants"]),
                console.number(line["attempts"]),
                _shown(line["rate"]),
                _shown(line["score"]["mean"]),
            )
            for line in lines
        ],
    )


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}".replace(".", ",")
