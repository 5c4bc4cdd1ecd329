"""The groups of participants that the plan names (139/KH-UBND, III.3.3).

A new group is one entry in GROUPS: the sign-up form, the match key, filters and export columns follow.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quizapp.domain.tax_code import is_tax_code
from quizapp.domain.text import N_


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitKind:
    """A kind of unit that participants belong to and that is counted on its own."""

    code: str
    title: str
    label: str  # what the picker is called


@dataclass(frozen=True, kw_only=True, slots=True)
class Detail:
    """One more field that a group is asked for at sign-up."""

    code: str
    label: str
    hint: str = ""
    max_length: int = 120
    is_required: bool = False
    is_valid: Callable[[str], bool] | None = None
    refusal: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """A group of participants: what it is called, where it belongs, what it is asked."""

    code: str
    title: str
    short_title: str
    aliases: tuple[str, ...]  # as question banks write it, folded
    unit_kind: UnitKind
    hint: str  # who belongs to it, for those who choose
    details: tuple[Detail, ...] = ()
    is_phone_required: bool = True
    has_minors: bool = False  # the guardian's part of the form is shown from the start


AGENCY = UnitKind(code="agency", title=N_("Cơ quan"), label=N_("Cơ quan, đơn vị"))
SCHOOL = UnitKind(code="school", title=N_("Trường học"), label=N_("Trường"))
VILLAGE = UnitKind(code="village", title=N_("Thôn"), label=N_("Thôn"))
ENTERPRISE = UnitKind(code="enterprise", title=N_("Doanh nghiệp, hợp tác xã"), label=N_("Loại hình"))
UNIT_KINDS: Mapping[str, UnitKind] = {k.code: k for k in (AGENCY, SCHOOL, VILLAGE, ENTERPRISE)}

GROUPS: Mapping[str, Group] = {
    g.code: g
    for g in (
        Group(
            code="officials",
            title=N_("Cán bộ, công chức, viên chức"),
            short_title=N_("Cán bộ"),
            aliases=("can bo", "can bo, cong chuc", "can bo, cong chuc, vien chuc", "cong chuc", "cbccvc"),
            unit_kind=AGENCY,
            hint=N_("Làm việc tại cơ quan, đơn vị, trường học, trạm y tế"),
            details=(Detail(code="position", label=N_("Chức vụ")),),
        ),
        Group(
            code="students",
            title=N_("Học sinh"),
            short_title=N_("Học sinh"),
            aliases=("hoc sinh", "hs", "hoc sinh, sinh vien"),
            unit_kind=SCHOOL,
            hint=N_("Đang học tại các trường"),
            details=(Detail(code="class", label=N_("Lớp"), hint=N_("Ví dụ: 8A"), max_length=20, is_required=True),),
            is_phone_required=False,
            has_minors=True,
        ),
        Group(
            code="residents",
            title=N_("Người dân"),
            short_title=N_("Người dân"),
            aliases=("nguoi dan", "nhan dan", "dan"),
            unit_kind=VILLAGE,
            hint=N_("Người dân các thôn"),
        ),
        Group(
            code="businesses",
            title=N_("Doanh nghiệp, hợp tác xã"),
            short_title=N_("Doanh nghiệp, HTX"),
            aliases=("doanh nghiep", "doanh nghiep, htx", "doanh nghiep, hop tac xa", "hop tac xa", "htx"),
            unit_kind=ENTERPRISE,
            hint=N_("Chủ và người lao động, kể cả hộ kinh doanh"),
            details=(
                Detail(
                    code="business_name",
                    label=N_("Tên doanh nghiệp, hợp tác xã"),
                    max_length=200,
                    is_required=True,
                ),
                Detail(
                    code="tax_code",
                    label=N_("Mã số thuế"),
                    hint=N_("10, 12 hoặc 13 chữ số"),
                    max_length=20,
                    is_valid=is_tax_code,
                    refusal=N_("Mã số thuế chưa đúng. Mã có 10, 12 hoặc 13 chữ số; hãy xem lại hoặc để trống."),
                ),
            ),
        ),
    )
}
