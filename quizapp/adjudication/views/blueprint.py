"""The blueprint that the pages of the review belong to."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("adjudication", __name__, url_prefix="/adjudication")
Answer = str | Response | tuple[str, int]
