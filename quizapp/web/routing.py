"""Ids and names in addresses: what no column can hold is a page that does not exist, not an error of the database."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError

_MAX_ID = 2**31 - 1  # PostgreSQL's INTEGER


class IdConverter(IntegerConverter):
    """The converter behind `<int:…>`, bounded."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": _MAX_ID, **options})


class NameConverter(UnicodeConverter):
    """The converter behind `<…>`: PostgreSQL's text holds no NUL."""

    def to_python(self, value: str) -> str:
        """Return a name as it stands in the address."""
        if "\x00" in value:
            raise ValidationError
        name: str = super().to_python(value)
        return name


def init_app(app: Flask) -> None:
    """Bound every `<int:…>` and `<…>` of the features' addresses."""
    app.url_map.converters["int"] = IdConverter
    app.url_map.converters["default"] = NameConverter
