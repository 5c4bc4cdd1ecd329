"""Contests and rounds, and the pages about them that anybody may read."""

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.contests import operations, queries
from quizapp.contests.forms import ContestForm, NewContestForm, RoundForm, contest_data, round_data
from quizapp.contests.operations import (
    AnswersShown,
    ContradictoryRound,
    PaperNotDrawable,
    RoundFrozen,
    RoundHasAttempts,
    RoundNotFound,
    SlugTaken,
)
from quizapp.contests.queries import StoredRound
from quizapp.domain.edition import official_round
from quizapp.domain.groups import GROUPS
from quizapp.domain.phase import PERIODS, PHASES, Phase, edition_rounds, edition_year
from quizapp.domain.policy import PREDICTION_TARGETS, REVIEW_POLICIES, ROUND_KINDS
from quizapp.domain.round_rules import FREEZE_SENTENCES, RoundSettings
from quizapp.domain.supply import GroupSupply, by_row, supply
from quizapp.domain.supply_matrix import matrix
from quizapp.domain.tiebreak import TIEBREAKS
from quizapp.models import Contest, Round, db
from quizapp.web.access import find_participant_id
from quizapp.web.clock import now, steady_rng
from quizapp.web.language import LANGUAGES
from quizapp.web.phrases import phrase
from quizapp.web.redirects import local_target
from quizapp.web.templating import moment, number

bp = Blueprint("contests", __name__)

Page = str | tuple[str, int] | Response
_TITLES: Mapping[str, object] = {
    "PHASES": PHASES,
    "PERIODS": PERIODS,
    "ROUND_KINDS": ROUND_KINDS,
    "REVIEW_POLICIES": REVIEW_POLICIES,
    "PREDICTION_TARGETS": PREDICTION_TARGETS,
    "TIEBREAKS": TIEBREAKS,
}
# Shown as text once people took part; what may only grow (closing, groups, attempts) stays a field.
_LOCKED = frozenset(FREEZE_SENTENCES) - {"closes_at", "groups", "attempts_allowed"}


