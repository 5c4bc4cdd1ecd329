"""Parts of pages that everybody gets alike, made once in each language: what stands around a page's own content."""

from collections.abc import Mapping
from functools import lru_cache

from flask import Flask, current_app, request
from markupsafe import Markup

from quizapp.web import language

_KEPT_PARTS = 1024


class _Parts:
    """The app's parts. A part knows its values, the site and the language, and nothing of the visitor."""

    def __init__(self, app: Flask) -> None:
        self._environment = app.jinja_env
        self._made = lru_cache(maxsize=_KEPT_PARTS)(self._make)

    def part(self, template: str, **values: str | int) -> Markup:
        """Return what a template gives with these values, for use in a page."""
        return self._made(language.choose(), request.script_root, template, tuple(values.items()))

    def _make(self, _language: str, _root: str, template: str, values: tuple[tuple[str, str | int], ...]) -> Markup:
        given: Mapping[str, object] = {"site": current_app.config["SITE"], **dict(values)}
        return Markup(self._environment.get_template(template).render(given))


def init_app(app: Flask) -> None:
    """Let templates ask for parts."""
    app.jinja_env.globals["part"] = _Parts(app).part
