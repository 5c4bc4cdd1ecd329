"""The command prepare: from nothing, or from an older version, to a database that can be served."""

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from quizapp.cli import console, demo, schema
from quizapp.cli.shipped import load_shipped_banks
from quizapp.config import ROOT
from quizapp.contests.operations import seed_edition
from quizapp.domain.roles import Role
from quizapp.models import StaffAccount, db
from quizapp.staff.operations import create_account
from quizapp.units.operations import seed_units
from quizapp.web import clock

ADMINISTRATOR = "quan-tri@hoaan.local"
SHIPPED_BANKS = ROOT / "question_banks"


@click.command()
@click.option(
    "--demo", "is_demo", is_flag=True, help="Cuộc thi diễn tập với 1.500 người giả lập, thay cho cuộc thi thật."
)
@with_appcontext
def prepare(is_demo: bool) -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu, nạp ngân hàng câu hỏi, cuộc thi và tài khoản quản trị. Chạy lại không đổi gì."""
    (prepare_demo if is_demo else prepare_edition)()


def prepare_edition() -> None:
    """Make ready what a commune begins with: banks, units, the current edition, an administrator."""
    _create_tables_and_banks()
    seed_units(db.session())
    seed_edition(db.session(), now=clock.now())
    _commit_with_administrator()


def prepare_demo() -> None:
    """Make ready a rehearsal to look at, with an administrator."""
    _create_tables_and_banks()
    bars = console.ProgressBars()
    demo.fill(db.session(), now=clock.now(), commit=db.session.commit, progress=bars.show)
    _commit_with_administrator()


def _create_tables_and_banks() -> None:
    schema.migrate()
    load_shipped_banks(db.session(), now=clock.now(), folder=SHIPPED_BANKS)


def _commit_with_administrator() -> None:
    password = _administrator()
    db.session.commit()
    if password is not None:
        _print_password(password)


def _administrator() -> str | None:
    """Return the one-time password of a new administrator; None where there is one already."""
    if db.session.scalar(select(StaffAccount.id).where(StaffAccount.role == Role.ADMINISTRATOR).limit(1)) is not None:
        return None
    return create_account(
        db.session(),
        now=clock.now(),
        actor_id=None,
        email=ADMINISTRATOR,
        full_name="Quản trị",
        role=Role.ADMINISTRATOR,
        rng=clock.new_rng(),
    )


def _print_password(password: str) -> None:
    console.print_box(
        "Tài khoản quản trị",
        "",
        f"Email:     {ADMINISTRATOR}",
        f"Mật khẩu:  {password}",
        "",
        "Mật khẩu chỉ hiện lần này và phải đổi khi đăng nhập lần đầu, ở /staff/login.",
        f"Quên thì chạy: quizapp staff reset-password {ADMINISTRATOR}",
    )
