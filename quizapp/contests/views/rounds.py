"""Making, changing and deleting a round, and what its banks have for it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from quizapp.contests import operations, queries
from quizapp.contests.operations import RoundHasAttempts, RoundHasFigures, RoundNotFound
from quizapp.contests.views.blueprint import Page, bp, contest_or_404, is_to_be_saved, round_or_404, saved
from quizapp.contests.views.presets import chosen_preset, tell_of_preset
from quizapp.contests.views.round_pages import REFUSALS, is_right, refuse, round_form, round_page
from quizapp.domain.edition import official_round
from quizapp.domain.phase import edition_rounds
from quizapp.domain.policy import RoundKind
from quizapp.domain.presets import first_round
from quizapp.domain.round_rules import RoundSettings, external_round
from quizapp.domain.supply import by_row
from quizapp.domain.supply_matrix import matrix
from quizapp.models import Contest, db
from quizapp.web.clock import now, steady_rng
from quizapp.web.phrases import phrase


@bp.route("/contests/<int:contest_id>/rounds/new", methods=["GET", "POST"])
def create_round(contest_id: int) -> Page:
    """Make a round; `kind=external` in the address asks for the form of one that others hold."""
    contest = contest_or_404(contest_id)
    form = round_form(_fresh_settings(contest))
    tell_of_preset()
    if is_to_be_saved() and is_right(form, contest_id=contest_id, before=None):
        try:
            operations.create_round(
                db.session, now=now(), actor_id=current_user.id, contest_id=contest_id, settings=form.settings()
            )
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            return saved(_("Đã tạo đợt thi."))
    return round_page(form, contest=contest)


def _fresh_settings(contest: Contest) -> RoundSettings:
    """Return what a new round's form starts from: June's round of the contest's year, by a preset if one is chosen."""
    opens_at, closes_at = edition_rounds(contest.year)["06"]
    if request.args.get("kind") == RoundKind.EXTERNAL:
        return external_round(
            slug="", title="", opens_at=opens_at, closes_at=closes_at, groups=(), organiser="", external_url=""
        )
    fresh = official_round(6, opens_at=opens_at, closes_at=closes_at, bank_ids=frozenset())
    preset = chosen_preset()
    return first_round(preset, fresh) if preset else fresh


@bp.route("/contests/<int:contest_id>/rounds/<int:round_id>", methods=["GET", "POST"])
def edit_round(contest_id: int, round_id: int) -> Page:
    """Change a round."""
    contest, row = contest_or_404(contest_id), round_or_404(contest_id, round_id)
    before = queries.round_settings(db.session, row)
    form = round_form(before)
    if is_to_be_saved() and is_right(form, contest_id=contest_id, before=before):
        try:
            operations.edit_round(
                db.session,
                now=now(),
                actor_id=current_user.id,
                contest_id=contest_id,
                round_id=round_id,
                settings=form.settings(before),
            )
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            return saved(_("Đã lưu đợt thi."))
    return round_page(form, contest=contest, row=row, before=before)


@bp.route("/contests/<int:contest_id>/rounds/<int:round_id>/delete", methods=["GET", "POST"])
def delete_round(contest_id: int, round_id: int) -> Page:
    """Ask, then delete a round that nobody has begun."""
    contest, row = contest_or_404(contest_id), round_or_404(contest_id, round_id)
    if request.method == "GET":
        attempts = queries.attempt_count(db.session, round_id)
        return render_template("contests/delete_round.html", contest=contest, row=row, attempts=attempts)
    try:
        operations.delete_round(
            db.session, now=now(), actor_id=current_user.id, contest_id=contest_id, round_id=round_id
        )
    except (RoundHasAttempts, RoundHasFigures) as refusal:
        flash(phrase(refusal), "bad")
        return redirect(url_for("contests.edit_round", contest_id=contest_id, round_id=round_id), 303)
    except RoundNotFound:
        abort(404)
    return saved(_("Đã xóa đợt thi."))


@bp.get("/contests/<int:contest_id>/rounds/<int:round_id>/supply")
def round_supply(contest_id: int, round_id: int) -> Page:
    """What the banks have for a round, of each topic and difficulty, and how alike the papers of neighbours are."""
    contest, row = contest_or_404(contest_id), round_or_404(contest_id, round_id)
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
