"""Moodle XML, habit by habit."""

import pytest

from quizapp.domain.question import Option, Question, QuestionType
from quizapp.exchange.questions import read
from quizapp.exchange.questions.moodle import moodle_xml
from quizapp.exchange.questions.parsed import Parsed
from tests.unit.exchange.questions.builders import codes, keys, options, texts, understood

ADVICE = ("explanation-missing", "source-missing")


def question(inside: str, kind: str = "multichoice") -> str:
    return f'<question type="{kind}"><questiontext format="html"><text>Hỏi?</text></questiontext>{inside}</question>'


def answers(*fractions: str) -> str:
    texts = "abcdefgh"
    return "".join(
        f'<answer fraction="{fraction}" format="html"><text>{text}</text></answer>'
        for text, fraction in zip(texts, fractions, strict=False)
    )


def parsed(*questions: str) -> Parsed:
    return understood(f"<?xml version='1.0'?>\n<quiz>{''.join(questions)}</quiz>".encode(), "moodle-xml")


def faults(found: Parsed) -> list[str]:
    return [code for code in codes(found) if code not in ADVICE]


@pytest.mark.parametrize(
    ("single", "fractions", "kind", "key", "problems"),
    [
        ("<single>true</single>", ("0", "100", "0"), "single", "B", []),
        ("<single>1</single>", ("0", "100.00000"), "single", "B", []),
        ("", ("100", "0"), "single", "A", []),
        ("<single>true</single>", ("50", "100", "0"), "single", "B", ["partial-marks"]),
        ("<single>true</single>", ("50", "0"), "single", "", ["no-key", "partial-marks"]),
        ("<single>true</single>", ("100", "100", "0"), "single", "AB", ["two-keys-for-single"]),
        ("<single>false</single>", ("50", "50", "-100"), "multiple", "AB", []),
        ("<single>false</single>", ("33", "33.33333", "33.33333", "-50"), "multiple", "ABC", []),
        ("<single>0</single>", ("75", "25", "0"), "multiple", "AB", ["partial-marks"]),
        ("<single>false</single>", ("100", "x", "nan"), "multiple", "A", []),
    ],
)
def test_fractions_make_the_key(
    single: str, fractions: tuple[str, ...], kind: str, key: str, problems: list[str]
) -> None:
    found = parsed(question(single + answers(*fractions)))
    assert ([q.type for q in found.questions], keys(found), faults(found)) == ([kind], [key], problems)


@pytest.mark.parametrize(("fractions", "key"), [(("100", "0"), "A"), (("0", "100"), "B"), (("0", "0"), "")])
def test_true_and_false_are_said_in_vietnamese(fractions: tuple[str, str], key: str) -> None:
    inside = answers(*fractions).replace(">a<", ">true<").replace(">b<", ">false<")
    found = parsed(question(inside, "truefalse"))
    assert (options(found), keys(found), [q.type for q in found.questions]) == (["Đúng", "Sai"], [key], ["truefalse"])


def test_the_order_of_true_and_false_in_the_file_does_not_matter() -> None:
    inside = answers("100", "0").replace(">a<", ">false<").replace(">b<", ">true<")
    assert keys(parsed(question(inside, "truefalse"))) == ["B"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [("essay", "Tự luận"), ("matching", "Ghép đôi"), ("numerical", "Điền số"), ("shortanswer", "Trả lời ngắn"),
     ("cloze", "Điền vào chỗ trống"), ("description", "Đoạn văn, không có câu hỏi"), ("coderunner", "coderunner"),
     ("", "Không rõ loại")],
)  # fmt: skip
def test_other_kinds_are_left_out_by_number_and_name(kind: str, name: str) -> None:
    found = parsed(question(answers("100", "0")), question("", kind))
    assert [(p.code, p.params, p.location.question, p.location.entry) for p in found.file_problems] == [
        ("unsupported-type", {"type": name}, 2, 2)
    ]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('<questiontext format="html"><text><![CDATA[<p>a</p><p>b</p>]]></text></questiontext>', "a\nb"),
        ('<questiontext format="html"><text>&lt;b&gt;a&lt;/b&gt; &amp;lt; b</text></questiontext>', "a < b"),
        ('<questiontext format="plain_text"><text>a &lt;b&gt; c</text></questiontext>', "a <b> c"),
        ('<questiontext format="moodle_auto_format"><text>a &lt; b\nc</text></questiontext>', "a < b\nc"),
        ("<questiontext><text>a&lt;b</text></questiontext>", "a<b"),
        ("<questiontext format='markdown'><text>**a**</text></questiontext>", "**a**"),
        ("<questiontext format='html'><text>Tho\u0302n</text></questiontext>", "Thôn"),
    ],
)
def test_a_text_is_read_in_its_format(written: str, text: str) -> None:
    assert texts(parsed(f'<question type="multichoice">{written}{answers("100", "0")}</question>')) == [text]


