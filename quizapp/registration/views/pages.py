"""Pages that are alike for all of a group, made once (web/fragments.py) and filled in with what is a person's own."""

from collections.abc import Sequence
from datetime import date, datetime

from flask import render_template
from flask_wtf.csrf import generate_csrf

from quizapp.domain.groups import Group
from quizapp.domain.identity import show_code
from quizapp.domain.notices import NOTICE_KINDS
from quizapp.domain.phase import PERIODS, PHASES
from quizapp.registration.forms import registration_form
from quizapp.registration.queries import Profile, RoundCard, UnitChoice
from quizapp.web.fragments import Outline, blank, flashes, outline


def empty_form_page(group: Group, units: Sequence[UnitChoice], *, today: date, round_id: int | None) -> str:
    """Return the page with a form that nobody has filled in yet: the same for a group and its units."""

    def make() -> str:
        return render_template(
            "registration/register.html",
            form=registration_form(group, today=today, units=units),
            round_id=round_id,
            csrf_token=lambda: blank("token"),
            flashes=lambda: blank("flashes"),
        )

    page = outline(make, "register", group.code, round_id, *units)
    return page.filled({"token": generate_csrf(), "flashes": flashes()})


def own_page(profile: Profile, cards: tuple[RoundCard, ...], *, now: datetime) -> str:
    """Return a participant's own page: the same for all of a group who have not begun, but for who they are."""

    def make() -> str:
        return render_template(
            "registration/home.html",
            group=profile.group,
            cards=cards,
            now=now,
            phases=PHASES,
            periods=PERIODS,
            notice_kinds=NOTICE_KINDS,
            flashes=lambda: blank("flashes"),
        )

    has_begun = any(card.attempts or card.open_attempt for card in cards)
    page = Outline(make()) if has_begun else outline(make, "home", profile.group, *cards)
    own = {"full_name": profile.full_name, "unit_name": profile.unit_name, "code": show_code(profile.code)}
    return page.filled({**own, "token": generate_csrf(), "flashes": flashes()})
