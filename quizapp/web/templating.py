"""What templates may use: filters for numbers and moments, the site, the staff's navigation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Flask, current_app, request, url_for
from jinja2 import StrictUndefined

from quizapp.domain.collation import name_sort_key
from quizapp.domain.groups import GROUPS, UNIT_KINDS
from quizapp.domain.identity import show_code
from quizapp.domain.marking import shown_points
from quizapp.domain.phase import VIETNAM
from quizapp.domain.question import DIFFICULTIES, LETTERS
from quizapp.domain.review import STATES
from quizapp.domain.text import N_
from quizapp.web.access import Permission, may
from quizapp.web.language import choose, gettext
from quizapp.web.problems import file_place, problem_text

# Sections of the staff's navigation: (title, ((label, endpoint, permission), …)).
NAVIGATION: tuple[tuple[str, tuple[tuple[str, str, Permission], ...]], ...] = (
    ("", ((N_("Tổng quan"), "reports.index", Permission.VIEW_REPORTS),)),
    (
        N_("Chuẩn bị"),
        (
            (N_("Ngân hàng câu hỏi"), "banks.index", Permission.MANAGE_BANKS),
            (N_("Cuộc thi, đợt thi"), "contests.index", Permission.MANAGE_CONTESTS),
            (N_("Đơn vị, chỉ tiêu"), "units.index", Permission.MANAGE_CONTESTS),
        ),
    ),
    (
        N_("Kết quả"),
        (
            (N_("Xếp hạng"), "results.standing", Permission.VIEW_PEOPLE),
            (N_("Xét bài thi"), "adjudication.index", Permission.VIEW_PEOPLE),
            (N_("Công bố kết quả"), "publication.index", Permission.VIEW_PEOPLE),
            (N_("Người dự thi"), "registration.participants", Permission.VIEW_PEOPLE),
        ),
    ),
    (
        N_("Hệ thống"),
        (
            (N_("Tài khoản"), "staff.accounts", Permission.MANAGE_STAFF),
            (N_("Nhật ký"), "staff.audit", Permission.MANAGE_STAFF),
            (N_("Đổi mật khẩu"), "staff.change_password", Permission.SIGNED_IN),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """A link of the staff's navigation."""

    label: str
    url: str
    is_current: bool


def navigation() -> list[tuple[str, list[NavigationItem]]]:
    """Return the sections of links that the signed-in account may follow."""
    sections = []
    for title, entries in NAVIGATION:
        items = [
            NavigationItem(gettext(label), url_for(endpoint), _is_current(endpoint))
            for label, endpoint, permission in entries
            if may(permission)
        ]
        if items:
            sections.append((gettext(title) if title else "", items))
    return sections


# Features without an entry of their own in the navigation.
_SHOWN_UNDER = {"imports": "banks", "regrading": "contests", "schedule": "contests", "figures": "contests"}


def _is_current(endpoint: str) -> bool:
    if request.endpoint is None:
        return False
    feature = request.endpoint.split(".")[0]
    return request.endpoint == endpoint or (
        endpoint.endswith(".index") and endpoint.split(".")[0] == _SHOWN_UNDER.get(feature, feature)
    )


def number(value: float | None, digits: int = 1) -> str:
    """Return 1568 as "1.568" and 14.6 as "14,6"; None as "–". English swaps point and comma."""
    if value is None:
        return "–"
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.{digits}f}"
    if not isinstance(value, int) and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if _is_english() else text.translate(str.maketrans(",.", ".,"))


def points(marks: int | None, partial: str = "none") -> str:
    """Return marks, in parts of a point by the round's rule, as points: "8" or "7,33"; None as "–"."""
    return "–" if marks is None else number(shown_points(marks, partial), 2)


def percent(value: float | None) -> str:
    """Return 98.4 as "98,4%"; None, where there is nothing to divide by, as "–"."""
    return "–" if value is None else f"{number(float(value))}%"


def local(moment: datetime) -> datetime:
    """Return a moment in Vietnam's time."""
    return moment.astimezone(VIETNAM)


def day(value: date | datetime) -> str:
    """Return a day as 14/06/2027."""
    value = local(value) if isinstance(value, datetime) else value
    return f"{value.day:02d}/{value.month:02d}/{value.year}"


def short_day(value: date | datetime) -> str:
    """Return a day as 14/06."""
    value = local(value) if isinstance(value, datetime) else value
    return f"{value.day:02d}/{value.month:02d}"


def moment(value: datetime) -> str:
    """Return a moment as 19:42 14/06/2027, Vietnam's time."""
    return f"{local(value):%H:%M} {day(value)}"


_WEEKDAYS = (
    N_("thứ Hai"),
    N_("thứ Ba"),
    N_("thứ Tư"),
    N_("thứ Năm"),
    N_("thứ Sáu"),
    N_("thứ Bảy"),
    N_("Chủ nhật"),
)


def weekday(value: datetime) -> str:
    """Return the name of a moment's day in Vietnam: "thứ Hai"."""
    return gettext(_WEEKDAYS[local(value).weekday()])


def clock_time(value: datetime) -> str:
    """Return a moment's time as 19:42:10, Vietnam's time."""
    return f"{local(value):%H:%M:%S}"


def duration(value: timedelta | int | None) -> str:
    """Return a time span, or milliseconds, as "11 phút 08 giây"; None as "–"."""
    if value is None:
        return "–"
    seconds = int(value.total_seconds()) if isinstance(value, timedelta) else value // 1000
    minutes, seconds = divmod(seconds, 60)
    if not minutes:
        return gettext("%(seconds)d giây") % {"seconds": seconds}
    return gettext("%(minutes)d phút %(seconds)02d giây") % {"minutes": minutes, "seconds": seconds}


def letter(position: int) -> str:
    """Return the letter of an option at a position counted from 0."""
    return LETTERS[position]


def _is_english() -> bool:
    return choose() == "en"


def titles(registry: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (code, title) pairs in the visitor's language, for a form's choices."""
    return [(code, gettext(title)) for code, title in registry.items()]


def init_app(app: Flask) -> None:
    """Give templates their filters and globals; a name that is not there is an error."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(
        number=number,
        points=points,
        percent=percent,
        day=day,
        short_day=short_day,
        moment=moment,
        clock_time=clock_time,
        weekday=weekday,
        duration=duration,
        letter=letter,
        code=show_code,
        tr=gettext,
        name_order=name_sort_key,
        problem_text=problem_text,
        file_place=file_place,
    )
    env.globals.update(
        navigation=navigation,
        may=may,
        Permission=Permission,
        GROUPS=GROUPS,
        UNIT_KINDS=UNIT_KINDS,
        DIFFICULTIES=DIFFICULTIES,
        STATES=STATES,
        language=choose,
    )
    app.context_processor(lambda: {"site": current_app.config["SITE"]})
