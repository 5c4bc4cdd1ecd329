"""Bank pages, a module a subject; each adds its routes to the blueprint."""

from quizapp.banks.views import files, lists
from quizapp.banks.views.blueprint import bp

__all__ = ["bp", "files", "lists"]
