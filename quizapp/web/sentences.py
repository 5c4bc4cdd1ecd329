"""Sentences of the domain (domain/rules_text) in the visitor's language."""

from datetime import datetime

from flask_babel import gettext
from markupsafe import Markup, escape

from quizapp.domain.rules_text import Command, Param, Sentence, Term
from quizapp.web.templating import moment, number


def say(sentence: Sentence) -> Markup:
    """Return a sentence in the visitor's language, without what is listed below it."""
    text = escape(gettext(sentence.text))
    return text % {name: shown(value) for name, value in sentence.params.items()} if sentence.params else text


def shown(value: Param) -> str:
    """Return what completes a sentence: names translated, numbers and moments as the visitor's language writes them."""
    match value:
        case tuple():
            return "; ".join(gettext(term.text) for term in value)
        case Term():
            return gettext(value.text)
        case Command():
            return Markup("<code>{}</code>").format(value.text)
        case datetime():
            return moment(value)
        case int():
            return number(value)
        case _:
            return value
