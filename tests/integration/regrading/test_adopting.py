"""A ruling is put into force: every mark and score follows, and nothing else."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from quizapp.attempts import operations as attempts
from quizapp.domain.outcome import decide, prizes_of
from quizapp.domain.prizes.plan import CollectivePrize, IndividualPrize, PrizePlan, to_json
from quizapp.domain.regrade import LIFT, NothingChanges, proposed
from quizapp.models import Attempt, AuditRecord, PrizeExclusion, Regrade, Response, RoundRuling, ScoreChange, db
from quizapp.models.outcome import round_case
from quizapp.regrading import operations, queries
from quizapp.regrading.operations import StaleDryRun, Wanted
from tests.statements import statements

A, B, C, D = (frozenset({index}) for index in range(4))


def tried(papers, clock, question, kind, chosen=frozenset()):
    """The dry run of a ruling on a question."""
    session, key = db.session(), frozenset(map(int, question.key))
    current = queries.rulings_in_force(session, papers.round.id).get(question.id)
    ruling = proposed(key, current, kind=kind, chosen=chosen)
    return queries.dry_run(session, papers.round, version_id=question.id, ruling=ruling, now=clock())


def adopted(papers, clock, question, kind, chosen=frozenset(), seen=None):
    seen = seen or tried(papers, clock, question, kind, chosen).fingerprint
    return operations.adopt(
        db.session(),
        now=clock(),
        actor_id=None,
        round_id=papers.round.id,
        wanted=Wanted(version_id=question.id, kind=kind, chosen=chosen),
        reason="Đáp án nhập sai.",
        seen=seen,
    )


def test_a_corrected_key_changes_the_scores_of_whoever_had_the_question(papers, clock):
    old_right = papers.answer(1, 1, 1)
    new_right = papers.answer(2, 1, 1)
    neither = papers.answer(4, None, 1)
    assert adopted(papers, clock, papers.questions[0], "key", B) == 2
    assert papers.scores() == {old_right.id: (2, 3), new_right.id: (3, 3), neither.id: (1, 3)}
    assert papers.marks()[new_right.id, 1] == 1
    assert (papers.scores(), papers.marks()) == papers.fresh()


def test_a_choice_is_read_in_the_order_of_options_that_its_participant_saw(papers, clock):
    """Shown as 3, 1, 0, 2: whoever picked the second place picked the bank's option 1."""
    shuffled = papers.answer(0b0010, 0b0100, 0b0100, order="3102")
    assert papers.scores() == {shuffled.id: (2, 3)}
    adopted(papers, clock, papers.questions[0], "accept", B)
    assert papers.scores() == {shuffled.id: (3, 3)}


def test_a_void_question_lowers_what_a_paper_is_out_of(papers, clock):
    right, wrong = papers.answer(1, 1, 1), papers.answer(2, 1, 1)
    assert adopted(papers, clock, papers.questions[0], "void") == 2
    assert papers.scores() == {right.id: (2, 2), wrong.id: (2, 2)}


def test_what_is_adopted_is_written_down(papers, clock):
    attempt = papers.answer(2, 1, 1)
    papers.answer(1, 1, 1)
    adopted(papers, clock, papers.questions[0], "accept", B)
    regrade = db.session.scalars(select(Regrade)).one()
    assert (regrade.reason, regrade.attempts_changed) == ("Đáp án nhập sai.", 1)
    assert regrade.rulings == [
        {"question_version_id": papers.questions[0].id, "kind": "accept", "keys": [[1]]},
    ]
    change = db.session.scalars(select(ScoreChange)).one()
    assert (change.attempt_id, change.old_score, change.old_max_score) == (attempt.id, 2, 3)
    assert (change.new_score, change.new_max_score) == (3, 3)
    record = db.session.scalars(select(AuditRecord).where(AuditRecord.action == "round.regrade")).one()
    assert record.details["count"] == 1


def test_lifting_a_ruling_restores_every_score_and_mark(make_papers, clock):
    papers = make_papers(partial_rule="no_wrong", points=[["easy", 2]])
    papers.ask(3)
    papers.answer_at_random(Random(5), people=12)
    before = (papers.scores(), papers.marks())
    for kind, chosen in (("key", B), ("void", frozenset()), ("give", frozenset()), ("accept", C), ("accept", D)):
        adopted(papers, clock, papers.questions[1], kind, chosen)
    assert (papers.scores(), papers.marks()) != before
    adopted(papers, clock, papers.questions[1], LIFT)
    assert (papers.scores(), papers.marks()) == before
    assert db.session.scalar(select(func.count()).select_from(RoundRuling)) == 0


