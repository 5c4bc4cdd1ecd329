"""The child process that looks for new questions among held ones; the server's own threads go on answering meanwhile.

JSON on stdin, {"new": […], "held": […]}; JSON on stdout, a list of [place of the new one, place of the held one,
score]; how far it is on stderr. Run by `liken` as `python -m quizapp.exchange.questions.likener`.
"""

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from quizapp.domain.question import Question
from quizapp.domain.text import fold
from quizapp.exchange.children import ChildFailed, Watcher, limit_resources, run_child, written_to
from quizapp.exchange.questions.progress import counted, heard_by
from quizapp.exchange.questions.serialise import pack_question, unpack_question
from quizapp.exchange.questions.similarity import (
    MAX_CANDIDATES,
    MAX_COMPARED,
    STEM_ALIKE,
    Match,
    similar_to,
    wording,
)

MAX_CPU_SECONDS = 60
MAX_SECONDS = 120.0
_AT_ONCE = 50  # new questions between two words about how far it is
_WORD = re.compile(r"\w+")


def liken(
    new: Sequence[Question], held: Sequence[Question], *, watcher: Watcher | None = None
) -> tuple[Match, ...] | None:
    """Return for each of `new` that is like one of `held` the likeliest; None where that took too long.

    Raises NobodyWaits where `watcher` says so.
    """
    if not new or not held:
        return ()
    packed = {name: [pack_question(q) for q in questions] for name, questions in (("new", new), ("held", held))}
    given = json.dumps(packed).encode()
    try:
        answer = run_child(__name__, (), given=given, max_seconds=MAX_SECONDS, watcher=watcher)
    except ChildFailed:
        return None
    return tuple(Match(index=index, other=other, score=score) for index, other, score in json.loads(answer))


def candidates(question: Question, stems: Sequence[str]) -> list[int]:
    """Return the places of the few folded stems that `question` may turn out to be like."""
    wanted = _ordered(fold(question.text))
    near = process.extract(
        wanted, [_ordered(stem) for stem in stems], scorer=fuzz.ratio, score_cutoff=STEM_ALIKE, limit=MAX_CANDIDATES
    )
    return [place for _, _, place in near]


def _ordered(stem: str) -> str:
    """Return a folded stem as `similarity.wording` has it."""
    return " ".join(sorted(_WORD.findall(stem[-MAX_COMPARED:])))


def _alike(new: Sequence[Question], held: Sequence[Question]) -> list[Match]:
    known = [wording(question) for question in held]
    found: list[Match] = []
    for first in counted(range(0, len(new), _AT_ONCE), every=1):
        wanted = [wording(question) for question in new[first : first + _AT_ONCE]]
        found += [replace(match, index=first + match.index) for match in similar_to(wanted, known)]
    return found


def main() -> None:
    """Read stdin, write stdout."""
    limit_resources(MAX_CPU_SECONDS)
    given = json.load(sys.stdin.buffer)
    new, held = ([unpack_question(packed) for packed in given[name]] for name in ("new", "held"))
    with heard_by(written_to(sys.stderr)):
        matches = _alike(new, held)
    json.dump([(match.index, match.other, match.score) for match in matches], sys.stdout)


if __name__ == "__main__":
    main()
