"""Questions → a package of QTI 3.0: a manifest with what the items are about, and a file an item.

Source: 1EdTech, QTI 3.0 ASI information model and XML binding; Content Packaging 1.2 profile of QTI 3.0.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from html import escape

from quizapp.domain.question import LETTERS, Question, QuestionType
from quizapp.exchange.questions.assess import type_of
from quizapp.exchange.questions.drafts import name_of
from quizapp.exchange.questions.qti import metadata

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ITEM_NAMES = 'xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"'
_MANIFEST_NAMES = f'xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1" xmlns:lom="{metadata.NAMESPACE}"'
_MATCH_CORRECT = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same questions make the same bytes


def written(questions: Iterable[Question]) -> bytes:
    """Return the package as a zip."""
    known = list(questions)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        _add(archive, "imsmanifest.xml", _manifest(known))
        for place, question in enumerate(known, 1):
            _add(archive, _path(place), _item(question, place))
    return target.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, _MOMENT)
    archive.writestr(entry, text.encode(), zipfile.ZIP_DEFLATED)


def _path(place: int) -> str:
    return f"items/item-{place:04}.xml"


def _manifest(questions: Sequence[Question]) -> str:
    resources = "".join(_resource(question, place) for place, question in enumerate(questions, 1))
    return (
        f'{_HEAD}<manifest {_MANIFEST_NAMES} identifier="question-bank">\n'
        "<metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>\n"
        f"<organizations/>\n<resources>\n{resources}</resources>\n</manifest>\n"
    )


def _resource(question: Question, place: int) -> str:
    path = _path(place)
    about = metadata.written(question, read_as=_read_as(question))
    lom = f"<metadata><lom:lom>{about}</lom:lom></metadata>" if about else ""
    return (
        f'<resource identifier="item-{place:04}" type="imsqti_item_xmlv3p0" href="{path}">'
        f'{lom}<file href="{path}"/></resource>\n'
    )


def _read_as(question: Question) -> QuestionType:
    """Return the type that the written item has without a keyword that names it."""
    if question.type is QuestionType.MULTIPLE:
        return QuestionType.MULTIPLE
    return type_of([option.text for option in question.options], ())


def _item(question: Question, place: int) -> str:
    return (
        f'{_HEAD}<qti-assessment-item {_ITEM_NAMES} identifier="item-{place:04}" title="{escape(name_of(question))}"'
        ' adaptive="false" time-dependent="false" xml:lang="vi">\n'
        f"{_declarations(question)}"
        f"<qti-item-body>\n{_interaction(question)}</qti-item-body>\n"
        f"{_processing(question)}</qti-assessment-item>\n"
    )


def _declarations(question: Question) -> str:
    values = "".join(f"<qti-value>{LETTERS[place]}</qti-value>" for place in sorted(question.key))
    feedback = '<qti-outcome-declaration identifier="FEEDBACK" cardinality="single" base-type="identifier"/>\n'
    return (
        f'<qti-response-declaration identifier="RESPONSE" cardinality="{_cardinality(question)}"'
        f' base-type="identifier"><qti-correct-response>{values}</qti-correct-response></qti-response-declaration>\n'
        '<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float">'
        "<qti-default-value><qti-value>0</qti-value></qti-default-value></qti-outcome-declaration>\n"
        f"{feedback if question.explanation else ''}"
    )


def _cardinality(question: Question) -> str:
    return "multiple" if question.type is QuestionType.MULTIPLE else "single"


def _interaction(question: Question) -> str:
    most = 0 if question.type is QuestionType.MULTIPLE else 1
    choices = "".join(
        f'<qti-simple-choice identifier="{letter}"{_fixed(option.is_pinned)}>'
        f"{_lines(option.text)}</qti-simple-choice>\n"
        for letter, option in zip(LETTERS, question.options, strict=False)
    )
    return (
        f'<qti-choice-interaction response-identifier="RESPONSE" shuffle="true" max-choices="{most}">\n'
        f"<qti-prompt>{_lines(question.text)}</qti-prompt>\n{choices}</qti-choice-interaction>\n"
    )


def _fixed(is_pinned: object) -> str:
    return ' fixed="true"' if is_pinned else ""


def _processing(question: Question) -> str:
    """Return how the item is marked, and that the explanation is shown whatever was answered."""
    if not question.explanation:
        return f'<qti-response-processing template="{_MATCH_CORRECT}"/>\n'
    return (
        "<qti-response-processing>\n<qti-response-condition><qti-response-if>"
        '<qti-match><qti-variable identifier="RESPONSE"/><qti-correct identifier="RESPONSE"/></qti-match>'
        f"{_set('SCORE', 'float', '1')}</qti-response-if></qti-response-condition>\n"
        f"{_set('FEEDBACK', 'identifier', 'EXPLANATION')}\n</qti-response-processing>\n"
        '<qti-modal-feedback outcome-identifier="FEEDBACK" identifier="EXPLANATION" show-hide="show">'
        f"<qti-content-body><p>{_lines(question.explanation)}</p></qti-content-body></qti-modal-feedback>\n"
    )


def _set(name: str, kind: str, value: str) -> str:
    inside = f'<qti-base-value base-type="{kind}">{value}</qti-base-value>'
    return f'<qti-set-outcome-value identifier="{name}">{inside}</qti-set-outcome-value>'


def _lines(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br/>")
