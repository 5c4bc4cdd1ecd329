"""A bank's settings."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.banks import operations
from quizapp.banks.forms import SettingsForm
from quizapp.banks.views.blueprint import bank_at, bp
from quizapp.models import db
from quizapp.web import clock


@bp.get("/<slug>/settings")
def settings(slug: str) -> str:
    """Ask for a bank's name, and for who reviews its questions."""
    bank = bank_at(slug)
    return render_template("banks/settings.html", bank=bank, form=SettingsForm(obj=bank))


@bp.post("/<slug>/settings")
def change_settings(slug: str) -> Response | tuple[str, int]:
    """Change a bank's settings."""
    bank, form = bank_at(slug), SettingsForm()
    if not form.validate():
        return render_template("banks/settings.html", bank=bank, form=form), 422
    operations.edit_bank(
        db.session,
        now=clock.now(),
        actor_id=current_user.id,
        bank_id=bank.id,
        title=form.title.data,
        needs_second_person=form.needs_second_person.data,
    )
    db.session.commit()
    flash(_("Đã lưu cài đặt ngân hàng."), "good")
    return redirect(url_for("banks.show", slug=slug), 303)
