"""A bank as a document to learn from: question, answer, explanation, source."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.banks.forms.study import PublishStudyForm
from quizapp.banks.operations.study import NothingToStudy, StudyNotConfirmed, publish_study, unpublish_study
from quizapp.banks.queries.study import (
    STUDY_PAGE_SIZE,
    StudyTopic,
    study_page,
    study_rounds,
    study_topics,
    whole_study,
)
from quizapp.banks.views.blueprint import bank_at, bp
from quizapp.domain.question import Question, refers_to_others
from quizapp.models import Bank, db
from quizapp.web import clock
from quizapp.web.access import Permission, may
from quizapp.web.paging import page_of
from quizapp.web.phrases import phrase


@dataclass(frozen=True, slots=True)
class _Entry:
    """A question to learn."""

    question: Question

    @property
    def needs_options(self) -> bool:
        """Tell whether the right answer is only understood beside the others: "Cả A và B"."""
        return any(option.is_key and refers_to_others(option.text) for option in self.question.options)


@bp.get("/<slug>/study")
def study(slug: str) -> str:
    """Show a topic of a bank's study page to anybody, or before it is published to the staff alone."""
    bank = bank_at(slug)
    if bank.study_published_at is None and not may(Permission.MANAGE_BANKS):
        abort(404)
    topics = study_topics(db.session, bank.id)
    if not topics:
        return render_template("banks/study_empty.html", bank=bank)
    place = _asked_topic(topics)
    page = page_of(topics[place].questions, size=STUDY_PAGE_SIZE)
    questions = study_page(db.session, bank.id, topics[place].title, number=page.number)
    return render_template(
        "banks/study.html",
        bank=bank,
        topics=topics,
        place=place,
        entries=[_Entry(question) for question in questions],
        first=(page.number - 1) * STUDY_PAGE_SIZE + 1,
        pager=page,
    )


def _asked_topic(topics: list[StudyTopic]) -> int:
    """Return the place, from 0, of the topic asked for, which an address counts from 1; the first if it is none."""
    asked = request.args.get("topic", 1, type=int)
    return asked - 1 if 1 <= asked <= len(topics) else 0


@bp.get("/<slug>/study/print")
def print_study(slug: str) -> str:
    """Show the whole of a bank's study page, to be printed."""
    bank = bank_at(slug)
    parts = [
        (topic, [_Entry(question) for question in questions]) for topic, questions in whole_study(db.session, bank.id)
    ]
    return render_template("banks/study_print.html", bank=bank, parts=parts)


@bp.get("/<slug>/study/settings")
def study_settings(slug: str) -> str:
    """Show whether a study page is public, and what publishing it would tell."""
    return _settings_page(bank_at(slug), PublishStudyForm())


@bp.post("/<slug>/study/publish")
def publish_study_page(slug: str) -> Response | tuple[str, int]:
    """Publish a study page."""
    bank, form = bank_at(slug), PublishStudyForm()
    try:
        publish_study(
            db.session,
            now=clock.now(),
            actor_id=current_user.id,
            bank_id=bank.id,
            is_confirmed=form.is_confirmed.data,
        )
    except StudyNotConfirmed as refusal:
        form.is_confirmed.errors = [phrase(refusal)]
        return _settings_page(bank, form), 422
    except NothingToStudy as refusal:
        form.form_errors = [phrase(refusal)]
        return _settings_page(bank, form), 422
    return _done(slug, _("Đã công bố tài liệu hỏi – đáp. Ai có địa chỉ trang này cũng xem được."))


@bp.post("/<slug>/study/unpublish")
def unpublish_study_page(slug: str) -> Response:
    """Take a study page back."""
    unpublish_study(db.session, now=clock.now(), actor_id=current_user.id, bank_id=bank_at(slug).id)
    return _done(slug, _("Đã ngừng công bố tài liệu hỏi – đáp. Chỉ Ban Tổ chức còn xem được."))


def _done(slug: str, sentence: str) -> Response:
    db.session.commit()
    flash(sentence, "good")
    return redirect(url_for("banks.study_settings", slug=slug), 303)


def _settings_page(bank: Bank, form: PublishStudyForm) -> str:
    return render_template(
        "banks/study_settings.html",
        bank=bank,
        form=form,
        topics=study_topics(db.session, bank.id),
        rounds=study_rounds(db.session, bank.id, now=clock.now()),
    )
