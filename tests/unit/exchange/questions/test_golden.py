"""The project's own files, and what each must be read as (the JSON beside it).

A new file: put it into tests/golden/<format>/, write down by hand what it holds.
"""

import json
from pathlib import Path

import pytest

from quizapp.exchange.questions import FORMATS, read, to_json

GOLDEN = Path(__file__).resolve().parents[3] / "golden"
FILES = [path for code in FORMATS for path in sorted((GOLDEN / code).iterdir()) if path.suffix != ".json"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_golden_file_is_read_as_written_down(path: Path) -> None:
    assert to_json(read(path.read_bytes(), filename=path.name)) == json.loads(
        path.with_suffix(".json").read_text(encoding="utf-8")
    )


def test_every_format_has_a_golden_file() -> None:
    assert {path.parent.name for path in FILES} == set(FORMATS)
