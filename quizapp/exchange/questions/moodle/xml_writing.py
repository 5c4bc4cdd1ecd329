"""Questions → Moodle XML."""

from collections.abc import Iterable, Iterator
from html import escape

from quizapp.domain.question import Question, QuestionType
from quizapp.exchange.questions.drafts import name_of
from quizapp.exchange.questions.moodle.category import path_of
from quizapp.exchange.questions.moodle.grades import share
from quizapp.exchange.questions.moodle.read_as import is_true_false, read_as
from quizapp.exchange.questions.tags import shown_after, tags_of

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
_TAIL = "</quiz>\n"


def written(questions: Iterable[Question]) -> str:
    """Return the questions as one document."""
    return "".join((_HEAD, *_pieces(questions), _TAIL))


def _pieces(questions: Iterable[Question]) -> Iterator[str]:
    topic: str | None = None
    for question in questions:
        if question.topic != topic:
            topic = question.topic
            yield f'<question type="category"><category>{_text(path_of(topic))}</category></question>\n'
        yield _question(question)


def _question(question: Question) -> str:
    kind = "truefalse" if is_true_false(question) else "multichoice"
    feedback, more = shown_after(question)
    tags = tags_of(question, read_as=read_as(question)) + more
    return (
        f'<question type="{kind}">\n'
        f"<name>{_text(name_of(question))}</name>\n"
        f'<questiontext format="html">{_html(question.text)}</questiontext>\n'
        f'<generalfeedback format="html">{_html(feedback)}</generalfeedback>\n'
        "<defaultgrade>1</defaultgrade>\n<penalty>0</penalty>\n<hidden>0</hidden>\n"
        f"{_true_false(question) if is_true_false(question) else _choice(question)}"
        f"{_tags(tags)}</question>\n"
    )


def _true_false(question: Question) -> str:
    right = "true" if question.options[0].is_key else "false"
    return "".join(
        f'<answer fraction="{100 if word == right else 0}" format="moodle_auto_format">{_text(word)}</answer>\n'
        for word in ("true", "false")
    )


def _choice(question: Question) -> str:
    """Return the options. Moodle can keep all of them in their places or none, so one that is pinned keeps all."""
    is_single = question.type is not QuestionType.MULTIPLE
    is_shuffled = not any(option.is_pinned for option in question.options)
    right, wrong = ("100", "0") if is_single else (share(max(len(question.key), 1)), "-100")
    answers = "".join(
        f'<answer fraction="{right if option.is_key else wrong}" format="html">{_html(option.text)}</answer>\n'
        for option in question.options
    )
    return (
        f"<single>{_yes(is_single)}</single>\n<shuffleanswers>{_yes(is_shuffled)}</shuffleanswers>\n"
        f"<answernumbering>ABCD</answernumbering>\n{answers}"
    )


def _yes(answer: object) -> str:
    return "true" if answer else "false"


def _tags(tags: Iterable[str]) -> str:
    inside = "".join(f"<tag>{_text(tag)}</tag>\n" for tag in tags)
    return f"<tags>\n{inside}</tags>\n" if inside else ""


def _html(text: str) -> str:
    """Return a text as HTML inside XML: a paragraph whose lines are broken as they are."""
    return _text("<p>" + escape(text, quote=False).replace("\n", "<br>") + "</p>" if text else "")


def _text(text: str) -> str:
    return f"<text>{escape(text, quote=False)}</text>"
