"""Whether the answer goes to a script or is to be looked at."""

from functools import lru_cache

from flask import request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

_JSON = "application/json"


def wants_json() -> bool:
    """Tell whether the sender of the request would rather have JSON than a page."""
    return _prefers_json(request.headers.get("Accept", "")) or request.is_json


@lru_cache(maxsize=256)
def _prefers_json(accept: str) -> bool:
    return parse_accept_header(accept, MIMEAccept).best == _JSON