def test_rulings_of_one_round_are_not_those_of_another(papers, factory, clock):
    other = type(papers)(factory=factory, round=factory.round(papers.round.contest, banks=list(papers.round.banks)))
    other.questions = papers.questions
    papers.answer(2, 1, 1)
    elsewhere = other.answer(2, 1, 1)
    adopted(papers, clock, papers.questions[0], "key", B)
    assert other.scores() == {elsewhere.id: (2, 3)}


def test_a_dry_run_that_attempts_have_outdated_is_refused(papers, clock):
    clock.moment = papers.round.closes_at
    papers.answer(2, 1, 1)
    seen = tried(papers, clock, papers.questions[0], "key", B).fingerprint
    papers.answer(4, 1, 1)  # closed by the sweeper meanwhile: ranks are others
    with pytest.raises(StaleDryRun):
        adopted(papers, clock, papers.questions[0], "key", B, seen=seen)


def test_while_a_round_is_open_new_attempts_that_the_ruling_leaves_alone_do_no_harm(papers, clock):
    papers.answer(2, 1, 1)
    seen = tried(papers, clock, papers.questions[0], "key", B).fingerprint
    papers.answer(4, 1, 1)
    assert adopted(papers, clock, papers.questions[0], "key", B, seen=seen) == 1


def test_while_a_round_is_open_a_new_attempt_that_the_ruling_changes_is_looked_at_first(papers, clock):
    papers.answer(2, 1, 1)
    seen = tried(papers, clock, papers.questions[0], "key", B).fingerprint
    papers.answer(2, 1, 1)
    with pytest.raises(StaleDryRun):
        adopted(papers, clock, papers.questions[0], "key", B, seen=seen)


@pytest.mark.parametrize("change", ["ruling", "disqualification", "prizes", "nobody_to_win"])
def test_a_dry_run_that_the_staff_have_outdated_is_refused(papers, clock, change):
    attempt = papers.answer(2, 1, 1)
    clock.moment = papers.round.closes_at
    seen = tried(papers, clock, papers.questions[0], "key", B).fingerprint
    if change == "ruling":
        adopted(papers, clock, papers.questions[1], "void")
    elif change == "disqualification":
        attempt.exclusion = "disqualified"
    elif change == "nobody_to_win":
        person = {"contest_id": papers.round.contest_id, "participant_id": attempt.participant_id}
        db.session.add(PrizeExclusion(**person, reason="Ban Tổ chức", made_at=clock()))
    else:
        papers.round.prizes = to_json(PrizePlan(individual=(IndividualPrize(title="Giải Nhất", count=1),)))
    db.session.flush()
    with pytest.raises(StaleDryRun):
        adopted(papers, clock, papers.questions[0], "key", B, seen=seen)
    assert queries.rulings_in_force(db.session(), papers.round.id).keys() <= {papers.questions[1].id}


def test_the_same_dry_run_is_adopted_once(papers, clock):
    papers.answer(2, 1, 1)
    seen = tried(papers, clock, papers.questions[0], "key", B).fingerprint
    adopted(papers, clock, papers.questions[0], "key", B, seen=seen)
    with pytest.raises(NothingChanges):
        adopted(papers, clock, papers.questions[0], "key", B, seen=seen)
    assert db.session.scalar(select(func.count()).select_from(Regrade)) == 1


def test_an_attempt_that_is_submitted_later_is_marked_by_the_ruling(papers, clock):
    papers.answer(2, 1, 1)
    person = papers.factory.participant(papers.round.contest)
    attempt = papers.factory.attempt(person, papers.round, submitted_at=None)
    for position, question in enumerate(papers.questions, 1):
        row = {"option_order": "0123", "option_count": 4, "allows_many": False, "revision": 1}
        db.session.add(
            Response(attempt_id=attempt.id, position=position, question_version_id=question.id, choice=2, **row)
        )
    db.session.flush()
    adopted(papers, clock, papers.questions[0], "key", B)
    attempts.submit_attempt(db.session(), now=clock(), participant_id=person.id, attempt_id=attempt.id)
    db.session.expire_all()
    assert papers.scores()[attempt.id] == (1, 3)


def test_an_open_attempt_is_left_alone(papers, clock):
    papers.answer(2, 1, 1)
    person = papers.factory.participant(papers.round.contest)
    attempt = papers.factory.attempt(person, papers.round, submitted_at=None)
    adopted(papers, clock, papers.questions[0], "give")
    assert db.session.get(Attempt, attempt.id).score is None


def test_a_dry_run_writes_nothing(papers, clock):
    papers.answer(2, 1, 1)
    before = (papers.scores(), papers.marks())
    with statements() as seen:
        tried(papers, clock, papers.questions[0], "key", B)
    assert [s for s in seen if not s.startswith("SELECT")] == []
    assert (papers.scores(), papers.marks()) == before


