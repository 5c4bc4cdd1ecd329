"""A browser without scripts, for Flask's test client: reads a page's forms and sends them back."""

import html
import re
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_INPUT = re.compile(r"<(?:input|button)\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*\"([^\"]*)\"")


def csrf_token(page: TestResponse) -> str:
    """Return the first CSRF token of a page."""
    for tag in _INPUT.findall(page.text):
        attributes = dict(_ATTRIBUTE.findall(tag))
        if attributes.get("name") == "csrf_token":
            return html.unescape(attributes["value"])
    raise AssertionError(f"no form with a token on {page.request.path}")


def post_form(client: FlaskClient, url: str, fields: dict[str, object], *, page: str | None = None) -> TestResponse:
    """Return the answer to a form sent with the token of `page`, by default the page at the form's own address."""
    token = csrf_token(client.get(page or url))
    return client.post(url, data={**fields, "csrf_token": token})


def path_of(response: TestResponse) -> str:
    """Return the path to which a response sends the browser."""
    return urlsplit(response.location or "").path


def text_of(page: TestResponse) -> str:
    """Return what a page says, its tags dropped and its spaces made single."""
    bare = re.sub(r"<(script|style)\b.*?</\1>", " ", page.text, flags=re.DOTALL | re.IGNORECASE)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split())
