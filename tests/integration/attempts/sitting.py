"""A participant who sits papers by the operations alone."""

from random import Random

from sqlalchemy import select

from quizapp.attempts import operations
from quizapp.domain.choice import to_shown
from quizapp.models import Attempt, QuestionVersion, Response


class Sitting:
    """A participant, a round, and how to start, save and submit in it."""

    def __init__(self, factory, **round_values):
        self.factory, self.session, self.clock = factory, factory.session, factory.clock
        self.round = factory.round(**round_values)
        self.participant = factory.participant(self.round.contest)

    def start(self, seed=1):
        return operations.start_attempt(
            self.session(),
            now=self.clock(),
            rng=Random(seed),
            round_id=self.round.id,
            participant_id=self.participant.id,
        )

    def save(self, attempt_id, position, choice, revision, participant_id=None):
        return operations.save_response(
            self.session(),
            now=self.clock(),
            participant_id=participant_id or self.participant.id,
            attempt_id=attempt_id,
            position=position,
            choice=choice,
            revision=revision,
        )

    def submit(self, attempt_id, **values):
        operations.submit_attempt(
            self.session(), now=self.clock(), participant_id=self.participant.id, attempt_id=attempt_id, **values
        )

    def attempt(self, attempt_id):
        return self.session.execute(select(Attempt).where(Attempt.id == attempt_id)).scalar_one()

    def responses(self, attempt_id):
        rows = select(Response).where(Response.attempt_id == attempt_id).order_by(Response.position)
        return self.session.scalars(rows, execution_options={"populate_existing": True}).all()

    def key(self, response):
        version = self.session.get(QuestionVersion, response.question_version_id)
        right = [i for i, option in enumerate(version.options) if option["is_key"]]
        return to_shown(right, [int(digit) for digit in response.option_order])

    def answer(self, attempt_id, answers):
        """Save, for each position, the bank's options of these indexes."""
        for response in self.responses(attempt_id):
            if response.position in answers:
                order = [int(digit) for digit in response.option_order]
                choice = to_shown(answers[response.position], order)
                self.save(attempt_id, response.position, choice, response.revision + 1)
