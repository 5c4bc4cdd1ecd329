"""The forms of sign-up, return and correction, and the search among people."""

from quizapp.registration.forms.sign_up import RegistrationForm, ReturnForm, registration_form
from quizapp.registration.forms.staff import CorrectionForm, PeopleForm

__all__ = ["CorrectionForm", "PeopleForm", "RegistrationForm", "ReturnForm", "registration_form"]