def test_a_unit_that_would_win_another_prize_is_listed(papers, factory, clock):
    """The one individual prize, and 10 points with it, goes from the first unit's person to the second's."""
    first, second = factory.unit(headcount=10), factory.unit(headcount=10)
    papers.answer(1, 1, 1, whose={"unit_id": first.id})
    papers.answer(2, 1, 1, whose={"unit_id": second.id})
    prize = CollectivePrize(title="Giải tập thể", count=1, formula="rate_plus_winners")
    individual = IndividualPrize(title="Giải Nhất", count=1)
    papers.round.prizes = to_json(PrizePlan(individual=(individual,), collective=(prize,)))
    db.session.flush()
    assert tried(papers, clock, papers.questions[0], "key", B).units == [
        queries.UnitChange(unit_id=first.id, old_prizes=("Giải tập thể",), new_prizes=()),
        queries.UnitChange(unit_id=second.id, old_prizes=(), new_prizes=("Giải tập thể",)),
    ]


@pytest.mark.parametrize("people", [1, 3])
def test_an_adoption_takes_as_many_statements_however_many_attempts_change(papers, clock, people):
    for _ in range(people):
        papers.answer(2, 1, 1)
    clock.moment = papers.round.closes_at
    seen = tried(papers, clock, papers.questions[0], "key", B).fingerprint
    db.session.expire_all()
    with statements() as run:
        adopted(papers, clock, papers.questions[0], "key", B, seen=seen)
    assert len(run) == 19


KINDS = st.tuples(
    st.integers(0, 4), st.sampled_from(["void", "give", "key", "accept", LIFT]), st.sets(st.integers(0, 3), min_size=1)
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 1000),
    partial=st.sampled_from(["none", "no_wrong", "proportional", "half"]),
    steps=st.lists(KINDS, min_size=1, max_size=4),
)
def test_whatever_is_ruled_marks_are_those_of_marking_everything_anew(make_papers, clock, seed, partial, steps):
    """And a dry run lists just the differences between what was and what is."""
    papers = make_papers(partial_rule=partial, points=[["easy", 1], ["hard", 3]], prediction_target="full_marks")
    papers.round.prizes = to_json(PrizePlan(individual=(IndividualPrize(title="Giải Nhất", count=2),), encouragement=1))
    papers.ask(2)
    papers.ask(1, difficulty="hard", key=2)
    papers.ask(2, type="multiple", options=[
        {"text": f"Phương án {i}", "is_key": i in (0, 3), "is_pinned": False} for i in range(4)
    ])  # fmt: skip
    clock.moment = papers.round.closes_at
    papers.answer_at_random(Random(seed), people=6)
    for index, kind, chosen in steps:
        question = papers.questions[index]
        picked = frozenset(chosen) if question.type == "multiple" else frozenset([min(chosen)])
        before, marks_before, case_before = papers.scores(), papers.marks(), round_case(db.session(), papers.round)
        try:
            found = tried(papers, clock, question, kind, picked)
        except NothingChanges:
            continue
        adopted(papers, clock, question, kind, picked, seen=found.fingerprint)
        after, marks_after = papers.fresh()
        assert (papers.scores(), papers.marks()) == (after, marks_after)
        listed = {c.attempt_id: (c.old_score, c.old_max_score, c.new_score, c.new_max_score) for c in found.attempts}
        differing = {a: (*before[a], *after[a]) for a in before if before[a] != after[a]}
        assert {a: c for a, c in listed.items() if c[:2] != c[2:]} == differing
        changed_marks = {a for (a, p), m in marks_after.items() if marks_before[a, p] != m}
        assert {c.attempt_id for c in found.attempts if c.old_mark != c.new_mark} == changed_marks
        case_after = round_case(db.session(), papers.round)
        assert (found.old_actual, found.new_actual) == (case_before.actual, case_after.actual)
        _assert_people(found, case_before, case_after)


def _assert_people(found, before, after):
    """A dry run's people are just those whose score, rank or prize differ between two decided states."""
    old, new = _results(before.case), _results(after.case)
    assert {c.participant_id for c in found.people} == {p for p in old.keys() | new.keys() if old.get(p) != new.get(p)}
    for change in found.people:
        assert (change.new_score, change.new_rank, change.new_prizes) == new[change.participant_id]


def _results(case):
    outcome = decide(case)
    prizes = prizes_of(outcome)
    return {
        (who := placed.contender.standing.participant_id): (
            placed.contender.standing.score,
            placed.rank,
            prizes.get(who, ()),
        )
        for placed in outcome.placed
    }
