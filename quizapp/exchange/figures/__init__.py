"""Official figures in and out as files: reading their list in a child process, and the template to fill in.

A heading is known by domain/official_figures.py: FIGURES.
"""

from quizapp.exchange.figures.sandbox import FiguresFile, read_figures
from quizapp.exchange.figures.template_file import template

__all__ = ["FiguresFile", "read_figures", "template"]
