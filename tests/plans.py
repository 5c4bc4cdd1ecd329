"""By which way a database reaches the rows of a table, asked of the plans of statements that were really run."""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, UniqueConstraint, event

from quizapp.models import db
from tests.statements import TRANSACTION

SCAN = "every row"
Statement = tuple[str, Any]
_ALIAS = re.compile(r'"?(\w+)"? AS "?(\w+)"?')
_SQLITE_STEP = re.compile(
    r"(?:SEARCH|SCAN) (\w+)(?: USING (?:COVERING )?(?:INTEGER PRIMARY KEY|PRIMARY KEY|INDEX (\w+)))?"
)
_SQLITE_COLUMN = re.compile(r"(\w+)[=<>]")
_POSTGRESQL_COLUMN = re.compile(r'\(+"?(\w+)"?\)?(?:::[\w ]+)? (?:=|<|>|<=|>=|IS) ')


@contextmanager
def run_statements(engine: Engine) -> Iterator[list[Statement]]:
    """Yield a list that fills with the statements run inside the block, each with its parameters, of many the first."""
    seen: list[Statement] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if not statement.startswith(TRANSACTION):
            seen.append((statement, _first(parameters)))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _first(parameters: Any) -> Any:
    """Return the parameters of a statement, or the first of many sets of them."""
    if isinstance(parameters, list) and parameters and isinstance(parameters[0], tuple | dict | list):
        return parameters[0]
    return tuple(parameters) if isinstance(parameters, list) else parameters


def ways(connection: Connection, statements: Iterable[Statement], tables: Collection[str]) -> dict[str, set[str]]:
    """Return how statements reach those of the tables that they touch: index(columns it is searched by), or SCAN.

    An index that is read from end to end is a SCAN too. PostgreSQL is kept from all that it may prefer while a table
    is small: it scans where no index serves. Where SQLite checks foreign keys, what it looks at for them is among it.
    """
    if connection.dialect.name == "postgresql":
        for dear in ("seqscan", "bitmapscan", "hashjoin", "mergejoin"):
            connection.exec_driver_sql(f"SET LOCAL enable_{dear} = off")
    plan = {"sqlite": _sqlite_plan, "postgresql": _postgresql_plan}[connection.dialect.name]
    found: defaultdict[str, set[str]] = defaultdict(set)
    for statement, parameters in statements:
        for table, index, columns in plan(connection, statement, parameters):
            if table in tables:
                found[table].add(_way(table, index, columns))
    return dict(found)


def _way(table: str, index: str, columns: list[str]) -> str:
    if not index or _indexes(table)[index][0] not in columns:
        return SCAN
    return f"{index}({', '.join(columns)})"


def _indexes(table: str) -> Mapping[str, Sequence[str]]:
    """Return the columns of a table's indexes, by their names in the models."""
    described = db.metadata.tables[table]
    unique = [constraint for constraint in described.constraints if isinstance(constraint, UniqueConstraint)]
    found: Iterable[Any] = (described.primary_key, *unique, *described.indexes)
    return {str(index.name): list(index.columns.keys()) for index in found}


def _sqlite_plan(connection: Connection, statement: str, parameters: Any) -> Iterator[tuple[str, str, list[str]]]:
    names = {alias: table for table, alias in _ALIAS.findall(statement)}
    for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all():
        step = _SQLITE_STEP.match(row.detail)
        if step is None:
            continue
        table = names.get(str(step[1]), str(step[1]))
        if table in db.metadata.tables:
            columns = ["id" if name == "rowid" else name for name in _SQLITE_COLUMN.findall(row.detail)]
            yield table, _sqlite_index(connection, table, step[2]), columns


def _sqlite_index(connection: Connection, table: str, name: str | None) -> str:
    """Return an index by its name in the models; what SQLite makes for a constraint has another. None: the key."""
    if name is None:
        return f"pk_{table}"
    if not name.startswith("sqlite_autoindex"):
        return name
    columns = [row.name for row in connection.exec_driver_sql(f"PRAGMA index_info({name})")]
    return next(known for known, of in _indexes(table).items() if of == columns)


def _postgresql_plan(connection: Connection, statement: str, parameters: Any) -> Iterator[tuple[str, str, list[str]]]:
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    for node in _nodes((plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"]):
        if node.get("Relation Name") and node["Node Type"] != "ModifyTable":
            columns = _POSTGRESQL_COLUMN.findall(node.get("Index Cond", ""))
            yield node["Relation Name"], node.get("Index Name", ""), columns


def _nodes(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)
