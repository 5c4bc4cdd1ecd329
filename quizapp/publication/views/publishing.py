"""Publishing results, looking at a published version, and withdrawing one."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.domain.published import complaints_until, digest
from quizapp.models import Publication, db
from quizapp.publication import operations
from quizapp.publication.forms import PublishForm, WithdrawForm
from quizapp.publication.operations import (
    AlreadyWithdrawn,
    AttemptsStillOpen,
    ReasonMissing,
    ResultsChanged,
    RoundStillOpen,
)
from quizapp.publication.views.blueprint import (
    TITLES,
    Held,
    Page,
    bp,
    changes_since,
    full_names,
    held_by,
    held_league,
    held_round,
    publication_or_404,
    review_url,
)
from quizapp.web import clock
from quizapp.web.phrases import phrase


@bp.route("/rounds/<int:round_id>/publish", methods=["GET", "POST"])
def round_publish(round_id: int) -> Page:
    """Ask, then publish a round's results."""
    return _publish_page(held_round(round_id))


@bp.route("/contests/<int:contest_id>/publish", methods=["GET", "POST"])
def league_publish(contest_id: int) -> Page:
    """Ask, then publish a contest's results over its rounds."""
    return _publish_page(held_league(contest_id))


def _publish_page(held: Held) -> Page:
    form = PublishForm()
    if form.validate_on_submit():
        try:
            publication = _publish(held, form)
        except ReasonMissing as refusal:
            form.reason.errors = [*form.reason.errors, phrase(refusal)]
        except (RoundStillOpen, AttemptsStillOpen, ResultsChanged) as refusal:
            form.form_errors.append(phrase(refusal))
        else:
            db.session.commit()
            flash(_("Đã công bố bản %(version)s.", version=publication.version), "good")
            return redirect(url_for("publication.version", publication_id=publication.id), 303)
    body = _confirm_page(held, form)
    return body if request.method == "GET" else (body, 422)


def _publish(held: Held, form: PublishForm) -> Publication:
    given = {
        "now": clock.now(),
        "actor_id": current_user.id,
        "reason": form.reason.data or "",
        "seen": form.seen.data or "",
    }
    if held.contest_round:
        return operations.publish_round(db.session(), contest_round=held.contest_round, **given)
    return operations.publish_league(db.session(), contest=held.contest, **given)


def _confirm_page(held: Held, form: PublishForm) -> str:
    now, rounds = clock.now(), held.rounds()
    result, versions = held.result(), held.versions()
    newest, changed = changes_since(versions, result.content)
    form.seen.data = digest(result.content)
    form.reason.flags.required = True
    refusal = None
    try:
        operations.refuse_unfinished(db.session(), rounds, now)
    except (RoundStillOpen, AttemptsStillOpen) as found:
        refusal = phrase(found)
    days = max((r.complaint_days for r in rounds), default=0)
    return render_template(
        "publication/publish.html",
        held=held,
        form=form,
        content=result.content,
        version=1 + max((v.version for v in versions), default=0),
        newest=newest,
        changed=changed,
        refusal=refusal,
        complaints_until=complaints_until(now, days),
        review_url=review_url(held),
        **TITLES,
    )


@bp.get("/versions/<int:publication_id>")
def version(publication_id: int) -> str:
    """Show a version exactly as it was published, and its papers."""
    publication = publication_or_404(publication_id)
    held = held_by(publication)
    return render_template(
        "publication/version.html",
        held=held,
        publication=publication,
        content=publication.content,
        names=full_names(publication.content),
        versions=held.versions(),
        **TITLES,
    )


@bp.route("/versions/<int:publication_id>/withdraw", methods=["GET", "POST"])
def withdraw(publication_id: int) -> Page:
    """Ask, then take a version from the public."""
    publication = publication_or_404(publication_id)
    held, form = held_by(publication), WithdrawForm()
    form.reason.flags.required = True
    if form.validate_on_submit():
        try:
            operations.withdraw(
                db.session(),
                now=clock.now(),
                actor_id=current_user.id,
                publication=publication,
                reason=form.reason.data or "",
            )
        except ReasonMissing:
            form.reason.errors = [*form.reason.errors, _("Hãy ghi lý do thu hồi.")]
        except AlreadyWithdrawn as refusal:
            form.form_errors.append(phrase(refusal))
        else:
            return _withdrawn(held, publication)
    left = [v for v in held.versions() if v.withdrawn_at is None and v.id != publication.id]
    body = render_template(
        "publication/withdraw.html", held=held, publication=publication, form=form, left=left[0] if left else None
    )
    return body if request.method == "GET" else (body, 422)


def _withdrawn(held: Held, publication: Publication) -> Response:
    db.session.commit()
    flash(_("Đã thu hồi bản %(version)s. Người dân không xem được bản này nữa.", version=publication.version), "good")
    return redirect(held.url("results"), 303)
