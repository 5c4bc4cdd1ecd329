"""Pictures that come with a form: encoded anew, kept, and remembered by their digests."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_login import current_user

from quizapp.banks import operations, queries
from quizapp.banks.forms import QuestionForm
from quizapp.domain.question import MAX_OPTIONS
from quizapp.exchange.images import BOUNDS, MAX_BYTES, Encoded, ImageRefused, encode
from quizapp.models import db
from quizapp.web import clock

_FORM_OVERHEAD = 1024 * 1024  # what is typed, and the boundaries between the fields
MAX_PICTURES_BYTES = (1 + MAX_OPTIONS) * MAX_BYTES + _FORM_OVERHEAD


def take_pictures(form: QuestionForm, bank_id: int) -> Mapping[str, tuple[int, int]]:
    """Keep the pictures that a form brings, and return (width, height) of all that it names by their digests.

    They are kept even if the rest of the form is refused: a browser can't be handed its files back.
    """
    db.session.commit()  # encoding takes a second, in which others may write
    encoded = _encoded(form)
    for image in encoded:
        operations.store_image(db.session, now=clock.now(), actor_id=current_user.id, bank_id=bank_id, image=image)
    db.session.commit()
    named = [picture.digest.data for picture in form.pictures() if picture.digest.data]
    sizes = queries.image_sizes(db.session, named)
    for picture in form.pictures():
        if picture.digest.data not in sizes:
            picture.digest.data = ""
    return sizes


def _encoded(form: QuestionForm) -> list[Encoded]:
    found = []
    for picture in form.pictures():
        if picture.remove.data:
            picture.forget()
        if picture.file.data:
            try:
                image = encode(picture.file.data.read())
            except ImageRefused as refusal:
                picture.file.errors = [_(refusal.sentence) % BOUNDS]
                continue
            picture.digest.data = image.digest
            found.append(image)
    return found
