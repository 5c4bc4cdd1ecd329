"""Where a visitor may be sent on to: pages of this site alone."""

from urllib.parse import urlsplit


def local_path(target: str | None) -> str | None:
    """Return `target` if it is a path of this site, else None.

    Browsers read `//evil` and `/\\evil` as other sites, and drop tabs and line ends before they read.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or any(ord(char) <= 0x20 or ord(char) == 0x7F for char in target):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


def local_target(target: str | None, default: str) -> str:
    """Return `target` if it is a path of this site, else `default`."""
    return local_path(target) or default
