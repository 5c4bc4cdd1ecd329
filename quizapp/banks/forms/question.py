"""The form of a question: what is typed, and the question that it makes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, FieldList, Form, FormField, HiddenField, StringField, TextAreaField

from quizapp.domain.authoring import tidy
from quizapp.domain.problem import Problem, Severity
from quizapp.domain.question import (
    LETTERS,
    MAX_OPTION_TEXT,
    MAX_OPTIONS,
    Image,
    Option,
    Question,
    QuestionType,
    validate,
)
from quizapp.web.fields import at_most, cleaned
from quizapp.web.problems import problem_text
from quizapp.web.question_form import QuestionFields, fields_data, lines

MAX_ALT = 300
TRUE_FALSE_OPTIONS = 2
# Problems of a question that its fields know better: with a bound of their own, with the row of the picture.
_SAID_BY_FIELDS = ("text-too-long", "image-without-alt")
Sizes = Mapping[str, tuple[int, int]]


class KeyField(Field):
    """The places of the options that are right, from 0; radio buttons or boxes that share a name."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was ticked; what is no place of an option is passed over."""
        places = (int(value) for value in valuelist if value.isdecimal() and len(value) == 1)
        self.data = frozenset(place for place in places if place < MAX_OPTIONS)


class PictureForm(Form):
    """A picture: one that is stored already, by its digest, or a new file; and what it shows, in words."""

    digest = HiddenField()
    file = FileField(lazy_gettext("Hình"))
    alt = StringField(lazy_gettext("Mô tả hình bằng chữ"), filters=[cleaned], validators=[at_most(MAX_ALT)])
    remove = BooleanField(lazy_gettext("Bỏ hình này"))

    def forget(self) -> None:
        """Leave the picture out."""
        self.digest.data, self.alt.data, self.remove.data = "", "", False

    def image(self, sizes: Sizes) -> Image | None:
        """Return the picture, None where there is none or it is not among those stored, `sizes`."""
        digest = self.digest.data or ""
        if digest not in sizes:
            return None
        width, height = sizes[digest]
        return Image(digest=digest, alt=self.alt.data or "", width=width, height=height)


class OptionForm(Form):
    """One option; a row without text and picture is none."""

    text = TextAreaField(lazy_gettext("Nội dung"), filters=[lines], validators=[at_most(MAX_OPTION_TEXT)])
    is_pinned = BooleanField(lazy_gettext("Giữ nguyên vị trí khi xáo trộn"))
    picture = FormField(PictureForm)


class QuestionForm(QuestionFields):
    """Everything of a question."""

    picture = FormField(PictureForm)
    options = FieldList(
        FormField(OptionForm), lazy_gettext("Các phương án"), min_entries=MAX_OPTIONS, max_entries=MAX_OPTIONS
    )
    key = KeyField(lazy_gettext("Đáp án đúng"), default=frozenset())

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.options_errors: list[str] = []

    def pictures(self) -> Iterator[PictureForm]:
        """Yield the stem's picture, then the options'."""
        yield self.picture.form
        for entry in self.options:
            yield entry.form.picture.form

    def filled(self) -> list[int]:
        """Return the places, from 0, of the rows that are options: blank ones between them close up."""
        return [place for place, entry in enumerate(self.options) if self._is_option(place, entry.form)]

    def _is_option(self, place: int, row: OptionForm) -> bool:
        return bool(row.text.data or row.picture.form.digest.data or place in self.key.data)

    def question(self, sizes: Sizes) -> Question:
        """Return the question as typed; `sizes` of stored pictures, by their digests."""
        options = tuple(self._option(place, sizes) for place in self.filled())
        return tidy(Question(**self.written(), options=options, image=self.picture.form.image(sizes)))

    def _option(self, place: int, sizes: Sizes) -> Option:
        row = self.options[place].form
        return Option(
            text=row.text.data or "",
            is_key=place in self.key.data,
            is_pinned=row.is_pinned.data,
            image=row.picture.form.image(sizes),
        )

    def makes(self, question: Question) -> bool:
        """Tell whether the form is right and makes a question; everything that is wrong is said at once."""
        refused = [f for f in _files_of(self) if f.errors]  # a picture that could not be taken
        said = [list(f.errors) for f in refused]
        self.validate()
        for field, sentences in zip(refused, said, strict=True):
            field.errors = sentences
        for picture in self.pictures():
            if picture.digest.data and not picture.alt.data:
                _add(picture.alt, _("Hãy ghi hình này cho thấy gì, để người không nhìn thấy hình cũng trả lời được."))
        if self.type.data == QuestionType.TRUE_FALSE and len(question.options) > TRUE_FALSE_OPTIONS:
            self.options_errors.append(
                _("Câu Đúng / Sai phải có đúng hai phương án. Hãy bỏ bớt, hoặc đổi kiểu câu hỏi.")
            )
        self._refuse(problem for problem in validate(question) if problem.severity is Severity.ERROR)
        return not self.sentences()

    def _refuse(self, problems: Iterable[Problem]) -> None:
        """Put what is wrong with the question beside the fields that it is about."""
        for problem in problems:
            if problem.code in _SAID_BY_FIELDS:
                continue
            sentence = problem_text(self._in_rows(problem))
            place = self._row_of(problem)
            if problem.code == "empty-text":
                _add(self.text, sentence)
            elif place is not None:
                _add(self.options[place].form.text, sentence)
            else:
                self.options_errors.append(sentence)

    def _in_rows(self, problem: Problem) -> Problem:
        """Return a problem that speaks of the letters of the rows, not of the options closed up."""
        rows = self.filled()
        letters = {LETTERS[index]: LETTERS[row] for index, row in enumerate(rows)}
        params = {name: letters.get(str(value), value) for name, value in problem.params.items()}
        return Problem(code=problem.code, location=problem.location, params=params)

    def _row_of(self, problem: Problem) -> int | None:
        params = self._in_rows(problem).params
        letter = str(params.get("second", params.get("option", "")))
        return LETTERS.index(letter) if len(letter) == 1 and letter in LETTERS else None

    def sentences(self) -> list[tuple[str, str, str]]:
        """Return (id of the field, its name, what is wrong) for the summary above the form."""
        plain = (f for f in self if f.name not in ("picture", "options"))
        found: list[tuple[str, str, Sequence[str]]] = [(f.id, f.label.text, f.errors) for f in plain]
        found += [(self.options.id, self.options.label.text, self.options_errors)]
        for place, entry in enumerate(self.options):
            name = _("Phương án %(letter)s", letter=LETTERS[place])
            found += [(f.id, name, f.errors) for f in (entry.form.text, *_fields_of(entry.form.picture.form))]
        found += [(f.id, _("Hình của câu hỏi"), f.errors) for f in _fields_of(self.picture.form)]
        return [(field_id, name, " ".join(errors)) for field_id, name, errors in found if errors]


def _files_of(form: QuestionForm) -> list[Field]:
    return [picture.file for picture in form.pictures()]


def _fields_of(picture: PictureForm) -> tuple[Field, Field]:
    return picture.file, picture.alt


def _add(field: Field, sentence: str) -> None:
    field.errors = [*field.errors, sentence]


def question_data(question: Question) -> dict[str, Any]:
    """Return what the form of a stored question starts from."""
    return {
        **fields_data(question),
        "picture": _picture_data(question.image),
        "options": [
            {"text": option.text, "is_pinned": option.is_pinned, "picture": _picture_data(option.image)}
            for option in question.options
        ],
        "key": question.key,
    }


def _picture_data(image: Image | None) -> dict[str, str]:
    return {"digest": image.digest, "alt": image.alt} if image else {}
