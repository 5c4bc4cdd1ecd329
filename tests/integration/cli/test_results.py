"""`quizapp contest list`, `simulate`, `results export`, `results verify`, `stats`, `attempts close-overdue`."""

import csv
import json
import shutil
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from quizapp.attempts.operations import start_attempt
from quizapp.exchange.results.layout import PAPERS
from quizapp.models import Attempt, AuditRecord, Participant, Response, Round, db
from tests.integration.cli.conftest import NOW, Run, app_on, close, invoke, on_rehearsal
from tests.integration.reports.test_proof import PROOF


def _simulate(app: Flask, slug: str, *, people: int, seed: int = 5) -> None:
    result = invoke(app, "simulate", "dien-tap", "--round", slug, "--participants", people, "--seed", seed)
    assert result.exit_code == 0, result.output


def _count(app: Flask, model: type[db.Model]) -> int:  # type: ignore[name-defined]
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_contests_are_listed_with_their_rounds(run: Run) -> None:
    found = json.loads(run("contest", "list", "--json").stdout)
    assert [(c["slug"], c["is_current"], c["is_rehearsal"]) for c in found] == [("2027", True, False)]
    assert {r["slug"]: r["phase"] for r in found[0]["rounds"]} == {
        "thang-6": "open",
        "thang-9": "upcoming",
        "thi-thu": "open",
    }


def test_simulation_refuses_a_real_contest(app: Flask, run: Run) -> None:
    result = run("simulate", "2027", "--round", "thang-6", "--participants", 5)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == ("Lỗi: 2027 không phải cuộc thi diễn tập; người giả lập chỉ được vào cuộc thi diễn tập\n")
    assert _count(app, Participant) == 0


@on_rehearsal
def test_simulation_of_an_unknown_round_is_wrong_usage(run: Run) -> None:
    result = run("simulate", "dien-tap", "--round", "thang-1", "--participants", 5)
    assert result.exit_code == 2
    assert result.stderr == "Lỗi: cuộc thi dien-tap không có đợt 'thang-1'; có: thang-6, thi-thu, thang-9\n"


@on_rehearsal
def test_same_seed_gives_the_same_people_and_answers(app: Flask, installation: Path, tmp_path: Path) -> None:
    close(app)
    twin = app_on(Path(shutil.copytree(installation, tmp_path / "twin")))
    for each in (app, twin):
        _simulate(each, "thang-6", people=8)
    assert _everything(app) == _everything(twin)
    close(twin)


def _everything(app: Flask) -> list[object]:
    with app.app_context(), db.engine.connect() as connection:
        tables = (Participant.__table__, Attempt.__table__, Response.__table__)
        return [tuple(row) for table in tables for row in connection.execute(select(table))]


@on_rehearsal
def test_other_seeds_give_other_people(app: Flask) -> None:
    def people() -> set[str]:
        with app.app_context():
            return set(db.session.scalars(select(Participant.full_name)))

    _simulate(app, "thang-6", people=6, seed=1)
    first = people()
    _simulate(app, "thang-6", people=6, seed=2)
    assert len(people() - first) == 6


@on_rehearsal
def test_simulated_attempts_lie_in_the_round_and_keep_its_rules(app: Flask) -> None:
    with app.app_context():
        contest_round = db.session.scalars(select(Round).where(Round.slug == "thang-9", Round.contest_id == 2)).one()
        attempts = db.session.scalars(select(Attempt)).all()
        assert {a.round_id for a in attempts} == {contest_round.id}
        assert len({a.participant_id for a in attempts}) == 40
        assert all(contest_round.opens_at <= a.started_at < NOW for a in attempts)
        assert all(a.submitted_at is None or a.submitted_at <= NOW for a in attempts)
        assert all(a.closes_at > NOW for a in attempts if a.submitted_at is None)
        assert len({a.score for a in attempts}) > 5
        assert {"officials", "students", "residents"} <= set(db.session.scalars(select(Participant.group)))


@on_rehearsal
def test_half_of_a_later_round_were_there_before(app: Flask) -> None:
    _simulate(app, "thang-6", people=8)
    app.config["CLOCK"] = lambda: NOW + timedelta(days=1)
    _simulate(app, "thang-9", people=6)
    with app.app_context():
        rounds = (
            select(func.count(Attempt.round_id.distinct()).label("rounds")).group_by(Attempt.participant_id).subquery()
        )
        assert db.session.scalar(select(func.count()).where(rounds.c.rounds == 2)) == 3
    assert _count(app, Participant) == 40 + 8 + 3


