"""Tells, under the reader's own limits, what it can see and do."""

import json
import os
import sys
import tempfile

from quizapp.domain.problem import Problem
from quizapp.exchange.children import limit_resources
from quizapp.exchange.questions.parsed import refused
from quizapp.exchange.questions.serialise import pack


def can_write() -> bool:
    """Tell whether a file can be written."""
    try:
        with tempfile.TemporaryFile() as file:
            file.write(b"x")
            file.flush()
    except OSError:
        return False
    return True


limit_resources()
said = f"secret {os.environ.get('QUIZAPP_SECRET_KEY')}, wrote {can_write()}"
json.dump(pack(refused(Problem(code="unreadable-file", params={"reason": said}))), sys.stdout)
