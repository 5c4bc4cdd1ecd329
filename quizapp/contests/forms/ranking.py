"""How an ordered list of ranking rules is typed: a choice for each place."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms.fields.choices import SelectChoice

from quizapp.contests.forms.fields import lazy_choices
from quizapp.domain.tiebreak import TIEBREAKS


def ranking_choices() -> list[SelectChoice]:
    """Return what each place may be chosen from."""
    return lazy_choices(TIEBREAKS, unset=_("Không dùng"))


def ranking_data(ranking: Sequence[str]) -> list[str]:
    """Return the places of a list of rules, empty ones behind them."""
    return [*ranking, *[""] * (len(TIEBREAKS) - len(ranking))]
