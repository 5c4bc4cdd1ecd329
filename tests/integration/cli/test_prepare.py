"""`quizapp prepare`: from nothing to what a commune begins with, once."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from quizapp.cli import cli
from quizapp.cli.prepare import ADMINISTRATOR
from quizapp.models import Bank, Contest, Round, StaffAccount, Unit, db
from quizapp.staff.operations import verify_password
from quizapp.staff.queries import find_credentials
from tests.integration.cli.conftest import Prepared, Run


def _rows(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    with app.app_context(), db.engine.connect() as connection:
        return {t.name: [tuple(r) for r in connection.execute(t.select())] for t in db.metadata.sorted_tables}


def test_second_run_changes_nothing_and_prints_nothing(app: Flask, run: Run) -> None:
    before = _rows(app)
    again = run("prepare")
    assert (again.exit_code, again.output) == (0, "")
    assert _rows(app) == before


def test_first_run_prints_the_password_that_opens_the_account(app: Flask, prepared: Prepared) -> None:
    lines = prepared.printed.splitlines()
    password = next(line.split(":")[1].strip(" │") for line in lines if "Mật khẩu:" in line)
    with app.app_context():
        credentials = find_credentials(db.session(), ADMINISTRATOR)
        assert credentials is not None
        assert verify_password(credentials, password) == credentials.account_id


def test_what_is_there_after_the_first_run(app: Flask) -> None:
    with app.app_context():
        contest = db.session.scalars(select(Contest)).one()
        assert (contest.slug, contest.is_current, contest.is_rehearsal) == ("2027", True, False)
        rounds = db.session.scalars(select(Round.slug).order_by(Round.slug)).all()
        assert rounds == ["thang-6", "thang-9", "thi-thu"]
        assert set(db.session.scalars(select(Unit.kind))) == {"agency", "school", "village", "enterprise"}
        assert set(db.session.scalars(select(Bank.slug))) == {
            "khoa-hoc-cong-nghe",
            "doi-moi-sang-tao",
            "chuyen-doi-so",
            "hoa-an",
        }
        account = db.session.scalars(select(StaffAccount)).one()
        assert (account.email, account.role, account.must_change_password) == (ADMINISTRATOR, "administrator", True)


@pytest.mark.parametrize("missing", ["QUIZAPP_SECRET_KEY", "QUIZAPP_DATABASE_URL", "QUIZAPP_HOSTS"])
def test_missing_setting_is_one_line_with_its_name(
    missing: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = {
        "QUIZAPP_ENV": "production",
        "QUIZAPP_INSTANCE": str(tmp_path),
        "QUIZAPP_SECRET_KEY": "s" * 32,
        "QUIZAPP_DATABASE_URL": f"sqlite:///{tmp_path / 'quizapp.sqlite3'}",
        "QUIZAPP_HOSTS": "thi.hoaan.example",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv(missing)
    result = CliRunner().invoke(cli, ["prepare"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"Lỗi: thiếu biến môi trường: {missing}\n"
