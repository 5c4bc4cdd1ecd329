"""`quizapp bank …`: files checked, imported, listed, exported."""

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from quizapp.config import ROOT
from quizapp.models import Bank, BankQuestion, db
from tests.integration.cli.conftest import Run

HEADER = "Câu hỏi,Phương án A,Phương án B,Đáp án\n"
GOOD = "Chữ ký số dùng để làm gì?,Ký tài liệu,Gọi điện,A\n"
BAD = "Cổng dịch vụ công là gì?,Một trang web,Một con đường,\n"
SHIPPED = ROOT / "question_banks" / "hoa-an.xlsx"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with one good question and one without a key."""
    path = tmp_path / "câu hỏi.csv"
    path.write_text(HEADER + GOOD + BAD, encoding="utf-8")
    return path


def _questions(app: Flask, slug: str) -> int | None:
    with app.app_context():
        bank_id = db.session.scalar(select(Bank.id).where(Bank.slug == slug))
        if bank_id is None:
            return None
        return db.session.scalar(select(func.count()).where(BankQuestion.bank_id == bank_id))


def test_shipped_bank_is_checked_without_a_problem(run: Run) -> None:
    result = run("bank", "check", SHIPPED, "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert set(found) == {"format", "questions", "problems"}
    assert (found["format"], found["problems"]) == ("xlsx", [])
    assert set(found["questions"][0]) == {
        "number",
        "type",
        "text",
        "options",
        "topic",
        "difficulty",
        "groups",
        "explanation",
        "source",
    }
    assert set(found["questions"][0]["options"][0]) == {"text", "correct"}


def test_file_with_an_error_ends_with_1_and_says_where(run: Run, file: Path) -> None:
    result = run("bank", "check", file, "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [(p["severity"], p["code"], p["where"]) for p in found["problems"]] == [("error", "no-key", "Dòng 3")]
    assert [q["text"] for q in found["questions"]] == ["Chữ ký số dùng để làm gì?", "Cổng dịch vụ công là gì?"]


def test_check_for_people_is_a_table_and_a_count(run: Run, file: Path) -> None:
    result = run("bank", "check", file)
    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert lines[0].split() == ["Mức", "Ở", "đâu", "Vấn", "đề"]
    assert lines[1].startswith("Lỗi  Dòng 3  ")
    assert lines[-1] == "2 câu hỏi (2 một đáp án), 1 lỗi, 0 cảnh báo."


@pytest.mark.parametrize(
    "arguments",
    [
        ("bank", "check"),
        ("bank", "check", "no-such-file.xlsx"),
        ("bank", "check", __file__, "--format", "pdf"),
        ("bank", "import", __file__),
        ("bank", "export", "no-such-bank", "--format", "xlsx", "--out", "x.xlsx"),
        ("bank", "frobnicate"),
    ],
)
def test_wrong_usage_ends_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr != ""


def test_file_that_is_no_bank_is_a_problem_not_an_accident(run: Run) -> None:
    result = run("bank", "check", __file__, "--format", "xlsx", "--json")
    assert result.exit_code == 1
    assert [p["code"] for p in json.loads(result.stdout)["problems"]] == ["unreadable-file"]


def test_import_is_all_or_nothing(app: Flask, run: Run, file: Path) -> None:
    result = run("bank", "import", file, "--bank", "xa", "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (found["imported"], [p["code"] for p in found["problems"]]) == (0, ["no-key"])
    assert _questions(app, "xa") is None


def test_import_can_leave_out_what_is_bad(app: Flask, run: Run, file: Path) -> None:
    result = run("bank", "import", file, "--bank", "xa", "--skip-bad", "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (found["bank"], found["imported"], found["skipped"]) == ("xa", 1, 1)
    assert _questions(app, "xa") == 1


def test_second_import_of_the_same_questions_is_refused(app: Flask, run: Run, file: Path) -> None:
    file.write_text(HEADER + GOOD, encoding="utf-8")
    assert run("bank", "import", file, "--bank", "xa").exit_code == 0
    again = run("bank", "import", file, "--bank", "xa", "--json")
    assert again.exit_code == 1
    assert _questions(app, "xa") == 1


def test_import_warns_of_questions_that_a_bank_nearly_holds(run: Run, file: Path) -> None:
    file.write_text(HEADER + GOOD, encoding="utf-8")
    assert run("bank", "import", file, "--bank", "xa", "--title", "Ngân hàng xã").exit_code == 0
    file.write_text(HEADER + GOOD.replace("để làm gì", "để làm gì vậy"), encoding="utf-8")
    result = run("bank", "import", file, "--bank", "huyen", "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["imported"]) == (0, 1)
    assert [p["message"] for p in found["problems"] if p["code"] == "near-duplicate-in-bank"] == [
        "Câu hỏi gần giống câu 1 của ngân hàng “Ngân hàng xã”. Hãy xem có trùng ý không."
    ]
    again = json.loads(run("bank", "import", file, "--bank", "huyen", "--json").stdout)
    assert [p["code"] for p in again["problems"] if "bank" in p["code"]] == ["already-in-bank"]


def test_list_counts_questions(run: Run) -> None:
    found = {bank["slug"]: bank["questions"] for bank in json.loads(run("bank", "list", "--json").stdout)}
    assert set(found) == {"khoa-hoc-cong-nghe", "doi-moi-sang-tao", "chuyen-doi-so", "hoa-an"}
    assert sum(found.values()) >= 300


@pytest.mark.parametrize("code", ["xlsx", "csv"])
def test_export_reads_back_equal(run: Run, tmp_path: Path, code: str) -> None:
    out = tmp_path / f"bank.{code}"
    result = run("bank", "export", "hoa-an", "--format", code, "--out", out)
    assert (result.exit_code, result.stdout) == (0, "")
    shipped = json.loads(run("bank", "check", SHIPPED, "--json").stdout)["questions"]
    exported = json.loads(run("bank", "check", out, "--json").stdout)["questions"]
    assert exported == shipped


def test_export_to_where_nothing_can_be_written_is_refused(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "no-such-folder" / "bank.csv"
    result = run("bank", "export", "hoa-an", "--format", "csv", "--out", out)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Lỗi: không ghi được {out}")


def test_export_says_what_the_file_cannot_carry(run: Run, tmp_path: Path) -> None:
    whole = run("bank", "export", "hoa-an", "--format", "xlsx", "--out", tmp_path / "bank.xlsx")
    assert "không mang được" not in whole.stderr
    questions = json.loads(run("bank", "check", SHIPPED, "--json").stdout)["questions"]
    with_source = sum(bool(question["source"]) for question in questions)
    paper = run("bank", "export", "hoa-an", "--format", "docx-paper", "--out", tmp_path / "bank.docx")
    assert paper.exit_code == 0
    assert f"Tệp không mang được nguồn của {with_source} câu." in paper.stderr
