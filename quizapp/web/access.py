"""The one access table: what each page asks for; what each role may do is domain/roles.py: ROLES.

A new page is one entry in ENDPOINTS; a page that is not listed stops the app from starting.
"""

from collections.abc import Mapping
from enum import Enum

from flask import Flask, abort, flash, g, redirect, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from quizapp.domain.roles import ROLE_TITLES, ROLES, Permission, Role
from quizapp.web.negotiation import wants_json

__all__ = ["ENDPOINTS", "ROLES", "ROLE_TITLES", "Permission", "Role", "Visitor", "may"]
_P = Permission


class Visitor(Enum):
    """What a page asks for when it is not for the staff."""

    ANYBODY = "anybody"
    PARTICIPANT = "participant"


ENDPOINTS: Mapping[str, Permission | Visitor] = {
    "static": Visitor.ANYBODY,
    "assets.bundle": Visitor.ANYBODY,
    # contests
    "contests.landing": Visitor.ANYBODY,
    "contests.rules": Visitor.ANYBODY,
    "contests.rules_print": Visitor.ANYBODY,
    "contests.set_language": Visitor.ANYBODY,
    "contests.index": _P.MANAGE_CONTESTS,
    "contests.create": _P.MANAGE_CONTESTS,
    "contests.edit": _P.MANAGE_CONTESTS,
    "contests.presets": _P.MANAGE_CONTESTS,
    "contests.create_round": _P.MANAGE_CONTESTS,
    "contests.edit_round": _P.MANAGE_CONTESTS,
    "contests.delete_round": _P.MANAGE_CONTESTS,
    "contests.round_supply": _P.MANAGE_CONTESTS,
    "contests.create_series": _P.MANAGE_CONTESTS,
    # units
    "units.index": _P.MANAGE_CONTESTS,
    "units.create": _P.MANAGE_CONTESTS,
    "units.edit": _P.MANAGE_CONTESTS,
    "units.paste": _P.MANAGE_CONTESTS,
    "units.merge": _P.MANAGE_CONTESTS,
    # registration
    "registration.register": Visitor.ANYBODY,
    "registration.return_with_code": Visitor.ANYBODY,
    "registration.leave": Visitor.ANYBODY,
    "registration.privacy": Visitor.ANYBODY,
    "registration.home": Visitor.PARTICIPANT,
    "registration.participants": _P.VIEW_PEOPLE,
    "registration.participant": _P.VIEW_PEOPLE,
    "registration.correct": _P.MANAGE_CONTESTS,
    # attempts
    "attempts.start": Visitor.PARTICIPANT,
    "attempts.paper": Visitor.PARTICIPANT,
    "attempts.state": Visitor.PARTICIPANT,
    "attempts.save": Visitor.PARTICIPANT,
    "attempts.finish": Visitor.PARTICIPANT,
    "attempts.submit": Visitor.PARTICIPANT,
    # results
    "results.attempt": Visitor.PARTICIPANT,
    "results.index": Visitor.ANYBODY,
    "results.league": Visitor.ANYBODY,
    "results.draw_entries": Visitor.ANYBODY,
    "results.standing": _P.VIEW_PEOPLE,
    # review before publishing
    "adjudication.index": _P.VIEW_PEOPLE,
    "adjudication.attempt": _P.VIEW_PEOPLE,
    "adjudication.decide": _P.MANAGE_CONTESTS,
    "adjudication.exclusion_list": _P.VIEW_PEOPLE,
    "adjudication.exclude": _P.MANAGE_CONTESTS,
    "adjudication.admit": _P.MANAGE_CONTESTS,
    # schedule
    "schedule.notices": _P.MANAGE_CONTESTS,
    "schedule.give_notice": _P.MANAGE_CONTESTS,
    # official figures of external rounds
    "figures.edit": _P.MANAGE_CONTESTS,
    "figures.upload": _P.MANAGE_CONTESTS,
    "figures.template": _P.MANAGE_CONTESTS,
    "figures.qr": Visitor.ANYBODY,
    # regrading
    "regrading.round": _P.MANAGE_CONTESTS,
    "regrading.question": _P.MANAGE_CONTESTS,
    "regrading.dry_run": _P.MANAGE_CONTESTS,
    "regrading.export": _P.MANAGE_CONTESTS,
    "regrading.adopt": _P.MANAGE_CONTESTS,
    # publication
    "publication.index": _P.VIEW_PEOPLE,
    "publication.round_results": _P.VIEW_PEOPLE,
    "publication.league_results": _P.VIEW_PEOPLE,
    "publication.round_ranking": _P.VIEW_PEOPLE,
    "publication.league_ranking": _P.VIEW_PEOPLE,
    "publication.round_publish": _P.MANAGE_CONTESTS,
    "publication.league_publish": _P.MANAGE_CONTESTS,
    "publication.version": _P.VIEW_PEOPLE,
    "publication.withdraw": _P.MANAGE_CONTESTS,
    "publication.prize_list": _P.VIEW_PEOPLE,
    "publication.prize_list_file": _P.VIEW_PEOPLE,
    "publication.minutes_page": _P.VIEW_PEOPLE,
    "publication.hand_over_data": _P.VIEW_PEOPLE,
    # reports
    "reports.index": _P.VIEW_REPORTS,
    "reports.export": _P.VIEW_REPORTS,
    # banks
    "banks.index": _P.MANAGE_BANKS,
    "banks.create": _P.MANAGE_BANKS,
    "banks.show": _P.MANAGE_BANKS,
    "banks.retire": _P.MANAGE_BANKS,
    "banks.restore": _P.MANAGE_BANKS,
    "banks.settings": _P.MANAGE_BANKS,
    "banks.change_settings": _P.MANAGE_BANKS,
    "banks.question": _P.MANAGE_BANKS,
    "banks.new_question": _P.MANAGE_BANKS,
    "banks.add_question": _P.MANAGE_BANKS,
    "banks.edit_question": _P.MANAGE_BANKS,
    "banks.save_question": _P.MANAGE_BANKS,
    "banks.history": _P.MANAGE_BANKS,
    "banks.reviewing": _P.MANAGE_BANKS,
    "banks.review_selected": _P.MANAGE_BANKS,
    "banks.review": _P.MANAGE_BANKS,
    "banks.study": Visitor.ANYBODY,  # where it is published
    "banks.print_study": _P.MANAGE_BANKS,
    "banks.study_settings": _P.MANAGE_BANKS,
    "banks.publish_study_page": _P.MANAGE_BANKS,
    "banks.unpublish_study_page": _P.MANAGE_BANKS,
    "banks.export_choices": _P.MANAGE_BANKS,
    "banks.export": _P.MANAGE_BANKS,
    # files of questions
    "imports.template": _P.MANAGE_BANKS,
    "imports.upload_form": _P.MANAGE_BANKS,
    "imports.upload": _P.MANAGE_BANKS,
    "imports.history": _P.MANAGE_BANKS,
    "imports.preview": _P.MANAGE_BANKS,
    "imports.progress": _P.MANAGE_BANKS,
    "imports.read_again": _P.MANAGE_BANKS,
    "imports.choose_key": _P.MANAGE_BANKS,
    "imports.drop": _P.MANAGE_BANKS,
    "imports.restore": _P.MANAGE_BANKS,
    "imports.edit_form": _P.MANAGE_BANKS,
    "imports.edit": _P.MANAGE_BANKS,
    "imports.download": _P.MANAGE_BANKS,
    "imports.confirm": _P.MANAGE_BANKS,
    "imports.cancel": _P.MANAGE_BANKS,
    "imports.undo": _P.MANAGE_BANKS,
    # pictures of questions
    "images.show": Visitor.ANYBODY,
    # staff
    "staff.login": Visitor.ANYBODY,
    "staff.logout": _P.SIGNED_IN,
    "staff.change_password": _P.SIGNED_IN,
    "staff.accounts": _P.MANAGE_STAFF,
    "staff.create_account": _P.MANAGE_STAFF,
    "staff.edit_account": _P.MANAGE_STAFF,
    "staff.reset_password": _P.MANAGE_STAFF,
    "staff.audit": _P.MANAGE_STAFF,
}


