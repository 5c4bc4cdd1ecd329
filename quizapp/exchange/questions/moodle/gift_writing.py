"""Questions → GIFT. Texts are written as [plain], so that no sign in them is markup."""

from collections.abc import Iterable, Iterator

from quizapp.domain.question import Option, Question, QuestionType
from quizapp.exchange.questions.drafts import name_of
from quizapp.exchange.questions.moodle.category import path_of
from quizapp.exchange.questions.moodle.gift_syntax import CATEGORY, escaped, escaped_tag
from quizapp.exchange.questions.moodle.grades import share
from quizapp.exchange.questions.moodle.read_as import is_true_false, read_as
from quizapp.exchange.questions.tags import shown_after, tags_of

_PLAIN = "[plain]"


def written(questions: Iterable[Question]) -> str:
    """Return the questions as one text."""
    return "".join(_pieces(questions))


def _pieces(questions: Iterable[Question]) -> Iterator[str]:
    topic: str | None = None
    for question in questions:
        if question.topic != topic:
            topic = question.topic
            yield f"{CATEGORY} {path_of(topic)}\n\n"
        yield _question(question)


def _question(question: Question) -> str:
    feedback, more = shown_after(question)
    tags = tags_of(question, read_as=read_as(question)) + more
    comment = "// " + " ".join(map(escaped_tag, tags)) + "\n" if tags else ""
    general = f"####{_guarded(feedback)}\n" if feedback else ""
    stem = f"::{escaped(name_of(question))}::{_PLAIN}{escaped(question.text)}"
    return f"{comment}{stem}{{{_answers(question)}{general}}}\n\n"


def _answers(question: Question) -> str:
    if is_true_false(question):
        return "T" if question.options[0].is_key else "F"
    if question.type is QuestionType.MULTIPLE:
        right, wrong = f"~%{share(max(len(question.key), 1))}%", "~%-100%"
    else:
        right, wrong = "=", "~"
    return "\n" + "".join(_option(option, right if option.is_key else wrong) for option in question.options)


def _option(option: Option, mark: str) -> str:
    return f"\t{mark}{_guarded(option.text)}\n"


def _guarded(text: str) -> str:
    """Return a text that is taken for no weight and no name of a format."""
    return (_PLAIN if text.startswith(("%", "[")) else "") + escaped(text)
