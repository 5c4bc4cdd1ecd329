"""Commands for accounts: create, reset-password."""

import click
from flask.cli import AppGroup

from quizapp.cli.console import Refused, WrongUsage
from quizapp.domain.roles import ROLES
from quizapp.models import db
from quizapp.staff import operations, queries
from quizapp.web import clock

staff = AppGroup("staff", help="Tài khoản của Ban Tổ chức.")


@staff.command()
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([str(role) for role in ROLES]), help="Vai trò.")
@click.option("--name", default="", help="Họ và tên.")
def create(email: str, role: str, name: str) -> None:
    """Tạo tài khoản và in mật khẩu dùng một lần."""
    try:
        password = operations.create_account(
            db.session(),
            now=clock.now(),
            actor_id=None,
            email=email,
            full_name=name or email.partition("@")[0],
            role=role,
            rng=clock.new_rng(),
        )
    except operations.InvalidEmail as refusal:
        raise WrongUsage(f"{email!r} không phải địa chỉ email") from refusal
    except operations.EmailTaken as refusal:
        raise Refused(
            f"đã có tài khoản {email}. Quên mật khẩu thì chạy: quizapp staff reset-password {email}"
        ) from refusal
    db.session.commit()
    _print_password(email, password)


@staff.command("reset-password")
@click.argument("email")
def reset_password(email: str) -> None:
    """Cấp lại mật khẩu dùng một lần; mọi phiên đăng nhập của tài khoản đó kết thúc."""
    account = queries.find_account(db.session(), email.strip().lower())
    if account is None:
        raise WrongUsage(f"không có tài khoản {email!r}")
    password = operations.reset_password(
        db.session(), now=clock.now(), actor_id=None, account_id=account.id, rng=clock.new_rng()
    )
    db.session.commit()
    _print_password(account.email, password)


def _print_password(email: str, password: str) -> None:
    click.echo(f"Mật khẩu dùng một lần của {email} (chỉ hiện lần này): {password}")