def test_pictures_are_told_and_files_beside_the_text_are_not_read() -> None:
    stem = (
        '<questiontext format="html"><text>&lt;img alt="cờ"> a</text><file encoding="base64">AAAA</file></questiontext>'
    )
    found = parsed(f'<question type="multichoice">{stem}{answers("100", "0")}</question>')
    assert (texts(found), faults(found)) == (["[cờ] a"], ["picture-left-out"])


def test_an_option_that_is_a_picture_is_no_good_option() -> None:
    inside = answers("100", "0").replace(">b<", ">&lt;img src='b.png'><")
    assert faults(parsed(question(inside))) == ["empty-option", "picture-left-out"]


def test_a_category_is_the_topic_of_what_follows_and_a_name_the_number() -> None:
    category = '<question type="category"><category><text>$course$/top/CĐS</text></category></question>'
    named = question("<name><text>Câu 7</text></name>" + answers("100", "0"))
    found = parsed(category, named)
    assert [(q.topic, q.number) for q in found.questions] == [("Chuyển đổi số", 7)]


def test_feedback_and_tags_say_the_rest() -> None:
    feedback = (
        '<generalfeedback format="html"><text>&lt;p>Vì thế.&lt;/p>&lt;p>Nguồn: Luật&lt;/p></text></generalfeedback>'
    )
    tags = "<tags><tag><text>Mức độ: Khó</text></tag><tag><text>Học sinh</text></tag></tags>"
    q = parsed(question(feedback + answers("100", "0") + tags)).questions[0]
    assert (q.explanation, q.source, q.difficulty, q.groups) == ("Vì thế.", "Luật", "hard", ("students",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_the_encoding_that_the_file_declares_is_used(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?><quiz>{question(answers("100", "0"))}</quiz>'
    content = text.replace("Hỏi", "Où").encode(encoding)
    assert (read(content).format, texts(read(content))) == ("moodle-xml", ["Où?"])


@pytest.mark.parametrize(
    "content", ["<quizzes/>", "quiz", "<html><quiz></quiz></html>", "<!-- <quiz> --><other/>", "<?xml version='1.0'?>"]
)
def test_other_xml_is_not_taken_for_moodles(content: str) -> None:
    assert not moodle_xml.sniff(content.encode())


def test_comments_before_the_first_element_do_not_matter() -> None:
    assert moodle_xml.sniff(b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <other> -->\n<quiz>")


def test_a_pinned_option_keeps_moodle_from_shuffling() -> None:
    pinned = (Option(text="a", is_key=True), Option(text="Cả hai", is_pinned=True))
    free = (Option(text="a", is_key=True), Option(text="b"))
    for options_, shuffled in ((pinned, "false"), (free, "true")):
        xml = moodle_xml.dump([Question(text="?", options=options_)]).decode()
        assert f"<shuffleanswers>{shuffled}</shuffleanswers>" in xml


def test_true_and_false_are_written_as_moodles_own_type() -> None:
    options_ = (Option(text="Đúng", is_key=True), Option(text="Sai"))
    xml = moodle_xml.dump([Question(text="?", options=options_, type=QuestionType.TRUE_FALSE)]).decode()
    assert ('type="truefalse"' in xml, "<tags>" in xml) == (True, False)


def test_a_quiz_without_questions_holds_none() -> None:
    assert codes(parsed()) == ["no-questions"]
