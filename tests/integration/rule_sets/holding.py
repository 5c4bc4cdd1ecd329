"""A round by a preset's rules, held through the operations that people and staff use."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from random import Random
from typing import Any

from sqlalchemy import select

from quizapp.adjudication.operations import Ruling, exclude_from_prizes
from quizapp.adjudication.operations import decide as decide_on
from quizapp.adjudication.queries.reviewing import Verdict
from quizapp.attempts import operations
from quizapp.contests.operations import create_round
from quizapp.domain.choice import to_shown
from quizapp.domain.edition import official_round
from quizapp.domain.groups import GROUPS
from quizapp.domain.outcome import Outcome, decide
from quizapp.domain.presets import PRESETS, apply
from quizapp.domain.series import planned_rounds
from quizapp.models import Attempt, Contest, Participant, QuestionVersion, Response, Round, Unit
from quizapp.models.outcome import RoundCase, round_case
from tests.factories import Factory
from tests.integration.rule_sets.tables import YEAR, Sitting, sittings

# A Monday, on which the weekly rule sets open.
FIRST_DAY = date(YEAR, 6, 7)
_GROUP_OF = {group.unit_kind.code: code for code, group in GROUPS.items()}


@dataclass
class Field:
    """A contest with its units, and the people who take part: they stay the same over its rounds."""

    factory: Factory
    contest: Contest
    units: Mapping[str, Unit]
    people: dict[str, Participant] = field(default_factory=dict)

    def person(self, row: Sitting) -> Participant:
        """Return who sits in a row, registered when first seen."""
        if row.who not in self.people:
            unit = self.units[row.unit]
            self.people[row.who] = self.factory.participant(
                self.contest,
                group=_GROUP_OF[unit.kind],
                full_name=row.who,
                unit_id=unit.id,
                registered_at=row.registered_at,
            )
        return self.people[row.who]

    def name(self, participant_id: int) -> str:
        """Return who a participant is."""
        return next(name for name, person in self.people.items() if person.id == participant_id)

    def unit_name(self, unit_id: int) -> str:
        """Return what a unit is called."""
        return next(name for name, unit in self.units.items() if unit.id == unit_id)


@dataclass
class Held:
    """A round that is over. `attempts`: by who and which of their attempts, from 1."""

    field: Field
    round: Round
    attempts: dict[tuple[str, int], int] = field(default_factory=dict)

    @property
    def session(self) -> Any:
        """The session that everything is written in."""
        return self.field.factory.session()

    def play(self, table: str) -> "Held":
        """Let everybody sit as a table says, close what is left open, then let the staff decide."""
        rows = sittings(table)
        for row in rows:
            self._sit(row)
        operations.close_overdue_attempts(self.session, now=self.round.closes_at)
        self.session.expire_all()
        assert [self._ended(row, row_id) for row, row_id in zip(rows, self.attempts.values(), strict=True)] == rows
        for row, attempt_id in zip(rows, self.attempts.values(), strict=True):
            self._judge(row, attempt_id)
        return self

    def start(self, who: str, now: Any) -> int:
        """Let somebody begin an attempt, and return its id."""
        person = self.field.people[who]
        return operations.start_attempt(
            self.session, now=now, rng=Random(person.id), round_id=self.round.id, participant_id=person.id
        )

    @cached_property
    def found(self) -> RoundCase:
        """What the outcome rests on."""
        return round_case(self.session, self.round)

    @cached_property
    def outcome(self) -> Outcome:
        """What the round comes to."""
        return decide(self.found.case)

    def attempt(self, who: str, number: int = 1) -> Attempt:
        """Return one of somebody's attempts."""
        return self.session.get_one(Attempt, self.attempts[who, number])

    def _sit(self, row: Sitting) -> None:
        person = self.field.person(row)
        attempt_id = self.start(row.who, row.started_at)
        number = sum(who == row.who for who, _ in self.attempts) + 1
        self.attempts[row.who, number] = attempt_id
        paper = self.session.scalars(
            select(Response).where(Response.attempt_id == attempt_id).order_by(Response.position)
        ).all()
        for response in paper[: len(paper) - row.left]:
            operations.save_response(
                self.session,
                now=row.started_at,
                participant_id=person.id,
                attempt_id=attempt_id,
                position=response.position,
                choice=self._choice(response, is_right=response.position <= row.right),
                revision=1,
            )
        if "times out" not in row.notes:
            operations.submit_attempt(
                self.session, now=row.ended_at, participant_id=person.id, attempt_id=attempt_id, prediction=row.guess
            )

    def _choice(self, response: Response, *, is_right: bool) -> int:
        """Return the whole key as shown; or what is wrong: part of a key of several options, else another option."""
        options = self.session.get_one(QuestionVersion, response.question_version_id).options
        keys = [index for index, option in enumerate(options) if option["is_key"]]
        others = [index for index, option in enumerate(options) if not option["is_key"]]
        picked = keys if is_right else keys[:-1] or others[:1]
        return to_shown(picked, [int(digit) for digit in response.option_order])

    def _ended(self, row: Sitting, attempt_id: int) -> Sitting:
        """Return a row with what the database says of it, so that no table speaks of what did not happen."""
        attempt = self.session.get_one(Attempt, attempt_id)
        notes = row.notes - {"times out"} | ({"times out"} if attempt.is_timed_out else set())
        points = dict(self.round.points).get("easy", 1)
        return replace(
            row,
            right=attempt.score // points,
            left=attempt.max_score // points - attempt.answered,
            started_at=attempt.started_at,
            ended_at=attempt.submitted_at,
            notes=frozenset(notes),
        )

    def _judge(self, row: Sitting, attempt_id: int) -> None:
        if "disqualified" in row.notes:
            ruling = Ruling(
                attempt_id=attempt_id, verdict=Verdict.DISQUALIFIED, reason="Nhờ người thi hộ.", seen_id=None
            )
            decide_on(self.session, ruling, now=self.round.closes_at, actor_id=None, findings={})
        if "no prizes" in row.notes:
            exclude_from_prizes(
                self.session,
                now=self.round.closes_at,
                actor_id=None,
                contest_id=self.field.contest.id,
                participant_ids=[self.field.people[row.who].id],
                reason="Thành viên Ban Tổ chức.",
            )


def make_round(field: Field, code: str, *, banks: Any, week: int = 1, **adjusted: Any) -> Held:
    """Return a round by preset `code`, in the `week`th place of its pattern, with some settings `adjusted`."""
    preset = PRESETS[code]
    planned = planned_rounds(preset.pattern.starting(FIRST_DAY))[week - 1]
    settings = official_round(
        6, opens_at=planned.opens_at, closes_at=planned.closes_at, bank_ids=frozenset(bank.id for bank in banks)
    )
    settings = replace(apply(preset, replace(settings, title=planned.title, slug=planned.slug)), **adjusted)
    row = create_round(
        field.factory.session(),
        now=field.factory.clock(),
        actor_id=None,
        contest_id=field.contest.id,
        settings=settings,
    )
    return Held(field=field, round=row)
