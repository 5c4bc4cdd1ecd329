"""How the sentences of rules are put beside the fields that they speak of."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_wtf import FlaskForm

from quizapp.domain.round_rules import Found


def target(form: Any, found: Found) -> Any:
    """Return the field that a contradiction is said beside."""
    field = form[found.field]
    return field.form[found.part] if found.part else field


class RefusingForm(FlaskForm):
    """A form whose fields are told what rules say of them."""

    def refuse_found(self, found: Iterable[Found]) -> None:
        """Put the sentence of each contradiction beside its field, for each row that it is in."""
        for contradiction in found:
            sentence = gettext(contradiction.sentence)
            if contradiction.part:
                self[contradiction.field].form.refuse(contradiction.part, sentence, rows=contradiction.rows)
            else:
                self.refuse(contradiction.field, sentence)

    def refuse(self, field: str, sentence: str) -> None:
        """Put a sentence beside a field; of the prizes as a whole, beside the first of them."""
        wanted = self[field]
        if wanted.type == "FormField":
            self._refuse_part(wanted, sentence)
        else:
            wanted.errors = [*wanted.errors, sentence]

    @staticmethod
    def _refuse_part(wanted: Any, sentence: str) -> None:
        first = next(iter(wanted))
        first.errors = [*first.errors, sentence]
