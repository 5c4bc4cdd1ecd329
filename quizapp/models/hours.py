"""The hour in which a moment falls, as SQL that both databases read."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from quizapp.models.base import UtcDateTime


class utc_hour(FunctionElement[datetime]):  # noqa: N801 - reads as the function that it is
    """The beginning of the UTC hour of a moment. Vietnam's offset is whole hours, so that its days follow."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(utc_hour, "sqlite")
def _on_sqlite(element: utc_hour, compiler: SQLCompiler, **options: Any) -> str:
    # Stored as "2027-06-09 01:23:45.000000": cutting text is quicker than reading it as a date.
    return f"substr({compiler.process(element.clauses, **options)}, 1, 13) || ':00:00.000000'"


@compiles(utc_hour, "postgresql")
def _on_postgresql(element: utc_hour, compiler: SQLCompiler, **options: Any) -> str:
    return f"date_trunc('hour', {compiler.process(element.clauses, **options)}, 'UTC')"
