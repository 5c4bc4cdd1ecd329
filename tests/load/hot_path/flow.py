"""One attempt from the front page to the results, as a generator of requests that is sent their answers.

Its parts stand alone too: the other ways to drive (burst.py, readers.py, paced.py) are made of them.
"""

import json
import re
from collections.abc import Generator
from dataclasses import dataclass, field
from random import Random

from tests.load.hot_path.browser import Answer, Request
from tests.load.hot_path.people import Person

ITEMS = 20
# In the order of an attempt; a save comes ITEMS times.
STEPS = (
    "landing", "groups", "form", "register", "home", "start", "paper", "save", "finish", "submit", "result", "results",
)  # fmt: skip
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_UNIT = re.compile(r'<option[^>]*value="([1-9]\d*)"')
_ATTEMPT = re.compile(r"/attempts/(\d+)")
_OPTION = re.compile(r'id="c(\d+)-(\d+)"')
_REVISION = re.compile(r'data-position="(\d+)" data-revision="(\d+)"')


class Unexpected(Exception):
    """The answer is not what the step comes to."""


@dataclass(slots=True)
class Sitting:
    """What the server acknowledged of an attempt. `saves`: (choice, revision) by position; `id`: 0 before its start."""

    id: int = 0
    saves: dict[int, tuple[int, int]] = field(default_factory=dict)
    is_submitted: bool = False


@dataclass(slots=True)
class Paper:
    """What a page keeps of its paper: the forms' token, and by position the options and the revision acknowledged."""

    token: str
    option_counts: dict[int, int]
    revisions: dict[int, int]


Steps = Generator[Request, Answer, None]


def attempt(sitting: Sitting, *, person: Person, rng: Random, round_id: int) -> Steps:
    """Go through an attempt as a new participant, noting in `sitting` what is acknowledged. Raises Unexpected."""
    yield from look("landing", "/")
    yield from look("groups", "/registration/")
    yield from register(person, rng)
    token = yield from own_page(round_id)
    paper = yield from start(sitting, round_id=round_id, token=token)
    for position, count in paper.option_counts.items():
        yield from save(sitting, paper, position=position, picked=rng.randrange(count))
    yield from _submit(sitting)
    yield from look("result", f"/results/attempts/{sitting.id}")
    yield from look("results", "/results/")


def look(step: str, path: str) -> Steps:
    """Look at a page. Raises Unexpected."""
    _page((yield Request(step=step, path=path)))


def register(person: Person, rng: Random) -> Steps:
    """Fill in the form of a person's group. Raises Unexpected."""
    form = _page((yield Request(step="form", path=f"/registration/?group={person.group}")))
    units = _UNIT.findall(form)
    if not units:
        raise Unexpected("a form without units")
    fields = {**person.fields, "csrf_token": _token(form), "unit_id": rng.choice(units)}
    _led_to("/registration/me", (yield Request(step="register", path="/registration/", form=list(fields.items()))))


def own_page(round_id: int) -> Generator[Request, Answer, str]:
    """Look at the participant's own page and return the token of the button Start. Raises Unexpected."""
    home = _page((yield Request(step="home", path="/registration/me")))
    if f'action="{_start_path(round_id)}"' not in home:
        raise Unexpected("the round can't be entered")
    return _token(home)


def start(
    sitting: Sitting, *, round_id: int, token: str, due_at: float | None = None
) -> Generator[Request, Answer, Paper]:
    """Press Start, follow to the paper and return it. Raises Unexpected."""
    form = [("csrf_token", token)]
    answer = yield Request(step="start", path=_start_path(round_id), form=form, due_at=due_at)
    found = _ATTEMPT.fullmatch(answer.location)
    if answer.status != 303 or found is None:
        raise Unexpected(f"{answer.status} {answer.location}")
    sitting.id = int(found[1])
    return _read_paper(_page((yield Request(step="paper", path=answer.location))))


def save(sitting: Sitting, paper: Paper, *, position: int, picked: int, due_at: float | None = None) -> Steps:
    """Save a choice above the revision that is acknowledged. Raises Unexpected."""
    revision = paper.revisions[position] + 1
    form = [("csrf_token", paper.token), ("revision", str(revision)), ("choice", str(picked))]
    path = f"/attempts/{sitting.id}/items/{position}"
    answer = yield Request(step="save", path=path, form=form, is_script=True, due_at=due_at)
    if answer.status != 200 or json.loads(answer.body) != {"picked": [picked], "revision": revision}:
        raise Unexpected(f"{answer.status} {answer.body[:80]!r}")
    sitting.saves[position] = (1 << picked, revision)
    paper.revisions[position] = revision


def _submit(sitting: Sitting) -> Steps:
    finish = _page((yield Request(step="finish", path=f"/attempts/{sitting.id}/finish")))
    form = [("csrf_token", _token(finish))]
    answer = yield Request(step="submit", path=f"/attempts/{sitting.id}/submit", form=form)
    _led_to(f"/results/attempts/{sitting.id}", answer)
    sitting.is_submitted = True


def _start_path(round_id: int) -> str:
    return f"/attempts/rounds/{round_id}"


def _read_paper(page: str) -> Paper:
    counts: dict[int, int] = {}
    for position, place in _OPTION.findall(page):
        counts[int(position)] = int(place) + 1
    revisions = {int(position): int(revision) for position, revision in _REVISION.findall(page)}
    if set(counts) != set(revisions) or len(counts) != ITEMS:
        raise Unexpected(f"{len(counts)} items")
    return Paper(token=_token(page), option_counts=counts, revisions=revisions)


def _page(answer: Answer) -> str:
    if answer.status != 200:
        raise Unexpected(f"{answer.status} {answer.location}")
    return answer.text


def _led_to(path: str, answer: Answer) -> None:
    if answer.status != 303 or answer.location != path:
        raise Unexpected(f"{answer.status} {answer.location} in place of {path}")


def _token(page: str) -> str:
    found = _TOKEN.search(page)
    if found is None:
        raise Unexpected("a page without a token")
    return found[1]
