"""The reference: what the hot path costs a bare Flask program with raw drivers and nothing of a product around it.

It answers at the product's addresses with the marks that the driver reads, makes the same durable writes (a
participant with consents; an attempt with its responses; a save; marks and score) each in one transaction, and fills
its pages up to the size of the product's. It checks that a save is newer and the attempt the sender's own and open, and
nothing else: no forms' rules, no roles, no languages, no compression, no figures. Its tables carry the names that
oracle.py asks for.

Served by the product's own gunicorn settings: `python -m tests.load.hot_path.reference PORT WORKERS THREADS URL SIZES`.
"""

import json
import secrets
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from flask import Flask, abort, jsonify, redirect, request, session
from jinja2 import Template
from werkzeug.wrappers import Response

from quizapp.cli.gunicorn_server import Listening, Server
from tests.load.hot_path.connections import Connections
from tests.load.hot_path.flow import ITEMS

ROUND_ID = 1
QUESTIONS = 400
_OPTIONS = 4
_UNITS = 20
_LIMIT = timedelta(minutes=20)
_FILLER = "Chuyen doi so la qua trinh thay doi tong the va toan dien. "
_TABLES = """
CREATE TABLE participant (
    id SERIAL, full_name TEXT NOT NULL, birth_date TEXT NOT NULL, unit_id INTEGER NOT NULL, details TEXT NOT NULL,
    registered_at TEXT NOT NULL, UNIQUE (full_name, birth_date, unit_id)
);
CREATE TABLE consent (
    participant_id INTEGER NOT NULL REFERENCES participant (id), purpose TEXT NOT NULL, given_at TEXT NOT NULL,
    PRIMARY KEY (participant_id, purpose)
);
CREATE TABLE question_version (id SERIAL, text TEXT NOT NULL, options TEXT NOT NULL, key TEXT NOT NULL);
CREATE TABLE attempt (
    id SERIAL, participant_id INTEGER NOT NULL REFERENCES participant (id), started_at TEXT NOT NULL,
    closes_at TEXT NOT NULL, submitted_at TEXT, score INTEGER
);
CREATE UNIQUE INDEX attempt_open ON attempt (participant_id) WHERE submitted_at IS NULL;
CREATE TABLE response (
    attempt_id INTEGER NOT NULL REFERENCES attempt (id), position INTEGER NOT NULL,
    question_version_id INTEGER NOT NULL REFERENCES question_version (id), option_order TEXT NOT NULL,
    choice INTEGER, revision INTEGER NOT NULL, saved_at TEXT, mark INTEGER, PRIMARY KEY (attempt_id, position)
)"""
_SAVE = (
    "UPDATE response SET choice = ?, revision = ?, saved_at = ? WHERE attempt_id = ? AND position = ? AND revision < ? "
    "AND EXISTS (SELECT 1 FROM attempt WHERE id = ? AND participant_id = ? AND submitted_at IS NULL AND closes_at > ?)"
)
_PAPER = (
    "SELECT r.position, r.option_order, r.choice, r.revision, q.text, q.options FROM response r "
    "JOIN question_version q ON q.id = r.question_version_id JOIN attempt a ON a.id = r.attempt_id "
    "WHERE r.attempt_id = ? AND a.participant_id = ? ORDER BY r.position"
)
_TO_MARK = (
    "SELECT r.position, r.option_order, r.choice, q.key FROM response r "
    "JOIN question_version q ON q.id = r.question_version_id WHERE r.attempt_id = ?"
)
_ROWS = ", ".join(["(?, ?, ?, ?, 0)"] * ITEMS)
_PLAIN = Template("<!doctype html><html lang=vi><title>{{ title }}</title><h1>{{ title }}</h1>\n", autoescape=True)
_TOKEN = '<input name="csrf_token" type="hidden" value="{{ token }}">'
_FORM = Template(
    "<!doctype html><html lang=vi><form method=post>" + _TOKEN + "<select name=unit_id>"
    '{% for unit in units %}<option value="{{ unit }}">Thôn {{ unit }}</option>{% endfor %}</select></form>\n',
    autoescape=True,
)
_BUTTON = Template(
    '<!doctype html><html lang=vi><h1>{{ title }}</h1><form method="post" action="{{ path }}">' + _TOKEN + "</form>\n",
    autoescape=True,
)
_QUESTIONS_PAGE = Template(
    "<!doctype html><html lang=vi><main>{% for item in items %}"
    '<form method="post" data-position="{{ item.position }}" data-revision="{{ item.revision }}">'
    + _TOKEN
    + "<fieldset>"
    "<legend>{{ item.text }}</legend>{% for option in item.options %}"
    '<input type="radio" id="c{{ item.position }}-{{ loop.index0 }}" name="choice" value="{{ loop.index0 }}"'
    "{% if item.choice == loop.index0 %} checked{% endif %}><label>{{ option }}</label>{% endfor %}"
    "</fieldset></form>\n{% endfor %}</main>\n",
    autoescape=True,
)


