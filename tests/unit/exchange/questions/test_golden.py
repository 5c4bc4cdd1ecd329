"""The project's own files, and what each must be read as (the JSON beside it).

A new file: put it into tests/golden/<format>/, write down by hand what it holds.
"""

import json
from pathlib import Path

import pytest

from quizapp.exchange.questions import FORMATS, read, to_json
from quizapp.exchange.questions.reader import parse

GOLDEN = Path(__file__).resolve().parents[3] / "golden"
FILES = [path for code in FORMATS for path in sorted((GOLDEN / code).iterdir()) if path.suffix != ".json"]


FIRST = {path.parent.name: path for path in reversed(FILES)}.values()


def _expected(path: Path) -> object:
    return json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_golden_file_is_read_as_written_down(path: Path) -> None:
    assert to_json(parse(path.read_bytes(), "", path.suffix)) == _expected(path)


@pytest.mark.parametrize("path", FIRST, ids=lambda path: path.parent.name)
def test_a_child_process_reads_what_this_one_reads(path: Path) -> None:
    assert to_json(read(path.read_bytes(), filename=path.name)) == _expected(path)


def test_every_format_has_a_golden_file() -> None:
    assert {path.parent.name for path in FILES} == set(FORMATS)
