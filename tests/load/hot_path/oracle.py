"""The oracle: whatever was acknowledged is in the database, scores are what was picked, nobody has two attempts.

Drivers press Start once for each participant, so that whoever has two attempts in the round was given one unasked.
Asks with the raw driver, and marks by itself: an item is right when exactly the options of the bank's key are picked.
"""

from collections.abc import Iterable
from typing import Any

from tests.load.hot_path.connections import Connections
from tests.load.hot_path.flow import ITEMS, Sitting

_ATTEMPT = "SELECT submitted_at, score FROM attempt WHERE id = ?"
_RESPONSES = (
    "SELECT r.position, r.choice, r.revision, r.option_order, q.key FROM response r "
    "JOIN question_version q ON q.id = r.question_version_id WHERE r.attempt_id = ?"
)
_TWICE = "SELECT participant_id, COUNT(*) FROM attempt GROUP BY participant_id HAVING COUNT(*) > 1"


def violations(database_url: str, sittings: Iterable[Sitting]) -> list[str]:
    """Return a line for each promise that the database does not keep."""
    connections = Connections(database_url)
    begun = [sitting for sitting in sittings if sitting.id]
    found = [f"{len(begun) - len({s.id for s in begun})} attempts given twice"] if _has_twins(begun) else []
    for sitting in begun:
        found += _violations_of(connections, sitting)
    found += [f"participant {own} has {count} attempts" for own, count in connections.read(_TWICE)]
    found += connections.faults()
    connections.close()
    return found


def _has_twins(begun: list[Sitting]) -> bool:
    return len({sitting.id for sitting in begun}) != len(begun)


def _violations_of(connections: Connections, sitting: Sitting) -> list[str]:
    attempts = connections.read(_ATTEMPT, sitting.id)
    if not attempts:
        return [f"attempt {sitting.id} is lost"]
    rows = {row[0]: row for row in connections.read(_RESPONSES, sitting.id)}
    found = [f"attempt {sitting.id} has {len(rows)} items"] if len(rows) != ITEMS else []
    for position, (choice, revision) in sitting.saves.items():
        stored = rows[position][1:3] if position in rows else None
        if stored is None or stored[1] < revision or (stored[1] == revision and stored[0] != choice):
            found.append(f"attempt {sitting.id} item {position}: {choice} at {revision} acknowledged, {stored} stored")
    if sitting.is_submitted:
        found += _violations_of_score(sitting, rows, *attempts[0])
    return found


def _violations_of_score(sitting: Sitting, rows: dict[int, Any], submitted_at: object, score: int | None) -> list[str]:
    if submitted_at is None:
        return [f"attempt {sitting.id} was submitted and is open"]
    right = sum(
        position in rows and _is_right(choice, *rows[position][3:]) for position, (choice, _) in sitting.saves.items()
    )
    return [] if score == right else [f"attempt {sitting.id}: {right} items right, score {score}"]


def _is_right(choice: int, option_order: str, key: str) -> bool:
    """Tell whether a choice, a bit a place as shown, names exactly the options of the key, a digit an option."""
    picked = {option for place, option in enumerate(option_order) if choice >> place & 1}
    return picked == set(key)
