"""Moodle's path of a category ↔ a topic: "$course$/top/Chuyển đổi số".

Source: Moodle, question/format.php (split_category_path, assemble_category_path): "/" parts the path, "//" is the sign.
"""

import re

from quizapp.domain.question import TOPICS
from quizapp.domain.text import clean
from quizapp.exchange.questions import names

_CONTEXT = re.compile(r"\$[a-z]+\d*\$")
_TOP = "top"
_DEFAULT = re.compile(r"(?:Default for|Mặc định cho|Mặc định) .+", re.IGNORECASE)
_PARTS = re.compile(r"/(/?)")
_PREFIX = "$course$/top"


def topic_of(path: str) -> str | None:
    """Return the topic that a category means; None for Moodle's own topmost one.

    Of a path the last part is the topic if it is one of the contest's, else all of it: "Chương 1 / Bài 2". Categories
    that Moodle makes by itself count only where nothing stands under them.
    """
    parts = [clean(part) for part in _split(path)]
    if parts and _CONTEXT.fullmatch(parts[0]):
        del parts[0]
    if parts and parts[0].casefold() == _TOP:
        del parts[0]
    while len(parts) > 1 and _DEFAULT.fullmatch(parts[0]):
        del parts[0]
    parts = [part for part in parts if part]
    if parts and names.topic(parts[-1]) in TOPICS:
        del parts[:-1]
    return names.topic(" / ".join(parts))


def path_of(topic: str | None) -> str:
    """Return the category in which the questions of `topic` are kept."""
    if not topic:
        return _PREFIX
    start, end = (" " if topic.startswith("/") else ""), (" " if topic.endswith("/") else "")
    return f"{_PREFIX}/{start}{topic.replace('/', '//')}{end}"


def _split(path: str) -> list[str]:
    parts = [""]
    last = 0
    for match in _PARTS.finditer(path):
        parts[-1] += path[last : match.start()] + match[1]
        if not match[1]:
            parts.append("")
        last = match.end()
    parts[-1] += path[last:]
    return parts
