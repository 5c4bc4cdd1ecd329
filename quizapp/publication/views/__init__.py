"""Results before publishing, publishing, and papers for handing prizes over; a module a subject."""

from quizapp.publication.views import papers, publishing, results
from quizapp.publication.views.blueprint import bp

__all__ = ["bp", "papers", "publishing", "results"]
