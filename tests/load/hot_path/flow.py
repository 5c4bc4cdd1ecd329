"""One attempt from the front page to the results, as a generator of requests that is sent their answers."""

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


Steps = Generator[Request, Answer, None]


def attempt(sitting: Sitting, *, person: Person, rng: Random, round_id: int) -> Steps:
    """Go through an attempt as a new participant, noting in `sitting` what is acknowledged. Raises Unexpected."""
    yield from _register(person, rng)
    paper = yield from _start(sitting, round_id)
    yield from _answer(sitting, paper, rng)
    yield from _submit(sitting)


def _register(person: Person, rng: Random) -> Steps:
    _page((yield Request(step="landing", path="/")))
    _page((yield Request(step="groups", path="/registration/")))
    form = _page((yield Request(step="form", path=f"/registration/?group={person.group}")))
    fields = {**person.fields, "csrf_token": _token(form), "unit_id": rng.choice(_UNIT.findall(form))}
    _led_to("/registration/me", (yield Request(step="register", path="/registration/", form=list(fields.items()))))


def _start(sitting: Sitting, round_id: int) -> Generator[Request, Answer, str]:
    home = _page((yield Request(step="home", path="/registration/me")))
    path = f"/attempts/rounds/{round_id}"
    if f'action="{path}"' not in home:
        raise Unexpected("home: the round can't be entered")
    answer = yield Request(step="start", path=path, form=[("csrf_token", _token(home))])
    found = _ATTEMPT.fullmatch(answer.location)
    if answer.status != 303 or found is None:
        raise Unexpected(f"start: {answer.status} {answer.location}")
    sitting.id = int(found[1])
    return _page((yield Request(step="paper", path=answer.location)))


def _answer(sitting: Sitting, paper: str, rng: Random) -> Steps:
    token = _token(paper)
    places: dict[int, int] = {}
    for position, place in _OPTION.findall(paper):
        places[int(position)] = int(place) + 1
    revisions = {int(position): int(revision) for position, revision in _REVISION.findall(paper)}
    if set(places) != set(revisions) or len(places) != ITEMS:
        raise Unexpected(f"paper: {len(places)} items")
    for position, count in places.items():
        picked, revision = rng.randrange(count), revisions[position] + 1
        form = [("csrf_token", token), ("revision", str(revision)), ("choice", str(picked))]
        path = f"/attempts/{sitting.id}/items/{position}"
        answer = yield Request(step="save", path=path, form=form, is_script=True)
        if answer.status != 200 or json.loads(answer.body) != {"picked": [picked], "revision": revision}:
            raise Unexpected(f"save: {answer.status} {answer.body[:80]!r}")
        sitting.saves[position] = (1 << picked, revision)


def _submit(sitting: Sitting) -> Steps:
    finish = _page((yield Request(step="finish", path=f"/attempts/{sitting.id}/finish")))
    form = [("csrf_token", _token(finish))]
    answer = yield Request(step="submit", path=f"/attempts/{sitting.id}/submit", form=form)
    _led_to(f"/results/attempts/{sitting.id}", answer)
    sitting.is_submitted = True
    _page((yield Request(step="result", path=answer.location)))
    _page((yield Request(step="results", path="/results/")))


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
