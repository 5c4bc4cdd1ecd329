"""Items of QTI 2.1, 2.2 and 3.0 → questions. Response processing is not read: the declared response is the key."""

from collections.abc import Callable, Iterator, Mapping
from xml.etree.ElementTree import Element

from quizapp.domain.problem import Location, Problem
from quizapp.domain.question import QuestionType
from quizapp.domain.text import clean
from quizapp.exchange.questions import kinds
from quizapp.exchange.questions.assess import Entry, type_of
from quizapp.exchange.questions.drafts import Draft, entry
from quizapp.exchange.questions.html_text import Plain, plain
from quizapp.exchange.questions.keys import KeyCell, KeyReading, key_problem
from quizapp.exchange.questions.kinds import left_out
from quizapp.exchange.questions.qti.markup import html_of
from quizapp.exchange.questions.tags import Tags

ITEMS = ("assessmentItem", "qti-assessment-item")
STIMULI = ("assessmentStimulus", "qti-assessment-stimulus")

MAX_SIGNS = 50_000  # tags and entities of an item; a long one has a thousand

_CHOICE = "choiceInteraction"
_CHOICES = "simpleChoice"
_BESIDE = ("endAttemptInteraction", "mediaInteraction")  # a hint, a film: neither is answered
_NOT_SHOWN = (
    _CHOICES, "feedbackBlock", "feedbackInline", "modalFeedback", "rubricBlock", "templateBlock",
    "templateInline", "catalogInfo", "companionMaterialsInfo", "stylesheet", "infoControl",
)  # fmt: skip
_EXPLAINING = ("general", "explanation", "solution", "rationale")  # as identifiers of feedback
_KINDS: Mapping[str, str] = {
    "extendedTextInteraction": kinds.ESSAY,
    "textEntryInteraction": kinds.BLANKS,
    "inlineChoiceInteraction": kinds.DROPDOWNS,
    "matchInteraction": kinds.MATCHING,
    "associateInteraction": kinds.MATCHING,
    "orderInteraction": kinds.ORDERING,
    "gapMatchInteraction": kinds.DRAGGING,
    "hottextInteraction": kinds.DROPDOWNS,
    "sliderInteraction": kinds.NUMERICAL,
    "uploadInteraction": kinds.UPLOAD,
    "drawingInteraction": kinds.DRAWING,
    **dict.fromkeys(
        (
            "hotspotInteraction", "selectPointInteraction", "graphicOrderInteraction", "graphicAssociateInteraction",
            "graphicGapMatchInteraction", "positionObjectInteraction",
        ),
        kinds.HOTSPOT,
    ),
}  # fmt: skip

Passage = Callable[[str], Plain | None]  # an item's reference to a text that several share → that text


def read_item(item: Element, *, location: Location, tags: Tags, passage: Passage) -> Entry | list[Problem]:
    """Return the question that an item holds, or the reports that it is left out: one a kind of what it asks."""
    body = item.find("itemBody")
    found = [] if body is None else [part for part in body.iter() if part.tag.endswith("Interaction")]
    asking = [part for part in found if part.tag not in _BESIDE]
    if body is None or len(asking) != 1 or asking[0].tag != _CHOICE:
        return [left_out(kind, location) for kind in _kinds(asking)]
    declaration = _declaration(item, asking[0])
    if declaration.get("cardinality") not in ("single", "multiple"):
        return [left_out(kinds.ORDERING, location)]
    choices = asking[0].findall(_CHOICES)
    stem = _together([*_passages(item, passage), _stem(body, asking[0])])
    key = _Key(declaration, [choice.get("identifier", "") for choice in choices])
    return entry(_draft(item, choices, key, stem=stem, location=location, tags=tags))


def _kinds(asking: list[Element]) -> list[str]:
    if not asking:
        return [kinds.PASSAGE]
    names = dict.fromkeys(part.tag for part in asking if part.tag != _CHOICE)
    return list(dict.fromkeys(_KINDS.get(name, kinds.OTHER) for name in names)) or [kinds.SEVERAL]