def check_access() -> Response | None:
    """Let the request pass, send the visitor to where they can sign in, or refuse."""
    if request.endpoint is None:
        return None
    needed = ENDPOINTS[request.endpoint]
    if needed is Visitor.ANYBODY:
        return None
    if needed is Visitor.PARTICIPANT:
        return _check_participant()
    return _check_staff(needed)


def participant_id() -> int:
    """Return the id of the participant whose signed cookie came with the request."""
    found: int = g.participant_id
    return found


def find_participant_id() -> int | None:
    """Return the id of the participant of this browser, if there is one."""
    found: int | None = cookie.get("participant_id")
    return found


def may(permission: Permission) -> bool:
    """Tell whether the signed-in account has a permission."""
    return current_user.is_authenticated and permission in ROLES[current_user.role]


def _check_participant() -> Response | None:
    found = find_participant_id()
    if found is not None:
        g.participant_id = found
        return None
    if wants_json():
        abort(401)
    flash(_("Phiên làm việc trên máy này đã hết. Hãy nhập mã dự thi và ngày sinh để làm tiếp."), "info")
    return redirect(url_for("registration.return_with_code", next=request.path if request.method == "GET" else None))


def _check_staff(needed: Permission | Visitor) -> Response | None:
    if not current_user.is_authenticated:
        return redirect(url_for("staff.login", next=request.full_path.rstrip("?") if request.method == "GET" else None))
    if needed not in ROLES[current_user.role]:
        abort(403)
    if current_user.must_change_password and request.endpoint not in ("staff.change_password", "staff.logout"):
        return redirect(url_for("staff.change_password"))
    return None


def init_app(app: Flask) -> None:
    """Check every request against the table; raises LookupError for a page that is not in it."""
    app.before_request(check_access)


def check_table(app: Flask) -> None:
    """Raise LookupError for a page that the table doesn't name."""
    unnamed = {rule.endpoint for rule in app.url_map.iter_rules()} - set(ENDPOINTS)
    if unnamed:
        raise LookupError(f"not in web/access.py: ENDPOINTS: {unnamed}")
