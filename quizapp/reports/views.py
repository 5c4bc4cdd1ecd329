"""Participation statistics and exports."""

from collections.abc import Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any

from flask import Blueprint, abort, render_template, request, send_file
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.domain.participation import complete_units, lowest_units
from quizapp.domain.targets import TARGETS
from quizapp.models import Contest, Round, db
from quizapp.models.base import AnyRow, one_snapshot, restart_for_writing
from quizapp.reports import operations
from quizapp.reports.forms import ReportForm
from quizapp.reports.queries import dashboard, export, summary
from quizapp.web import clock
from quizapp.web.access import Permission, may

bp = Blueprint("reports", __name__, url_prefix="/reports")
_MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What the address asks for: a contest, one of its rounds or None for all official ones, some groups."""

    contest: Contest
    contest_round: Round | None
    rounds: Sequence[Round]
    form: ReportForm


@bp.get("/")
def index() -> str:
    """Show who took part: figures, targets, days, rounds side by side, scores and units."""
    session, now = db.session(), clock.now()
    one_snapshot(session)
    contests = dashboard.contest_choices(session)
    if not contests:
        return render_template("reports/no_contest.html")
    asked = _asked(contests)
    figures = _summary(asked)
    beside_rounds, beside = dashboard.rounds_beside(session, figures, asked.rounds)
    return render_template(
        "reports/index.html",
        asked=asked,
        figures=figures,
        comparison=dashboard.comparison(session, figures.scope, asked.contest_round),
        beside_rounds=beside_rounds,
        beside=beside,
        days=dashboard.day_counts(figures, asked.rounds, now),
        complete=complete_units(figures.participation.units),
        lowest=lowest_units(figures.participation.units),
        reminders=dashboard.reminders(session, figures.scope, now),
        targets=TARGETS,
        now=now,
    )


# `any` keeps every other ending from being taken for a format.
@bp.get("/export.<any(xlsx, csv):file_format>", endpoint="export")
def download(file_format: str) -> Response:
    """Send the figures, and for those who may see people the standing and names, as a file; record who took it."""
    session, now, actor_id = db.session(), clock.now(), current_user.id
    with_names = may(Permission.VIEW_PEOPLE)
    one_snapshot(session)
    asked = _asked(dashboard.contest_choices(session))
    name = "-".join(["ket-qua", asked.contest.slug, *([asked.contest_round.slug] if asked.contest_round else [])])
    target = TemporaryFile()  # noqa: SIM115 - closed by the server when the answer is sent
    subject: dict[str, Any] = {"contest": asked.contest, "contest_round": asked.contest_round}
    export.export_results(
        session,
        **subject,
        groups=asked.form.groups(),
        target=target,
        file_format=file_format,
        with_names=with_names,
        now=now,
    )
    # The file took a while to write; only now is the database held for writing, for one row.
    restart_for_writing(session)
    operations.record_export(
        session, now=now, actor_id=actor_id, **subject, file_format=file_format, with_names=with_names
    )
    session.commit()
    target.seek(0)
    return send_file(target, _MEDIA_TYPES[file_format], as_attachment=True, download_name=f"{name}.{file_format}")


def _asked(contests: Sequence[AnyRow]) -> Asked:
    """Return what the address asks for; the current contest's latest round where it says nothing."""
    session = db.session()
    contest_id = request.args.get("contest", contests[0].id if contests else 0, type=int)
    contest = session.get(Contest, contest_id) or abort(404)
    rounds = dashboard.rounds_of(session, contest.id)
    chosen = _chosen_round(rounds)
    form = ReportForm(contests=contests, rounds=rounds, contest_id=contest.id, round_id=chosen.id if chosen else None)
    return Asked(contest=contest, contest_round=chosen, rounds=rounds, form=form)


def _chosen_round(rounds: Sequence[Round]) -> Round | None:
    text = request.args.get("round")
    if text is None:
        return dashboard.default_round(rounds, clock.now())
    if not text:
        return None
    # The filter's form sends the round of the contest shown before with the contest newly chosen.
    return next((r for r in rounds if str(r.id) == text), None) or dashboard.default_round(rounds, clock.now())


def _summary(asked: Asked) -> summary.Summary:
    round_id = asked.contest_round.id if asked.contest_round else None
    scope = summary.contest_scope(
        db.session(), contest_id=asked.contest.id, round_id=round_id, groups=asked.form.groups()
    )
    return summary.participation_summary(db.session(), scope)
