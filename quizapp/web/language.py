"""Vietnamese, unless the visitor asked for English."""

from flask import has_request_context
from flask import session as cookie

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


def choose() -> str:
    """Return the language code for this request. What the browser prefers is not asked:

    many phones in Vietnam are set to English by the shop that sold them.
    """
    chosen = cookie.get("language", "vi") if has_request_context() else "vi"
    return chosen if chosen in LANGUAGES else "vi"
