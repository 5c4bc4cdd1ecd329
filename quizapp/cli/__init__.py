"""The command line: parse, call an operation, commit, print. No rule lives here.

Exit 0: fine; 1: problems found; 2: wrong usage. `--json` prints JSON on standard output and nothing else; whatever
else there is to say goes to standard error.
"""

import sys

from flask import Flask
from flask.cli import FlaskGroup
from flask_migrate.cli import db

from quizapp.app import create_app
from quizapp.cli.bank import bank
from quizapp.cli.console import UnusableSettings
from quizapp.cli.contest import contest
from quizapp.cli.prepare import prepare
from quizapp.cli.results import results, stats
from quizapp.cli.server import attempts, serve
from quizapp.cli.simulate import simulate
from quizapp.cli.staff import staff
from quizapp.config import SettingsError
from quizapp.models.base import UnsafeSqlite


def make_app() -> Flask:
    """Return the app; settings that can't be used end the command with one line and exit 2."""
    try:
        return create_app()
    except (SettingsError, UnsafeSqlite) as error:
        raise UnusableSettings(str(error)) from error


cli = FlaskGroup(
    name="quizapp",
    create_app=make_app,
    add_default_commands=False,
    add_version_option=False,
    load_dotenv=False,
    set_debug_flag=False,
    context_settings={"auto_envvar_prefix": None},
    help="Cuộc thi trắc nghiệm trực tuyến: ngân hàng câu hỏi, đợt thi, kết quả, máy chủ.",
)
cli.params.clear()  # Flask's own --app, --debug and --env-file: there is one app, and settings are variables
for command in (prepare, serve, bank, contest, results, stats, attempts, staff, simulate, db):
    cli.add_command(command)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # whatever the console's own may be
    cli.main(prog_name="quizapp")
