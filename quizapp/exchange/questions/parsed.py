"""What was understood of a file: questions, where each stands, and what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass

from quizapp.domain.problem import Location, Problem, Severity
from quizapp.domain.question import Question


class Refused(Exception):
    """A file, or a part of it, that cannot be read; carries the problem to show."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def refusal(code: str, **params: str | int) -> Refused:
    """Return the exception that refuses a whole file with the problem `code`."""
    return Refused(Problem(code=code, params=params))


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """A file as understood; nothing of it is written anywhere yet.

    `locations` runs parallel to `questions`. A question with an error stands in `questions` all the same, so that a
    preview can show it; its key is then only the likelier reading.
    """

    format: str | None
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()
    locations: tuple[Location, ...] = ()

    def problems_of(self, index: int) -> tuple[Problem, ...]:
        """Return the problems of the question at `index`, in the file's order."""
        place = self.locations[index].place
        return tuple(problem for problem in self.problems if problem.location.place == place)

    @property
    def file_problems(self) -> tuple[Problem, ...]:
        """The problems that belong to no question of `questions`."""
        places = {location.place for location in self.locations}
        return tuple(problem for problem in self.problems if problem.location.place not in places)

    @property
    def has_errors(self) -> bool:
        """Whether anything keeps the file, or a question of it, out of the bank."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def good_questions(self) -> Iterator[Question]:
        """Yield the questions that no error stands against."""
        bad = {p.location.place for p in self.problems if p.severity is Severity.ERROR}
        for question, location in zip(self.questions, self.locations, strict=True):
            if location.place not in bad:
                yield question


def refused(problem: Problem, format_code: str | None = None) -> Parsed:
    """Return a file of which nothing was understood but `problem`."""
    return Parsed(format=format_code, problems=(problem,))
