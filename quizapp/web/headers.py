"""Security headers: scripts, styles and forms from here alone, and no frame around a page."""

from flask import Flask, Response, request

# Zalo's in-app browser opens pages directly, not in a frame; nothing needs an inline script or style.
_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = (
    ("Content-Security-Policy", _CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
_PRIVATE = "no-store"


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers.extend(_ALWAYS)
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = _PRIVATE
    return response


def init_app(app: Flask) -> None:
    """Add the headers to every response."""
    app.after_request(_add_headers)
