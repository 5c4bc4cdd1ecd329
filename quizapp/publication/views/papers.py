"""Papers for handing prizes over, of a published version: the prize list, the minutes, and both as data."""

from io import BytesIO

from flask import jsonify, render_template, send_file
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.domain.hand_over import FullName, Minutes, Version, minutes, to_json
from quizapp.domain.text import slug
from quizapp.exchange.tables import write_xlsx
from quizapp.models import Publication, db
from quizapp.models.base import restart_for_writing
from quizapp.publication import operations
from quizapp.publication.queries.papers import prize_tables
from quizapp.publication.queries.results import people
from quizapp.publication.views.blueprint import TITLES, bp, publication_or_404
from quizapp.web import clock
from quizapp.web.templating import moment

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/versions/<int:publication_id>/prize-list")
def prize_list(publication_id: int) -> str:
    """Show the prize list with a column to sign in, to be printed."""
    publication = publication_or_404(publication_id)
    paper = _minutes(publication)
    return render_template("publication/prize_list.html", publication=publication, paper=paper, **TITLES)


@bp.get("/versions/<int:publication_id>/minutes")
def minutes_page(publication_id: int) -> str:
    """Show the minutes of the results, to be printed."""
    publication = publication_or_404(publication_id)
    paper = _minutes(publication)
    return render_template(
        "publication/minutes.html", publication=publication, content=publication.content, paper=paper, **TITLES
    )


@bp.get("/versions/<int:publication_id>/prize-list.xlsx")
def prize_list_file(publication_id: int) -> Response:
    """Send the prize list as a workbook; record who took it."""
    publication = publication_or_404(publication_id)
    target = BytesIO()
    write_xlsx(prize_tables(_minutes(publication).decision), target)
    name = f"danh-sach-giai-{slug(publication.content['title'])}-ban-{publication.version}.xlsx"
    _note_download(publication_id, "xlsx")
    target.seek(0)
    return send_file(target, _XLSX, as_attachment=True, download_name=name)


@bp.get("/versions/<int:publication_id>/hand-over.json")
def hand_over_data(publication_id: int) -> Response:
    """Send decision and minutes as data, for whoever makes documents of them; record who took it."""
    publication = publication_or_404(publication_id)
    answer = jsonify(to_json(_minutes(publication)))
    _note_download(publication_id, "json")
    return answer


def _minutes(publication: Publication) -> Minutes:
    content = publication.content
    winners = people(db.session(), {award["participant_id"] for award in content["awards"]})
    names = {row.id: FullName(name=row.full_name, birth_year=row.birth_date.year) for row in winners.values()}
    version = Version(
        number=publication.version,
        published_at=publication.published_at,
        reason=publication.reason,
        complaints_until=publication.complaints_until,
    )
    return minutes(content, version, names, grounds=_grounds(publication))


def _grounds(publication: Publication) -> list[str]:
    values = {
        "contest": publication.content["contest_title"],
        "title": publication.content["title"],
        "version": publication.version,
        "moment": moment(publication.published_at),
    }
    return [
        _("Căn cứ thể lệ %(contest)s", **values),
        _("Căn cứ kết quả %(title)s, bản %(version)s, công bố lúc %(moment)s", **values),
    ]


def _note_download(publication_id: int, file_format: str) -> None:
    """Record who took full names out; the database is held for writing only now."""
    actor_id, session = current_user.id, db.session()
    restart_for_writing(session)
    operations.record_download(
        session,
        now=clock.now(),
        actor_id=actor_id,
        publication=publication_or_404(publication_id),
        file_format=file_format,
    )
    session.commit()
