"""A field of forms that takes a day and a time as people in Vietnam mean them."""

from datetime import UTC
from typing import Any

from flask_babel import gettext as _
from wtforms.fields import DateTimeLocalField

from quizapp.domain.phase import VIETNAM

YEARS = (2020, 2100)
# What the browser sends first, then what somebody types where the browser knows no such control.
MOMENT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%H:%M %d/%m/%Y"]


class MomentField(DateTimeLocalField):
    """A moment typed in Vietnam's time, as UTC."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"format": MOMENT_FORMATS, **kwargs})

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed. Raises ValueError with a sentence."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Hãy chọn đủ ngày và giờ, ví dụ 07/06/2027 08:00.")) from None
        if self.data is not None:
            self.data = self.data.replace(tzinfo=VIETNAM)
            if not YEARS[0] <= self.data.year < YEARS[1]:
                raise ValueError(_("Năm phải từ 2020 đến 2099."))
            self.data = self.data.astimezone(UTC)

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return f"{self.data.astimezone(VIETNAM):%Y-%m-%dT%H:%M}" if self.data else ""
