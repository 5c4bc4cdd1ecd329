"""What the pages of many visitors have in common, made once: fragments, and outlines with blanks to be filled in.

Rendering took most of the time of a page, nearly all of which is the same for everybody who sees it.
"""

from collections.abc import Callable, Hashable, Mapping

from flask import Flask, current_app, g, render_template, request
from flask import session as cookie
from markupsafe import Markup, escape

from quizapp.web import language

_KEPT = 1024
_MARK = "\0"  # in no page: HTML knows no NUL


class Outline:
    """A piece of HTML with named blanks. A name may stand in several places."""

    def __init__(self, text: str) -> None:
        self._pieces: list[str] = text.split(_MARK)
        self._blanks = [(place, self._pieces[place]) for place in range(1, len(self._pieces), 2)]

    def filled(self, values: Mapping[str, object]) -> Markup:
        """Return the HTML with values, escaped, in its blanks. Raises KeyError where one is missing."""
        pieces = self._pieces.copy()
        for place, name in self._blanks:
            pieces[place] = escape(values[name])
        return Markup("".join(pieces))


def outline(make: Callable[[], str], *key: Hashable) -> Outline:
    """Return the outline that `make` gives, or has given for the same key in the same language.

    `key`: all that `make` makes it of, besides the site. Raises RuntimeError where the outline holds a form's token,
    which is nobody else's.
    """
    kept: dict[Hashable, Outline] = current_app.extensions["outlines"]
    whole_key = (language.choose(), request.script_root, *key)
    found = kept.get(whole_key)
    if found is None:
        text = make()
        if g.get("csrf_token", _MARK * 2) in text:
            raise RuntimeError(f"the outline {key} holds a token")
        if len(kept) >= _KEPT:
            kept.clear()
        found = kept[whole_key] = Outline(text)
    return found


class blank:  # noqa: N801 - what templates call like a function
    """What stands for a value while an outline is made: a template can write it, and do nothing else with it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __html__(self) -> str:
        """Return the mark that filling in replaces."""
        return f"{_MARK}{self._name}{_MARK}"

    def __bool__(self) -> bool:
        """Refuse: what a visitor's value is like is not known yet."""
        raise TypeError(f"{self._name} is not known while an outline is made")

    def __str__(self) -> str:
        """Refuse, as a text it would be escaped like any other."""
        raise TypeError(f"{self._name} is not known while an outline is made")


def fragment(template: str, **values: Hashable) -> Markup:
    """Return what a template makes of values and the site alone, whoever asks."""
    return outline(lambda: _made(template, values), template, *values.items()).filled({})


def _made(template: str, values: Mapping[str, object]) -> str:
    return current_app.jinja_env.get_template(template).render(values, site=current_app.config["SITE"])


def flashes() -> str:
    """Return the sentences that wait for this visitor."""
    return Markup(render_template("_layouts/_flashes.html")) if "_flashes" in cookie else ""


def init_app(app: Flask) -> None:
    """Let templates ask for fragments and leave blanks."""
    app.extensions["outlines"] = {}
    app.jinja_env.globals.update(fragment=fragment, blank=blank, flashes=flashes)
