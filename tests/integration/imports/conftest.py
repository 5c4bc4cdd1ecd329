"""Files of questions as an organiser sends them."""

import io
from collections.abc import Callable, Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from quizapp.domain.question import Question
from quizapp.exchange.questions import FORMATS, dump
from quizapp.imports.operations import store_reading, store_upload
from quizapp.models import Bank
from tests.browser import csrf_token
from tests.conftest import Clock
from tests.integration.banks.conftest import bank, vera

__all__ = ["bank", "vera"]


def send_file(
    client: FlaskClient, path: str, content: bytes, filename: str, *, page: str = "/imports/into/thu", **fields: str
) -> TestResponse:
    """Return the answer to a form with a file; encoded here, since the client leaves its own large ones open."""
    file = FileStorage(io.BytesIO(content), filename=filename)
    boundary, body = encode_multipart({**fields, "csrf_token": csrf_token(client.get(page)), "file": file})
    return client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


@pytest.fixture(autouse=True)
def patience(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests wait until a file is read: the session that is rolled back has one connection for all threads."""
    monkeypatch.setitem(app.config, "IMPORT_PATIENCE_SECONDS", 60)


Upload = Callable[..., str]


@pytest.fixture
def upload(vera: FlaskClient) -> Upload:
    """Send a file to the bank at /banks/thu and return the path of the preview."""

    def send(content: bytes | Sequence[Question], filename: str = "bank.xlsx") -> str:
        raw = content if isinstance(content, bytes) else dump(content, "xlsx")
        answer = send_file(vera, "/imports/into/thu", raw, filename)
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    return send


@pytest.fixture
def waiting(bank: Bank, session: Session, clock: Clock) -> Upload:
    """Keep questions as read from a file, without the process that reads one, and return the path of the preview."""

    def keep(content: Sequence[Question]) -> str:
        raw = dump(content, "xlsx")
        parsed = FORMATS["xlsx"].parse(raw)
        values = {"actor_id": None, "bank_id": bank.id, "filename": "bank.xlsx", "format_code": None, "content": raw}
        stored = store_upload(session, now=clock(), **values)
        assert store_reading(session, stored, now=clock(), parsed=parsed, alike={})
        session.commit()
        return f"/imports/{stored}"

    return keep
