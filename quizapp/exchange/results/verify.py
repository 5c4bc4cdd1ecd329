"""Checks a file of results in a child process, `checker.py`: a hostile file can harm nothing but that process."""

import json
from collections.abc import Mapping
from typing import Any

from quizapp.domain.text import N_
from quizapp.exchange.children import ChildFailed, ChildSaidTooMuch, ChildTookTooLong, run_child

CHECKER = "quizapp.exchange.results.checker"
MAX_SECONDS = 600.0


class NotVerifiable(Exception):
    """A file that can't be checked; says why in a clause without a full stop."""


def verify(content: bytes) -> Mapping[str, Any]:
    """Return what a file's check found, as checker.packed() gives it. Raises NotVerifiable."""
    try:
        answer = json.loads(run_child(CHECKER, (), given=content, max_seconds=MAX_SECONDS))
    except ChildTookTooLong as error:
        raise NotVerifiable(N_("kiểm tra tệp mất quá nhiều thời gian")) from error
    except ChildSaidTooMuch as error:
        raise NotVerifiable(N_("tệp có quá nhiều chỗ không khớp")) from error
    except (ChildFailed, ValueError) as error:
        raise NotVerifiable(N_("nội dung tệp bị hỏng hoặc quá phức tạp")) from error
    if "refused" in answer:
        raise NotVerifiable(answer["refused"])
    report: Mapping[str, Any] = answer["report"]
    return report
