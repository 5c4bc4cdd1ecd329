"""The controls of sign-up say what WTForms' own would say of the same fields."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, HiddenField, SelectField, StringField, widgets

from quizapp.domain.groups import GROUPS
from quizapp.registration.forms import registration_form
from quizapp.registration.forms.widgets import CheckboxInput, HiddenInput, TextInput, UnitSelect

OWN = {
    "StringField": widgets.TextInput(),
    "HiddenField": widgets.HiddenInput(),
    "BooleanField": widgets.CheckboxInput(),
    "SelectField": widgets.Select(),
}
texts = st.text(st.sampled_from("aÂ <>&\"'/=\n"), max_size=8)
attributes = st.dictionaries(
    st.sampled_from(["aria-invalid", "autocomplete", "class", "id", "type", "value", "required", "maxlength"]),
    st.one_of(texts, texts.map(Markup), st.booleans(), st.integers(0, 99)),
    max_size=4,
)


def _flagged(**flags):
    def check(_form, _field):
        pass

    check.field_flags = flags
    return check


class Asked(Form):
    """A field of each kind."""

    name = StringField(
        "", validators=[_flagged(required=True), _flagged(maxlength=80, minlength=2)], widget=TextInput()
    )
    group = HiddenField("", validators=[_flagged(required=True)], widget=HiddenInput())
    agreed = BooleanField("", validators=[_flagged(required=True, maxlength=3)], widget=CheckboxInput())
    unit = SelectField("", validators=[_flagged(required=True)], coerce=int, widget=UnitSelect())

    def __init__(self, sent=None, names=()):
        super().__init__(MultiDict(sent) if sent is not None else None)
        self.unit.choices = [(0, "Bấm để chọn"), *enumerate(names, start=1)]


sent = st.none() | st.fixed_dictionaries(
    {}, optional={"name": texts, "group": texts, "agreed": texts, "unit": st.sampled_from("0129")}
)


@given(sent, st.lists(texts.filter(bool), max_size=3), attributes)
def test_a_control_reads_as_wtforms_would_write_it(sent, names, extra):
    for field in Asked(sent, names):
        assert str(field(**extra)) == str(OWN[field.type](field, **extra))


@pytest.mark.parametrize("group", GROUPS)
def test_every_control_of_every_groups_form_is_written_so(app, group):
    units = [SimpleNamespace(id=number, name=f'Thôn "{number}" <Nà> & Tè') for number in (4, 9)]
    data = {"full_name": '"An" <b>', "unit_id": "9", "phone": "'1'", "consent_contest": "y"}
    with app.test_request_context("/", method="POST", data=data):
        for field in registration_form(GROUPS[group], today=date(2027, 6, 9), units=units):
            assert str(field(class_="input")) == str(OWN[field.type](field, **{"class": "input"}))
