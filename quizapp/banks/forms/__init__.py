"""Forms of the bank pages, a module a subject."""

from quizapp.banks.forms.banks import BankForm, SettingsForm
from quizapp.banks.forms.filters import FilterForm
from quizapp.banks.forms.question import QuestionForm, question_data

__all__ = ["BankForm", "FilterForm", "QuestionForm", "SettingsForm", "question_data"]
