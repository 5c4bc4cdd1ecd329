"""Items of QTI 1.2 → questions, as Canvas, Blackboard and Respondus write them.

Which responses earn marks is only said in the response processing, so that is read for this.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from quizapp.domain.problem import Location, Problem
from quizapp.domain.question import QuestionType
from quizapp.domain.text import N_, clean, clean_lines, fold
from quizapp.exchange.questions import kinds, names
from quizapp.exchange.questions.assess import MAX_QUESTIONS, Entry, type_of
from quizapp.exchange.questions.drafts import Draft, entry
from quizapp.exchange.questions.html_text import Plain, plain, plain_where_marked
from quizapp.exchange.questions.kinds import left_out
from quizapp.exchange.questions.parsed import refusal
from quizapp.exchange.questions.qti.markup import html_of
from quizapp.exchange.questions.tags import DIFFICULTY, TOPIC, Tags, read_tags

ROOT = "questestinterop"
ITEM = "item"

_HOLDING = ("assessment", "section", "objectbank")
_GIVEN_TITLES = ("main", "root section", "section", "section 1")
_RESPONSES = ("response_lid", "response_str", "response_num", "response_xy", "response_grp", "response_extension")
_PICTURES = ("matimage", "mataudio", "matvideo", "matapplet", "matapplication")
_GENERAL = ("general_fb", "general", "solution")
_CHOICE_TYPES = ("multiple_choice_question", "multiple_answers_question", "true_false_question")
_TYPES: Mapping[str, str] = {  # Canvas: question_type
    "essay_question": kinds.ESSAY,
    "short_answer_question": kinds.SHORT_ANSWER,
    "fill_in_multiple_blanks_question": kinds.BLANKS,
    "multiple_dropdowns_question": kinds.DROPDOWNS,
    "matching_question": kinds.MATCHING,
    "numerical_question": kinds.NUMERICAL,
    "calculated_question": kinds.CALCULATED,
    "ordering_question": kinds.ORDERING,
    "categorization_question": kinds.CATEGORIES,
    "hot_spot_question": kinds.HOTSPOT,
    "file_upload_question": kinds.UPLOAD,
    "text_only_question": kinds.PASSAGE,
}
_LABELS: Mapping[str, str] = {
    "topic": TOPIC,
    "qmd_topic": TOPIC,
    "difficulty": DIFFICULTY,
    "qmd_levelofdifficulty": DIFFICULTY,
}
_BY_RESPONSE: Mapping[str, str] = {
    "response_str": kinds.BLANKS,
    "response_num": kinds.NUMERICAL,
    "response_xy": kinds.HOTSPOT,
    "response_grp": kinds.MATCHING,
    "response_lid": kinds.SEVERAL,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedItem:
    """An item with what stands around it: its section's or bank's name, and the passage it asks about."""

    item: Element
    topic: str | None
    passage: Plain | None


def refuse_too_many(xml: bytes) -> None:
    """Raise Refused where a document begins more items than may be read, before any is."""
    if sum(xml.count(b"<item" + sign) for sign in (b" ", b">", b"/", b"\n", b"\t")) > 2 * MAX_QUESTIONS:
        raise refusal("too-large", reason=N_("hơn %s câu hỏi") % (2 * MAX_QUESTIONS))


def items(document: Element) -> Iterator[PlacedItem]:
    """Yield the items of a document; those that only hold the passage of others are not yielded by themselves."""
    found = list(_items(document, None))
    parents = {id(item): _fields(item).get("parent_stimulus_item_ident", "") for item, _ in found}
    shared = {item.get("ident", ""): item for item, _ in found if _is_passage(item)}
    for item, topic in found:
        above = shared.get(parents[id(item)])
        passage = _material_of(above) if above is not None else None
        if not (_is_passage(item) and item.get("ident", "") in parents.values()):
            yield PlacedItem(item=item, topic=topic, passage=passage)


def _items(element: Element, topic: str | None) -> Iterator[tuple[Element, str | None]]:
    for child in element:
        if child.tag == ITEM:
            yield child, topic
        elif child.tag in _HOLDING:
            yield from _items(child, _title(child) or topic)


def _title(element: Element) -> str | None:
    """Return the name of a section or bank; None where a program gave it one of its own."""
    metadata = element.find("qtimetadata")
    title = _labels(metadata).get("bank_title") if metadata is not None else None
    if element.tag == "section":
        title = title or clean(element.get("title", ""))
    return names.topic(title) if title and fold(title) not in _GIVEN_TITLES else None


def _is_passage(item: Element) -> bool:
    """Tell whether an item asks nothing."""
    presentation = item.find("presentation")
    return presentation is not None and not any(part.tag in _RESPONSES for part in presentation.iter())


def _material_of(item: Element) -> Plain:
    presentation = item.find("presentation")
    return Plain(text="") if presentation is None else _material(presentation)


def _fields(item: Element) -> dict[str, str]:
    metadata = item.find("itemmetadata")
    return {} if metadata is None else _labels(metadata)


def _labels(metadata: Element) -> dict[str, str]:
    fields = metadata.iter("qtimetadatafield")
    return {clean(f.findtext("fieldlabel") or ""): clean(f.findtext("fieldentry") or "") for f in fields}


def read_item(placed: PlacedItem, location: Location) -> Entry | list[Problem]:
    """Return the question that an item holds, or the report that it is left out."""
    item = placed.item
    fields = _fields(item)
    responses = [part for part in item.iterfind("presentation//*") if part.tag in _RESPONSES]
    kind = _kind(item, fields.get("question_type", ""), responses)
    if kind:
        return [left_out(kind, location)]
    stem = _material_of(item)
    if placed.passage:
        text = "\n".join(part for part in (placed.passage.text, stem.text) if part)
        stem = Plain(text=text, pictures=placed.passage.pictures + stem.pictures)
    return entry(_draft(item, responses[0], stem, location, _tags(fields, placed.topic)))


def _kind(item: Element, named: str, responses: list[Element]) -> str | None:
    """Return what kind of question this is that a contest can't use; None for a choice."""
    if named and named not in _CHOICE_TYPES:
        return _TYPES.get(named, named)
    if not responses:
        return kinds.PASSAGE
    first = responses[0]
    if len(responses) > 1 or first.tag != "response_lid":
        return _by_blank(item, first) or _BY_RESPONSE.get(first.tag, kinds.OTHER)
    if first.get("rcardinality", "Single") == "Ordered":
        return kinds.ORDERING
    return None if first.find(".//render_choice") is not None else kinds.OTHER


