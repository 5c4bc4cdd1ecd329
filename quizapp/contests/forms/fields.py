"""Fields of the forms of contests and rounds: numbers, choices and rows, each with its sentences."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FieldList, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, ValidationError

_LONGEST_NUMBER = 9  # digits
_LONGEST_AMOUNT = 12
_MOST_NUMBERS = 40
_THOUSANDS = re.compile(r"\A\d{1,3}(?:([. ,])\d{3})?(?:\1\d{3})*\Z|\A\d+\Z")
_CURRENCY = re.compile(r"\s*(?:đồng|đ|vnđ|vnd)\.?\Z", re.IGNORECASE)


def required(sentence: Any) -> InputRequired:
    """Return the validator that asks for a field with a sentence."""
    return InputRequired(message=sentence)


def lazy_choices(registry: Mapping[str, Any], *, unset: Any = None) -> list[SelectChoice]:
    """Return what a field offers, read in the visitor's language when it is shown. `unset`: title of the empty one."""
    offered = [
        SelectChoice(code, _(entry if isinstance(entry, str) else entry.title)) for code, entry in registry.items()
    ]
    return offered if unset is None else [SelectChoice("", unset), *offered]


class WholeNumberField(IntegerField):
    """A whole number in digits; blank is None."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed. Raises ValueError with a sentence."""
        if not valuelist:
            return  # not on the page that was sent: it stays as it was
        text = valuelist[0].strip()
        if text and (not text.isdecimal() or len(text) > _LONGEST_NUMBER):
            raise ValueError(gettext("Hãy nhập một số nguyên, ví dụ 20."))
        self.data = int(text) if text else None


class AmountField(StringField):
    """An amount of money in đồng, typed with or without points between thousands; blank is 0."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed. Raises ValueError with a sentence."""
        text = _CURRENCY.sub("", valuelist[0].strip()) if valuelist else ""
        if text and (not text.isascii() or not _THOUSANDS.match(text) or len(text) > _LONGEST_AMOUNT + 3):
            raise ValueError(gettext("Hãy nhập số tiền bằng chữ số, ví dụ 500.000."))
        self.data = int(re.sub(r"\D", "", text)) if text else 0

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:,}".replace(",", ".") if self.data else ""


class NumbersField(StringField):
    """Whole numbers with commas between them; blank is none."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed. Raises ValueError with a sentence."""
        words = [word for word in re.split(r"[\s,;]+", valuelist[0]) if word] if valuelist else []
        if len(words) > _MOST_NUMBERS or any(not _is_number(word) for word in words):
            raise ValueError(gettext("Hãy nhập các số nguyên cách nhau bằng dấu phẩy, ví dụ 10, 8, 6."))
        self.data = [int(word) for word in words]

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return ", ".join(map(str, self.data or ()))


def _is_number(word: str) -> bool:
    return word.isdecimal() and len(word) <= _LONGEST_NUMBER


class _Chosen:
    """What is not among a field's choices is answered with a sentence."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was chosen. Raises ValueError with a sentence."""
        try:
            super().process_formdata(valuelist)  # type: ignore[misc]
        except ValueError:
            raise ValueError(gettext("Hãy chọn một mục trong danh sách.")) from None

    def pre_validate(self, form: BaseForm) -> None:
        """Raise ValidationError with a sentence for what is not offered."""
        try:
            super().pre_validate(form)  # type: ignore[misc]
        except ValueError:
            raise ValidationError(gettext("Hãy chọn một mục trong danh sách.")) from None


class ChoiceField(_Chosen, SelectField):
    """One of a list."""


class CardsField(_Chosen, RadioField):
    """One of a few, as cards."""


class ChoicesField(_Chosen, SelectMultipleField):
    """Any of a few, as boxes."""


class RowsField(FieldList):  # type: ignore[type-arg]  # generic in the stubs alone
    """Rows of a table; the errors of its cells are sentences that name the row."""

    errors: Sequence[str]
    numbered: Any = _("Dòng %(number)d: %(sentence)s")

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Tell whether every cell is right."""
        super().validate(form, extra_validators)
        self.errors = [
            self.name_row(number, sentence)
            for number, entry in enumerate(self.entries, start=1)
            for sentence in _sentences(entry.errors)
        ]
        return not self.errors

    def name_row(self, number: int, sentence: str) -> str:
        """Return a sentence that begins with the row it is about, counted from 1."""
        return str(self.numbered) % {"number": number, "sentence": sentence}

    def top_up(self, spare: int) -> None:
        """Add empty rows, as far as there is room."""
        for _row in range(min(spare, (self.max_entries or 0) - len(self))):
            self.append_entry()


def _sentences(errors: Any) -> Iterator[str]:
    """Yield the sentences of a field's errors, whatever parts it has."""
    if isinstance(errors, str):
        yield errors
    else:
        for part in errors.values() if isinstance(errors, Mapping) else errors:
            yield from _sentences(part)
