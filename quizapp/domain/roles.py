"""What each role on the staff may do.

A new role is one entry in ROLE_TITLES and ROLES; forms, the command line and the access table follow.
"""

from collections.abc import Mapping
from enum import StrEnum

from quizapp.domain.text import N_


class Permission(StrEnum):
    """What somebody on the staff may do."""

    VIEW_REPORTS = "view_reports"
    VIEW_PEOPLE = "view_people"
    MANAGE_BANKS = "manage_banks"
    MANAGE_CONTESTS = "manage_contests"
    MANAGE_STAFF = "manage_staff"
    SIGNED_IN = "signed_in"


class Role(StrEnum):
    """The roles that an account may have."""

    ADMINISTRATOR = "administrator"
    ORGANISER = "organiser"
    ANALYST = "analyst"


ROLE_TITLES: Mapping[str, str] = {
    Role.ADMINISTRATOR: N_("Quản trị"),
    Role.ORGANISER: N_("Tổ chức thi"),
    Role.ANALYST: N_("Thống kê"),
}
ROLE_HINTS: Mapping[str, str] = {
    Role.ADMINISTRATOR: N_("Làm được mọi việc, kể cả tạo tài khoản và xem nhật ký"),
    Role.ORGANISER: N_("Ngân hàng câu hỏi, đợt thi, đơn vị, người dự thi và kết quả"),
    Role.ANALYST: N_("Chỉ xem số liệu tổng hợp"),
}
_P = Permission
ROLES: Mapping[str, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.ORGANISER: frozenset({_P.VIEW_REPORTS, _P.VIEW_PEOPLE, _P.MANAGE_BANKS, _P.MANAGE_CONTESTS, _P.SIGNED_IN}),
    Role.ANALYST: frozenset({_P.VIEW_REPORTS, _P.SIGNED_IN}),
}
