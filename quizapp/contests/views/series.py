"""Rounds that follow one another: the pattern, a look at the dates, and making them."""

from collections.abc import Sequence

from flask import render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from quizapp.contests import operations, queries
from quizapp.contests.forms.series import SeriesForm, series_data
from quizapp.contests.operations import ContradictoryRound, PaperNotDrawable, SeriesRefused
from quizapp.contests.views.blueprint import Page, bp, contest_or_404, saved
from quizapp.contests.views.presets import chosen_preset
from quizapp.domain.groups import GROUPS
from quizapp.domain.policy import RoundKind
from quizapp.domain.presets import PRESETS
from quizapp.domain.series import PlannedRound, planned_rounds
from quizapp.models import Contest, Round, db
from quizapp.web.clock import now
from quizapp.web.phrases import phrase
from quizapp.web.templating import number


@bp.route("/contests/<int:contest_id>/series", methods=["GET", "POST"])
def create_series(contest_id: int) -> Page:
    """Show what rounds a pattern gives; make them once they were looked at."""
    contest = contest_or_404(contest_id)
    rounds = queries.rounds_of(db.session, contest_id)
    if not rounds:
        return render_template("contests/series.html", contest=contest, form=None, planned=())
    form = SeriesForm(data=series_data(_source(rounds), chosen_preset()))
    form.offer(rounds)
    if request.method == "GET" or not form.validate():
        return _page(form, contest, ())
    planned = planned_rounds(form.pattern())
    if request.form.get("action") != "save" or form.previewed.data != form.mark():
        return _page(form, contest, planned)
    try:
        made = operations.create_series(
            db.session,
            now=now(),
            actor_id=current_user.id,
            contest_id=contest_id,
            source_id=form.source.data,
            pattern=form.pattern(),
        )
    except SeriesRefused as refused:
        form.form_errors.append(_refusal_text(refused))
        return _page(form, contest, planned)
    return saved(_("Đã tạo %(count)s đợt thi.", count=number(len(made))))


def _source(rounds: Sequence[Round]) -> Round:
    """Return the round whose rules are copied unless another is chosen: the last that is ranked here, else the last."""
    ranked = [row for row in rounds if row.kind == RoundKind.OFFICIAL]
    return (ranked or rounds)[-1]


def _refusal_text(refused: SeriesRefused) -> str:
    """Return which round can't be made, and why."""
    match refused.refusal:
        case ContradictoryRound() as contradictory:
            sentence = " ".join(_(found.sentence) for found in contradictory.contradictions)
        case PaperNotDrawable() as undrawable:
            groups = "; ".join(_(GROUPS[group].title) for group in undrawable.groups)
            sentence = phrase(undrawable, groups=groups)
        case other:
            sentence = phrase(other)
    return _(
        "Chưa tạo đợt nào. %(title)s (%(slug)s): %(sentence)s",
        title=refused.planned.title,
        slug=refused.planned.slug,
        sentence=sentence,
    )


def _page(form: SeriesForm, contest: Contest, planned: tuple[PlannedRound, ...]) -> Page:
    if planned:
        form.previewed.raw_data, form.previewed.data = None, form.mark()
    page = render_template(
        "contests/series.html",
        contest=contest,
        form=form,
        planned=planned,
        presets=[preset for preset in PRESETS.values() if preset.pattern.count > 1],
        chosen=chosen_preset(),
    )
    return page, 422 if form.errors else 200
