"""The audit record's actions as sentences."""

import ast
from pathlib import Path

from quizapp.domain.audit_actions import ACTIONS, Details

_PACKAGE = Path(__file__).resolve().parents[3] / "quizapp"


def _recorded_actions():
    """Every action="…" that an operations module hands on."""
    for path in (*_PACKAGE.glob("*/operations.py"), *_PACKAGE.glob("*/operations/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "action" and isinstance(node.value, ast.Constant):
                yield node.value.value


def test_every_recorded_action_has_a_sentence():
    assert sorted(set(_recorded_actions()) - set(ACTIONS)) == []


def test_a_sentence_names_what_the_details_hold():
    assert ACTIONS["unit.create"].sentence % Details(name="Thôn Nà Lừa") == "Thêm đơn vị “Thôn Nà Lừa”"


def test_a_detail_that_is_missing_breaks_no_sentence():
    assert ACTIONS["unit.create"].sentence % Details() == "Thêm đơn vị “…”"
