"""Pages of the review: the flagged attempts of a round, one attempt, people kept from prizes."""

from quizapp.adjudication.views import attempts, exclusions, reviewing  # noqa: F401 - each adds its pages to bp
from quizapp.adjudication.views.blueprint import bp

__all__ = ["bp"]
