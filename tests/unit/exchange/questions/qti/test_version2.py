"""Items of QTI 2.1, 2.2 and 3.0, habit by habit."""

import pytest

from quizapp.exchange.questions import read
from quizapp.exchange.questions.parsed import Parsed
from tests.unit.exchange.questions.builders import codes, keys, options, texts, understood
from tests.unit.exchange.questions.qti.builders import V3, item, manifest, zipped

ADVICE = ("explanation-missing", "source-missing")


def parsed(content: str) -> Parsed:
    return understood(content.encode(), "qti")


def faults(found: Parsed) -> list[str]:
    return [code for code in codes(found) if code not in ADVICE]


def mapping(**worth: str) -> str:
    entries = "".join(f'<mapEntry mapKey="{name}" mappedValue="{value}"/>' for name, value in worth.items())
    return f"<mapping>{entries}</mapping>"


CORRECT_B = "<correctResponse><value>B</value></correctResponse>"
CORRECT_AB = "<correctResponse><value>A</value><value> B </value></correctResponse>"


@pytest.mark.parametrize(
    ("response", "cardinality", "kind", "key", "problems"),
    [
        (CORRECT_B, "single", "single", "B", []),
        (CORRECT_AB, "multiple", "multiple", "AB", []),
        (CORRECT_AB, "single", "single", "AB", ["two-keys-for-single"]),
        (mapping(A="0", B="1"), "single", "single", "B", []),
        (mapping(A="0.5", B="1"), "single", "single", "B", ["partial-marks"]),
        (mapping(A="1", B="1"), "multiple", "multiple", "AB", []),
        (mapping(A="1", B="-1"), "multiple", "multiple", "A", []),
        (CORRECT_B + mapping(A="1", B="1"), "single", "single", "B", ["partial-marks"]),
        ("", "single", "single", "", ["no-key"]),
        (mapping(A="0", B="x"), "single", "single", "", ["no-key"]),
        ("<correctResponse><value>Z</value></correctResponse>", "single", "single", "", ["key-out-of-range"]),
    ],
)
def test_the_declared_response_is_the_key(
    response: str, cardinality: str, kind: str, key: str, problems: list[str]
) -> None:
    found = parsed(item(response=response, cardinality=cardinality))
    assert ([q.type for q in found.questions], keys(found), faults(found)) == ([kind], [key], problems)


def test_two_options_true_and_false_are_a_question_of_that_type() -> None:
    choices = '<simpleChoice identifier="A">Đúng</simpleChoice><simpleChoice identifier="B">Sai</simpleChoice>'
    assert [q.type for q in parsed(item(choices=choices)).questions] == ["truefalse"]


def test_the_body_above_the_prompt_belongs_to_the_stem_and_feedback_does_not() -> None:
    before = (
        "<p>Đọc <b>kỹ</b>.</p><feedbackBlock outcomeIdentifier='F' identifier='x'><p>ẩn</p></feedbackBlock>"
        "<rubricBlock view='scorer'><p>cho người chấm</p></rubricBlock>"
    )
    choices = '<simpleChoice identifier="A">Huế<feedbackInline identifier="x">sai</feedbackInline></simpleChoice>'
    found = parsed(item(before=before, choices=choices + '<simpleChoice identifier="B">Hà Nội</simpleChoice>'))
    assert (texts(found), options(found)) == (["Đọc kỹ.\nThủ đô?"], ["Huế", "Hà Nội"])


@pytest.mark.parametrize(
    ("identifier", "explanation"), [("EXPLANATION", "Vì thế."), ("general_fb", "Vì thế."), ("correct", None)]
)
def test_feedback_shown_whatever_was_answered_is_the_explanation(identifier: str, explanation: str | None) -> None:
    after = f'<modalFeedback identifier="{identifier}" outcomeIdentifier="F"><p>Vì thế.</p></modalFeedback>'
    assert parsed(item(after=after)).questions[0].explanation == explanation


