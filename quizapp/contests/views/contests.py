"""The list of contests, and making and changing one."""

from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from quizapp.contests import operations, queries
from quizapp.contests.forms import ContestForm, NewContestForm, contest_data, league_data
from quizapp.contests.operations import ContradictoryLeague, LeagueFrozen, SlugTaken
from quizapp.contests.views.blueprint import TITLES, Page, bp, contest_or_404, is_to_be_saved, saved
from quizapp.contests.views.prize_check import are_prizes_meant
from quizapp.domain.groups import GROUPS
from quizapp.domain.phase import edition_year
from quizapp.domain.round_rules import LEAGUE_FREEZE_SENTENCES, LeagueSettings
from quizapp.models import Contest, db
from quizapp.web.clock import now
from quizapp.web.phrases import phrase

_REFUSALS = (SlugTaken, ContradictoryLeague, LeagueFrozen)


@bp.get("/contests/")
def index() -> Page:
    """All contests with their rounds."""
    return render_template("contests/index.html", editions=queries.editions(db.session, now=now()), **TITLES)


@bp.route("/contests/new", methods=["GET", "POST"])
def create() -> Page:
    """Make a contest."""
    form = _with_rows(NewContestForm(data={"year": edition_year(now()), **league_data(LeagueSettings())}))
    if is_to_be_saved() and form.validate():
        try:
            operations.create_contest(
                db.session, now=now(), actor_id=current_user.id, is_rehearsal=form.is_rehearsal.data, **_typed(form)
            )
        except _REFUSALS as refusal:
            _refuse(form, refusal)
        else:
            return saved(_("Đã tạo cuộc thi. Hãy thêm đợt thi."))
    return _form_page(form, contest=None)


@bp.route("/contests/<int:contest_id>/edit", methods=["GET", "POST"])
def edit(contest_id: int) -> Page:
    """Change a contest."""
    contest = contest_or_404(contest_id)
    league = queries.league_settings(contest)
    form = _with_rows(ContestForm(data=contest_data(contest, league)))
    if is_to_be_saved() and _is_right(form, contest_id, league):
        try:
            operations.edit_contest(
                db.session, now=now(), actor_id=current_user.id, contest_id=contest_id, **_typed(form)
            )
        except _REFUSALS as refusal:
            _refuse(form, refusal)
        else:
            return saved(_("Đã lưu cuộc thi."))
    return _form_page(form, contest=contest)


def _with_rows(form: ContestForm) -> ContestForm:
    """Return the form with empty rows where they were asked for."""
    form.add_rows("add-prize" if request.method == "GET" else request.form.get("action", ""))
    return form


def _is_right(form: ContestForm, contest_id: int, league: LeagueSettings) -> bool:
    return form.validate() and are_prizes_meant(form, contest_id=contest_id, groups=tuple(GROUPS), before=league.prizes)


def _typed(form: ContestForm) -> dict[str, Any]:
    typed = {name: form[name].data for name in ("title", "slug", "year", "make_current")}
    return {**typed, "league": form.league()}


def _refuse(form: ContestForm, refusal: Exception) -> None:
    """Put each refusal's sentence beside the field to change."""
    match refusal:
        case ContradictoryLeague():
            form.refuse_found(refusal.contradictions)
        case LeagueFrozen():
            for field in refusal.fields:
                form.refuse(field, _(LEAGUE_FREEZE_SENTENCES[field]))
        case _:
            form.refuse("slug", phrase(refusal))


def _form_page(form: ContestForm, *, contest: Contest | None) -> Page:
    is_started = contest is not None and queries.has_ranked_attempts(db.session, contest.id)
    locked = frozenset(LEAGUE_FREEZE_SENTENCES) - set(form.errors) if is_started else frozenset()
    page = render_template("contests/contest.html", form=form, contest=contest, locked=locked, **TITLES)
    return page, 422 if form.errors else 200
