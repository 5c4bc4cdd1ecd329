"""Flask's signed cookies, each verified once in a while instead of at every one of a paper's twenty saves."""

import time
from copy import deepcopy
from functools import lru_cache
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.http import parse_cookie

_KEPT_COOKIES = 4096


class _Sessions(SecureCookieSessionInterface):
    """Keeps the serializer, whose making costs as much as its work, and what the last cookies were found to hold.

    A cookie's signature does not change with time; whether it is too old is asked at every request.
    """

    def __init__(self, app: Flask) -> None:
        serializer = super().get_signing_serializer(app)
        assert serializer is not None  # the settings always give a secret key
        self._serializer = serializer
        self._verified = lru_cache(maxsize=_KEPT_COOKIES)(self._verify)
        self._name = self.get_cookie_name(app)
        self._lifetime = app.permanent_session_lifetime.total_seconds()

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:
        """Return the app's only serializer."""
        return self._serializer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """Return what the browser's cookie holds; nothing where it is missing, too old or not ours."""
        cookies = request.environ.get("HTTP_COOKIE")
        if not cookies:
            return SecureCookieSession()
        try:
            held, signed_at = self._verified(cookies)
        except BadSignature:
            return SecureCookieSession()
        # Signed by the machine's clock, and so compared with it.
        if time.time() - signed_at > self._lifetime:
            return SecureCookieSession()
        return SecureCookieSession({name: _own(value) for name, value in held.items()})

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie where what it holds was changed; else say that the answer may depend on it."""
        if session.modified:
            super().save_session(app, session, response)
        elif session.accessed:
            response.headers.add("Vary", "Cookie")

    def _verify(self, cookies: str) -> tuple[dict[str, Any], float]:
        """Return what the cookie holds that is ours among those of a header, and when it was signed."""
        cookie = parse_cookie(cookies).get(self._name, "")
        held, signed_at = self._serializer.loads(cookie, return_timestamp=True)
        return held, signed_at.timestamp()


def _own(value: Any) -> Any:
    """Return a value that a request may change."""
    return value if isinstance(value, str | int) else deepcopy(value)


def init_app(app: Flask) -> None:
    """Let the app keep its sessions so."""
    app.session_interface = _Sessions(app)
