"""Vietnamese, unless the visitor asked for English.

Texts are written in Vietnamese, so that most pages have nothing to look up. Flask-Babel looked all the same, which
took half of the time of a page with 200 texts.
"""

from functools import lru_cache
from typing import Any

from flask import Flask, has_request_context
from flask import session as cookie
from flask_babel import Babel, Domain
from markupsafe import Markup

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
_WRITTEN_IN = "vi"


def choose() -> str:
    """Return the language code for this request. What the browser prefers is not asked:

    many phones in Vietnam are set to English by the shop that sold them.
    """
    chosen = cookie.get("language", _WRITTEN_IN) if has_request_context() else _WRITTEN_IN
    return chosen if chosen in LANGUAGES else _WRITTEN_IN


class _Texts(Domain):
    """The catalogues, asked only where a text is wanted in another language than the one it is written in."""

    def gettext(self, string: str, **variables: object) -> str:
        """Return a text in the visitor's language with values in their places."""
        text = string if choose() == _WRITTEN_IN else self._catalogue().ugettext(string)
        return text % variables if variables else text

    def ngettext(self, singular: str, plural: str, num: int, **variables: object) -> str:
        """Return the form that goes with a number, with `num` and other values in their places."""
        return self.form(singular, plural, num) % {"num": num, **variables}

    def form(self, singular: str, plural: str, num: int) -> str:
        """Return the form that goes with a number, its places unfilled; Vietnamese has one."""
        if choose() == _WRITTEN_IN:
            return singular
        text: str = self._catalogue().ungettext(singular, plural, num)
        return text

    def _catalogue(self) -> Any:
        return self.get_translations()  # type: ignore[no-untyped-call]  # Flask-Babel has no types


_TEXTS = _Texts()  # type: ignore[no-untyped-call]  # Flask-Babel has no types


def gettext(text: str) -> str:
    """Return a text in the visitor's language."""
    return _TEXTS.gettext(text)


def _shown(text: str, /, **values: object) -> Markup:
    """Return a text for a page with values, escaped, in their places; "%%" stands for a percent sign."""
    return _filled(_TEXTS.gettext(text), values)


def _shown_number(singular: str, plural: str, num: int, /, **values: object) -> Markup:
    """Return the form that goes with a number for a page, with `num` and other values in their places."""
    return _filled(_TEXTS.form(singular, plural, num), {"num": num, **values})


def _filled(text: str, values: dict[str, object]) -> Markup:
    template = _markup(text)
    return template % values if values or "%" in template else template


@lru_cache(maxsize=4096)
def _markup(text: str) -> Markup:
    return Markup(text)


def init_app(app: Flask) -> None:
    """Give Python and templates their translations."""
    babel = Babel(app, locale_selector=choose, default_translation_directories="translations")
    babel.domain_instance = _TEXTS
    app.jinja_env.globals.update(_=_shown, gettext=_shown, ngettext=_shown_number)
