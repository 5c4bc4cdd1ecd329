"""Contests and rounds, and the pages about them that anybody may read; a module a subject."""

from quizapp.contests.views import contests, presets, public, rounds, rules, series
from quizapp.contests.views.blueprint import bp

__all__ = ["bp", "contests", "presets", "public", "rounds", "rules", "series"]
