"""The child process that reads one uploaded file: bytes on stdin, JSON on stdout, how far it is on stderr.

Run by `sandbox.py` as `python -m quizapp.exchange.questions.reader FORMAT EXTENSION`, both of which may be empty.
"""

import json
import sys

from quizapp.domain.problem import Problem
from quizapp.domain.text import N_
from quizapp.exchange.children import limit_resources, written_to
from quizapp.exchange.questions import FORMATS, recognise
from quizapp.exchange.questions.parsed import Parsed, Refused, refused
from quizapp.exchange.questions.progress import heard_by
from quizapp.exchange.questions.serialise import pack

# What harms is refused by its size and shape long before; a dense bank of 5,000 questions takes 15 s on a good machine
# and thrice that on an old PC, while the organiser sees how far it is.
MAX_CPU_SECONDS = 60


def parse(content: bytes, format_code: str, extension: str = "") -> Parsed:
    """Return what `content` holds; a refusal, and memory that ran out, are problems of the file."""
    code: str | None = format_code or None
    try:
        code = code or recognise(content, f"file{extension}")
        return FORMATS[code].parse(content) if code else refused(Problem(code="unknown-format"))
    except Refused as refusal:
        return refused(refusal.problem, code)
    except MemoryError:
        reason = N_("đọc tệp cần quá nhiều bộ nhớ")
        return refused(Problem(code="too-large", params={"reason": reason}), code)


def main() -> None:
    """Read stdin, write stdout."""
    limit_resources(MAX_CPU_SECONDS)
    with heard_by(written_to(sys.stderr)):
        parsed = parse(sys.stdin.buffer.read(), *sys.argv[1:])
    json.dump(pack(parsed), sys.stdout)


if __name__ == "__main__":
    main()