@bp.get("/")
def landing() -> Page:
    """The front page: what is on, and the way in."""
    edition = queries.current_edition(db.session, now=now())
    figures = None
    if edition and edition.counted:
        figures = queries.figures(db.session, [r.id for r in edition.counted])
    return render_template(
        "contests/landing.html",
        edition=edition,
        headline=_headline(edition.title) if edition else "",
        state=_state(edition.focus) if edition else "",
        figures=figures,
        is_known=find_participant_id() is not None,
        **_TITLES,
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


@bp.get("/contests/rules")
def rules() -> Page:
    """The rules of the current contest, or of the one asked for, written from the rounds' settings."""
    slug = request.args.get("contest", "")
    found = (
        queries.find_edition(db.session, slug=slug, now=now())
        if slug
        else queries.current_edition(db.session, now=now())
    )
    if slug and found is None:
        abort(404)
    studies = queries.study_banks(db.session, found.id) if found and found.has_study else ()
    return render_template("contests/rules.html", edition=found, studies=studies, **_TITLES)


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


@bp.get("/contests/")
def index() -> Page:
    """All contests with their rounds."""
    return render_template("contests/index.html", editions=queries.editions(db.session, now=now()), **_TITLES)


@bp.route("/contests/new", methods=["GET", "POST"])
def create() -> Page:
    """Make a contest."""
    form = NewContestForm(data={"year": edition_year(now())})
    if form.validate_on_submit():
        try:
            operations.create_contest(
                db.session, now=now(), actor_id=current_user.id, is_rehearsal=form.is_rehearsal.data, **_typed(form)
            )
        except SlugTaken as refusal:
            form.slug.errors = [phrase(refusal)]
        else:
            return _saved(_("Đã tạo cuộc thi. Hãy thêm đợt thi."))
    return _form_page("contests/contest.html", form, contest=None)


@bp.route("/contests/<int:contest_id>/edit", methods=["GET", "POST"])
def edit(contest_id: int) -> Page:
    """Change a contest."""
    contest = _contest_or_404(contest_id)
    form = ContestForm(data=contest_data(contest))
    if form.validate_on_submit():
        try:
            operations.edit_contest(
                db.session, now=now(), actor_id=current_user.id, contest_id=contest_id, **_typed(form)
            )
        except SlugTaken as refusal:
            form.slug.errors = [phrase(refusal)]
        else:
            return _saved(_("Đã lưu cuộc thi."))
    return _form_page("contests/contest.html", form, contest=contest)


def _typed(form: ContestForm) -> dict[str, object]:
    return {name: form[name].data for name in ("title", "slug", "year", "make_current")}


def _contest_or_404(contest_id: int) -> Contest:
    contest = queries.find_contest(db.session, contest_id)
    if contest is None:
        abort(404)
    return contest


def _saved(sentence: str) -> Response:
    db.session.commit()
    flash(sentence, "good")
    return redirect(url_for("contests.index"), 303)


def _form_page(template: str, form: ContestForm, *, contest: Contest | None) -> Page:
    return render_template(template, form=form, contest=contest), 422 if form.errors else 200


@bp.route("/contests/<int:contest_id>/rounds/new", methods=["GET", "POST"])
def create_round(contest_id: int) -> Page:
    """Make a round."""
    contest = _contest_or_404(contest_id)
    form = _round_form(_fresh_settings(contest))
    if _is_to_be_saved() and form.validate():
        try:
            operations.create_round(
                db.session, now=now(), actor_id=current_user.id, contest_id=contest_id, settings=form.settings()
            )
        except _REFUSALS as refusal:
            _refuse(form, refusal)
        else:
            return _saved(_("Đã tạo đợt thi."))
    return _round_page(form, contest=contest)


@bp.route("/contests/<int:contest_id>/rounds/<int:round_id>", methods=["GET", "POST"])
def edit_round(contest_id: int, round_id: int) -> Page:
    """Change a round."""
    contest, row = _contest_or_404(contest_id), _round_or_404(contest_id, round_id)
    before = queries.round_settings(db.session, row)
    form = _round_form(before)
    if _is_to_be_saved() and form.validate():
        try:
            operations.edit_round(
                db.session,
                now=now(),
                actor_id=current_user.id,
                contest_id=contest_id,
                round_id=round_id,
                settings=form.settings(before),
            )
        except _REFUSALS as refusal:
            _refuse(form, refusal)
        else:
            return _saved(_("Đã lưu đợt thi."))
    return _round_page(form, contest=contest, row=row, before=before)


@bp.route("/contests/<int:contest_id>/rounds/<int:round_id>/delete", methods=["GET", "POST"])
def delete_round(contest_id: int, round_id: int) -> Page:
    """Ask, then delete a round that nobody has begun."""
    contest, row = _contest_or_404(contest_id), _round_or_404(contest_id, round_id)
    if request.method == "GET":
        attempts = queries.attempt_count(db.session, round_id)
        return render_template("contests/delete_round.html", contest=contest, row=row, attempts=attempts)
    try:
        operations.delete_round(
            db.session, now=now(), actor_id=current_user.id, contest_id=contest_id, round_id=round_id
        )
    except RoundHasAttempts as refusal:
        flash(phrase(refusal), "bad")
        return redirect(url_for("contests.edit_round", contest_id=contest_id, round_id=round_id), 303)
    except RoundNotFound:
        abort(404)
    return _saved(_("Đã xóa đợt thi."))


def _round_or_404(contest_id: int, round_id: int) -> Round:
    row = queries.find_round(db.session, contest_id=contest_id, round_id=round_id)
    if row is None:
        abort(404)
    return row


def _fresh_settings(contest: Contest) -> RoundSettings:
    """Return what a new round's form starts from: June's round of the contest's year."""
    opens_at, closes_at = edition_rounds(contest.year)["06"]
    return official_round(6, opens_at=opens_at, closes_at=closes_at, bank_ids=frozenset())


def _is_to_be_saved() -> bool:
    return request.method == "POST" and request.form.get("action", "save") == "save"


def _round_form(settings: RoundSettings) -> RoundForm:
    """Return a round's form from what was sent, else from the settings, with room for more rows."""
    form = RoundForm(data=round_data(settings))
    if request.method == "GET" or request.form.get("action") == "add-row":
        form.add_rows()
    form.offer(banks=queries.bank_choices(db.session), topics=queries.topics(db.session))
    if request.form.get("action") == "check":
        form.validate()
    return form


_REFUSALS = (SlugTaken, ContradictoryRound, PaperNotDrawable, RoundFrozen, AnswersShown)


def _refuse(form: RoundForm, refusal: Exception) -> None:
    """Put each refusal's sentence beside the field to change."""
    match refusal:
        case ContradictoryRound():
            for contradiction in refusal.contradictions:
                form.refuse(contradiction.field, _(contradiction.sentence))
        case RoundFrozen():
            for field in refusal.fields:
                form.refuse(field, _(FREEZE_SENTENCES[field]))
        case PaperNotDrawable():
            short = "; ".join(_(GROUPS[group].title) for group in refusal.groups)
            form.refuse("blueprint", phrase(refusal, groups=short))
        case AnswersShown():
            form.refuse("closes_at", phrase(refusal))
        case _:
            form.refuse("slug", phrase(refusal))


def _round_page(
    form: RoundForm, *, contest: Contest, row: Round | None = None, before: RoundSettings | None = None
) -> Page:
    attempts = queries.attempt_count(db.session, row.id) if row else 0
    checks = _checks(form, seed=row.id if row else 0)
    page = render_template(
        "contests/round.html",
        form=form,
        contest=contest,
        row=row,
        before=before,
        attempts=attempts,
        locked=_LOCKED - set(form.errors) if attempts else frozenset(),
        checks=checks,
        check_rows=list(by_row(form.rows(), checks)),
        bank_hints=_bank_hints(),
        **_TITLES,
    )
    return page, 422 if form.errors else 200


def _bank_hints() -> dict[int, str]:
    """Return what is said below each bank's title."""
    banks = queries.bank_choices(db.session)
    return {bank.id: _("%(count)s câu đang dùng", count=number(bank.questions)) for bank in banks}


def _checks(form: RoundForm, *, seed: int) -> tuple[GroupSupply, ...]:
    """Return what the banks have for the form's papers, as far as it is filled in."""
    return supply(
        form.rows(),
        groups=[code for code in GROUPS if not form.groups.data or code in form.groups.data],
        pool=queries.pool(db.session, form.banks.data or ()),
        rng=steady_rng(seed),
        shuffle_questions=form.shuffle_questions.data,
    )


@bp.get("/contests/<int:contest_id>/rounds/<int:round_id>/supply")
def round_supply(contest_id: int, round_id: int) -> Page:
    """What the banks have for a round, of each topic and difficulty, and how alike the papers of neighbours are."""
    contest, row = _contest_or_404(contest_id), _round_or_404(contest_id, round_id)
    settings = queries.round_settings(db.session, row)
    found = queries.round_supply(db.session, settings, rng=steady_rng(round_id))
    group = request.args.get("group", "")
    group = group if group in settings.admitted else ""  # a link may be older than the round's rules
    return render_template(
        "contests/supply.html",
        contest=contest,
        row=row,
        settings=settings,
        supply=found,
        rows=list(by_row(settings.blueprint, found.groups)),
        group=group,
        matrix=matrix(found.pool, [check for check in found.groups if group in ("", check.group)]),
        banks=[bank.title for bank in queries.bank_choices(db.session) if bank.id in settings.bank_ids],
        attempts=queries.attempt_count(db.session, round_id),
        now=now(),
    )
