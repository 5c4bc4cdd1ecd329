"""E-mail addresses."""

import re

MAX_LENGTH = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_EMAIL = re.compile(rf"[a-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_LABEL}(?:\.{_LABEL})+")


def normalise_email(text: str) -> str | None:
    """Return an address in lower case without spaces around it, or None if `text` can't be one."""
    email = text.strip().lower()
    return email if len(email) <= MAX_LENGTH and _EMAIL.fullmatch(email) else None
