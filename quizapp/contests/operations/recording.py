"""Settings as columns and the audit record keep them."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from quizapp.domain.drawing import BlueprintRow
from quizapp.domain.prizes.plan import CollectivePrize, IndividualPrize, PrizePlan, to_json


def plain(value: Any) -> Any:
    """Return a setting as JSON holds it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, BlueprintRow):
        return asdict(value)
    if isinstance(value, PrizePlan):
        return to_json(value)
    if isinstance(value, frozenset | tuple):
        parts = sorted(value) if isinstance(value, frozenset) else value
        return [plain(part) for part in parts]
    return str(value) if isinstance(value, str) else value


Change = tuple[str, Any, Any]


def recorded(changes: Iterable[Change]) -> dict[str, list[Any]]:
    """Return (field, old value, new value) rows as an audit record keeps them; of prizes, the parts that differ."""
    return {name: [_told(old), _told(new)] for name, old, new in _parts(changes)}


def _parts(changes: Iterable[Change]) -> Iterator[Change]:
    for name, old, new in changes:
        if isinstance(old, PrizePlan):
            parts = ((f"{name}.{part.name}", getattr(old, part.name), getattr(new, part.name)) for part in fields(old))
            yield from ((part, _or_none(was), _or_none(now)) for part, was, now in parts if was != now)
        else:
            yield name, old, new


def _or_none(value: Any) -> Any:
    return None if value == () else value


def _told(value: Any) -> Any:
    """Return a value as plain(); prizes as lines that somebody reads."""
    if isinstance(value, tuple) and any(isinstance(part, IndividualPrize | CollectivePrize) for part in value):
        return "; ".join(_prize(part) for part in value)
    return plain(value)


def _prize(prize: IndividualPrize | CollectivePrize) -> str:
    """Return a prize with all that was set of it: "Giải Nhất × 1 (group: students, amount: 500000)"."""
    rest = ((part.name, getattr(prize, part.name)) for part in fields(prize) if part.name not in ("title", "count"))
    known = ", ".join(f"{name}: {plain(value)}" for name, value in rest if value)
    return f"{prize.title} × {prize.count}" + (f" ({known})" if known else "")
