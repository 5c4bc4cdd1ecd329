"""Bank pages, a module a subject; each adds its routes to the blueprint."""

from quizapp.banks.views import editing, files, lists, questions, reviewing, settings, study
from quizapp.banks.views.blueprint import bp

__all__ = ["bp", "editing", "files", "lists", "questions", "reviewing", "settings", "study"]
