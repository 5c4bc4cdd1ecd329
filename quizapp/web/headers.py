"""Security headers: scripts, styles and forms from here alone, and no frame around a page.

A script's answer carries none of those that are about pages: they were twice as long as all the rest of a save's.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Zalo's in-app browser opens pages directly, not in a frame; nothing needs an inline script or style.
_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_NO_SNIFFING = ("X-Content-Type-Options", "nosniff")
_OF_PAGES = (
    ("Content-Security-Policy", _CONTENT_SECURITY_POLICY),
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
_ENCRYPTED = ("Strict-Transport-Security", "max-age=31536000")
_PRIVATE = ("Cache-Control", "no-store")
_JSON = ("content-type", "application/json")


def _with_headers(application: "WSGIApplication") -> "WSGIApplication":
    """Return the application with the headers on every answer: after Flask, which looks at each header many times."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *failure: Any) -> Any:
            given = [(name.lower(), value) for name, value in headers]
            headers.append(_NO_SNIFFING)
            if all(name != "cache-control" for name, _value in given):
                headers.append(_PRIVATE)
            if environ["wsgi.url_scheme"] == "https":
                headers.append(_ENCRYPTED)
            if _JSON not in given:
                headers.extend(_OF_PAGES)
            return start_response(status, headers, *failure)

        return application(environ, start)

    return answer


def init_app(app: Flask) -> None:
    """Add the headers to every response."""
    app.wsgi_app = _with_headers(app.wsgi_app)  # type: ignore[assignment, method-assign]  # as Flask says it is done
