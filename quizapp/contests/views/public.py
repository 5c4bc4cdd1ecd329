"""The front page, and the change of language."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import abort, current_app, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from quizapp.contests import queries
from quizapp.contests.queries import StoredRound
from quizapp.contests.views.blueprint import TITLES, Page, bp, notices_of
from quizapp.domain.phase import PHASES, Phase
from quizapp.models import db
from quizapp.web.access import find_participant_id
from quizapp.web.clock import now
from quizapp.web.language import LANGUAGES
from quizapp.web.redirects import local_target
from quizapp.web.shared_pages import changes_at, shared_page
from quizapp.web.templating import moment


@bp.get("/")
def landing() -> Page:
    """The front page: what is on, and the way in."""
    return shared_page(_landing_page, varies=find_participant_id() is not None)


def _landing_page() -> str:
    edition = queries.current_edition(db.session, now=now())
    figures = None
    if edition and edition.counted:
        figures = queries.recent_figures(db.session(), [r.id for r in edition.counted], now())
    if edition:
        changes_at(moment for r in edition.rounds for moment in (r.rules.opens_at, r.rules.closes_at))
    return render_template(
        "contests/landing.html",
        edition=edition,
        headline=_headline(edition.title) if edition else "",
        state=_state(edition.focus) if edition else "",
        figures=figures,
        notices=notices_of(edition),
        is_known=find_participant_id() is not None,
        **TITLES,
    )


def _headline(title: str) -> str:
    """Return a title without what the bar above already says."""
    name = current_app.config["SITE"].name
    rest = title[len(name) :].strip() if title.startswith(name) else title
    return rest[:1].upper() + rest[1:] if rest else title


def _state(focus: StoredRound | None) -> str:
    """Return how it stands with a round in a few words."""
    if focus is None:
        return ""
    if focus.is_suspended and focus.phase is not Phase.CLOSED:
        return _("Đang tạm dừng")
    if focus.phase is Phase.OPEN:
        return _("Đang mở, %(rest)s", rest=_rest(focus.rules.closes_at - now()))
    if focus.phase is Phase.UPCOMING:
        return _("Mở lúc %(moment)s", moment=moment(focus.rules.opens_at))
    return _(PHASES[focus.phase])


def _rest(left: timedelta) -> str:
    """Return how long there is left, in the largest unit that fits."""
    if left >= timedelta(days=1):
        return ngettext("còn %(num)d ngày", "còn %(num)d ngày", left.days)
    if left >= timedelta(hours=1):
        return ngettext("còn %(num)d giờ", "còn %(num)d giờ", left // timedelta(hours=1))
    return ngettext("còn %(num)d phút", "còn %(num)d phút", max(1, left // timedelta(minutes=1)))


@bp.get("/language/<code>")
def set_language(code: str) -> Response:
    """Keep the visitor's language, and lead back to the page they came from."""
    if code not in LANGUAGES:
        abort(404)
    cookie["language"] = code
    return redirect(local_target(_referring_page(), url_for("contests.landing")), 303)


def _referring_page() -> str | None:
    """Return path and query of the referring page if it is one of ours."""
    parts = urlsplit(request.referrer or "")
    if parts.scheme not in ("http", "https") or parts.netloc != request.host:
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
