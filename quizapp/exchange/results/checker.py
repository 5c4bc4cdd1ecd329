"""The child process that checks one file of results: bytes on stdin, JSON on stdout.

Run by `verify.py` as `python -m quizapp.exchange.results.checker`.
"""

import json
import sys
from typing import Any

from quizapp.domain.text import N_
from quizapp.exchange.children import limit_resources
from quizapp.exchange.questions.parsed import Refused
from quizapp.exchange.results.check import Report, check_file

# 100,000 papers of 20 questions need a quarter of each.
MAX_CPU_SECONDS = 300
MAX_MEMORY = 1024 * 1024 * 1024


def main() -> None:
    """Read stdin, write stdout."""
    limit_resources(MAX_CPU_SECONDS, address_space=MAX_MEMORY)
    json.dump(_answer(sys.stdin.buffer.read()), sys.stdout)


def _answer(content: bytes) -> dict[str, Any]:
    try:
        return {"report": packed(check_file(content))}
    except Refused as refused:
        return {"refused": str(refused.problem.params.get("reason", ""))}
    except MemoryError:
        return {"refused": N_("kiểm tra tệp cần quá nhiều bộ nhớ")}


def packed(report: Report) -> dict[str, Any]:
    """Return a report as what JSON holds."""
    return {
        "agrees": not report.findings.listed,
        "rounds": list(report.rounds),
        "running": list(report.running),
        "withheld": list(report.withheld),
        "attempts": report.attempts,
        "participants": report.people,
        "rows": report.rows,
        "left_off": report.findings.left_off,
        "disagreements": [
            {"sheet": d.sheet, "row": d.row, "column": d.column, "found": d.found, "expected": d.expected}
            for d in report.findings.listed
        ],
    }


if __name__ == "__main__":
    main()
