"""Pages that everybody gets alike, made once for a moment: a full hall on the front page costs one reading of it."""

import gzip
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import Response, current_app, g, make_response, request
from flask import session as cookie

from quizapp.models import db
from quizapp.models.base import end_reading
from quizapp.models.leased import Leased
from quizapp.web import clock, language

_GZIP_LEVEL = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class _Page:
    """A page as it is and packed. It is right until `changes_at`; None: no moment is known."""

    plain: bytes
    packed: bytes
    changes_at: datetime | None

    def is_right(self) -> bool:
        return self.changes_at is None or clock.now() < self.changes_at


PAGES: Leased[_Page] = Leased()


def shared_page(make: Callable[[], str], *, varies: Hashable = None) -> Response:
    """Return the page that `make` gives, or has given a moment ago (models/leased.py), for this address and language.

    `varies`: on what else of the visitor it depends. What `make` reads it reads from the beginning of a transaction;
    it says with changes_at() when the page will read otherwise by itself. Sentences for this visitor alone are never
    kept. Raises RuntimeError where the page holds a form's token, which is nobody else's.
    """
    if "_flashes" in cookie:
        return make_response(make())
    address = (current_app.config["SQLALCHEMY_DATABASE_URI"], request.path, request.query_string)
    key = (*address, language.choose(), varies)
    return _answer(PAGES.get(key, lambda: _made(make), is_good=_Page.is_right))


def changes_at(moments: Iterable[datetime]) -> None:
    """Say that the page now being made will read otherwise from the first of `moments` that is to come."""
    g.page_changes_at = min((m for m in moments if m > clock.now()), default=None)


def _made(make: Callable[[], str]) -> _Page:
    db.session.rollback()  # an older snapshot would be given for longer than its lease
    plain = make().encode()
    end_reading(db.session())
    if g.get("csrf_token", "\0").encode() in plain:
        raise RuntimeError(f"{request.path} holds a token")
    packed = gzip.compress(plain, _GZIP_LEVEL, mtime=0)
    return _Page(plain=plain, packed=packed, changes_at=g.get("page_changes_at"))


def _answer(page: _Page) -> Response:
    if not request.accept_encodings["gzip"]:
        return Response(page.plain, mimetype="text/html")
    return Response(page.packed, mimetype="text/html", headers={"Content-Encoding": "gzip"})
