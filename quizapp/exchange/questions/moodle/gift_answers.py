"""What stands between the braces of a GIFT question → kind, options, key.

Source: docs.moodle.org, GIFT format.
"""

from dataclasses import dataclass

from quizapp.domain.question import QuestionType
from quizapp.exchange.questions import kinds
from quizapp.exchange.questions.moodle.gift_syntax import WEIGHT
from quizapp.exchange.questions.moodle.grades import is_graded, key_of

_TRUE, _FALSE = ("T", "TRUE"), ("F", "FALSE")
_FULL = 100.0
_MOST = 100  # options told apart; more than a question may have in any case


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """What the braces hold; escaped signs are still kept apart in the texts."""

    raw: str
    texts: tuple[str, ...] = ()
    key: frozenset[int] = frozenset()
    type: QuestionType = QuestionType.SINGLE
    feedback: str = ""
    is_graded: bool = False


def answers_in(text: str) -> Answers:
    """Return the answers of what stands between two braces."""
    raw, _, feedback = text.partition("####")
    raw = raw.strip()
    word = raw.partition("#")[0].strip()
    if word in _TRUE + _FALSE:
        key = frozenset({0 if word in _TRUE else 1})
        return Answers(raw=raw, key=key, type=QuestionType.TRUE_FALSE, feedback=feedback)
    return _choice(raw, feedback) if "~" in raw else Answers(raw=raw, feedback=feedback)


def kind_of(answers: Answers) -> str | None:
    """Return what kind of question these answers make that a contest can't use; None for a choice."""
    if not answers.raw:
        return kinds.ESSAY
    if answers.raw.startswith("#"):
        return kinds.NUMERICAL
    if answers.key or answers.texts:
        return None
    return kinds.MATCHING if "->" in answers.raw else kinds.SHORT_ANSWER


def _choice(raw: str, feedback: str) -> Answers:
    """Return the options, each with what it is worth: "=" all, "~%50%" half, "~" nothing."""
    marked = [part for part in raw.replace("=", "~=").split("~", _MOST) if part.strip()]
    kind = QuestionType.SINGLE if "=" in raw else QuestionType.MULTIPLE
    pairs = [_option(part) for part in marked]
    weights = [weight for weight, _ in pairs]
    return Answers(
        raw=raw,
        texts=tuple(text for _, text in pairs),
        key=key_of(weights, kind),
        type=kind,
        feedback=feedback,
        is_graded=is_graded(weights, kind),
    )


def _option(part: str) -> tuple[float, str]:
    """Return what an option is worth, in hundredths, and its text without feedback."""
    is_right = part.startswith("=")
    text = part[1:] if is_right else part
    match = WEIGHT.match(text)
    weight = float(match[1]) if match else _FULL * is_right
    return weight, (text[match.end() :] if match else text).partition("#")[0]
