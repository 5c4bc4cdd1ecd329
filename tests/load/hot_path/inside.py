"""What each step costs inside the program: `python -m tests.load.hot_path.inside [--profile STEP]`.

Whole attempts through the app itself, without server and sockets: processor milliseconds and statements by step, and
on wish the functions in which a step spends its time.
"""

import cProfile
import gc
import os
import pstats
import statistics
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from random import Random
from time import thread_time
from typing import Any

from flask import Flask
from sqlalchemy import event
from werkzeug.test import EnvironBuilder

from quizapp.app import create_app
from quizapp.config import Settings
from quizapp.models import db
from tests.load.hot_path.browser import Answer, Browser, Request
from tests.load.hot_path.flow import STEPS, Sitting, attempt
from tests.load.hot_path.people import new_person
from tests.load.hot_path.server import prepared
from tests.statements import TRANSACTION

_HOST = "127.0.0.1"
_WARM_UP = 8
_FIRST_NUMBER = 9_000_000  # of people that no driver invents
_SHOWN_FUNCTIONS = 60


@dataclass(slots=True)
class Costs:
    """By step: processor seconds of each request, statements of all requests."""

    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statements: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def statements_a_request(self) -> dict[str, float]:
        """Return the mean number of statements of a request, by step."""
        return {step: round(self.statements[step] / len(self.seconds[step]), 2) for step in STEPS}

    def table(self) -> str:
        """Return the costs as lines to read; an attempt is every step, with its saves."""
        lines = [f"{'step':<10}{'requests':>9}{'CPU ms':>9}{'a request':>11}{'SQL':>7}"]
        attempts = len(self.seconds["submit"])
        for step, statements in self.statements_a_request().items():
            spent = self.seconds[step]
            middle, share = statistics.median(spent) * 1000, len(spent) / attempts
            lines.append(f"{step:<10}{len(spent):>9}{middle * share:>9.2f}{middle:>11.2f}{statements:>7.1f}")
        whole = sum(statistics.median(s) * len(s) for s in self.seconds.values()) * 1000 / attempts
        return "\n".join([*lines, f"an attempt {whole:.1f} ms"]) + "\n"


class Inside:
    """An app that is asked without a server. `profiled`: the step whose functions are watched."""

    def __init__(self, app: Flask, round_id: int, profiled: str | None = None) -> None:
        self.costs, self.profile = Costs(), cProfile.Profile()
        self._app, self._round_id, self._profiled = app, round_id, profiled
        self._rng, self._number, self._step = Random(1), _FIRST_NUMBER, ""
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._count)

    def go_through(self, attempts: int) -> None:
        """Go through whole attempts, each of a new participant, adding to `costs`. Raises Unexpected."""
        for _ in range(attempts):
            self._number += 1
            browser, person = Browser(_HOST), new_person(self._number, self._rng)
            steps = attempt(Sitting(), person=person, rng=self._rng, round_id=self._round_id)
            request = next(steps)
            try:
                while True:
                    request = steps.send(self._ask(browser, request))
            except StopIteration:
                continue

    def _ask(self, browser: Browser, request: Request) -> Answer:
        environ = _environ(browser.encode(request), request)
        heads: list[tuple[str, list[tuple[str, str]]]] = []
        self._step = request.step
        is_watched = request.step == self._profiled
        if is_watched:
            self.profile.enable()
        began = thread_time()
        body = b"".join(self._app(environ, lambda status, headers, _=None: heads.append((status, headers))))
        self.costs.seconds[request.step].append(thread_time() - began)
        if is_watched:
            self.profile.disable()
        status, headers = heads[0]
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
        answer = browser.decode(bytearray("\r\n".join(lines).encode() + b"\r\n\r\n" + body))
        assert answer is not None
        return answer

    def _count(self, _connection: object, _cursor: object, statement: str, *_told: object) -> None:
        self.costs.statements[self._step] += not statement.startswith(TRANSACTION)


def _environ(sent: bytes, request: Request) -> dict[str, Any]:
    """Return what a server would make of the bytes that a browser sends."""
    head, _, body = sent.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")[1:]
    headers = [tuple(line.split(": ", 1)) for line in lines]
    method = "GET" if request.form is None else "POST"
    path, _, query = request.path.partition("?")
    return EnvironBuilder(
        path=path,
        query_string=query,
        method=method,
        headers=headers,
        input_stream=BytesIO(body),
        base_url=f"http://{_HOST}/",
        environ_base={"REMOTE_ADDR": _HOST},
    ).get_environ()


def statements_per_step(environ: Mapping[str, str], *, attempts: int = 8) -> dict[str, float]:
    """Return the mean number of statements of a request by step, over attempts in the round that is open.

    `environ`: the product's settings, of a database that server.prepared() has made.
    """
    inside = _inside(environ, None)
    inside.go_through(_WARM_UP)
    inside.costs = Costs()
    inside.go_through(attempts)
    return inside.costs.statements_a_request()


def _inside(environ: Mapping[str, str], profiled: str | None) -> Inside:
    return Inside(create_app(Settings.from_env(environ)), int(environ["QUIZAPP_BENCH_ROUND"]), profiled)


def main() -> None:
    """Print the table, and the functions of the step that is to be profiled."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="quizapp-bench-") as name:
        environ = prepared(Path(name), options.database or f"sqlite:///{name}/quizapp.sqlite3")
        inside = _inside(environ, options.profile)
        inside.go_through(_WARM_UP)
        gc.collect()
        gc.freeze()  # as the server does before it forks its workers
        inside.costs, inside.profile = Costs(), cProfile.Profile()
        inside.go_through(options.attempts)
    sys.stdout.write(inside.costs.table())
    if options.profile:
        stats = pstats.Stats(inside.profile, stream=sys.stdout)
        stats.strip_dirs().sort_stats(options.sort).print_stats(_SHOWN_FUNCTIONS)


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.load.hot_path.inside", description=__doc__)
    parser.add_argument("--attempts", type=int, default=100, help="whole attempts (%(default)s)")
    parser.add_argument("--profile", choices=STEPS, help="the step whose functions are shown")
    parser.add_argument("--sort", choices=("tottime", "cumtime"), default="tottime")
    parser.add_argument("--database", default=os.environ.get("QUIZAPP_DATABASE_URL"), help="SQLite by default")
    return parser.parse_args()


if __name__ == "__main__":
    main()
