"""Lists that are shown a page at a time; the macro `pagination` draws the way around."""

from dataclasses import dataclass
from math import ceil

from flask import request, url_for


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page of a list of `total` rows, counted from 1."""

    number: int
    pages: int
    total: int

    def url(self, number: int) -> str:
        """Return the address of another page of the same list, with the same filters."""
        assert request.endpoint is not None
        chosen = {**request.args.to_dict(), **(request.view_args or {}), "page": number}
        return url_for(request.endpoint, **chosen)


def asked_page() -> int:
    """Return the number of the page asked for, 1 where there is none or it makes no sense."""
    return min(max(request.args.get("page", 1, type=int), 1), 1_000_000)


def page_of(total: int, *, size: int) -> Page:
    """Return the page asked for, or the last one where the list ends before it."""
    pages = max(1, ceil(total / size))
    return Page(number=min(asked_page(), pages), pages=pages, total=total)
