"""Explanations of ranks and of units' results, kept as plain values (domain/explanation.py), as sentences."""

from collections.abc import Callable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from flask import Flask
from flask_babel import gettext as _

from quizapp.domain.explanation import Measure
from quizapp.web.templating import clock_time, day, duration, number, points


def _moment(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return f"{clock_time(moment)} {day(moment)}"


def why(explanation: Mapping[str, Any], name: str) -> str:
    """Return why `name` stands before whom the explanation names: "cùng 10 điểm; A làm bài 45 giây, …".

    Whoever has no prize and stands on no list is not named, but called the next.
    """
    names = {"a": name, "b": explanation["before"] or _("người xếp liền sau")}
    clauses = [_clause(clause, explanation["partial"], names) for clause in explanation["level"]]
    if explanation["decisive"] is None:
        level = _("%(a)s và %(b)s bằng nhau ở mọi tiêu chí") % names
        return f"{level}: {', '.join(clauses)}"
    return "; ".join([*clauses, _clause(explanation["decisive"], explanation["partial"], names)])


def _clause(clause: Mapping[str, Any], partial: str, names: Mapping[str, str]) -> str:
    shown: Mapping[str, Callable[[Any], str]] = {
        Measure.POINTS: lambda marks: points(marks, partial),
        Measure.DURATION: duration,
        Measure.MOMENT: _moment,
        Measure.NUMBER: number,
    }
    figures = {side: "–" if clause[side] is None else shown[clause["measure"]](clause[side]) for side in _SIDES}
    return _(clause["sentence"]) % {**names, **figures}


_SIDES = ("first", "second")


def exact(value: int | str | None) -> str:
    """Return a whole number or a fraction kept as "7/3", rounded to two decimals; None as "–"."""
    return number(float(Fraction(value)), 2) if isinstance(value, str) else number(value)


def sentence(part: Mapping[str, Any]) -> str:
    """Return a kept sentence, completed by its values, then its list of titles."""
    params = {name: exact(value) for name, value in part["params"].items()}
    text = _(part["sentence"])
    titles = "; ".join(_(title) for title in part.get("titles", ()))
    return f"{text % params if params else text} {titles}".strip()


def kept_moment(text: str) -> datetime:
    """Return the moment that a text keeps."""
    return datetime.fromisoformat(text)


def init_app(app: Flask) -> None:
    """Give templates the filters."""
    app.jinja_env.filters.update(why=why, exact=exact, sentence=sentence, kept_moment=kept_moment)
