"""Reads of banks and their questions, a module a subject."""

from quizapp.banks.queries.banks import BankSummary, bank_questions, bank_summaries
from quizapp.banks.queries.lists import QuestionFilter, QuestionPage, bank_topics, question_page
from quizapp.banks.queries.questions import (
    Use,
    find_question,
    find_version,
    image_sizes,
    question_versions,
    same_questions,
    version_uses,
)
from quizapp.banks.queries.reviewing import QUEUE_SIZE, Queue, next_draft, review_queue, waiting_count
from quizapp.banks.queries.versions import StoredQuestion, StoredVersion
from quizapp.banks.queries.warnings import question_warnings

__all__ = [
    "QUEUE_SIZE",
    "BankSummary",
    "QuestionFilter",
    "QuestionPage",
    "Queue",
    "StoredQuestion",
    "StoredVersion",
    "Use",
    "bank_questions",
    "bank_summaries",
    "bank_topics",
    "find_question",
    "find_version",
    "image_sizes",
    "next_draft",
    "question_page",
    "question_versions",
    "question_warnings",
    "review_queue",
    "same_questions",
    "version_uses",
    "waiting_count",
]
