"""A prepared installation, copied for every test, and the command line on it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from quizapp.app import create_app
from quizapp.cli import cli
from quizapp.config import Settings
from quizapp.contests.operations import seed_rehearsal
from quizapp.models import db

NOW = datetime(2027, 6, 9, 1, 0, tzinfo=UTC)  # in June's round: a Wednesday, 08:00 in Vietnam

Run = Callable[..., Result]


def app_on(folder: Path) -> Flask:
    """Return the app of an installation, its clock standing still."""
    app = create_app(Settings.from_env({"QUIZAPP_INSTANCE": str(folder)}))
    app.config["CLOCK"] = lambda: NOW
    return app


def invoke(app: Flask, *arguments: object) -> Result:
    """Return what a command printed and how it ended."""
    info = ScriptInfo(create_app=lambda: app)
    result = CliRunner().invoke(cli, [str(a) for a in arguments], obj=info)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def close(app: Flask) -> None:
    """Let go of an installation's files."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """An installation after `quizapp prepare`, and what that printed."""

    folder: Path
    printed: str


@pytest.fixture(scope="package")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """A prepared installation; not to be changed."""
    folder = tmp_path_factory.mktemp("prepared")
    app = app_on(folder)
    result = invoke(app, "prepare")
    close(app)
    return Prepared(folder=folder, printed=result.output)


@pytest.fixture(scope="package")
def rehearsed(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared installation with a rehearsal in which 40 people took part; not to be changed."""
    folder = Path(shutil.copytree(prepared.folder, tmp_path_factory.mktemp("rehearsed") / "instance"))
    app = app_on(folder)
    with app.app_context():
        seed_rehearsal(db.session(), now=NOW)
        db.session.commit()
    result = invoke(app, "simulate", "dien-tap", "--round", "thang-9", "--participants", 40, "--seed", 5)
    assert result.exit_code == 0, result.output
    close(app)
    return folder


@pytest.fixture
def is_rehearsed(request: pytest.FixtureRequest) -> bool:
    """Whether a test starts from the rehearsal; say so with `@on_rehearsal`."""
    return bool(getattr(request, "param", False))


@pytest.fixture
def installation(request: pytest.FixtureRequest, prepared: Prepared, is_rehearsed: bool, tmp_path: Path) -> Path:
    """A copy of a prepared installation."""
    source = request.getfixturevalue("rehearsed") if is_rehearsed else prepared.folder
    return Path(shutil.copytree(source, tmp_path / "instance"))


@pytest.fixture
def app(installation: Path) -> Iterator[Flask]:
    """The app of a prepared installation."""
    app = app_on(installation)
    yield app
    close(app)


@pytest.fixture
def run(app: Flask) -> Run:
    """The command line of a prepared installation."""
    return lambda *arguments: invoke(app, *arguments)


on_rehearsal = pytest.mark.parametrize("is_rehearsed", [True], indirect=True, ids=["rehearsal"])
