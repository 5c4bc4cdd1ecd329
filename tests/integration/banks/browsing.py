"""What a browser sends of the form of a question."""

import io
from collections.abc import Mapping

from flask.testing import FlaskClient
from PIL import Image as Pillow
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from quizapp.domain.question import Question
from tests.browser import csrf_token

WORDS = {"text": "Thủ tục làm ở đâu?", "type": "single", "topic": "Chuyển đổi số", "difficulty": "easy"}


def typed(*options: str, key: tuple[int, ...] = (0,), **fields: object) -> dict[str, object]:
    """Return the fields of a question with so many options, each in the row of its place."""
    rows = {f"options-{place}-text": text for place, text in enumerate(options or ("Ở xã", "Ở tỉnh", "Ở thôn"))}
    return {**WORDS, **rows, "key": [str(place) for place in key], "action": "draft", **fields}


def fields_of(question: Question, **fields: object) -> dict[str, object]:
    """Return the fields of a stored question's form as it opens."""
    texts = {name: getattr(question, name) or "" for name in ("text", "topic", "explanation", "source")}
    pinned = {f"options-{n}-is_pinned": "y" for n, option in enumerate(question.options) if option.is_pinned}
    return typed(
        *(option.text for option in question.options),
        key=tuple(sorted(question.key)),
        **{**texts, "type": question.type.value, "difficulty": question.difficulty or "", **pinned, **fields},
        groups=list(question.groups),
    )


def send(client: FlaskClient, path: str, fields: Mapping[str, object], **files: tuple[bytes, str]) -> TestResponse:
    """Return the answer to a form with files, each (content, name), sent with the token of the page at `path`.

    The names of fields and files hold "__" where the form's hold "-".
    """
    token = csrf_token(client.get(path))
    uploads = {
        name.replace("__", "-"): FileStorage(io.BytesIO(content), filename=filename)
        for name, (content, filename) in files.items()
    }
    named = {name.replace("__", "-"): value for name, value in fields.items()}
    # Encoded here, since the client leaves its own large ones open.
    boundary, body = encode_multipart({**named, "csrf_token": token, **uploads})
    return client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def png(colour: str = "green", *, width: int = 40, height: int = 30) -> bytes:
    """Return a picture of one colour."""
    target = io.BytesIO()
    Pillow.new("RGB", (width, height), colour).save(target, "PNG")
    return target.getvalue()
