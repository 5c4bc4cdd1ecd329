"""A format stands in one place: without it only its own tests fail."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]
FORMATS = "quizapp/exchange/questions/__init__.py"
COPIED = ("quizapp", "tests", "question_banks", "pyproject.toml")
ASKED = (
    *(f"tests/unit/exchange/questions/{part}" for part in ("moodle", "test_golden.py", "test_serialise.py")),
    "tests/unit/exchange/questions/word/test_recognition.py",
    "tests/integration/banks/test_exporting.py",
    "tests/integration/imports/test_files.py",
)


def without_aiken(folder: Path) -> Path:
    """Return a copy of the project from which a newcomer has taken the format Aiken out again."""
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    registry = folder / FORMATS
    left = re.sub(r"\baiken, ", "", registry.read_text(encoding="utf-8"))
    assert "aiken" not in left
    registry.write_text(left, encoding="utf-8")
    (folder / "quizapp/exchange/questions/moodle/aiken.py").unlink()
    return folder


def test_a_format_is_taken_out_and_only_its_own_tests_fail(tmp_path: Path) -> None:
    folder = without_aiken(tmp_path)
    command = [sys.executable, "-m", "pytest", "--tb=no", "-rfE", "-p", "no:cacheprovider", "-p", "no:xdist", *ASKED]
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*command, "--continue-on-collection-errors", "--basetemp", str(folder / "temporary")],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    failed = re.findall(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
    assert failed, done.stdout + done.stderr
    assert [name for name in failed if "aiken" not in name.lower()] == [], done.stdout
    assert re.search(r"\d{3,} passed", done.stdout), done.stdout
