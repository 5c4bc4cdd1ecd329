"""Items of QTI 1.2, habit by habit."""

import pytest

from quizapp.exchange.questions.parsed import Parsed
from tests.unit.exchange.questions.builders import codes, keys, options, texts, understood

ADVICE = ("explanation-missing", "source-missing")
STEM = '<material><mattext texttype="text/html">&lt;p&gt;Thủ đô?&lt;/p&gt;</mattext></material>'


def label(ident: str, text: str, kind: str = "", beside: str = "") -> str:
    texttype = f' texttype="{kind}"' if kind else ""
    material = f"<material><mattext{texttype}>{text}</mattext>{beside}</material>"
    return f'<response_label ident="{ident}">{material}</response_label>'


def asked(cardinality: str = "Single", *labels: str) -> str:
    inside = "".join(labels) or label("a", "Huế") + label("b", "Hà Nội") + label("c", "Lào")
    choices = f"<render_choice>{inside}</render_choice>"
    return f'{STEM}<response_lid ident="r" rcardinality="{cardinality}">{choices}</response_lid>'


def earns(mark: str, *names: str, wrap: str = "%s") -> str:
    tests = "".join(f'<varequal respident="r">{name}</varequal>' for name in names)
    return f"<respcondition><conditionvar>{wrap % tests}</conditionvar><setvar>{mark}</setvar></respcondition>"


def item(presentation: str, processing: str = "", *, fields: str = "", title: str = "Mục", after: str = "") -> str:
    metadata = f"<itemmetadata><qtimetadata>{fields}</qtimetadata></itemmetadata>"
    return (
        f'<item ident="{title}" title="{title}">{metadata}<presentation>{presentation}</presentation>'
        f"<resprocessing>{processing}</resprocessing>{after}</item>"
    )


def field(name: str, value: str) -> str:
    return f"<qtimetadatafield><fieldlabel>{name}</fieldlabel><fieldentry>{value}</fieldentry></qtimetadatafield>"


def parsed(*items: str, around: str = "%s") -> Parsed:
    return understood(f"<questestinterop>{around % ''.join(items)}</questestinterop>".encode(), "qti")


def faults(found: Parsed) -> list[str]:
    return [code for code in codes(found) if code not in ADVICE]


@pytest.mark.parametrize(
    ("cardinality", "processing", "key", "problems"),
    [
        ("Single", earns("100", "b"), "B", []),
        ("Single", earns("0", "a") + earns("10.00", "b"), "B", []),
        ("Single", earns("10", "a") + earns("5", "b"), "A", ["partial-marks"]),
        ("Single", earns("0", "a") + earns("0", "b"), "", ["no-key"]),
        ("Single", "", "", ["no-key"]),
        ("Single", earns("100", "a", "b", wrap="<or>%s</or>"), "AB", ["two-keys-for-single"]),
        ("Single", earns("100", "b") + earns("x", "a"), "B", []),
        ("Multiple", earns("100", "a", "c", wrap="<and>%s<not><varequal>b</varequal></not></and>"), "AC", []),
        ("Multiple", earns("25", "a") + earns("-10", "b") + earns("25", "c"), "AC", []),
    ],
)
def test_the_choices_that_earn_marks_are_the_key(
    cardinality: str, processing: str, key: str, problems: list[str]
) -> None:
    found = parsed(item(asked(cardinality), processing))
    kind = "single" if cardinality == "Single" else "multiple"
    assert ([q.type for q in found.questions], keys(found), faults(found)) == ([kind], [key], problems)


def test_a_condition_that_only_shows_feedback_earns_nothing() -> None:
    shows = earns("0", "a").replace("<setvar>0</setvar>", "<displayfeedback/>")
    assert keys(parsed(item(asked(), shows + earns("100", "b")))) == ["B"]


def test_texts_are_read_by_their_type() -> None:
    html = label("a", "x &amp;amp; y", "text/html")
    plain = label("b", "x &amp;amp; &lt;b&gt;", "text/plain")
    picture = label("c", "cờ", beside='<matimage uri="x.png"/>')
    found = parsed(item(asked("Single", html, plain, picture), earns("1", "a")))
    assert (options(found), texts(found), faults(found)) == (
        ["x & y", "x &amp; <b>", "cờ"],
        ["Thủ đô?"],
        ["picture-left-out"],
    )


@pytest.mark.parametrize(
    ("presentation", "fields", "kind"),
    [
        (STEM, "", "Đoạn văn, không có câu hỏi"),
        (asked(), field("question_type", "matching_question"), "Ghép đôi"),
        (asked(), field("question_type", "lạ"), "lạ"),
        (asked() + asked(), "", "Nhiều phần trong một câu"),
        (asked("Ordered"), "", "Sắp thứ tự"),
        ("<response_str><render_fib fibtype='Decimal'/></response_str>", "", "Điền số"),
        ("<response_str><render_fib/></response_str>", "", "Tự luận"),
        ("<response_grp/>", "", "Ghép đôi"),
        ("<response_xy/>", "", "Chọn trên hình"),
    ],
)
def test_other_kinds_are_left_out_by_name(presentation: str, fields: str, kind: str) -> None:
    found = parsed(item(presentation, fields=fields))
    assert [(p.code, p.params, p.location.entry) for p in found.problems] == [("unsupported-type", {"type": kind}, 1)]


def test_a_blank_with_an_answer_is_no_essay() -> None:
    found = parsed(item("<response_str ident='r'><render_fib/></response_str>", earns("1", "x")))
    assert [p.params["type"] for p in found.problems] == ["Điền vào chỗ trống"]


@pytest.mark.parametrize(
    ("around", "topic"),
    [
        ('<section title="CĐS">%s</section>', "Chuyển đổi số"),
        ('<section title="root_section"><section title="An toàn">%s</section></section>', "An toàn"),
        ('<section title="Main">%s</section>', None),
        ("<objectbank><qtimetadata>" + field("bank_title", "Kho") + "</qtimetadata>%s</objectbank>", "Kho"),
    ],
)  # fmt: skip
def test_a_section_or_bank_is_the_topic(around: str, topic: str | None) -> None:
    assert [q.topic for q in parsed(item(asked(), earns("1", "a")), around=around).questions] == [topic]


def test_metadata_name_a_difficulty_in_words_that_are_known_here_or_none() -> None:
    found = parsed(
        *(
            item(asked(), earns("1", k), fields=field("qmd_levelofdifficulty", v))
            for k, v in (("a", "Dễ"), ("b", "School"))
        )
    )
    assert ([q.difficulty for q in found.questions], "unknown-difficulty" in codes(found)) == (["easy", None], False)


def test_feedback_shown_to_everybody_is_the_explanation() -> None:
    after = (
        f'<itemfeedback ident="a_fb">{STEM}</itemfeedback>'
        '<itemfeedback ident="general_fb"><flow_mat><material><mattext>Vì thế.</mattext></material></flow_mat>'
        "</itemfeedback>"
    )
    assert parsed(item(asked(), earns("1", "a"), after=after)).questions[0].explanation == "Vì thế."


def test_a_passage_stands_above_the_items_that_ask_about_it() -> None:
    passage = item("<material><mattext>Một đoạn văn.</mattext></material>", title="p")
    child = item(asked(), earns("1", "a"), fields=field("parent_stimulus_item_ident", "p"))
    found = parsed(passage, child)
    assert (texts(found), faults(found)) == (["Một đoạn văn.\nThủ đô?"], [])


def test_a_title_may_be_the_number() -> None:
    assert [q.number for q in parsed(item(asked(), earns("1", "a"), title="Câu 17")).questions] == [17]
