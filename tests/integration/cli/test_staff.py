"""`quizapp staff …`: accounts and their one-time passwords."""

import re

import pytest
from flask import Flask

from quizapp.models import db
from quizapp.staff.operations import WrongPassword, verify_password
from quizapp.staff.queries import find_credentials
from tests.integration.cli.conftest import Run

VERA = "vera@hoaan.example"
_PASSWORD = re.compile(r": (\S+)\n$")


def _opens(app: Flask, password: str) -> bool:
    with app.app_context():
        try:
            verify_password(find_credentials(db.session(), VERA), password)
        except WrongPassword:
            return False
        return True


def _password(printed: str) -> str:
    found = _PASSWORD.search(printed)
    assert found is not None, printed
    return found[1]


def test_new_account_opens_with_the_password_that_was_printed(app: Flask, run: Run) -> None:
    result = run("staff", "create", "Vera@HoaAn.example", "--role", "organiser", "--name", "Ma Thị Vân")
    assert (result.exit_code, result.stderr) == (0, "")
    assert _opens(app, _password(result.stdout))


def test_reset_password_replaces_the_old_one(app: Flask, run: Run) -> None:
    first = _password(run("staff", "create", VERA, "--role", "analyst").stdout)
    second = _password(run("staff", "reset-password", VERA).stdout)
    assert (_opens(app, first), _opens(app, second)) == (False, True)


def test_second_account_of_an_address_is_refused(run: Run) -> None:
    run("staff", "create", VERA, "--role", "analyst")
    result = run("staff", "create", VERA, "--role", "organiser")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Lỗi: đã có tài khoản {VERA}.")


@pytest.mark.parametrize(
    "arguments",
    [
        ("create", VERA, "--role", "king"),
        ("create", "no address", "--role", "analyst"),
        ("create", VERA),
        ("reset-password", "boris@hoaan.example"),
    ],
)
def test_wrong_usage_ends_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    result = run("staff", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr != ""
