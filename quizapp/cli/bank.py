"""Commands for question banks: check, import, list, export."""

from collections.abc import Iterable
from pathlib import Path

import click
from flask.cli import AppGroup

from quizapp.banks import operations, queries
from quizapp.cli import console
from quizapp.cli.console import Refused
from quizapp.cli.named import bank_named
from quizapp.domain.problem import Problem, Severity
from quizapp.domain.question import TYPES
from quizapp.exchange.questions import FORMATS, WRITERS, Parsed, dump, lost, read, to_json, where
from quizapp.exchange.questions.losses import PARTS
from quizapp.imports.operations import FileHasErrors, NothingToImport, import_questions
from quizapp.imports.queries import with_likenesses
from quizapp.models import Bank, db
from quizapp.models.base import reading
from quizapp.models.leased import outlast
from quizapp.models.question_store import find_bank
from quizapp.web import clock

bank = AppGroup("bank", help="Ngân hàng câu hỏi.")
_json = click.option("--json", "as_json", is_flag=True, help="In JSON.")
_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_format = click.option(
    "--format", "format_code", type=click.Choice([*FORMATS]), help="Định dạng tệp; bỏ trống: tự nhận ra."
)


@bank.command(with_appcontext=False)
@_file
@_format
@_json
def check(file: Path, format_code: str | None, as_json: bool) -> None:
    """Đọc thử một tệp câu hỏi và kể ra chỗ cần sửa; không ghi gì."""
    parsed = read(file.read_bytes(), format_code=format_code, filename=file.name)
    if as_json:
        console.print_json(to_json(parsed))
    else:
        _print_parsed(parsed)
    if parsed.has_errors:
        raise SystemExit(1)


@bank.command("import")
@_file
@click.option("--bank", "slug", required=True, help="Tên ngắn của ngân hàng; chưa có thì được tạo.")
@click.option("--title", default="", help="Tên đầy đủ khi ngân hàng được tạo.")
@click.option("--skip-bad", is_flag=True, help="Bỏ qua câu có lỗi, nhập các câu còn lại.")
@_format
@_json
def import_file(file: Path, slug: str, title: str, skip_bad: bool, format_code: str | None, as_json: bool) -> None:
    """Nhập một tệp câu hỏi vào ngân hàng: tất cả hoặc không câu nào."""
    parsed = read(file.read_bytes(), format_code=format_code, filename=file.name)
    with reading():
        parsed = with_likenesses(db.session(), parsed)
        db.session.rollback()
    now = clock.now()
    try:
        target = _find_or_create(slug, title)
        outcome = import_questions(
            db.session(), now=now, actor_id=None, bank_id=target.id, parsed=parsed, skip_bad=skip_bad
        )
        db.session.commit()
        outlast()
    except (FileHasErrors, NothingToImport) as refusal:
        db.session.rollback()
        problems = refusal.problems if isinstance(refusal, FileHasErrors) else parsed.problems
        _report_import(0, len(parsed.questions), problems, slug=slug, as_json=as_json)
        raise SystemExit(1) from refusal
    _report_import(outcome.imported, outcome.skipped, outcome.problems, slug=slug, as_json=as_json)


@bank.command("list")
@_json
def list_banks(as_json: bool) -> None:
    """Kể ra các ngân hàng câu hỏi."""
    with reading():
        summaries = queries.bank_summaries(db.session())
    if as_json:
        console.print_json(
            [
                {"slug": s.slug, "title": s.title, "questions": s.questions, "retired": s.retired, "topics": _topics(s)}
                for s in summaries
            ]
        )
        return
    console.print_table(
        ("Tên ngắn", "Số câu", "Tên"), [(s.slug, console.number(s.questions), s.title) for s in summaries]
    )


@bank.command()
@click.argument("slug")
@click.option("--format", "format_code", required=True, type=click.Choice([*WRITERS]), help="Định dạng tệp.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Tệp được ghi.")
def export(slug: str, format_code: str, out: Path) -> None:
    """Ghi các câu hỏi chưa rút của một ngân hàng ra tệp; nội dung nào tệp không mang được thì nói ra."""
    with reading():
        questions = queries.bank_questions(db.session(), bank_named(slug).id)
    console.write_file(out, dump(questions, format_code))
    click.echo(f"Đã ghi {console.number(len(questions))} câu vào {out}.", err=True)
    for part, count in lost(questions, format_code).items():
        click.echo(f"Tệp không mang được {PARTS[part][0]} của {console.number(count)} câu.", err=True)


def _find_or_create(slug: str, title: str) -> Bank:
    found = find_bank(db.session(), slug)
    if found is not None:
        return found
    try:
        return operations.create_bank(db.session(), now=clock.now(), actor_id=None, title=title or slug, slug=slug)
    except operations.BankNameEmpty as refusal:
        raise Refused("tên ngắn của ngân hàng phải có chữ hoặc số") from refusal


def _topics(summary: queries.BankSummary) -> dict[str, int]:
    return {topic or "": count for topic, count in summary.topics.items()}


def _report_import(imported: int, skipped: int, problems: Iterable[Problem], *, slug: str, as_json: bool) -> None:
    if as_json:
        shown = to_json(Parsed(format=None, problems=tuple(problems)))["problems"]
        console.print_json({"bank": slug, "imported": imported, "skipped": skipped, "problems": shown})
        return
    _print_problems(problems)
    if imported:
        click.echo(f"Đã nhập {console.number(imported)} câu vào {slug}, bỏ qua {console.number(skipped)} câu.")
    else:
        click.echo("Chưa nhập câu nào. Hãy sửa các lỗi trên, hoặc thêm --skip-bad để bỏ qua câu có lỗi.", err=True)


def _print_parsed(parsed: Parsed) -> None:
    _print_problems(parsed.problems)
    errors = sum(problem.severity is Severity.ERROR for problem in parsed.problems)
    kinds = [f"{n} {TYPES[t].lower()}" for t in TYPES if (n := sum(q.type == t for q in parsed.questions))]
    click.echo(
        f"{console.number(len(parsed.questions))} câu hỏi ({', '.join(kinds) or 'không có câu nào'}), "
        f"{errors} lỗi, {len(parsed.problems) - errors} cảnh báo."
    )


def _print_problems(problems: Iterable[Problem]) -> None:
    titles = {Severity.ERROR: "Lỗi", Severity.WARNING: "Cảnh báo"}
    rows = [(titles[p.severity], where(p.location), p.message) for p in problems]
    if rows:
        console.print_table(("Mức", "Ở đâu", "Vấn đề"), rows)
        click.echo()
