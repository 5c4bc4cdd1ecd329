"""Pages of files of questions, a module a subject; each adds its routes to the blueprint."""

from quizapp.imports.views import files, mending, previews, uploads
from quizapp.imports.views.blueprint import bp

__all__ = ["bp", "files", "mending", "previews", "uploads"]
