"""The sheets of an exported file from which its results can be computed again."""

import io
from datetime import timedelta
from random import Random

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from quizapp.attempts import operations
from quizapp.domain.choice import to_shown
from quizapp.domain.outcome import decide
from quizapp.domain.prizes.lots import commitment
from quizapp.domain.prizes.plan import CollectivePrize, IndividualPrize, OnePrize, PrizePlan, to_json
from quizapp.exchange.results.check import check_file
from quizapp.models import Attempt
from quizapp.models.adjudication import PrizeExclusion, Regrade, RoundRuling
from quizapp.models.outcome import round_case
from quizapp.reports.queries.export import export_results
from tests.integration.attempts.sitting import Sitting
from tests.postgres import both_databases
from tests.statements import statements

PROOF = [
    "Thể lệ", "Câu hỏi", "Bài làm", "Xếp hạng đầy đủ", "Giải cá nhân", "Bốc thăm", "Giải tập thể", "Đơn vị",
    "Không xét giải", "Đã có giải ở đợt khác", "Dấu vân tay",
]  # fmt: skip
_PLAN = PrizePlan(
    individual=(IndividualPrize(title="Giải Nhất", count=1), IndividualPrize(title="Giải Nhì", count=2)),
    one_prize=OnePrize.CONTEST,
    encouragement=2,
    encouragement_title="Giải Khuyến khích",
    collective=(CollectivePrize(title="Tập thể", count=1, formula="rank_points"),),
)
_RULES = {
    "ranking": ["score", "prediction", "duration", "lot"],
    "prediction_target": "participants",
    "partial_rule": "proportional",
    "points": [["easy", 2]],
    "requires_all_answered": True,
    "prizes": to_json(_PLAN),
}


@pytest.fixture
def played(factory, clock):
    """A round of eight people by the operations that people use, one disqualified, one kept from prizes, a ruling."""
    sitting = Sitting(factory, **_RULES)
    rng = Random(4)
    for number in range(8):
        sitting.participant = factory.participant(sitting.round.contest, full_name=f"=Người {chr(65 + number)}")
        for turn in range(rng.randint(1, 2)):
            _sit(sitting, rng, seed=10 * number + turn, prediction=number)
            clock.moment += timedelta(seconds=rng.randint(1, 90), milliseconds=417)
    attempt_id = operations.start_attempt(
        factory.session(), now=clock(), rng=rng, round_id=sitting.round.id,
        participant_id=factory.participant(sitting.round.contest).id,
    )  # fmt: skip
    assert attempt_id
    _adjudicate(factory, sitting, clock)
    return sitting


def _sit(sitting, rng, *, seed, prediction):
    attempt_id = sitting.start(seed=seed)
    for response in sitting.responses(attempt_id):
        option = 0 if rng.random() < 0.7 else rng.randrange(4)
        if rng.random() < 0.97:
            sitting.save(attempt_id, response.position, to_shown([option], list(map(int, response.option_order))), 1)
    sitting.clock.moment += timedelta(seconds=rng.randint(30, 60), microseconds=rng.randint(0, 999_999))
    sitting.submit(attempt_id, prediction=prediction)


def _adjudicate(factory, sitting, clock):
    session, contest_round = factory.session, sitting.round
    attempts = session.query(Attempt).filter(Attempt.submitted_at.is_not(None)).order_by(Attempt.id).all()
    session.execute(update(Attempt).where(Attempt.id == attempts[0].id).values(exclusion="disqualified"))
    session.add(
        PrizeExclusion(
            contest_id=contest_round.contest_id, participant_id=attempts[-1].participant_id, reason="Ban Tổ chức",
            made_at=clock(),
        )
    )  # fmt: skip
    session.flush()


def file(session, sitting, clock, **values):
    chosen = {"contest_round": sitting.round, "with_names": True, **values}
    target = io.BytesIO()
    export_results(
        session(), contest=sitting.round.contest, target=target, file_format="xlsx", now=clock(), **chosen
    )  # fmt: skip
    return target.getvalue()


def sheets(content):
    book = load_workbook(io.BytesIO(content), read_only=True)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def rule(found, key):
    return next(row[2] for row in found["Thể lệ"] if row[1] == key)


@both_databases
@pytest.mark.parametrize("with_names", [True, False])
@pytest.mark.parametrize("is_over", [True, False])
@pytest.mark.parametrize("is_whole_contest", [True, False])
def test_a_file_of_what_people_did_agrees(session, played, clock, with_names, is_over, is_whole_contest):
    clock.moment += timedelta(days=20 if is_over else 0)
    values = {"contest_round": None} if is_whole_contest else {}
    report = check_file(file(session, played, clock, with_names=with_names, **values))
    assert report.findings.listed == []
    assert (report.running, report.withheld) == (
        () if is_over else (played.round.slug,),
        () if is_over or with_names else (played.round.slug,),
    )


