"""What a participant agrees to, one box a purpose (Luật 91/2025/QH15, Điều 9; NĐ 356/2025/NĐ-CP, Điều 6).

A new purpose is one entry in PURPOSES. A change of a text needs a new version: stored consents name theirs.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from quizapp.domain.identity import initials
from quizapp.domain.text import N_

# For how long after a contest's last round personal data are kept; figures without names stay.
RETENTION_MONTHS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Purpose:
    """One purpose of using personal data, asked for on its own."""

    code: str
    version: str
    text: str
    is_required: bool


PURPOSES: Mapping[str, Purpose] = {
    p.code: p
    for p in (
        Purpose(
            code="contest",
            version="2026-11",
            text=N_(
                "Tôi đồng ý để UBND xã dùng họ tên, ngày sinh, đơn vị, số điện thoại và bài thi của tôi "
                "để tổ chức cuộc thi, xét giải và thống kê."
            ),
            is_required=True,
        ),
        Purpose(
            code="publish_name",
            version="2026-11",
            text=N_("Tôi đồng ý công bố họ tên, đơn vị và điểm nếu tôi có tên trong bảng xếp hạng hoặc đạt giải."),
            is_required=False,
        ),
        Purpose(
            code="contact_later",
            version="2026-11",
            text=N_("Tôi đồng ý nhận thông báo về các đợt thi sau."),
            is_required=False,
        ),
    )
}
GUARDIAN = Purpose(
    code="guardian",
    version="2026-11",
    text=N_("Tôi là cha, mẹ hoặc người giám hộ và đồng ý cho em dự thi với các thông tin trên."),
    is_required=True,
)


def version_of(purpose: str) -> str:
    """Return the current version of a purpose's text, the guardian's included. KeyError for an unknown one."""
    return GUARDIAN.version if purpose == GUARDIAN.code else PURPOSES[purpose].version


def published_name(full_name: str, *, purposes: Collection[str], is_minor: bool) -> str:
    """Return the name as it may be published: in full with consent, a minor's with a guardian's too, else initials."""
    needed = {"publish_name", GUARDIAN.code} if is_minor else {"publish_name"}
    return full_name if needed <= set(purposes) else initials(full_name)
