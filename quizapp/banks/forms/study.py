"""Forms of a bank's study page."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField


class PublishStudyForm(FlaskForm):
    """Publishing a study page while its answers are still asked."""

    is_confirmed = BooleanField(
        lazy_gettext("Tôi hiểu rằng đáp án của các đợt thi trên sẽ được công bố, và vẫn muốn công bố tài liệu"),
    )
