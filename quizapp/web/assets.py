"""Style sheets and other files of the browser, under addresses that change with their content."""

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request, send_from_directory, url_for

bp = Blueprint("assets", __name__)
_STATIC = Path(__file__).resolve().parents[1] / "static"
_FOREVER = 365 * 24 * 3600


def digest() -> str:
    """Return a short digest of every static file, which all their addresses carry."""
    files = sorted(path for path in _STATIC.rglob("*") if path.is_file())
    content = b"".join(path.relative_to(_STATIC).as_posix().encode() + path.read_bytes() for path in files)
    return sha256(content).hexdigest()[:10]


def bundles() -> dict[str, str]:
    """Return each bundle's style sheets as one text, in the order of css/bundles.json."""
    css = _STATIC / "css"
    lists: dict[str, list[str]] = json.loads((css / "bundles.json").read_text())
    return {name: "\n".join((css / part).read_text() for part in parts) for name, parts in lists.items()}


@bp.get("/static/<digest>/bundle/<name>.css")
def bundle(digest: str, name: str) -> Response:
    """Serve a bundle; the digest only makes the address new when the content is."""
    text = current_app.extensions["bundles"].get(name)
    if text is None:
        abort(404)
    response = Response(text, mimetype="text/css")
    response.cache_control.public = True
    response.cache_control.max_age = _FOREVER
    response.cache_control.immutable = True
    return response


def bundle_url(name: str) -> str:
    """Return the address of a bundle of style sheets."""
    return _bundle_address(request.script_root, name)


def static_url(filename: str) -> str:
    """Return the address of a static file."""
    return _static_address(request.script_root, filename)


# Addresses that are the same for as long as the program runs; to build one takes as long as a short query.
@lru_cache(maxsize=64)
def _bundle_address(_root: str, name: str) -> str:
    return url_for("assets.bundle", name=name)


@lru_cache(maxsize=256)
def _static_address(_root: str, filename: str) -> str:
    return url_for("static", filename=filename)


def _send_static(digest: str, filename: str) -> Response:
    response = send_from_directory(_STATIC, filename, max_age=_FOREVER)
    response.cache_control.immutable = True
    return response


def init_app(app: Flask) -> None:
    """Serve static files and bundles under the digest of their content."""
    app.extensions["bundles"] = bundles()
    app.extensions["static_digest"] = digest()
    app.add_url_rule("/static/<digest>/<path:filename>", endpoint="static", view_func=_send_static)
    app.register_blueprint(bp)
    app.jinja_env.globals.update(bundle_url=bundle_url, static_url=static_url)

    @app.url_defaults
    def add_digest(endpoint: str, values: dict[str, object]) -> None:
        if endpoint in ("static", "assets.bundle"):
            values.setdefault("digest", app.extensions["static_digest"])