def prepare(url: str) -> None:
    """Make the tables, and questions of a usual length."""
    connections = Connections(url)
    connections.make(_TABLES.split(";"))
    with connections.writing():
        for number in range(QUESTIONS):
            options = json.dumps([f"Phương án {place} của câu {number}: {_FILLER[:40]}" for place in range(_OPTIONS)])
            connections.write(
                "INSERT INTO question_version (text, options, key) VALUES (?, ?, ?)",
                f"Câu hỏi {number}: {_FILLER * 2}",
                options,
                str(number % _OPTIONS),
            )
    connections.close()


def create_app(url: str, sizes: Mapping[str, int]) -> Flask:
    """Return the program on the database of `url`; `sizes`: bytes of each step's page."""
    app = Flask(__name__, static_folder=None)
    app.secret_key = secrets.token_hex(32)
    views = _Views(Connections(url), sizes)
    for rule, method, view in (
        ("/", "GET", views.landing),
        ("/registration/", "GET", views.form),
        ("/registration/", "POST", views.register),
        ("/registration/me", "GET", views.home),
        ("/attempts/rounds/<int:round_id>", "POST", views.start),
        ("/attempts/<int:attempt_id>", "GET", views.paper),
        ("/attempts/<int:attempt_id>/items/<int:position>", "POST", views.save),
        ("/attempts/<int:attempt_id>/finish", "GET", views.finish),
        ("/attempts/<int:attempt_id>/submit", "POST", views.submit),
        ("/results/attempts/<int:attempt_id>", "GET", views.result),
        ("/results/", "GET", views.results),
    ):
        app.add_url_rule(rule, endpoint=view.__name__, view_func=view, methods=[method])
    return app