def _by_blank(item: Element, response: Element) -> str | None:
    """Return what a blank is for: a number, or, where no answer is the right one, an essay."""
    blank = response.find(".//render_fib")
    if blank is None:
        return None
    if blank.get("fibtype") in ("Integer", "Decimal", "Scientific"):
        return kinds.NUMERICAL
    return kinds.ESSAY if item.find("resprocessing//varequal") is None else None


def _tags(fields: Mapping[str, str], topic: str | None) -> Tags:
    """Return what metadata say; labels of other systems that mean the same are taken as ours."""
    tags = read_tags(f"{_LABELS[label]}: {value}" for label, value in fields.items() if label in _LABELS and value)
    tags.unknown_difficulty = ""  # "School", "Level 3": other people's scales say nothing here
    tags.topic = tags.topic or topic
    return tags


def _draft(item: Element, response: Element, stem: Plain, location: Location, tags: Tags) -> Draft:
    choices = list(response.iter("response_label"))
    options = [_material(choice) for choice in choices]
    is_multiple = response.get("rcardinality") == "Multiple"
    texts = tuple(option.text for option in options)
    marks = _marks(item, response.get("ident", ""))
    worth = [marks.get(choice.get("ident", ""), 0.0) for choice in choices]
    most = max(worth, default=0.0)
    key = frozenset(place for place, mark in enumerate(worth) if mark > 0 and (is_multiple or mark == most))
    return Draft(
        location=location,
        number=location.question or 0,
        stem=stem,
        options=options,
        key=key,
        type=QuestionType.MULTIPLE if is_multiple else type_of(texts, ()),
        feedback=_feedback(item),
        tags=tags,
        is_graded=len({mark for mark in worth if mark > 0}) > 1,
    )


def _marks(item: Element, response: str) -> dict[str, float]:
    """Return what each choice earns: the most of the conditions that name it, not those that it must not meet."""
    marks: dict[str, float] = {}
    for condition in item.iterfind("resprocessing/respcondition"):
        mark = max((_number(value.text) for value in condition.findall("setvar")), default=0.0)
        for test in condition.findall("conditionvar"):
            for name in _named(test, response):
                marks[name] = max(mark, marks.get(name, mark))
    return marks


def _named(test: Element, response: str) -> Iterator[str]:
    for part in test:
        if part.tag == "varequal" and part.get("respident", response) == response:
            yield clean(part.text or "")
        elif part.tag in ("and", "or"):
            yield from _named(part, response)


def _number(text: str | None) -> float:
    try:
        return float((text or "").strip())
    except ValueError:
        return 0.0


def _feedback(item: Element) -> Plain:
    for feedback in item.findall("itemfeedback"):
        if feedback.get("ident", "").lower() in _GENERAL or feedback.find("solution") is not None:
            return _material(feedback)
    return Plain(text="")


def _material(element: Element) -> Plain:
    """Return the text of an element, without that of the choices in it."""
    texts = list(_texts(element))
    return Plain(
        text=clean_lines("\n".join(text.text for text in texts if text.text)),
        pictures=sum(text.pictures for text in texts),
    )


def _texts(element: Element) -> Iterator[Plain]:
    for part in element:
        if part.tag in ("mattext", "matemtext"):
            yield _text(part)
        elif part.tag in _PICTURES:
            yield Plain(text="", pictures=1)
        elif part.tag != "response_label":
            yield from _texts(part)


def _text(part: Element) -> Plain:
    if len(part):
        return plain(html_of(part))
    style = part.get("texttype", "").lower()
    if style == "text/html":
        return plain(part.text or "")
    return Plain(text=clean_lines(part.text or "")) if style else plain_where_marked(part.text or "")
