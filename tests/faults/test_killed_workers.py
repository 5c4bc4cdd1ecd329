"""Workers are killed while phones save: what was acknowledged is in the database, and nothing is there twice."""

import http.client
import json
import os
import random
import re
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from pysqlite3 import dbapi2 as sqlite

from tests.journeys.rows import Person, Rows
from tests.server import RunningServer, running_server

PHONES = 6
KILLS = 5
SECONDS_BETWEEN_KILLS = 1.2
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class NoAnswer(ConnectionError):
    """The server gave no answer, or none that acknowledges."""


@dataclass
class Phone:
    """A client that keeps cookies and, like the page's own queue, sends a save again until it is acknowledged."""

    address: str
    person: Person
    rng: random.Random
    cookies: SimpleCookie = field(default_factory=SimpleCookie)
    token: str = ""
    attempt_id: int = 0
    acknowledged: dict[int, tuple[int, int]] = field(default_factory=dict)  # position: (choice, revision)
    answers: int = 0
    faults: list[str] = field(default_factory=list)

    def request(self, method: str, path: str, **form: object) -> tuple[int, str, str]:
        """Return status, text and where the answer leads. Raises NoAnswer."""
        url = urlsplit(self.address)
        connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=20)
        headers = {"Cookie": "; ".join(f"{m.key}={m.value}" for m in self.cookies.values())}
        body = urlencode({**form, "csrf_token": self.token}) if method == "POST" else None
        if "choice" in form:
            headers["Accept"] = "application/json"
        try:
            connection.request(method, path, body, {**headers, **FORM})
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(path) from error
        finally:
            connection.close()
        self.cookies.load(answer.headers.get("Set-Cookie", ""))
        found = TOKEN.search(text)
        self.token = found[1] if found else self.token
        return answer.status, text, answer.headers.get("Location", "")

    def begin(self, round_id: int) -> None:
        """Come in by code and begin an attempt."""
        self.request("GET", "/registration/return")
        fields = {"code": self.person.code, "birth_date": self.person.birth_date, "next": ""}
        assert self.request("POST", "/registration/return", **fields)[0] == 303
        self.request("GET", "/registration/me")
        status, text, location = self.request("POST", f"/attempts/rounds/{round_id}")
        assert status == 303, text
        self.attempt_id = int(location.rsplit("/", 1)[1])
        self.request("GET", location)

    def save_until(self, stop: threading.Event) -> None:
        """Save one choice after another; what is not acknowledged is sent again as it was."""
        revisions = dict.fromkeys(range(1, 6), 0)
        while not stop.is_set():
            position, place = self.rng.choice(list(revisions)), self.rng.randrange(4)
            revisions[position] += 1
            while not stop.is_set() and not self._save(position, place, revisions[position]):
                time.sleep(0.02)

    def _save(self, position: int, place: int, revision: int) -> bool:
        try:
            path = f"/attempts/{self.attempt_id}/items/{position}"
            status, text, _ = self.request("POST", path, choice=place, revision=revision)
        except NoAnswer:
            return False
        if status == 503:
            return False
        if status != 200 or json.loads(text) != {"picked": [place], "revision": revision}:
            self.faults.append(f"{status} {text[:200]}")
            return True
        self.acknowledged[position] = (1 << place, revision)
        self.answers += 1
        return True

    def start_again(self, round_id: int, stop: threading.Event) -> None:
        """Press Start over and over: there is one attempt, and it stays the same."""
        while not stop.is_set():
            try:
                status, text, location = self.request("POST", f"/attempts/rounds/{round_id}")
            except NoAnswer:
                continue
            if status == 303 and not location.endswith(f"/{self.attempt_id}"):
                self.faults.append(f"another attempt: {location}")
            elif status not in (303, 503):
                self.faults.append(f"{status} {text[:200]}")
            time.sleep(0.1)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """A server whose workers may be killed."""
    with running_server(tmp_path, workers=2) as running:
        yield running


@pytest.fixture
def rows(server: RunningServer) -> Iterator[Rows]:
    """The server's database."""
    rows = Rows.of(server.settings)
    yield rows
    rows.close()


def _kill_workers(server: RunningServer) -> int:
    """Kill a worker of the server, and again when it was replaced; return how many."""
    killed = 0
    for number in range(KILLS):
        time.sleep(SECONDS_BETWEEN_KILLS)
        workers = server.worker_pids()
        if workers:
            os.kill(workers[number % len(workers)], signal.SIGKILL)
            killed += 1
    time.sleep(SECONDS_BETWEEN_KILLS)
    return killed


def test_no_acknowledged_save_is_lost_when_workers_are_killed(server: RunningServer, rows: Rows) -> None:
    round_id = rows.open_round()
    phones = [Phone(server.address, rows.person(), random.Random(seed)) for seed in range(PHONES)]
    for phone in phones:
        phone.begin(round_id)
    stop = threading.Event()
    threads = [threading.Thread(target=phone.save_until, args=(stop,)) for phone in phones]
    threads += [threading.Thread(target=phone.start_again, args=(round_id, stop)) for phone in phones[:2]]
    for thread in threads:
        thread.start()
    killed = _kill_workers(server)
    stop.set()
    for thread in threads:
        thread.join()

    assert killed == KILLS
    assert [fault for phone in phones for fault in phone.faults] == []
    assert sum(phone.answers for phone in phones) > 20 * PHONES
    for phone in phones:
        stored = rows.saved(phone.attempt_id)
        lost = {
            position: (acknowledged, stored.get(position))
            for position, acknowledged in phone.acknowledged.items()
            # Stored is the acknowledged save, or the next one, of which no answer came.
            if stored.get(position) != acknowledged and stored[position][1] <= acknowledged[1]
        }
        assert lost == {}
        assert rows.attempt_count(phone.person) == 1
    with sqlite.connect(server.instance / "quizapp.sqlite3") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
