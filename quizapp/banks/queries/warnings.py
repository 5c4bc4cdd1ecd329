"""What somebody should look at before a question goes into papers; none of it keeps it out."""

from sqlalchemy.orm import Session

from quizapp.banks.queries.questions import same_questions
from quizapp.domain.item_writing import checked_question
from quizapp.domain.problem import Location, Problem, Severity
from quizapp.domain.question import Question, validate


def question_warnings(session: Session, bank_id: int, question: Question) -> tuple[Problem, ...]:
    """Return what the rules of items say of a question of a bank, and which other one asks the same."""
    of_form = (problem for problem in validate(question) if problem.severity is Severity.WARNING)
    same = same_questions(session, bank_id, question, but=question.number)
    location = Location(question=question.number)
    of_bank = (
        Problem(code="near-duplicate-question", location=location, params={"other": number}) for number, _ in same
    )
    return (*of_form, *checked_question(question, location), *of_bank)
