"""Files of questions as an organiser sends them."""

import io
from collections.abc import Callable, Sequence

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from quizapp.domain.question import Question
from quizapp.exchange.questions import dump
from tests.browser import csrf_token
from tests.integration.banks.conftest import bank, vera

__all__ = ["bank", "vera"]


def send_file(
    client: FlaskClient, path: str, content: bytes, filename: str, *, page: str = "/imports/into/thu", **fields: str
) -> TestResponse:
    """Return the answer to a form with a file; encoded here, since the client leaves its own large ones open."""
    file = FileStorage(io.BytesIO(content), filename=filename)
    boundary, body = encode_multipart({**fields, "csrf_token": csrf_token(client.get(page)), "file": file})
    return client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


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
