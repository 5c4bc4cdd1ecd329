"""What a paper's forms send: choices, revisions, the prediction."""

import re
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from quizapp.domain.choice import encode
from quizapp.domain.question import MAX_OPTIONS

MAX_PREDICTION = 10_000_000
MAX_REVISION = 1_000_000
_THOUSANDS = re.compile(r"(?<=\d)[. \u00a0](?=\d{3}(?:\D|$))")
_POSITIONS: Mapping[str, int] = {str(position): position for position in range(MAX_OPTIONS)}


def read_choice(form: MultiDict[str, str]) -> int | None:
    """Return the choice in positions as shown, 0 where nothing is picked, or None where it is no choice."""
    picked = form.getlist("choice")
    if not all(value in _POSITIONS for value in picked):
        return None
    return encode(_POSITIONS[value] for value in picked)


def read_offered(args: MultiDict[str, str]) -> tuple[int, ...]:
    """Return the positions of a choice that could not be taken when it was sent, to be picked on the page again."""
    return tuple(_POSITIONS[value] for value in args.getlist("chon") if value in _POSITIONS)


def read_revision(form: MultiDict[str, str]) -> int | None:
    """Return the revision of a save, from 1, or None where it is none."""
    text = form.get("revision", "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 7):
        return None
    revision = int(text)
    return revision if 1 <= revision <= MAX_REVISION else None


class WholeNumberField(IntegerField):
    """A number as people in Vietnam write it: 1568 and 1.568 are the same."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number without the points or spaces between its thousands."""
        super().process_formdata([_THOUSANDS.sub("", text) for text in valuelist])


class SubmitForm(FlaskForm):
    """Submission, with the prediction where the round asks for one."""

    prediction = WholeNumberField(
        _l("Số dự đoán"),
        validators=[
            Optional(),
            NumberRange(min=0, max=MAX_PREDICTION, message=_l("Hãy nhập một số từ 0 đến 10.000.000.")),
        ],
    )


def unclear_prediction(form: SubmitForm) -> bool:
    """Tell whether something was written that is not a number in bounds; its sentence stands in the form."""
    if form.validate():
        return False
    if form.prediction.errors:
        form.prediction.errors = [_l("Hãy nhập một số từ 0 đến 10.000.000, ví dụ 1.568.")]
    return bool(form.prediction.errors)
