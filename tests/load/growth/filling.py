"""Fills a round with attempts as if they had been made: set-based, the same rows whatever steps they come in.

Four people of five attempts: every fourth came twice. Numbers are spread by multiplying and taking remainders, so
that rows are the same on every database and need no generator.
"""

from datetime import datetime

from sqlalchemy import Connection, select, text

from quizapp.domain.identity import CODE_ALPHABET, CODE_LENGTH
from quizapp.models import Attempt, Round
from tests.load.growth.sheets import NAMES, PLACES, SHEETS, lay_out, take_away

_MINUTE_MS, _DAY_MS = 60_000, 86_400_000
# A moment from milliseconds since 1970, as models/base.py: UtcDateTime stores it.
_MOMENTS = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', ({}) / 1000.0, 'unixepoch')",
    "postgresql": "to_timestamp(({}) / 1000.0)",
}
_CODE = " || ".join(
    f"substr('{CODE_ALPHABET}', CAST(s.scattered / {len(CODE_ALPHABET) ** i} % {len(CODE_ALPHABET)} AS INTEGER) + 1, 1)"
    for i in range(CODE_LENGTH)
)
# `number`: from 0. The multiplier of `scattered` has no factor 5 and the modulus no other: no two codes are the same.
_SITTINGS = f"""
WITH RECURSIVE series(n) AS (
    SELECT CAST(:first AS BIGINT) UNION ALL SELECT n + 1 FROM series WHERE n + 1 < :last
),
chance AS (
    SELECT n, n / 5 * 4 + CASE WHEN n % 5 = 4 THEN 4 ELSE n % 5 + 1 END AS person,
        CASE WHEN n % 5 = 4 THEN 2 ELSE 1 END AS number,
        n * 48271 % 2147483647 AS roll
    FROM series
),
sitting AS (
    SELECT n + 1 AS id, person, number, roll, person * 2654435761 % {len(CODE_ALPHABET) ** CODE_LENGTH} AS scattered,
        :opens_ms + (n - :first) * CAST(:span_ms AS BIGINT) / (:last - :first) + (number - 1) * {_DAY_MS} AS began_ms,
        CASE WHEN roll % 50 = 0 THEN CAST(:limit_ms AS BIGINT)
            ELSE CAST(:limit_ms AS BIGINT) * (100 + roll / 13 % 850) / 1000 + roll % 1000 END AS taken_ms
    FROM chance
)
"""
# CROSS JOIN: SQLite then takes the tables in this order, and rows come in the order of their keys.
_PLACED = "sitting s CROSS JOIN fill_place p"
_IS_PLACED = f"p.number = s.person % {PLACES}"
_SHEET = f"p.first_sheet + s.roll / 7 % {SHEETS}"
_PEOPLE = f"""
INSERT INTO participant (id, contest_id, code, full_name, folded_name, sort_key, birth_date, "group", unit_id, phone,
    details, guardian_name, match_key, registered_at)
{_SITTINGS}
SELECT s.person, :contest_id, {_CODE}, f.full_name, f.folded_name, f.sort_key, d.day, p."group", p.unit_id,
    '095' || CAST(1000000 + s.scattered % 9000000 AS TEXT), p.details, p.guardian_name,
    f.words || '|' || d.day || '|' || p.unit_id, {{registered}}
FROM {_PLACED} CROSS JOIN fill_name f CROSS JOIN fill_day d
WHERE {_IS_PLACED} AND s.number = 1 AND f.number = s.person % {NAMES}
    AND d.number = p.first_day + (s.person / {NAMES} * 7919 + s.person) % p.days
"""
_CONSENTS = f"""
INSERT INTO consent (participant_id, purpose, version, given_at)
{_SITTINGS}
SELECT s.person, c.code, c.version, {{registered}}
FROM {_PLACED} CROSS JOIN fill_purpose c
WHERE {_IS_PLACED} AND s.number = 1 AND (c.is_of_all OR p.guardian_name IS NOT NULL)
"""
_ATTEMPTS = f"""
INSERT INTO attempt (id, round_id, participant_id, number, started_at, closes_at, submitted_at, is_timed_out,
    score, max_score, answered, duration_ms, device, network)
{_SITTINGS}
SELECT s.id, :round_id, s.person, s.number, {{began}}, {{closes}}, {{submitted}}, s.taken_ms = :limit_ms,
    a.score, a.max_score, a.answered, s.taken_ms,
    CAST(1000000000000000 + s.scattered AS TEXT), CAST(2000000000000000 + s.scattered % 50000 AS TEXT)
FROM {_PLACED} CROSS JOIN fill_sheet a
WHERE {_IS_PLACED} AND a.number = {_SHEET}
"""
_RESPONSES = f"""
INSERT INTO response (attempt_id, position, question_version_id, option_order, option_count, allows_many, choice,
    revision, saved_at, mark)
{_SITTINGS}
SELECT s.id, i.position, i.question_version_id, i.option_order, i.option_count, i.allows_many, i.choice,
    i.revision, CASE WHEN i.choice IS NOT NULL THEN {{saved}} END, i.mark
FROM {_PLACED} CROSS JOIN fill_item i
WHERE {_IS_PLACED} AND i.sheet = {_SHEET}
"""
_TIMES = {
    "registered": f"s.began_ms - (s.number - 1) * {_DAY_MS} - 5 * {_MINUTE_MS}",
    "began": "s.began_ms",
    "closes": "s.began_ms + :limit_ms",
    "submitted": "s.began_ms + s.taken_ms",
    "saved": "s.began_ms + s.taken_ms * i.position / 100",
}


def grow(connection: Connection, round_id: int, *, attempts: int, until: datetime) -> None:
    """Add to a round until it has so many submitted attempts, with their people, consents and responses.

    All attempts and participants there are must be of grow()'s making. Attempts of a call are begun evenly from the
    round's opening to a day and an hour before `until`: those that are somebody's second, a day later. The caller
    commits.
    """
    contest_round = connection.execute(select(Round.__table__).where(Round.id == round_id)).one()
    stored = connection.execute(select(Attempt.id).order_by(Attempt.id.desc()).limit(1)).scalar() or 0
    values = {
        "round_id": round_id,
        "contest_id": contest_round.contest_id,
        "opens_ms": _milliseconds(contest_round.opens_at),
        "span_ms": _milliseconds(until) - _milliseconds(contest_round.opens_at) - _DAY_MS - 60 * _MINUTE_MS,
        "limit_ms": contest_round.time_limit_minutes * _MINUTE_MS,
        "first": stored,
        "last": attempts,
    }
    moment = _MOMENTS[connection.dialect.name]
    times = {name: moment.format(expression) for name, expression in _TIMES.items()}
    lay_out(connection, round_id)
    for statement in (_PEOPLE, _CONSENTS, _ATTEMPTS, _RESPONSES):
        query = text(statement.format(**times))
        connection.execute(query, {name: values[name] for name in query.compile().params})
    take_away(connection)
    if connection.dialect.name == "postgresql":  # its sequences have not seen the ids
        for table in ("participant", "attempt"):
            last = f"(SELECT max(id) FROM {table})"
            connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last})"))


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def person_of(attempt_id: int) -> int:
    """Return the participant of a filled attempt."""
    block, place = divmod(attempt_id - 1, 5)
    return block * 4 + (4 if place == 4 else place + 1)


def people_of(attempts: int) -> int:
    """Return how many people so many filled attempts are of."""
    block, rest = divmod(attempts, 5)
    return block * 4 + rest
