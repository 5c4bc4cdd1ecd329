"""Random rounds with everything in them: parts of keys, rulings, guesses, quotas, draws, exclusions."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from quizapp.domain.allowance import Closed, exclusion
from quizapp.domain.counting import ClosedAttempt, CountingRules, Person
from quizapp.domain.marking import PARTIAL_RULES, AnsweredItem, MarkingRules, mark_attempt
from quizapp.domain.outcome import UnitSize
from quizapp.domain.prizes.lots import commitment
from quizapp.domain.prizes.plan import CollectivePrize, DrawAmong, IndividualPrize, OnePrize, PrizePlan
from quizapp.domain.ranking import COUNTED_RULES
from quizapp.domain.tiebreak import TIEBREAKS
from quizapp.domain.verification import Field, LeagueMaterial, RoundMaterial
from quizapp.exchange.results.cells import item
from quizapp.exchange.results.fingerprints import witnessed
from quizapp.exchange.results.writing import (
    LeagueProof,
    Paper,
    Proof,
    QuestionLine,
    RoundProof,
    UnitRow,
    proof_tables,
)
from quizapp.exchange.tables import write_xlsx

OPENED = datetime(2027, 6, 1, 1, tzinfo=UTC)
CLOSED = datetime(2027, 6, 8, 1, tzinfo=UTC)
EXPORTED = datetime(2027, 6, 9, 1, tzinfo=UTC)
GROUPS = ("officials", "students", "residents")
_RULINGS = (None, None, None, None, "void", "give", "key", "accept")


def workbook(proof: Proof) -> bytes:
    """Return a file of results without the statistics."""
    target = io.BytesIO()
    write_xlsx(witnessed(proof_tables(proof)), target)
    return target.getvalue()


def random_proof(
    seed: int, *, rounds: int = 1, people: int = 14, is_over: bool = True, with_names: bool = True
) -> Proof:
    """Return a contest of some rounds, the same for the same seed."""
    rng = Random(seed)
    units = [
        UnitRow(id=n, kind=rng.choice(("school", "village")), name=f"Thôn {n}", headcount=rng.choice((None, 4, 9)),
                competes=n != 4)
        for n in range(1, 5)
    ]  # fmt: skip
    everybody = {
        n: Person(id=n, group=rng.choice(GROUPS), unit_id=rng.choice(units).id, registered_at=_moment(rng))
        for n in range(1, people + 1)
    }
    excluded = dict.fromkeys(rng.sample(sorted(everybody), 2), "Ban Tổ chức")
    made = [_round(rng, f"tuan-{n}", everybody, is_over=is_over) for n in range(1, rounds + 1)]
    papers = [paper for _, own in made for paper in own]
    sizes = [UnitSize(id=u.id, kind=u.kind, headcount=u.headcount) for u in units if u.competes]
    proofs = [each for each, _ in made]
    return Proof(
        contest="Cuộc thi thử",
        exported_at=EXPORTED,
        with_names=with_names,
        rounds=proofs,
        league=_league(rng, proofs[0], is_over=is_over) if rounds > 1 else None,
        field=Field(people=everybody, units=sizes, excluded=frozenset(excluded)),
        units=units,
        names={n: (f"HA{n:02}-XYZ", f"Nguyễn Văn {n}") for n in everybody} if with_names else {},
        excluded=excluded,
        longest=max(len(p.items) for p in papers),
        papers=lambda: papers,
    )


def _moment(rng: Random) -> datetime:
    """A moment of few, so that some are level; to the microsecond."""
    return OPENED + timedelta(hours=rng.randint(0, 9), microseconds=rng.choice((0, 0, 123456)))


def random_plan(rng: Random) -> PrizePlan:
    """A plan with quotas, a group's prizes, units' prizes and a draw."""
    return PrizePlan(
        individual=(
            IndividualPrize(title="Giải Nhất", count=1, amount=500_000),
            IndividualPrize(title="Giải Nhì", count=2, amount=300_000),
            IndividualPrize(title="Giải Ba", count=1, group=rng.choice(GROUPS)),
        ),
        one_prize=rng.choice(tuple(OnePrize)),
        minimum_percent=rng.choice((0, 30)),
        encouragement=3,
        encouragement_title="Giải Khuyến khích",
        encouragement_amount=50_000,
        encouragement_among=rng.choice((DrawAmong.COUNTED, DrawAmong.COUNTED, DrawAmong.FULL_MARKS)),
        collective=(
            CollectivePrize(title="Đơn vị dẫn đầu", count=1, formula="rank_points", amount=1_000_000),
            CollectivePrize(title="Tỷ lệ cao", count=1, formula="rate_plus_winners", minimum_rates=((0, 10),)),
        ),
    )


def _round(rng: Random, slug: str, people: dict[int, Person], *, is_over: bool) -> tuple[RoundProof, list[Paper]]:
    partial = rng.choice(tuple(PARTIAL_RULES))
    points = (("easy", 1), ("hard", 2))
    target = rng.choice((None, "participants", "full_marks", "attempts"))
    codes = [code for code in TIEBREAKS if code != "lot" and (target or code != "prediction")]
    rules = CountingRules(
        ranking=(*rng.sample(codes, rng.randint(1, 3)), *(("lot",) if rng.random() < 0.5 else ())),
        counted=rng.choice(tuple(COUNTED_RULES)),
        prediction_target=target,
        prediction_asked=rng.choice(("every", "first")),
        prediction_with_disqualified=rng.random() < 0.5,
        seed=f"{rng.getrandbits(256):064x}",
    )
    questions = [_question(rng, version_id) for version_id in range(101, 109)]
    marking = MarkingRules(partial=partial, points=dict(points))
    asks_all = rng.random() < 0.3
    papers = list(_papers(rng, slug, people, questions, marking, asks_all))
    material = RoundMaterial(
        rules=rules if is_over else replace(rules, seed=""),
        partial=partial,
        plan=random_plan(rng),
        is_over=is_over,
        attempts=[_closed(paper) for paper in papers],
        winners=frozenset(rng.sample(sorted(people), 1)),
    )
    made = RoundProof(
        scope=slug, title=f"Đợt {slug}", kind="official", opens_at=OPENED,
        closes_at=CLOSED if is_over else EXPORTED + timedelta(days=1), points=points, requires_all_answered=asks_all,
        has_papers=True, promise=commitment(rules.seed), material=material, questions=questions,
    )  # fmt: skip
    return made, papers


def _question(rng: Random, version_id: int) -> QuestionLine:
    ruling = rng.choice(_RULINGS)
    return QuestionLine(
        version_id=version_id, bank="ngan-hang", number=version_id - 100, version=1, option_count=4,
        key=rng.choice((1, 2, 4, 3, 7)), difficulty=rng.choice(("easy", "hard", None)), ruling=ruling,
        ruled_keys=(rng.choice((8, 5)),) if ruling in ("key", "accept") else (),
    )  # fmt: skip


def _accepted(question: QuestionLine) -> tuple[int, ...]:
    """Hand-written anew: what domain/rulings.py says, in bits."""
    if question.ruling == "key":
        return question.ruled_keys
    return (question.key, *question.ruled_keys) if question.ruling == "accept" else (question.key,)


def _papers(
    rng: Random,
    slug: str,
    people: dict[int, Person],
    questions: list[QuestionLine],
    marking: MarkingRules,
    asks_all: bool,
) -> Iterator[Paper]:
    attempt_id = rng.randint(1, 1000) * 1000
    for person in people:
        for number in range(1, rng.randint(1, 3) + 1):
            attempt_id += 1
            asked = rng.sample(questions, 4)
            choices = [q.key if rng.random() < 0.5 else rng.randint(0, 15) for q in asked]
            items = [
                AnsweredItem(
                    position=place, keys=_accepted(q), choice=choice or None, points=marking.points_of(q.difficulty),
                    is_void=q.ruling == "void", is_given=q.ruling == "give",
                )
                for place, (q, choice) in enumerate(zip(asked, choices, strict=True), start=1)
            ]  # fmt: skip
            marked = mark_attempt(items, marking)
            started = OPENED + timedelta(days=number, seconds=rng.randint(0, 3), microseconds=rng.choice((0, 654321)))
            duration = rng.choice((60_000, 61_234))
            is_timed_out = rng.random() < 0.2
            closed = Closed(
                answered=marked.answered,
                is_complete=marked.is_complete,
                is_timed_out=is_timed_out,
                is_disqualified=rng.random() < 0.1,
            )
            yield Paper(
                id=attempt_id, scope=slug, participant=person, number=number, started_at=started,
                submitted_at=started + timedelta(milliseconds=duration), duration_ms=duration,
                is_timed_out=is_timed_out, answered=marked.answered, score=marked.score, max_score=marked.max_score,
                prediction=rng.choice((None, 3, 10, 12)), exclusion=exclusion(closed, requires_all_answered=asks_all),
                items=[
                    item(q.version_id, choice, marked.marks[place])
                    for place, (q, choice) in enumerate(zip(asked, choices, strict=True), start=1)
                ],
            )  # fmt: skip


def _closed(paper: Paper) -> ClosedAttempt:
    names = ("id", "number", "submitted_at", "duration_ms", "score", "max_score", "prediction", "exclusion")
    return ClosedAttempt(participant_id=paper.participant, **{name: getattr(paper, name) for name in names})


def _league(rng: Random, first: RoundProof, *, is_over: bool) -> LeagueProof:
    return LeagueProof(
        promise=first.promise,
        material=LeagueMaterial(
            ranking=("score", "duration", "lot"), plan=random_plan(rng), is_over=is_over,
            seed=first.material.rules.seed, winners=frozenset(),
        ),
    )  # fmt: skip
