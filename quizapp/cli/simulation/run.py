"""Lets invented people register and take part, through the same operations as the web."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.attempts.operations import (
    AllowanceUsedUp,
    Origin,
    close_overdue_attempts,
    save_response,
    start_attempt,
    submit_attempt,
)
from quizapp.cli.simulation import behaviour, crowd
from quizapp.cli.simulation.behaviour import Item, Step
from quizapp.cli.simulation.crowd import Sitting
from quizapp.cli.simulation.members import Member, gather
from quizapp.cli.simulation.timetable import Window
from quizapp.domain.choice import to_shown
from quizapp.domain.phase import closes_at
from quizapp.domain.policy import PredictionTarget
from quizapp.models import Contest, QuestionVersion, Response, Round
from quizapp.registration.operations import AlreadyRegistered, Registration, register_participant

_HOUSEHOLD = 3  # people behind one network
_ONE_PHONE = 40  # of so many households one has a single phone
_PHONES = 10**9  # numbers of households' phones begin here, beyond those of people


class NotARehearsal(Exception):
    """The contest is a real one: invented people have no place in it."""


class NotBegunYet(Exception):
    """The round has not opened; nobody can take part."""


@dataclass(kw_only=True, slots=True)
class Simulation:
    """One round being filled. `pending`: when sittings that were left lying end."""

    session: Session
    rng: Random
    contest_round: Round
    until: datetime
    members: Sequence[Member]
    plan: Sequence[Sitting]
    questions: Mapping[int, tuple[str, str | None]]
    pending: list[datetime] = field(default_factory=list)

    def run(self) -> Iterator[int]:
        """Carry out the plan; yield after each sitting how many are done. The caller commits."""
        for done, sitting in enumerate(self.plan, start=1):
            self._close_overdue(sitting.starts_at)
            self._sit(sitting)
            yield done
        self._close_overdue(self.until)

    def _close_overdue(self, now: datetime) -> None:
        if any(end <= now for end in self.pending):
            while close_overdue_attempts(self.session, now=now):
                pass
            self.pending = [end for end in self.pending if end > now]

    def _sit(self, sitting: Sitting) -> None:
        member = self.members[sitting.person]
        participant_id = self._registered(member, before=sitting.starts_at)
        try:
            attempt_id = start_attempt(
                self.session,
                now=sitting.starts_at,
                rng=self.rng,
                round_id=self.contest_round.id,
                participant_id=participant_id,
                origin=_origin(sitting.person),
            )
        except AllowanceUsedUp:
            return
        items = self._items(attempt_id)
        count, hands_in = behaviour.items_done(self.rng, len(items))
        steps = [*behaviour.steps(self.rng, member.character, items[:count], earlier_attempts=sitting.number)]
        self._save(participant_id, attempt_id, sitting.starts_at, steps)
        last = steps[-1].after if steps else 0.0
        handed_in_at = sitting.starts_at + timedelta(seconds=last + self.rng.uniform(3, 40))
        if hands_in and handed_in_at < self._ends_at(sitting.starts_at):
            self._submit(participant_id, attempt_id, handed_in_at)
        else:
            self.pending.append(self._ends_at(sitting.starts_at))

    def _registered(self, member: Member, *, before: datetime) -> int:
        """Return the id of a member, who registers some minutes before the first sitting."""
        if member.participant_id is not None:
            return member.participant_id
        assert member.person is not None
        try:
            participant = register_participant(
                self.session,
                now=max(self.contest_round.opens_at, before - timedelta(seconds=self.rng.uniform(30, 240))),
                rng=self.rng,
                contest_id=self.contest_round.contest_id,
                registration=Registration(**asdict(member.person)),
            )
            member.participant_id = participant.id
        except AlreadyRegistered as found:
            member.participant_id = found.participant_id
        return member.participant_id

    def _ends_at(self, starts_at: datetime) -> datetime:
        limit = timedelta(minutes=self.contest_round.time_limit_minutes)
        return closes_at(starts_at, time_limit=limit, round_closes_at=self.contest_round.closes_at)

    def _save(self, participant_id: int, attempt_id: int, starts_at: datetime, steps: Sequence[Step]) -> None:
        """Save what is answered before the attempt's end and before `until`."""
        end = min(self._ends_at(starts_at), self.until)
        for step in steps:
            now = starts_at + timedelta(seconds=step.after)
            if now >= end:
                return
            save_response(
                self.session,
                now=now,
                participant_id=participant_id,
                attempt_id=attempt_id,
                position=step.position,
                choice=step.choice,
                revision=step.revision,
            )

    def _submit(self, participant_id: int, attempt_id: int, now: datetime) -> None:
        """Hand in, unless that is still to come: the attempt then stays open."""
        if now >= self.until:
            return
        submit_attempt(
            self.session,
            now=now,
            participant_id=participant_id,
            attempt_id=attempt_id,
            prediction=self._prediction(),
        )

    def _items(self, attempt_id: int) -> list[Item]:
        rows = self.session.execute(
            select(
                Response.position,
                Response.question_version_id,
                Response.option_order,
                Response.option_count,
                Response.allows_many,
            )
            .where(Response.attempt_id == attempt_id)
            .order_by(Response.position)
        )
        return [
            Item(
                position=row.position,
                question_id=row.question_version_id,
                option_count=row.option_count,
                key=to_shown(map(int, self.questions[row.question_version_id][0]), [*map(int, row.option_order)]),
                difficulty=self.questions[row.question_version_id][1],
                allows_many=row.allows_many,
            )
            for row in rows
        ]

    def _prediction(self) -> int | None:
        if self.contest_round.prediction_target is None:
            return None
        few = self.contest_round.prediction_target == PredictionTarget.FULL_MARKS
        expected = len(self.members) * (0.03 if few else 1.3)
        return round(expected * self.rng.lognormvariate(0, 0.5))


def _origin(person: int) -> Origin:
    """Return what somebody takes part from: a phone of one's own or the household's only one, and its network."""
    household = person // _HOUSEHOLD
    phone = _PHONES + household if household % _ONE_PHONE == 0 else person
    return Origin(device=f"{phone:016x}", network=f"{household:016x}")


def prepare(
    session: Session, *, now: datetime, rng: Random, contest: Contest, contest_round: Round, participants: int
) -> Simulation:
    """Return a simulation of `participants` people in a round, up to `now` or its end; nothing is written yet.

    Raises NotARehearsal, NotBegunYet, NoUnits.
    """
    if not contest.is_rehearsal:
        raise NotARehearsal(contest.slug)
    window = Window(
        opens_at=contest_round.opens_at, closes_at=contest_round.closes_at, until=min(now, contest_round.closes_at)
    )
    if window.until <= window.opens_at:
        raise NotBegunYet(contest_round.slug)
    members = gather(session, rng, contest_round, count=participants)
    pause = timedelta(minutes=contest_round.time_limit_minutes + 5)
    return Simulation(
        session=session,
        rng=rng,
        contest_round=contest_round,
        until=window.until,
        members=members,
        plan=crowd.sittings(rng, [m.group for m in members], window, pause=pause),
        questions=_questions(session),
    )


def _questions(session: Session) -> dict[int, tuple[str, str | None]]:
    """Return key and difficulty of every question version by its id."""
    rows = session.execute(select(QuestionVersion.id, QuestionVersion.key, QuestionVersion.difficulty))
    return {row.id: (row.key, row.difficulty) for row in rows}
