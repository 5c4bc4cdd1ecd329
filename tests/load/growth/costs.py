"""Asks the app without a server, and takes down what each request cost inside it."""

import gzip
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from quizapp.models import db
from tests.load.hot_path.browser import Answer, Request
from tests.statements import TRANSACTION

_HOST = "http://localhost"  # where a test client's cookies are of
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 13; SM-A155F) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile Safari/537.36",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "vi-VN,vi;q=0.9,en-US;q=0.8,en;q=0.7",
    "Referer": f"{_HOST}/",
    "Origin": _HOST,
    "Sec-Fetch-Site": "same-origin",
}
_MOST_KEPT = 1 << 20
_PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Mode": "navigate"}
_SCRIPT = {"Accept": "application/json", "Sec-Fetch-Mode": "cors"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What a request cost: seconds by the clock and of processors, statements, bytes of the answer's body.

    `processor`: of the thread that answered and, on PostgreSQL, of the server process behind its connection.
    """

    seconds: float
    processor: float
    statements: int
    size: int


class Meter:
    """Stands around an app and adds what each request cost to `costs`, by what it `measures`."""

    def __init__(self, app: Flask) -> None:
        self.costs: defaultdict[str, list[Cost]] = defaultdict(list)
        self.measures, self._statements, self._backends = "", 0, set[int]()
        self._answer, app.wsgi_app = app.wsgi_app, self._measured
        with app.app_context():
            event.listen(db.engine, "connect", self._meet)
            event.listen(db.engine, "before_cursor_execute", self._count)

    def _measured(self, environ: Any, start_response: Any) -> list[bytes]:
        self._statements = 0
        elsewhere, began, used = self._elsewhere(), perf_counter(), thread_time()
        kept, size = _sent(self._answer(environ, start_response))
        used, ended = thread_time() - used, perf_counter()
        cost = Cost(
            seconds=ended - began,
            processor=used + self._elsewhere() - elsewhere,
            statements=self._statements,
            size=size,
        )
        self.costs[self.measures].append(cost)
        return kept

    def _elsewhere(self) -> float:
        """Return the processor seconds of the database's own processes that were ever connected."""
        return sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in self._backends) / 1e9

    def _meet(self, connection: Any, _record: object) -> None:
        info = getattr(connection, "info", None)  # psycopg's; SQLite has no process of its own
        if info is not None:
            self._backends.add(info.backend_pid)

    def _count(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self._statements += not statement.startswith(TRANSACTION)


def _sent(answer: Any) -> tuple[list[bytes], int]:
    """Return an answer's beginning and the length of it all: a server too sends files on without holding them."""
    kept, size = [], 0
    try:
        for piece in answer:
            size += len(piece)
            if size <= _MOST_KEPT:
                kept.append(piece)
    finally:
        if hasattr(answer, "close"):
            answer.close()
    return kept, size


def ask(client: FlaskClient, request: Request) -> Answer:
    """Return the app's answer to what a browser or its script asks."""
    response = client.open(
        request.path,
        method="GET" if request.form is None else "POST",
        data=None if request.form is None else urlencode(request.form),
        content_type=None if request.form is None else "application/x-www-form-urlencoded",
        headers={**_HEADERS, **(_SCRIPT if request.is_script else _PAGE)},
        base_url=_HOST,
    )
    body = response.get_data()
    return Answer(
        status=response.status_code,
        location=response.headers.get("Location", ""),
        body=gzip.decompress(body) if response.content_encoding == "gzip" else body,
        wire=len(body),
    )


def megabytes(name: str) -> float:
    """Return what this process holds (VmRSS) or has held at most (VmHWM)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024, 1)
