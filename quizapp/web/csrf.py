"""Forms are taken from our own pages alone: Flask-WTF's check, with each signed token made and verified once.

A paper's twenty saves send the same token, and every page of a visit may show the same: tokens have no time limit.
"""

from functools import lru_cache

from flask import Flask, g, request
from flask import session as cookie
from flask_wtf.csrf import CSRFProtect, generate_csrf, same_origin, validate_csrf
from wtforms import ValidationError

_FIELD = "csrf_token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_KEPT_TOKENS = 4096


class _Protection(CSRFProtect):
    """Keeps what Flask-WTF signed and what it verified, by the secret that a session holds."""

    def __init__(self, app: Flask) -> None:
        self._signed = lru_cache(maxsize=_KEPT_TOKENS)(_sign)
        self._verified = lru_cache(maxsize=_KEPT_TOKENS)(_verify)
        super().__init__(app)  # type: ignore[no-untyped-call]  # Flask-WTF has no types

    def protect(self, apply_exemptions: bool = False) -> None:
        """Refuse a request that changes something and does not come from a page of ours. No view is exempt."""
        held = cookie.get(_FIELD)
        if held:
            g.csrf_token = self._signed(held)  # where Flask-WTF looks for it
        if request.method in _SAFE or not request.endpoint:
            return
        try:
            self._verified(held, self._get_csrf_token())  # type: ignore[no-untyped-call]
        except ValidationError as error:
            self._error_response(error.args[0])  # type: ignore[no-untyped-call]
        if request.is_secure and not same_origin(request.referrer or "", request.host_url):
            self._error_response("The referrer does not match the host.")  # type: ignore[no-untyped-call]
        g.csrf_valid = True


def _sign(_held: str) -> str:
    g.pop(_FIELD, None)
    token: str = generate_csrf()
    return token


def _verify(_held: str | None, sent: str | None) -> None:
    """Raise ValidationError, which is not kept, where `sent` is not signed or not the session's."""
    validate_csrf(sent)


def init_app(app: Flask) -> None:
    """Check every request."""
    _Protection(app)