@on_rehearsal
def test_export_writes_every_sheet(app: Flask, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "kết quả.xlsx"
    result = run("results", "export", "dien-tap", "--out", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert load_workbook(out, read_only=True).sheetnames == [
        "Tổng hợp",
        "Theo nhóm",
        "Theo đơn vị",
        "Theo ngày",
        "Xếp hạng",
        "Lượt thi",
        *PROOF,
    ]
    with app.app_context():
        written = db.session.scalars(select(AuditRecord).order_by(AuditRecord.id.desc()).limit(1)).one()
        assert (written.action, written.actor_id) == ("results.export_with_names", None)


@on_rehearsal
def test_csv_has_a_byte_order_mark_and_as_many_rows_as_the_statistics_say(app: Flask, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    assert run("results", "export", "dien-tap", "--round", "thang-9", "--out", out).exit_code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = [*csv.reader(out.read_text(encoding="utf-8-sig").splitlines())]
    figures = json.loads(run("stats", "dien-tap", "--round", "thang-9", "--json").stdout)
    assert len(rows) - 1 == figures["attempts"]
    assert sum(group["attempts"] for group in figures["groups"]) == figures["attempts"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("results", "export", "2027", "--out", "x.pdf"), 2),
        (("results", "export", "1999", "--out", "x.csv"), 2),
        (("results", "export", "2027", "--round", "thang-1", "--out", "x.csv"), 2),
        (("results", "export", "2027", "--out", "no-such-folder/x.csv"), 1),
        (("results", "export", "2027"), 2),
        (("stats", "1999", "--json"), 2),
    ],
)
def test_refused_export_says_why_and_leaves_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr != ""
    assert [*folder.iterdir()] == []


@on_rehearsal
def test_statistics_count_what_time_has_ended(app: Flask, run: Run) -> None:
    def unfinished() -> tuple[int, int]:
        figures = json.loads(run("stats", "dien-tap", "--json").stdout)
        return figures["open"], figures["started_empty"]

    still_open, empty = unfinished()
    _start_attempt(app)
    assert unfinished() == (still_open + 1, empty)
    app.config["CLOCK"] = lambda: NOW + timedelta(hours=1)
    assert unfinished() == (0, empty + 1)


def _start_attempt(app: Flask) -> None:
    """Let a participant of the rehearsal begin one more attempt."""
    with app.app_context():
        participant_id, contest_id = db.session.execute(select(Participant.id, Participant.contest_id).limit(1)).one()
        contest_round = db.session.scalars(
            select(Round).where(Round.slug == "thang-9", Round.contest_id == contest_id)
        ).one()
        contest_round.attempts_allowed = None
        start_attempt(db.session(), now=NOW, rng=Random(1), round_id=contest_round.id, participant_id=participant_id)
        db.session.commit()


@on_rehearsal
def test_statistics_for_people_are_a_table(app: Flask, run: Run) -> None:
    lines = run("stats", "dien-tap").stdout.splitlines()
    assert lines[0].split("  ")[0] == "Nhóm"
    assert lines[-1].startswith("Tổng cộng")


def _exported(run: Run, out: Path, *options: str) -> Path:
    assert run("results", "export", "dien-tap", "--round", "thang-9", "--out", out, *options).exit_code == 0
    return out


@on_rehearsal
@pytest.mark.parametrize("options", [(), ("--without-names",)])
def test_an_exported_file_is_verified_without_a_database(
    app: Flask, run: Run, tmp_path: Path, options: tuple[str, ...]
) -> None:
    app.config["CLOCK"] = lambda: NOW + timedelta(days=200)  # the round is over
    out = _exported(run, tmp_path / "kết quả.xlsx", *options)
    shutil.rmtree(app.instance_path)
    result = run("results", "verify", out)
    assert (result.exit_code, result.stderr) == (0, "")
    first, last = result.stdout.splitlines()
    assert first.startswith("Đã tính lại ")
    assert last == "Mọi dòng đều khớp."
    report = json.loads(run("results", "verify", out, "--json").stdout)
    assert (report["agrees"], report["rounds"], report["disagreements"]) == (True, ["thang-9"], [])
    assert report["participants"] == 40


@on_rehearsal
def test_an_edited_score_is_named_by_sheet_row_and_column(run: Run, tmp_path: Path) -> None:
    out = _exported(run, tmp_path / "x.xlsx")
    book = load_workbook(out)
    cell = book[PAPERS.title].cell(5, 15)
    right, cell.value = cell.value, 99
    book.save(out)
    result = run("results", "verify", out)
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.splitlines()[1:] == [
        "Đợt thang-9 chưa kết thúc khi xuất tệp: chưa có số thực tế để so dự đoán, chưa bốc thăm, chưa xét giải.",
        f"Trang “Bài làm”, dòng 5, cột “Điểm (phần)”: đang là 99, phải là {right}.",
        "Có 1 chỗ không khớp.",
    ]
    result = run("results", "verify", out, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["disagreements"] == [
        {"sheet": "Bài làm", "row": 5, "column": "Điểm (phần)", "found": "99", "expected": str(right)}
    ]


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 torn", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_file_of_results_can_t_be_verified(run: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    result = run("results", "verify", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Lỗi: không kiểm tra được x.xlsx: ")
    assert result.stderr.endswith("Hãy xuất lại tệp .xlsx, không lọc theo nhóm, rồi kiểm tra lại\n")


def test_another_workbook_can_t_be_verified(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    Workbook().save(path)
    result = run("results", "verify", path)
    assert result.exit_code == 2
    assert "tệp không phải tệp kết quả có phần kiểm chứng" in result.stderr
    assert run("results", "verify", tmp_path / "none.xlsx").exit_code == 2
