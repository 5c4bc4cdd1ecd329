"""Commands that run the server, and those that stand in for it: serve, attempts close-overdue."""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace

import click
from flask import current_app
from flask.cli import AppGroup

from quizapp.app import MOST_THREADS, create_app
from quizapp.cli import addresses, schema, sweeper
from quizapp.cli.console import Refused, WrongUsage
from quizapp.cli.prepare import prepare_demo, prepare_edition
from quizapp.config import Settings, SettingsError
from quizapp.models import db

LOCAL_ADDRESS = "127.0.0.1"
# In the server's own process: loading the program twice would take a second start past its 5 seconds.
_PREPARATIONS: Mapping[str, Callable[[], None]] = {"edition": prepare_edition, "demo": prepare_demo}


@click.command()
@click.option(
    "--host", default=LOCAL_ADDRESS, show_default=True, help="Địa chỉ lắng nghe; 0.0.0.0: mở cho mạng nội bộ."
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Cổng.")
@click.option(
    "--workers",
    default=2,
    show_default=True,
    type=click.IntRange(1, 64),
    envvar="QUIZAPP_WORKERS",
    help="Số tiến trình.",
)
@click.option(
    "--threads",
    default=8,
    show_default=True,
    type=click.IntRange(1, MOST_THREADS),
    envvar="QUIZAPP_THREADS",
    help="Số luồng trong mỗi tiến trình.",
)
@click.option("--prepare", "preparation", type=click.Choice([*_PREPARATIONS]), help="Chuẩn bị cơ sở dữ liệu trước.")
def serve(host: str, port: int, workers: int, threads: int, preparation: str | None) -> None:
    """Chạy máy chủ."""
    try:
        from quizapp.cli.gunicorn_server import Listening, Server  # noqa: PLC0415 - not to be had on Windows
    except ImportError as error:
        raise Refused(
            "máy này không có gunicorn (Windows không chạy được). "
            "Hãy chạy trong WSL, hoặc dùng một máy chủ WSGI khác với wsgi:app."
        ) from error
    settings = _settings(host)
    is_socket_given = "LISTEN_FDS" in os.environ  # by systemd, which listens already
    if not is_socket_given and not addresses.is_free(host, port):
        raise Refused(
            f"cổng {port} tại {host} đang có chương trình khác dùng. Hãy chọn cổng khác, ví dụ --port {port + 1}."
        )
    app = create_app(settings)
    with app.app_context():
        if preparation is not None:
            _PREPARATIONS[preparation]()
        elif not schema.is_current():
            raise Refused("cơ sở dữ liệu chưa được tạo hoặc chưa nâng cấp. Hãy chạy: quizapp prepare")
        db.engine.dispose()
    listening = Listening(host=host, port=port, workers=workers, threads=threads, greeting=_greeting(host, port))
    Server(app, listening).run()  # type: ignore[no-untyped-call]


def _settings(host: str) -> Settings:
    """Return settings that, on a PC of one's own, let the machine answer under every address it listens at."""
    try:
        settings = Settings.from_env()
    except SettingsError as error:
        raise WrongUsage(str(error)) from error
    if settings.is_production or host == LOCAL_ADDRESS:
        return settings
    own = addresses.own_names() if host in addresses.ANY_ADDRESS else [f"[{host}]" if ":" in host else host]
    return replace(settings, hosts=(*settings.hosts, *own))


def _greeting(host: str, port: int) -> str:
    """Return the one line that says where the server can be opened, on this machine and on phones."""
    if host not in addresses.ANY_ADDRESS:
        shown = f"[{host}]" if ":" in host else host
        return f"Đang chạy tại http://{shown}:{port} (Ctrl-C để dừng)"
    lan = " hoặc ".join(f"http://{address}:{port}" for address in addresses.lan_addresses())
    phones = f"điện thoại cùng mạng mở {lan}" if lan else "máy này chưa nối mạng nên điện thoại chưa mở được"
    return f"Đang chạy tại http://{LOCAL_ADDRESS}:{port}; {phones} (Ctrl-C để dừng)"


attempts = AppGroup("attempts", help="Lượt thi.")


@attempts.command("close-overdue")
def close_overdue() -> None:
    """Nộp các lượt thi đã hết giờ (máy chủ tự làm; lệnh này dành cho cron, systemd)."""
    closed = sweeper.close_overdue(current_app._get_current_object())  # type: ignore[attr-defined]
    click.echo(f"Đã nộp {closed} lượt thi hết giờ.")
