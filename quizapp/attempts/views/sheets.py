"""A paper's pages: outlines made once (web/fragments.py), filled in with what is its participant's own."""

from collections.abc import Iterable, Mapping, Sequence

from flask import get_template_attribute, render_template, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from quizapp.attempts.forms import SubmitForm
from quizapp.attempts.queries import Paper, PaperItem, Progress
from quizapp.domain.policy import PREDICTION_TARGETS
from quizapp.domain.question import Image
from quizapp.web.fragments import Outline, blank, flashes, outline
from quizapp.web.language import gettext
from quizapp.web.templating import clock_time

_CHECKED = Markup(" checked")


def paper_page(paper: Paper, *, current: int, offered: Sequence[int], remaining_ms: int) -> str:
    """Return the page of a paper with the item at position `current` in front, the others ready for a script.

    `offered`: what was picked there and could not be saved, in places as shown.
    """
    total, answered = len(paper.items), paper.answered
    page = outline(
        lambda: _made("attempts/paper.html", total=total, current=current, is_begun=answered > 0),
        *("paper", total, current, answered > 0),
    )
    own = _own_values(paper, remaining_ms)
    word = gettext(", đã trả lời")
    done = {f"done_{item.position}": "is-done" if item.is_answered else "" for item in paper.items}
    words = {f"done_word_{item.position}": word if item.is_answered else "" for item in paper.items}
    questions = Markup("".join(_questions(paper.items, current, offered, own)))
    return page.filled({**own, **done, **words, "answered": answered, "questions": questions})


def finish_page(progress: Progress, form: SubmitForm | None, *, remaining_ms: int) -> str:
    """Return the page before submission; `form` asks for the prediction where there is one."""
    total, missing = len(progress.items), progress.unanswered
    values = {"total": total, "missing": len(missing)}
    own = {**_own_values(progress, remaining_ms), "answered": progress.answered}
    own["missing_numbers"] = Markup("").join(_missing_number(position).filled(own) for position in missing)
    if form is None:
        page = outline(lambda: _made("attempts/finish.html", form=None, **values), "finish", total, len(missing))
    else:
        question = PREDICTION_TARGETS.get(progress.prediction_target or "", "")
        page = Outline(_made("attempts/finish.html", form=form, prediction_question=question, **values))
    return page.filled(own)


def _made(template: str, **values: object) -> str:
    return render_template(template, flashes=lambda: blank("flashes"), **values)


def _own_values(progress: Progress, remaining_ms: int) -> dict[str, object]:
    """Return what every page of a paper has of its own."""
    return {
        "attempt_id": progress.attempt_id,
        "paper_url": url_for("attempts.paper", attempt_id=progress.attempt_id),
        "closes_at": clock_time(progress.closes_at),
        "remaining_ms": remaining_ms,
        "token": generate_csrf(),
        "flashes": flashes(),
    }


def _questions(
    items: Iterable[PaperItem], current: int, offered: Sequence[int], own: Mapping[str, object]
) -> Iterable[str]:
    for item in items:
        is_in_front = item.position == current
        is_offered = is_in_front and bool(offered)
        picked = offered if is_offered else item.picked
        values = {
            **own,
            "revision": item.revision,
            "next_revision": item.revision + 1,
            "text": item.text,
            "picture": _picture(item.image) if item.image else "",
        }
        for place, option in enumerate(item.options):
            values[f"option_{place}"] = escape(option.text) + _picture(option.image) if option.image else option.text
            values[f"checked_{place}"] = _CHECKED if place in picked else ""
        yield _question(item, is_in_front=is_in_front, is_offered=is_offered).filled(values)


def _question(item: PaperItem, *, is_in_front: bool, is_offered: bool) -> Outline:
    kind = {
        "number": item.position,
        "option_count": len(item.options),
        "allows_many": item.allows_many,
        "is_in_front": is_in_front,
        "is_offered": is_offered,
    }
    return outline(lambda: render_template("attempts/_question.html", **kind), "question", *kind.values())


def _missing_number(position: int) -> Outline:
    return outline(lambda: render_template("attempts/_missing.html", number=position), "missing", position)


def _picture(image: Image) -> Markup:
    shown: Markup = get_template_attribute("_macros/pictures.html", "picture")(image)
    return shown
