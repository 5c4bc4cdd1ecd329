"""Forms of contests and rounds."""

from quizapp.contests.forms.basics import ExternalRoundForm
from quizapp.contests.forms.contest import ContestForm, NewContestForm, contest_data, league_data
from quizapp.contests.forms.prizes import PrizesForm
from quizapp.contests.forms.round import RoundForm, round_data

__all__ = [
    "ContestForm",
    "ExternalRoundForm",
    "NewContestForm",
    "PrizesForm",
    "RoundForm",
    "contest_data",
    "league_data",
    "round_data",
]
