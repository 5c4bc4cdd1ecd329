"""A round with papers that were really marked, small enough to be marked again by hand."""

from dataclasses import dataclass, field
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from quizapp.attempts.queries import answered_items
from quizapp.domain.marking import MarkingRules, mark_attempt
from quizapp.models import Attempt, QuestionVersion, Response, Round
from quizapp.models.marking import answered_item
from tests.factories import Factory


@dataclass
class Papers:
    """A round, its questions, and attempts whose papers hold them."""

    factory: Factory
    round: Round
    questions: list[QuestionVersion] = field(default_factory=list)

    def ask(self, count: int = 1, **values: Any) -> list[QuestionVersion]:
        """Put questions into the round's bank; by default with four options, the first one right."""
        start = len(self.questions) + 1
        new = [self.factory.question(self.round.banks[0], number=start + n, **values) for n in range(count)]
        self.questions += new
        return new

    def answer(self, *choices: int | None, order: str = "0123", name: str | None = None, **values: Any) -> Attempt:
        """Submit an attempt of somebody new with a choice for each question, marked as the app marks."""
        person = values.pop("person", None) or self.factory.participant(
            self.round.contest, **({"full_name": name} if name else {}), **values.pop("whose", {})
        )
        attempt = self.factory.attempt(person, self.round, score=0, **{"max_score": 0, "answered": 0, **values})
        for position, (question, choice) in enumerate(zip(self.questions, choices, strict=False), 1):
            self.factory.session.add(
                Response(
                    attempt_id=attempt.id,
                    position=position,
                    question_version_id=question.id,
                    option_order=order[: question.option_count]
                    if order == "0123"
                    else "".join(c for c in order if int(c) < question.option_count),
                    option_count=question.option_count,
                    allows_many=question.type == "multiple",
                    choice=choice,
                    revision=0 if choice is None else 1,
                )
            )
        self.factory.session.flush()
        marked = fresh_marks(self.factory.session(), attempt)
        attempt.score, attempt.max_score, attempt.answered = marked.score, marked.max_score, marked.answered
        for position, mark in marked.marks.items():
            self.factory.session.get(Response, (attempt.id, position)).mark = mark
        self.factory.session.flush()
        return attempt

    def answer_at_random(self, rng: Random, people: int) -> None:
        """Let so many people submit one or two attempts each, options shuffled, some items unanswered."""
        for _ in range(people):
            person = self.factory.participant(self.round.contest, rng.choice(["residents", "students"]))
            for number in range(1, rng.choice([2, 3])):
                order = "".join(rng.sample("0123", 4))
                choices = [self._pick(rng, question) for question in self.questions]
                values = {"seconds": rng.randrange(60, 500), "prediction": rng.randrange(0, 9)}
                values["exclusion"] = rng.choice([None, None, None, "disqualified"])
                self.answer(*choices, order=order, person=person, number=number, **values)

    def _pick(self, rng: Random, question: QuestionVersion) -> int | None:
        if rng.random() < 0.15:
            return None
        if question.type == "multiple":
            return rng.randrange(0, 1 << question.option_count)
        return 1 << rng.randrange(question.option_count)

    def scores(self) -> dict[int, tuple[int, int]]:
        """Score and maximum by attempt, as stored."""
        rows = self.factory.session.execute(
            select(Attempt.id, Attempt.score, Attempt.max_score).where(Attempt.round_id == self.round.id)
        )
        return {row.id: (row.score, row.max_score) for row in rows}

    def marks(self) -> dict[tuple[int, int], int]:
        """The mark of every item, as stored."""
        rows = self.factory.session.execute(
            select(Response.attempt_id, Response.position, Response.mark)
            .join(Attempt, Attempt.id == Response.attempt_id)
            .where(Attempt.round_id == self.round.id)
        )
        return {(row.attempt_id, row.position): row.mark for row in rows}

    def fresh(self) -> tuple[dict[int, tuple[int, int]], dict[tuple[int, int], int]]:
        """Scores and marks as they come out if every attempt is marked from nothing by the rulings in force."""
        scores, marks = {}, {}
        for attempt in self.factory.session.scalars(select(Attempt).where(Attempt.round_id == self.round.id)):
            marked = fresh_marks(self.factory.session(), attempt)
            scores[attempt.id] = (marked.score, marked.max_score)
            marks |= {(attempt.id, position): mark for position, mark in marked.marks.items()}
        return scores, marks


def fresh_marks(session: Any, attempt: Attempt) -> Any:
    """Return the marks of an attempt as a submission would give them now."""
    contest_round = session.get(Round, attempt.round_id)
    rules = MarkingRules(partial=contest_round.partial_rule, points=dict(contest_round.points))
    rows = answered_items(session, SimpleNamespace(id=attempt.id, round_id=attempt.round_id))
    return mark_attempt((answered_item(row, rules) for row in rows), rules)


@pytest.fixture
def make_papers(factory):
    """Make a round without attempts; keywords are its settings."""

    def make(**values: Any) -> Papers:
        return Papers(factory=factory, round=factory.round(banks=[factory.bank()], **values))

    return make


@pytest.fixture
def papers(make_papers):
    """A round of three questions, the first option of each right."""
    made = make_papers()
    made.ask(3)
    return made
