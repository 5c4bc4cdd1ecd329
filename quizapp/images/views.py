"""Pictures of questions, under addresses that change with their content.

Anybody may fetch one: nobody can guess a digest, and a picture tells no key. A question's pictures say nothing of the
question that is not on the paper of those who take it.
"""

from flask import Blueprint, Response, abort

from quizapp.images.queries import find_image
from quizapp.models import db

bp = Blueprint("images", __name__, url_prefix="/images")
_FOREVER = 365 * 24 * 3600


@bp.get("/<digest>")
def show(digest: str) -> Response:
    """Send a picture; what is at an address never changes."""
    found = find_image(db.session(), digest)
    if found is None:
        abort(404)
    response = Response(found.content, mimetype=found.media_type)
    response.cache_control.public = True
    response.cache_control.max_age = _FOREVER
    response.cache_control.immutable = True
    return response
