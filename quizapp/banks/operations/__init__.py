"""Changes of banks and their questions, a module a subject."""

from quizapp.banks.operations.banks import BankExists, BankNameEmpty, create_bank, edit_bank
from quizapp.banks.operations.editing import (
    Edited,
    QuestionHasErrors,
    QuestionRepeated,
    StaleVersion,
    add_question,
    edit_question,
)
from quizapp.banks.operations.images import store_image
from quizapp.banks.operations.locking import NoSuchQuestion
from quizapp.banks.operations.retiring import restore_question, retire_question
from quizapp.banks.operations.reviewing import (
    AlreadyReviewed,
    MayNotReview,
    Reviewed,
    VersionReplaced,
    review_question,
    review_questions,
)

__all__ = [
    "AlreadyReviewed",
    "BankExists",
    "BankNameEmpty",
    "Edited",
    "MayNotReview",
    "NoSuchQuestion",
    "QuestionHasErrors",
    "QuestionRepeated",
    "Reviewed",
    "StaleVersion",
    "VersionReplaced",
    "add_question",
    "create_bank",
    "edit_bank",
    "edit_question",
    "restore_question",
    "retire_question",
    "review_question",
    "review_questions",
    "store_image",
]
