"""`quizapp contest supply`."""

import json

import pytest
from flask import Flask
from sqlalchemy import select, update

from quizapp.domain.groups import GROUPS
from quizapp.models import QuestionVersion, Round, db
from tests.integration.cli.conftest import Run


def _set_blueprint(app: Flask, *rows: dict[str, object]) -> None:
    """Ask for rows that the shipped banks may not be able to fill: what organisers can't store, files can."""
    with app.app_context():
        contest_round = db.session.scalars(select(Round).where(Round.slug == "thang-6")).one()
        contest_round.blueprint = [{"topic": None, "difficulty": None, "group": None, **row} for row in rows]
        contest_round.groups = ["students"]
        db.session.commit()


def test_the_shipped_banks_suffice_for_the_shipped_rounds(run: Run) -> None:
    for slug in ("thang-6", "thang-9", "thi-thu"):
        result = run("contest", "supply", "2027", "--round", slug, "--json")
        assert result.exit_code == 0
        found = json.loads(result.stdout)
        assert (found["contest"], found["round"], found["is_enough"]) == ("2027", slug, True)
        assert [group["group"] for group in found["groups"]] == list(GROUPS)
        assert [(group["missing"], group["is_too_alike"]) for group in found["groups"]] == [(0, False)] * len(GROUPS)
        assert all(group["neighbours"]["is_exact"] for group in found["groups"])


def test_what_is_missing_ends_with_1(app: Flask, run: Run) -> None:
    with app.app_context():
        db.session.execute(update(QuestionVersion).values(is_drawn=False))
        some = db.session.scalars(select(QuestionVersion.id).limit(5)).all()
        changed = {"is_drawn": True, "topic": "Mới", "difficulty": "easy", "groups": []}
        db.session.execute(update(QuestionVersion).where(QuestionVersion.id.in_(some)).values(changed))
        db.session.commit()
    _set_blueprint(app, {"count": 2, "topic": "Mới", "difficulty": "easy"}, {"count": 1, "difficulty": "hard"})

    result = run("contest", "supply", "2027", "--round", "thang-6", "--json")

    assert (result.exit_code, result.stderr) == (1, "")
    assert json.loads(result.stdout) == {
        "contest": "2027",
        "round": "thang-6",
        "is_enough": False,
        "groups": [
            {
                "group": "students",
                "asked": 3,
                "missing": 1,
                "is_enough": False,
                "cells": [
                    {"topic": "Mới", "difficulty": "easy", "asked": 2, "available": 5, "missing": 0},
                    {"topic": None, "difficulty": "hard", "asked": 1, "available": 0, "missing": 1},
                ],
                "neighbours": None,
                "is_too_alike": False,
                "additions": [{"topic": None, "difficulty": "hard", "count": 1}],
            }
        ],
    }
    told = run("contest", "supply", "2027", "--round", "thang-6")
    assert told.exit_code == 1
    assert [" ".join(line.split()) for line in told.stdout.splitlines()] == [
        "Nhóm Cần Có Thiếu Ô của ma trận",
        "Học sinh 2 5 0 Mới, Nhận biết",
        "Học sinh 1 0 1 Chủ đề bất kỳ, Vận dụng",
        "",
        "Học sinh: chưa ra được đề, thiếu 1 câu (Chủ đề bất kỳ, Vận dụng: 1 câu).",
    ]

    _set_blueprint(app, {"count": 4, "topic": "Mới"})
    # 4 of 5: 16/5 = 3,2 are shared, at least 3 of them always. 16/n <= 2 from 8 questions on.
    told = run("contest", "supply", "2027", "--round", "thang-6")
    assert told.exit_code == 0
    assert "hai đề trùng trung bình 3,2 trong 4 câu, khả năng trùng ít nhất một câu 100,0%" in told.stdout
    assert "Trùng quá nửa, nên thêm câu hỏi (Mới: 3 câu)." in told.stdout


@pytest.mark.parametrize("names", [("2026", "thang-6"), ("2027", "thang-1")])
def test_unknown_names_are_wrong_usage(run: Run, names: tuple[str, str]) -> None:
    result = run("contest", "supply", names[0], "--round", names[1])
    assert (result.exit_code, result.stdout) == (2, "")
