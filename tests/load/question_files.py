"""What reading, comparing and writing large files of questions costs: `python -m tests.load.question_files`.

Each figure is the median of some runs: processor seconds, and the most memory that the process and its children held.
"""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

from quizapp.domain.question import Difficulty, Option, Question
from quizapp.exchange.questions import WRITERS, dump
from quizapp.exchange.questions.similarity import similar_to, wording

RUNS = 3
_SYLLABLES = """
    dữ liệu công dân dịch vụ trực tuyến chuyển đổi số khoa học công nghệ đổi mới sáng tạo hồ sơ thủ tục xã thôn trường
    học doanh nghiệp hợp tác nông dân mật khẩu ứng dụng điện thoại bản đồ chữ ký hóa đơn mạng xã hội
"""
_WORDS = tuple(_SYLLABLES.split())


def main() -> None:
    """Print a line a measurement."""
    with tempfile.TemporaryDirectory() as folder:
        for code, count in (("docx", 1000), ("xlsx", 5000), ("csv", 5000), ("gift", 5000), ("moodle-xml", 5000)):
            path = Path(folder) / f"bank.{code}"
            path.write_bytes(dump(bank(Random(1), count), code))
            _show(f"bank check, {count} questions, {code}", [_checked(path, code) for _ in range(RUNS)])
    new, held = ([wording(q) for q in bank(Random(seed), count)] for seed, count in ((2, 1000), (3, 10_000)))
    _show("near-duplicates, 1000 against 10000", [_timed(lambda: similar_to(new, held)) for _ in range(RUNS)])
    for code in WRITERS:
        write = partial(dump, bank(Random(1), 1000), code)
        _show(f"write 1000 questions, {code}", [_timed(write) for _ in range(RUNS)])


def bank(rng: Random, count: int) -> list[Question]:
    """Return questions of ordinary length, of the same few words in ever other orders."""
    return [
        Question(
            number=number,
            text=f"{_words(rng, 18)}?",
            options=tuple(Option(text=_words(rng, 7), is_key=i == number % 4) for i in range(4)),
            topic="Chuyển đổi số",
            difficulty=Difficulty.MEDIUM,
            explanation=_words(rng, 25),
            source="Nghị quyết 57-NQ/TW",
        )
        for number in range(1, count + 1)
    ]


def _words(rng: Random, count: int) -> str:
    return " ".join(rng.choices(_WORDS, k=count)).capitalize()


def _checked(path: Path, code: str) -> tuple[float, float]:
    """Return what `quizapp bank check` of a file costs, its child process included: seconds, megabytes."""
    quizapp = Path(sys.executable).with_name("quizapp")
    measured = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
        "u = resource.getrusage(resource.RUSAGE_CHILDREN); print(u.ru_utime + u.ru_stime, u.ru_maxrss / 1024)"
    )
    command = [sys.executable, "-c", measured, str(quizapp), "bank", "check", str(path), "--format", code, "--json"]
    seconds, megabytes = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(seconds), float(megabytes)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    start = process_time()
    work()
    return process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _show(title: str, runs: list[tuple[float, float]]) -> None:
    seconds, megabytes = median(run[0] for run in runs), max(run[1] for run in runs)
    sys.stdout.write(f"{title:<40} {seconds:6.2f} s CPU {megabytes:6.0f} MB\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