def _declaration(item: Element, interaction: Element) -> Element:
    name = interaction.get("responseIdentifier")
    found = (part for part in item.findall("responseDeclaration") if part.get("identifier") == name)
    return next(found, Element("responseDeclaration", cardinality="single"))


def _passages(item: Element, passage: Passage) -> Iterator[Plain]:
    for reference in item.findall("assessmentStimulusRef"):
        yield passage(reference.get("href", "")) or Plain(text="", pictures=1)


def _together(texts: list[Plain]) -> Plain:
    return Plain(
        text="\n".join(text.text for text in texts if text.text), pictures=sum(text.pictures for text in texts)
    )


def _stem(body: Element, interaction: Element) -> Plain:
    """Return the body without the choices; the prompt, in its place, begins a line."""
    for part in (interaction, *interaction.findall("prompt")):
        part.tag = "div"
    return plain(html_of(body, _NOT_SHOWN))


class _Key:
    """The key as a response declaration tells it: by the correct response, else by what choices are worth."""

    def __init__(self, declaration: Element, identifiers: list[str]) -> None:
        self.is_multiple = declaration.get("cardinality") == "multiple"
        values = [clean(value.text or "") for value in declaration.findall("correctResponse/value")]
        worth = {entry.get("mapKey", ""): _number(entry.get("mappedValue")) for entry in _mapped(declaration)}
        self.grades = [worth.get(identifier, 0.0) for identifier in identifiers]
        self.names = [value for value in values if value] or _best(worth, self.is_multiple)
        self.places = frozenset(place for place, name in enumerate(identifiers) if name in self.names)
        self.is_beyond = any(name not in identifiers for name in self.names)

    @property
    def is_graded(self) -> bool:
        """Whether choices outside the key, or some of it, are worth a part of the mark."""
        worth = {place for place, grade in enumerate(self.grades) if grade > 0}
        return bool(worth) and (worth != self.places or len({self.grades[place] for place in worth}) > 1)


def _mapped(declaration: Element) -> list[Element]:
    return declaration.findall("mapping/mapEntry")


def _best(worth: Mapping[str, float], is_multiple: bool) -> list[str]:
    most = max(worth.values(), default=0.0)
    return [name for name, value in worth.items() if value > 0 and (is_multiple or value == most)]


def _number(text: str | None) -> float:
    try:
        return float(text or "0")
    except ValueError:
        return 0.0


def _draft(item: Element, choices: list[Element], key: _Key, *, stem: Plain, location: Location, tags: Tags) -> Draft:
    options = [plain(html_of(choice, _NOT_SHOWN)) for choice in choices]
    texts = tuple(option.text for option in options)
    cell = KeyCell(text=", ".join(key.names), options=texts)
    problem = key_problem(KeyReading(is_out_of_range=key.is_beyond), cell, location)
    return Draft(
        location=location,
        number=location.question or 0,
        stem=stem,
        options=options,
        key=key.places,
        type=QuestionType.MULTIPLE if key.is_multiple else type_of(texts, ()),
        feedback=_feedback(item),
        tags=tags,
        pins=_pins(choices),
        is_graded=key.is_graded,
        problems=(problem,) if problem else (),
    )


def _pins(choices: list[Element]) -> frozenset[int] | None:
    """Return the choices that stay where they are when the others are shuffled; None if none or every one does."""
    fixed = frozenset(place for place, choice in enumerate(choices) if choice.get("fixed") == "true")
    return fixed if fixed and len(fixed) < len(choices) else None


def _feedback(item: Element) -> Plain:
    """Return what is shown after answering whatever the answer was."""
    for part in item.findall("modalFeedback"):
        if any(word in part.get("identifier", "").lower() for word in _EXPLAINING):
            return plain(html_of(part))
    return Plain(text="")
