"""Pages of regrading: a round's questions, the ruling on one, its dry run and its adoption."""

from quizapp.regrading.views import rulings
from quizapp.regrading.views.blueprint import bp

__all__ = ["bp", "rulings"]