def test_ranks_and_prizes_are_those_of_the_one_function_of_results(session, played, clock):
    clock.moment += timedelta(days=20)
    found = sheets(file(session, played, clock))
    outcome = decide(round_case(session(), played.round).case)
    placed = [(p.rank, p.contender.standing.entry_id, p.contender.standing.score) for p in outcome.placed]
    assert [(row[1], row[5], row[8]) for row in found["Xếp hạng đầy đủ"][1:]] == placed
    assert [(row[1], row[7]) for row in found["Giải cá nhân"][1:]] == [(a.title, a.entry_id) for a in outcome.awards]
    assert [row[7] for row in found["Bốc thăm"][1:]] == [a.entry_id for a in outcome.drawn]
    assert len(outcome.awards) == 3
    assert len(outcome.drawn) == 2


def test_the_seed_is_told_once_the_round_is_over_and_promised_before(session, played, clock):
    running = sheets(file(session, played, clock))
    assert (rule(running, "draw_seed"), rule(running, "actual")) == (None, None)
    assert rule(running, "commitment") == commitment(played.round.draw_seed)
    assert [len(running[title]) for title in ("Giải cá nhân", "Bốc thăm", "Giải tập thể")] == [1, 1, 1]
    assert {row[16] for row in running["Xếp hạng đầy đủ"][1:]} == {None}
    clock.moment += timedelta(days=20)
    over = sheets(file(session, played, clock))
    assert rule(over, "draw_seed") == played.round.draw_seed
    assert rule(over, "actual") == len(over["Xếp hạng đầy đủ"]) - 1  # everybody with an attempt that counts


def test_without_names_there_are_numbers_alone_and_no_key_while_the_round_runs(session, played, clock):
    running = sheets(file(session, played, clock, with_names=False))
    assert [len(running[title]) for title in ("Câu hỏi", "Bài làm", "Xếp hạng đầy đủ")] == [1, 1, 1]
    clock.moment += timedelta(days=20)
    over = sheets(file(session, played, clock, with_names=False))
    cells = {str(cell) for rows in over.values() for row in rows for cell in row}
    assert not any("Người " in cell and cell.startswith("=") for cell in cells)
    assert {row[3] for row in over["Bài làm"][1:]} == {row[2] for row in over["Không xét giải"][1:]} == {None}
    assert "Ban Tổ chức" not in cells


def test_a_name_like_a_formula_stays_text_in_every_sheet(session, played, clock):
    clock.moment += timedelta(days=20)
    book = load_workbook(io.BytesIO(file(session, played, clock)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}
    assert sum(str(cell.value).startswith("=Người") for cell in cells) > 20


@pytest.mark.parametrize(("sheet", "column"), [("Xếp hạng", 4), ("Lượt thi", 10), ("Tổng hợp", 2), ("Theo đơn vị", 3)])
def test_an_edited_cell_of_the_figures_names_its_row_too(session, played, clock, sheet, column):
    book = load_workbook(io.BytesIO(file(session, played, clock)))
    book[sheet].cell(3, column).value = "khác"
    target = io.BytesIO()
    book.save(target)
    assert [(d.sheet, d.row) for d in check_file(target.getvalue()).findings.listed] == [(sheet, 3)]


def test_some_groups_alone_prove_nothing(session, played, clock):
    found = sheets(file(session, played, clock, groups=("residents",)))
    assert set(found).isdisjoint(PROOF)


def test_a_ruling_is_in_the_file_and_marks_without_it_disagree(session, factory, played, clock):
    """The ruling stands, but the papers weren't marked again: every paper with the question is named."""
    clock.moment += timedelta(days=20)
    asked = sheets(file(session, played, clock))["Bài làm"]
    version = int(asked[1][19].partition(":")[0])
    regrade = factory._add(
        Regrade(round_id=played.round.id, made_at=clock(), reason="Đề sai", rulings=[], attempts_changed=0)
    )
    factory._add(
        RoundRuling(round_id=played.round.id, question_version_id=version, regrade_id=regrade.id, kind="void", keys=[])
    )
    report = check_file(file(session, played, clock))
    with_it = {n for n, row in enumerate(asked, start=1) if any(str(c).startswith(f"{version}:") for c in row[19:])}
    assert {
        d.row for d in report.findings.listed if d.column == "Điểm tối đa (phần)" and d.sheet == "Bài làm"
    } == with_it


@both_databases
def test_papers_are_read_a_batch_at_a_time_whatever_their_number(session, factory, clock):
    june = factory.round()
    counts = []
    for _ in range(2):
        factory.attempt(factory.participant(june.contest), june)
        session.flush()
        with statements() as found:
            export_results(
                session(), contest=june.contest, contest_round=june, target=io.BytesIO(), file_format="xlsx",
                with_names=True, now=clock(),
            )  # fmt: skip
        counts.append(len(found))
    assert counts[0] == counts[1]
