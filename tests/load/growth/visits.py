"""What is asked of the product at each size: whole sittings of new participants, and the pages that read everything."""

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient

from quizapp.app import create_app
from quizapp.config import Settings
from quizapp.models import db
from tests.factories import Factory
from tests.load.growth.costs import Cost, Meter, ask
from tests.load.growth.databases import Stage
from tests.load.growth.filling import person_of
from tests.load.hot_path.browser import Answer, Request
from tests.load.hot_path.flow import Sitting, attempt
from tests.load.hot_path.people import new_person

WARM_UP = 8
PAGES = ("landing", "result", "results", "standing")
FIRST, AGAIN = 3, 30
_SECONDS_A_PAGE = 60.0
# Longer than anything is kept in the process, by the product's clock and by the machine's.
_UNTIL_FORGOTTEN, _UNTIL_FORGOTTEN_SECONDS = timedelta(minutes=50), 1.0

# The front page is among the pages: where it takes long, what is kept for a start would have run out by then.
_NOT_LOOKED_AT = Answer(status=200, location="", body=b"", wire=0)


class Unanswered(RuntimeError):
    """A page was not answered with 200."""


@dataclass(kw_only=True, slots=True)
class Clock:
    """The product's clock, `ahead` of the machine's, or standing still where `stands_at` is set."""

    ahead: timedelta = timedelta()
    stands_at: datetime | None = None

    def __call__(self) -> datetime:
        return self.stands_at or datetime.now(UTC) + self.ahead


class Visits:
    """The product at one stage, in this process."""

    def __init__(self, stage: Stage) -> None:
        self._app = create_app(Settings.from_env(stage.environ))
        self._stage, self._meter, self._clock = stage, Meter(self._app), Clock()
        self._app.config["CLOCK"] = self._clock
        self._rng, self._people = Random(1), 0
        self._staff: FlaskClient | None = None

    def warm_up(self) -> None:
        """Go through some sittings unmeasured, and freeze what is loaded then, as the product's server does."""
        self.sit(WARM_UP)
        self._meter.costs.clear()
        gc.collect()
        gc.freeze()

    def sit(self, sittings: int) -> None:
        """Go through so many attempts from the sign-up to the submission, each of a new participant."""
        for _ in range(sittings):
            client = self._app.test_client()
            person = new_person(self._people, self._rng)
            self._people += 1
            steps = attempt(Sitting(), person=person, rng=self._rng, round_id=self._stage.round_id)
            request = next(steps)
            while request.step != "result":
                self._meter.measures = request.step
                request = steps.send(_NOT_LOOKED_AT if request.step == "landing" else ask(client, request))
            steps.close()

    def read(self) -> None:
        """Look at the pages that read all attempts: each first with nothing kept in the process, then again and again.

        At most some seconds a page: one that takes long is measured less often.
        """
        for page in PAGES:
            look_at = getattr(self, f"_{page}")
            self._clock.stands_at = self._clock()
            self._repeat(f"{page}, first", FIRST, look_at, before=self._forget)
            self._repeat(f"{page}, again", AGAIN, look_at, before=lambda: None)

    def costs(self) -> Mapping[str, list[Cost]]:
        """Return what was measured so far, by step or page."""
        return dict(self._meter.costs)

    def _repeat(self, name: str, times: int, look_at: Callable[[int], None], *, before: Callable[[], None]) -> None:
        ends_at = time.monotonic() + _SECONDS_A_PAGE
        for turn in range(times):
            before()
            self._meter.measures = name
            look_at(turn)
            if time.monotonic() > ends_at:
                break

    def _forget(self) -> None:
        assert self._clock.stands_at is not None
        self._clock.stands_at += _UNTIL_FORGOTTEN
        time.sleep(_UNTIL_FORGOTTEN_SECONDS)

    def _landing(self, _turn: int) -> None:
        """Look at the front page, as anybody."""
        look(self._app.test_client(), "/")

    def _result(self, turn: int) -> None:
        """Look at one's own result, as a participant somewhere among all."""
        attempt_id = 1 + turn * self._stage.attempts // (AGAIN + 1)
        client = self._app.test_client()
        with client.session_transaction() as cookie:
            cookie["participant_id"] = person_of(attempt_id)
        look(client, f"/results/attempts/{attempt_id}")

    def _results(self, _turn: int) -> None:
        """Look at the public page of results, as anybody."""
        look(self._app.test_client(), "/results/")

    def _standing(self, _turn: int) -> None:
        """Look at the standing of everybody, as somebody of the staff."""
        if self._staff is None:
            self._staff = signed_in(self._app, "administrator")
        look(self._staff, "/results/standing")


def signed_in(app: Flask, role: str) -> FlaskClient:
    """Return the browser of a new account of the staff."""
    client = app.test_client()
    with app.app_context():
        factory = Factory(session=db.session, clock=lambda: datetime.now(UTC))
        factory.sign_in(client, factory.account(role, email=f"{uuid4().hex}@hoaan.example"))
        db.session.commit()
    return client


def look(client: FlaskClient, path: str) -> None:
    """Look at a page. Raises Unanswered."""
    answer = ask(client, Request(step="", path=path))
    if answer.status != 200:
        raise Unanswered(f"{path}: {answer.status} {answer.location}")
