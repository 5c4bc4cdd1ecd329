"""An organiser who is signed in, and files of questions."""

import io
from collections.abc import Callable, Sequence

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from quizapp.domain.question import Difficulty, Option, Question
from quizapp.exchange.questions import dump
from quizapp.models import Bank
from tests.browser import csrf_token, post_form
from tests.factories import PASSWORD, Factory


@pytest.fixture
def vera(client: FlaskClient, factory: Factory) -> FlaskClient:
    """The browser of the organiser Vera."""
    account = factory.account("organiser")
    factory.session.commit()
    answer = post_form(client, "/staff/login", {"email": account.email, "password": PASSWORD})
    assert answer.status_code == 303
    return client


@pytest.fixture
def bank(factory: Factory) -> Bank:
    """An empty bank at /banks/thu."""
    bank = factory.bank(slug="thu", title="Ngân hàng thử")
    factory.session.commit()
    return bank


def question(number: int, **values: object) -> Question:
    """A question whose key is B."""
    options = tuple(Option(text=f"Phương án {letter}{number}", is_key=letter == "B") for letter in "ABCD")
    written = {
        "number": number,
        "text": f"Thủ tục số {number} làm ở đâu?",
        "options": options,
        "topic": "Chuyển đổi số",
        "difficulty": Difficulty.EASY,
        "groups": ("students",),
        "explanation": f"Giải thích {number}.",
        "source": "Nghị quyết 57-NQ/TW",
    }
    return Question(**{**written, **values})  # type: ignore[arg-type]


def questions(count: int) -> list[Question]:
    """`count` questions that need no mending."""
    return [question(number) for number in range(1, count + 1)]


def without_key(number: int) -> Question:
    """A question that nobody can import."""
    return question(number, options=tuple(Option(text=text) for text in ("Ở xã", "Ở tỉnh", "Ở thôn")))


def send_file(
    client: FlaskClient, path: str, content: bytes, filename: str, *, page: str = "/banks/thu/import", **fields: str
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
        answer = send_file(vera, "/banks/thu/import", raw, filename)
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    return send
