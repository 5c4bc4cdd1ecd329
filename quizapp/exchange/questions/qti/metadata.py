"""What a manifest says about an item: IEEE LOM ↔ topic, difficulty, groups, source.

Source: IEEE 1484.12.1, Learning Object Metadata, as 1EdTech's packages bind it to XML.
"""

from collections.abc import Iterator, Mapping
from html import escape
from xml.etree.ElementTree import Element

from quizapp.domain.question import Difficulty, Question, QuestionType
from quizapp.domain.text import clean, clean_lines
from quizapp.exchange.questions import names
from quizapp.exchange.questions.tags import SOURCE, Tags, read_tags, tags_of, without_source

NAMESPACE = "http://ltsc.ieee.org/xsd/LOM"
_DIFFICULTY: Mapping[str, Difficulty] = {
    "very easy": Difficulty.EASY,
    "easy": Difficulty.EASY,
    "medium": Difficulty.MEDIUM,
    "difficult": Difficulty.HARD,
    "very difficult": Difficulty.HARD,
}
_WORDS: Mapping[Difficulty, str] = {Difficulty.EASY: "easy", Difficulty.MEDIUM: "medium", Difficulty.HARD: "difficult"}


def tags_in(resource: Element) -> Tags:
    """Return what the metadata of a manifest's resource say."""
    tags = read_tags(_text(keyword) for keyword in resource.iterfind(".//general/keyword"))
    for classification in resource.iterfind(".//classification"):
        if _value(classification, "purpose") == "discipline":
            path = " / ".join(_text(entry) for entry in classification.iterfind("taxonPath/taxon/entry"))
            tags.topic = names.topic(clean(path)) or tags.topic
    for educational in resource.iterfind(".//educational"):
        tags.difficulty = _DIFFICULTY.get(_value(educational, "difficulty"), tags.difficulty)
    for relation in resource.iterfind(".//relation"):
        if _value(relation, "kind") == "isbasedon":
            tags.source = _text(relation.find("resource/description")) or tags.source
    return tags


def _value(element: Element, name: str) -> str:
    found = element.find(name)
    return "" if found is None else _text(found.find("value") if found.find("value") is not None else found).lower()


def _text(element: Element | None) -> str:
    return "" if element is None else clean_lines("".join(element.itertext()))


def written(question: Question, *, read_as: QuestionType) -> str:
    """Return the metadata of `question`, which would be read as the type `read_as` without them, as XML."""
    return "".join(_pieces(question, read_as))


def _pieces(question: Question, read_as: QuestionType) -> Iterator[str]:
    tags = tags_of(question, read_as=read_as) + _without_source_of_its_own(question)
    keywords = "".join(f"<lom:keyword>{_string(tag)}</lom:keyword>" for tag in tags)
    if keywords:
        yield f"<lom:general>{keywords}</lom:general>"
    if question.difficulty:
        yield f"<lom:educational>{_vocabulary('difficulty', _WORDS[question.difficulty])}</lom:educational>"
    if question.source:
        description = f"<lom:description>{_string(question.source)}</lom:description>"
        kind = _vocabulary("kind", "isbasedon")
        yield f"<lom:relation>{kind}<lom:resource>{description}</lom:resource></lom:relation>"
    if question.topic:
        entry = f"<lom:taxon><lom:entry>{_string(question.topic)}</lom:entry></lom:taxon>"
        path = f"<lom:taxonPath>{entry}</lom:taxonPath>"
        yield f"<lom:classification>{_vocabulary('purpose', 'discipline')}{path}</lom:classification>"


def _without_source_of_its_own(question: Question) -> list[str]:
    """Return the tag that keeps a line of the explanation from being taken for the source."""
    is_split = without_source(question.explanation or "") != (question.explanation, None)
    return [f"{SOURCE}:"] if is_split and not question.source else []


def _vocabulary(name: str, value: str) -> str:
    return f"<lom:{name}><lom:source>LOMv1.0</lom:source><lom:value>{value}</lom:value></lom:{name}>"


def _string(text: str) -> str:
    return f'<lom:string language="vi">{escape(text, quote=False)}</lom:string>'
