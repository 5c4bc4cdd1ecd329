"""The controls of these forms, with the same HTML as WTForms' own.

WTForms puts every attribute and option together by way of Markup.format: a third of the time of a sign-up page.
"""

from typing import Any

from markupsafe import Markup, escape
from wtforms import widgets


class TextInput(widgets.TextInput):
    """A line of text."""

    def __call__(self, field: Any, **given: Any) -> Markup:
        """Return the control; `given`: attributes that the template adds."""
        return _input(self, field, given)


class HiddenInput(widgets.HiddenInput):
    """What the form sends along."""

    def __call__(self, field: Any, **given: Any) -> Markup:
        """Return the control; `given`: attributes that the template adds."""
        return _input(self, field, given)


class CheckboxInput(widgets.CheckboxInput):
    """A box to tick."""

    def __call__(self, field: Any, **given: Any) -> Markup:
        """Return the control; `given`: attributes that the template adds."""
        return _input(self, field, {"checked": bool(field.data), **given})


class UnitSelect(widgets.Select):
    """A list to pick from, its choices pairs of an id and a name."""

    def __call__(self, field: Any, **given: Any) -> Markup:
        """Return the control; `given`: attributes that the template adds."""
        options = "".join(
            f'<option {"selected " if value == field.data else ""}value="{value}">{escape(name)}</option>'
            for value, name in field.choices
        )
        return Markup(f"<select {_attributes(self, field, given)}>{options}</select>")


def _input(widget: Any, field: Any, given: dict[str, Any]) -> Markup:
    said = {"type": widget.input_type, "value": field._value(), **given}
    return Markup(f"<input {_attributes(widget, field, said)}>")


def _attributes(widget: Any, field: Any, given: dict[str, Any]) -> str:
    """Return a control's attributes by name: what the field's validators say of it, and what is given."""
    flags = {name: value for name, value in vars(field.flags).items() if name in widget.validation_attrs}
    attributes = {"id": field.id, "name": field.name, **flags, **given}
    return " ".join(
        name if value is True else f'{name}="{_in_quotes(value)}"'
        for name, value in sorted(attributes.items())
        if value is not False
    )


def _in_quotes(value: Any) -> str:
    """Return a value as it may stand in quotes; what is HTML already may hold some of its own."""
    return str(escape(value)).replace('"', "&quot;")
