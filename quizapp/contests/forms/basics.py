"""What the forms of every round share, and the form of a round that others hold."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import Length, Regexp

from quizapp.contests.forms.fields import (
    ChoicesField,
    lazy_choices,
    required,
)
from quizapp.contests.forms.refusing import RefusingForm, target
from quizapp.domain.groups import GROUPS
from quizapp.domain.round_rules import RoundSettings, contradictions, external_round
from quizapp.web.fields import cleaned, no_control_characters
from quizapp.web.moments import MomentField


class RoundBasicsForm(RefusingForm):
    """A round's name, address, hours and groups. Field names are those that domain/round_rules speaks of."""

    title = StringField(
        _("Tên đợt thi"),
        [
            required(_("Hãy nhập tên đợt thi.")),
            no_control_characters,
            Length(min=3, max=120, message=_("Tên đợt thi có từ 3 đến 120 ký tự.")),
        ],
        filters=[cleaned],
        description=_("Ví dụ: Đợt tháng 6"),
    )
    slug = StringField(
        _("Tên ngắn trên địa chỉ trang"),
        [
            required(_("Hãy nhập tên ngắn.")),
            Length(max=40, message=_("Tên ngắn có nhiều nhất 40 ký tự.")),
            Regexp(
                r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", message=_("Tên ngắn chỉ gồm chữ thường không dấu, chữ số và gạch nối.")
            ),
        ],
        filters=[cleaned],
        description=_("Chữ thường không dấu, chữ số, gạch nối. Ví dụ: thang-6"),
    )
    opens_at = MomentField(_("Mở lúc"), [required(_("Hãy chọn ngày, giờ mở."))])
    closes_at = MomentField(_("Đóng lúc"), [required(_("Hãy chọn ngày, giờ đóng."))])
    groups = ChoicesField(
        _("Nhóm được dự thi"),
        choices=lazy_choices(GROUPS),
        description=_("Không chọn nhóm nào: mọi nhóm đều được dự thi."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Tell whether the form is right, what contradicts itself included: everything is said at once."""
        is_valid = bool(super().validate(extra_validators))
        if self.opens_at.data is None or self.closes_at.data is None:
            return is_valid
        found = [c for c in contradictions(self.settings()) if not target(self, c).errors]
        self.refuse_found(found)
        return is_valid and not found

    def settings(self, before: RoundSettings | None = None) -> RoundSettings:
        """Return what the form says. A moment that still reads as `before` keeps its seconds."""
        raise NotImplementedError  # each form of a round has its own; WTForms' metaclass leaves no room for ABC

    def basics(self, before: RoundSettings | None) -> dict[str, Any]:
        """Return what the fields above say, as settings."""
        return {
            "slug": self.slug.data or "",
            "title": self.title.data or "",
            "opens_at": _kept(self.opens_at.data, before.opens_at if before else None),
            "closes_at": _kept(self.closes_at.data, before.closes_at if before else None),
            "groups": tuple(self.groups.data or ()),
        }


class ExternalRoundForm(RoundBasicsForm):
    """A round that others hold: who, and where it is found."""

    organiser = StringField(
        _("Đơn vị tổ chức"),
        [required(_("Hãy ghi đơn vị tổ chức.")), no_control_characters],
        filters=[cleaned],
        description=_("Ví dụ: Sở Khoa học và Công nghệ tỉnh Tuyên Quang"),
    )
    external_url = StringField(
        _("Địa chỉ trang thi"),
        [required(_("Hãy nhập địa chỉ trang thi.")), no_control_characters],
        filters=[cleaned],
        description=_("Chép nguyên từ trình duyệt. Người dự thi được dẫn tới trang này bằng đường dẫn và mã QR."),
    )

    def settings(self, before: RoundSettings | None = None) -> RoundSettings:
        """Return what the form says. A moment that still reads as `before` keeps its seconds."""
        return external_round(
            **self.basics(before), organiser=self.organiser.data or "", external_url=self.external_url.data or ""
        )


def _kept(typed: datetime | None, stored: datetime | None) -> datetime:
    assert typed is not None  # asked for only where both moments were understood
    return stored if stored and stored.replace(second=0, microsecond=0) == typed else typed