@pytest.mark.parametrize(
    ("interaction", "kinds"),
    [
        ("<extendedTextInteraction responseIdentifier='R'/>", ["Tự luận"]),
        ("<p>x<textEntryInteraction responseIdentifier='R'/></p>", ["Điền vào chỗ trống"]),
        ("<orderInteraction responseIdentifier='R'/>", ["Sắp thứ tự"]),
        ("<matchInteraction responseIdentifier='R'/>", ["Ghép đôi"]),
        ("<hotspotInteraction responseIdentifier='R'/>", ["Chọn trên hình"]),
        ("<customInteraction responseIdentifier='R'/>", ["Không rõ loại"]),
        ("<choiceInteraction responseIdentifier='R'/><choiceInteraction/>", ["Nhiều phần trong một câu"]),
        ("<textEntryInteraction/><textEntryInteraction/>", ["Điền vào chỗ trống"]),
        ("<choiceInteraction/><extendedTextInteraction/><uploadInteraction/>", ["Tự luận", "Nộp tệp"]),
        ("<p>chỉ đọc</p>", ["Đoạn văn, không có câu hỏi"]),
    ],
)
def test_other_interactions_are_left_out_by_name(interaction: str, kinds: list[str]) -> None:
    assert [(p.code, p.params["type"], p.location.entry) for p in parsed(item(interaction=interaction)).problems] == [
        ("unsupported-type", kind, 1) for kind in kinds
    ]


def test_an_order_of_choices_is_no_choice() -> None:
    assert faults(parsed(item(cardinality="ordered"))) == ["unsupported-type"]


def test_a_choice_that_is_fixed_while_others_are_shuffled_keeps_its_place() -> None:
    choices = "".join(
        f'<simpleChoice identifier="{c}"{f}>{c}</simpleChoice>' for c, f in (("A", ""), ("B", ' fixed="true"'))
    )
    assert [o.is_pinned for o in parsed(item(choices=choices)).questions[0].options] == [False, True]


def test_choices_that_are_all_fixed_say_nothing_about_any() -> None:
    choices = "".join(f'<simpleChoice identifier="{c}" fixed="true">{c}</simpleChoice>' for c in "AB")
    assert [o.is_pinned for o in parsed(item(choices=choices)).questions[0].options] == [False, False]


def test_the_names_of_version_3_mean_the_same() -> None:
    content = (
        f'<qti-assessment-item {V3} identifier="i" title="Câu 8">'
        '<qti-response-declaration identifier="R" cardinality="multiple"><qti-mapping>'
        '<qti-map-entry map-key="x" mapped-value="1"/><qti-map-entry map-key="y" mapped-value="0"/>'
        "</qti-mapping></qti-response-declaration><qti-item-body><p>Chọn.</p>"
        '<qti-choice-interaction response-identifier="R"><qti-prompt>Thủ đô?</qti-prompt>'
        '<qti-simple-choice identifier="x">Hà Nội</qti-simple-choice>'
        '<qti-simple-choice identifier="y">Huế</qti-simple-choice>'
        "</qti-choice-interaction></qti-item-body></qti-assessment-item>"
    )
    found = read(content.encode())
    assert (found.format, texts(found), options(found), keys(found), found.questions[0].number) == (
        "qti",
        ["Chọn.\nThủ đô?"],
        ["Hà Nội", "Huế"],
        ["A"],
        8,
    )


def test_a_passage_that_items_share_stands_above_their_stems() -> None:
    one = item().replace("<itemBody>", '<assessmentStimulusRef href="../p.xml"/><itemBody>')
    passage = "<assessmentStimulus><stimulusBody><p>Một đoạn văn.</p></stimulusBody></assessmentStimulus>"
    parts = {"imsmanifest.xml": manifest("items/1.xml"), "items/1.xml": one, "p.xml": passage}
    assert texts(understood(zipped(parts), "qti")) == ["Một đoạn văn.\nThủ đô?"]
    del parts["p.xml"]
    found = understood(zipped(parts), "qti")
    assert (texts(found), faults(found)) == (["Thủ đô?"], ["picture-left-out"])
