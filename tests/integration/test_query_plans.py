"""What a participant does reaches the tables that grow by an index, whatever they hold, on SQLite and PostgreSQL."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from quizapp.attempts.operations import close_overdue_attempts
from quizapp.cli import sweeper
from quizapp.models import Attempt, db
from tests.browser import csrf_token, path_of
from tests.factories import Factory
from tests.load.growth.filling import grow
from tests.plans import SCAN, run_statements, ways
from tests.postgres import both_databases

pytestmark = both_databases

GROWING = ("attempt", "participant", "question_version", "response")
STORED = 2000  # enough that PostgreSQL tells one index from another
OWN_ATTEMPTS = select(Attempt.id).where(Attempt.participant_id == 1)
JSON = {"Accept": "application/json"}

ATTEMPT = "pk_attempt(id)"
OWN = "uq_attempt_round_id_participant_id_number(round_id, participant_id)"
OWN_NUMBERED = "uq_attempt_round_id_participant_id_number(round_id, participant_id, number)"
OF_PARTICIPANT = "ix_attempt_participant_id(participant_id)"
OVERDUE = "ix_attempt_overdue(closes_at)"
PARTICIPANT = {"pk_participant(id)"}
VERSION = {"pk_question_version(id)"}
PAPER = {"pk_response(attempt_id)"}
ITEM = {"pk_response(attempt_id, position)"}

SAME_EVERYWHERE = {
    "sign up": {},
    "sign up again": {"participant": {"uq_participant_contest_id_match_key(contest_id, match_key)"}},
    "return": {"participant": {"uq_participant_code(code)"}},
    "own page": {"attempt": {OF_PARTICIPANT}, "participant": PARTICIPANT},
}
# Of somebody's own attempt its key and the participant are given; either leads to it, and PostgreSQL takes the latter.
EXPECTED = {
    "sqlite": {
        **SAME_EVERYWHERE,
        "start": {
            "attempt": {OWN},
            "participant": PARTICIPANT,
            "question_version": {"uq_question_version_question_id_version(question_id)"},
        },
        "start again": {"attempt": {ATTEMPT, OWN, OWN_NUMBERED}, "participant": PARTICIPANT},
        "paper": {"attempt": {ATTEMPT, OWN_NUMBERED}, "question_version": VERSION, "response": PAPER},
        "state": {"attempt": {ATTEMPT, OWN_NUMBERED}, "response": PAPER},
        "save": {"attempt": {ATTEMPT}, "response": ITEM},
        "stale save": {"attempt": {ATTEMPT}, "response": ITEM},
        "finish": {"attempt": {ATTEMPT, OWN_NUMBERED}, "response": PAPER},
        "submit": {"attempt": {ATTEMPT, OWN_NUMBERED}, "question_version": VERSION, "response": PAPER},
        "result": {
            "attempt": {ATTEMPT, OWN},
            "participant": PARTICIPANT,
            "question_version": VERSION,
            "response": PAPER,
        },
        "sweep": {"attempt": {ATTEMPT, OVERDUE, OWN_NUMBERED}, "question_version": VERSION, "response": PAPER},
    },
    "postgresql": {
        **SAME_EVERYWHERE,
        "start": {
            "attempt": {OF_PARTICIPANT, OWN_NUMBERED},
            "participant": PARTICIPANT,
            "question_version": {"ix_question_version_drawn(question_id)"},
        },
        "start again": {"attempt": {ATTEMPT, OF_PARTICIPANT, OWN_NUMBERED}, "participant": PARTICIPANT},
        "paper": {"attempt": {OF_PARTICIPANT}, "question_version": VERSION, "response": PAPER},
        "state": {"attempt": {OF_PARTICIPANT}, "response": PAPER},
        "save": {"attempt": {OF_PARTICIPANT}, "response": ITEM},
        "stale save": {"attempt": {ATTEMPT, OF_PARTICIPANT}, "response": ITEM},
        "finish": {"attempt": {OF_PARTICIPANT}, "response": PAPER},
        "submit": {"attempt": {ATTEMPT, OF_PARTICIPANT}, "question_version": VERSION, "response": PAPER},
        "result": {
            "attempt": {OF_PARTICIPANT},
            "participant": PARTICIPANT,
            "question_version": VERSION,
            "response": PAPER,
        },
        "sweep": {"attempt": {ATTEMPT, OF_PARTICIPANT, OVERDUE}, "question_version": VERSION, "response": PAPER},
    },
}


class Watched:
    """An, who does all that a participant can do in a round of many attempts, every fifth of them open."""

    def __init__(self, app):
        self.app, self.clock = app, app.config["CLOCK"]
        self.statements = {}
        with app.app_context():
            factory = Factory(session=db.session, clock=self.clock)
            banks = [factory.bank(questions=150) for _ in range(4)]
            opens_at = self.clock() - timedelta(days=10)
            self.round_id = factory.round(banks=banks[:1], groups=["residents"], opens_at=opens_at).id
            self.unit_id = factory.unit().id
            db.session.commit()
            with db.engine.begin() as connection:
                grow(connection, self.round_id, attempts=STORED, until=self.clock())
                if connection.dialect.name == "postgresql":
                    connection.execute(text("ANALYZE"))
                self._open_some(connection)  # what the statistics don't know of yet, as at an opening

    def _open_some(self, connection):
        unmarked = dict.fromkeys(("submitted_at", "score", "max_score", "answered", "duration_ms"))
        tomorrow = self.clock() + timedelta(days=1)
        connection.execute(update(Attempt).where(Attempt.id % 5 == 1).values(**unmarked, closes_at=tomorrow))

    def watch(self, step, act):
        with self.app.app_context():
            engine = db.engine
        with run_statements(engine) as self.statements[step]:
            return act()

    def look(self, step, client, path):
        answer = self.watch(step, lambda: client.get(path))
        assert answer.status_code == 200
        return answer.text

    def send(self, step, client, path, *, page, headers=None, **fields):
        """Send a form with the token of `page`, which is not watched, and return where the answer leads."""
        form = {**fields, "csrf_token": csrf_token(client.get(page))}
        return path_of(self.watch(step, lambda: client.post(path, data=form, headers=headers)))

    def ways(self):
        with self.app.app_context(), db.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.connection.execute("PRAGMA foreign_keys = OFF")
            return {step: ways(connection, seen, GROWING) for step, seen in self.statements.items()}


def take_part(watched):
    an, other_phone = watched.app.test_client(), watched.app.test_client()
    sign_up, come_back, home = "/registration/?group=residents", "/registration/return", "/registration/me"
    person = {"full_name": "Nguyễn Văn An", "birth_date": "05/09/1968", "phone": "0912345678", "consent_contest": "y"}
    person |= {"group": "residents", "unit_id": watched.unit_id}
    assert watched.send("sign up", an, "/registration/", page=sign_up, **person) == home
    assert watched.send("sign up again", other_phone, "/registration/", page=sign_up, **person) == come_back
    code = re.search(r"\b[0-9A-Z]{3}-[0-9A-Z]{4}\b", watched.look("own page", an, home))[0]
    known = {"code": code, "birth_date": "05/09/1968"}
    assert watched.send("return", other_phone, come_back, page=come_back, **known) == home
    sit(watched, an)


def sit(watched, an):
    home, start = "/registration/me", f"/attempts/rounds/{watched.round_id}"
    paper = watched.send("start", an, start, page=home)
    assert watched.send("start again", an, start, page=home) == paper
    watched.look("paper", an, paper)
    watched.look("state", an, f"{paper}/state")
    watched.send("save", an, f"{paper}/items/1", page=paper, headers=JSON, choice="1", revision="2")
    watched.send("stale save", an, f"{paper}/items/1", page=paper, headers=JSON, choice="2", revision="1")
    watched.look("finish", an, f"{paper}/finish")
    result = watched.send("submit", an, f"{paper}/submit", page=f"{paper}/finish")
    an.get(result)  # everybody's results, which are read once for many: not what is watched
    watched.look("result", an, result)
    an.post(start, data={"csrf_token": csrf_token(an.get(home))})
    watched.clock.moment += timedelta(minutes=11)
    assert watched.watch("sweep", lambda: sweeper.close_overdue(watched.app)) == 1


def test_each_step_reaches_what_grows_by_an_index(own_app, database_url):
    watched = Watched(own_app)

    take_part(watched)

    assert watched.ways() == EXPECTED[database_url.partition(":")[0]]


@pytest.mark.parametrize(
    ("index", "way", "ask"),
    [
        ("ix_attempt_overdue", OVERDUE, lambda session, now: close_overdue_attempts(session, now=now)),
        ("ix_attempt_participant_id", OF_PARTICIPANT, lambda session, _now: session.execute(OWN_ATTEMPTS)),
    ],
    ids=["sweep", "own attempts"],
)
def test_a_missing_index_is_seen(session, clock, index, way, ask):
    connection = session.connection()
    with run_statements(connection.engine) as seen:
        ask(session(), clock())

    before = ways(connection, seen, GROWING)
    connection.execute(text(f"DROP INDEX {index}"))

    assert before == {"attempt": {way}}
    assert ways(connection, seen, GROWING) == {"attempt": {SCAN}}
