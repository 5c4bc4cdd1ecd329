"""Which of Moodle's types a question becomes."""

from quizapp.domain.question import Question, QuestionType
from quizapp.exchange.questions.drafts import TRUE_FALSE_TEXTS


def is_true_false(question: Question) -> bool:
    """Tell whether a question is what Moodle calls true/false: its texts are Moodle's own."""
    texts = tuple(option.text for option in question.options)
    return question.type is QuestionType.TRUE_FALSE and texts == TRUE_FALSE_TEXTS


def read_as(question: Question) -> QuestionType:
    """Return the type that the written question has without a tag that names it."""
    if is_true_false(question) or question.type is not QuestionType.TRUE_FALSE:
        return question.type
    return QuestionType.SINGLE