class _Views:
    """Every page, one method each."""

    def __init__(self, connections: Connections, sizes: Mapping[str, int]) -> None:
        self._rows, self._sizes, self._rng = connections, sizes, Random()
        self._filler = _FILLER * (max(sizes.values(), default=0) // len(_FILLER) + 1)

    def landing(self) -> str:
        """Show the front page."""
        return self._filled("landing", _PLAIN.render(title="Cuộc thi"))

    def form(self) -> str:
        """Show the groups, or the form of one."""
        if "group" not in request.args:
            return self._filled("groups", _PLAIN.render(title="Chọn nhóm"))
        session["token"] = secrets.token_hex(16)
        return self._filled("form", _FORM.render(token=session["token"], units=range(1, _UNITS + 1)))

    def register(self) -> Response:
        """Register a participant with their consents."""
        form, now = _checked_form(), _now()
        with self._rows.writing():
            [(participant_id,)] = self._rows.read(
                "INSERT INTO participant (full_name, birth_date, unit_id, details, registered_at) "
                "VALUES (?, ?, ?, ?, ?) RETURNING id",
                form["full_name"], form["birth_date"], int(form["unit_id"]), json.dumps(form), now,
            )  # fmt: skip
            for purpose in [name for name in form if name.startswith("consent_")]:
                self._rows.write("INSERT INTO consent VALUES (?, ?, ?)", participant_id, purpose, now)
        session["participant_id"] = participant_id
        return redirect("/registration/me", 303)

    def home(self) -> str:
        """Show the participant and the button that starts."""
        rows = self._rows.read("SELECT full_name FROM participant WHERE id = ?", session["participant_id"])
        path = f"/attempts/rounds/{ROUND_ID}"
        return self._filled("home", _BUTTON.render(title=rows[0][0], path=path, token=session["token"]))

    def start(self, round_id: int) -> Response:
        """Begin an attempt with a paper drawn."""
        assert round_id == ROUND_ID
        _checked_form()
        now = datetime.now(UTC)
        with self._rows.writing():
            [(attempt_id,)] = self._rows.read(
                "INSERT INTO attempt (participant_id, started_at, closes_at) VALUES (?, ?, ?) RETURNING id",
                session["participant_id"], now.isoformat(), (now + _LIMIT).isoformat(),
            )  # fmt: skip
            values: list[object] = []
            for position, version in enumerate(self._rng.sample(range(1, QUESTIONS + 1), ITEMS), start=1):
                order = "".join(map(str, self._rng.sample(range(_OPTIONS), _OPTIONS)))
                values += [attempt_id, position, version, order]
            self._rows.write(
                "INSERT INTO response (attempt_id, position, question_version_id, option_order, revision) "
                f"VALUES {_ROWS}",
                *values,
            )
        return redirect(f"/attempts/{attempt_id}", 303)

    def paper(self, attempt_id: int) -> str:
        """Show the paper."""
        items = self._items(attempt_id)
        return self._filled("paper", _QUESTIONS_PAGE.render(items=items, token=session["token"]))

    def save(self, attempt_id: int, position: int) -> Response:
        """Save a choice."""
        form, now = _checked_form(), _now()
        place, revision = int(form["choice"]), int(form["revision"])
        changed = self._rows.write(
            _SAVE,
            1 << place, revision, now, attempt_id, position, revision, attempt_id, session["participant_id"], now,
        )  # fmt: skip
        if not changed:
            abort(409)
        return jsonify(picked=[place], revision=revision)

    def finish(self, attempt_id: int) -> str:
        """Show what is answered."""
        answered = sum(item["choice"] is not None for item in self._items(attempt_id))
        path = f"/attempts/{attempt_id}/submit"
        page = _BUTTON.render(title=f"{answered}/{ITEMS}", path=path, token=session["token"])
        return self._filled("finish", page)

    def submit(self, attempt_id: int) -> Response:
        """Mark and close an attempt."""
        _checked_form()
        with self._rows.writing():
            marks = {p: int(_is_right(order, choice, key)) for p, order, choice, key in self._to_mark(attempt_id)}
            right = [position for position, mark in marks.items() if mark]
            among = f"position IN ({', '.join(map(str, right)) or 0})"
            self._rows.write(
                f"UPDATE response SET mark = CASE WHEN {among} THEN 1 ELSE 0 END WHERE attempt_id = ?", attempt_id
            )
            self._rows.write(
                "UPDATE attempt SET submitted_at = ?, score = ? "
                "WHERE id = ? AND participant_id = ? AND submitted_at IS NULL",
                _now(), len(right), attempt_id, session["participant_id"],
            )  # fmt: skip
        return redirect(f"/results/attempts/{attempt_id}", 303)

    def result(self, attempt_id: int) -> str:
        """Show the score."""
        rows = self._rows.read(
            "SELECT score FROM attempt WHERE id = ? AND participant_id = ?", attempt_id, session["participant_id"]
        )
        return self._filled("result", _PLAIN.render(title=f"{rows[0][0]}/{ITEMS}"))

    def results(self) -> str:
        """Show everybody's results."""
        return self._filled("results", _PLAIN.render(title="Kết quả"))

    def _to_mark(self, attempt_id: int) -> list[tuple[Any, ...]]:
        return self._rows.read(_TO_MARK, attempt_id)

    def _items(self, attempt_id: int) -> list[dict[str, Any]]:
        items = []
        for position, order, choice, revision, text, packed in self._rows.read(
            _PAPER, attempt_id, session["participant_id"]
        ):
            options = json.loads(packed)
            shown = [options[int(digit)] for digit in order]
            place = None if choice is None else choice.bit_length() - 1
            items.append({"position": position, "revision": revision, "text": text, "options": shown, "choice": place})
        return items

    def _filled(self, step: str, page: str) -> str:
        return page + self._filler[: max(0, self._sizes.get(step, 0) - len(page.encode()))]


def _checked_form() -> dict[str, str]:
    form = request.form.to_dict()
    if not secrets.compare_digest(form.pop("csrf_token", ""), session.get("token", "none")):
        abort(400)
    return form


def _is_right(order: str, choice: int | None, key: str) -> bool:
    return choice == 1 << order.index(key)


def _now() -> str:
    return datetime.now(UTC).isoformat()


class _ReferenceServer(Server):
    """gunicorn as the product sets it, without what the product does in its workers."""

    def load_config(self) -> None:
        super().load_config()
        self.cfg.set("post_fork", lambda _server, _worker: None)
        self.cfg.set("post_worker_init", lambda _worker: None)


def main(port: int, workers: int, threads: int, url: str, sizes: Mapping[str, int]) -> None:
    """Serve until stopped."""
    listening = Listening(host="127.0.0.1", port=port, workers=workers, threads=threads, greeting="ready")
    _ReferenceServer(create_app(url, sizes), listening).run()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]), sys.argv[4], json.loads(sys.argv[5]))
