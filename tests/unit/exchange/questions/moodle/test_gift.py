"""GIFT, habit by habit."""

import pytest

from quizapp.domain.problem import Location
from quizapp.exchange.questions import read
from quizapp.exchange.questions.moodle import gift
from quizapp.exchange.questions.parsed import Parsed
from tests.unit.exchange.questions.builders import codes, keys, options, texts, understood

CAPITAL = "Thủ đô là gì?{~Huế =Hà Nội}"
ADVICE = ("explanation-missing", "source-missing")


def parsed(text: str) -> Parsed:
    return understood(text.encode(), "gift")


def faults(text: str) -> list[str]:
    return [code for code in codes(parsed(text)) if code not in ADVICE]


@pytest.mark.parametrize(
    ("answers", "kind", "key"),
    [
        ("{~Huế =Hà Nội}", "single", "B"),
        ("{\n\t~Huế\n\t=Hà Nội\n}", "single", "B"),
        ("{~Huế\n\n=Hà Nội\n}", "single", "B"),
        ("{=Hà Nội~Huế}", "single", "A"),
        ("{~%50%Huế ~%50%Hà Nội ~%-100%Lào}", "multiple", "AB"),
        ("{~%33.33333%a ~%33.33333%b ~%33.33333%c ~d}", "multiple", "ABC"),
        ("{~a ~b}", "multiple", ""),
        ("{=a =b ~c}", "single", "AB"),
        ("{T}", "truefalse", "A"),
        ("{TRUE}", "truefalse", "A"),
        ("{F#sai rồi#đúng rồi}", "truefalse", "B"),
        ("{FALSE####giải thích}", "truefalse", "B"),
    ],
)
def test_answers_make_a_type_and_a_key(answers: str, kind: str, key: str) -> None:
    found = parsed(f"Thủ đô là gì?{answers}")
    assert ([question.type for question in found.questions], keys(found)) == ([kind], [key])


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Chỉ là đoạn văn.", "Đoạn văn, không có câu hỏi"),
        ("Viết{}", "Tự luận"),
        ("Viết{####chấm tay}", "Tự luận"),
        ("Năm?{#2026}", "Điền số"),
        ("Ai?{=A =B}", "Trả lời ngắn"),
        ("Ghép{=a -> b =c -> d}", "Ghép đôi"),
    ],
)
def test_other_kinds_are_left_out_by_name(question: str, kind: str) -> None:
    problems = parsed(question).problems
    assert [(p.code, p.params, p.location) for p in problems] == [
        ("unsupported-type", {"type": kind}, Location(line=1, question=1, entry=1))
    ]


@pytest.mark.parametrize(
    ("source", "stem"),
    [
        ("Thủ đô là {~Huế =Hà Nội} từ lâu.", "Thủ đô là _____ từ lâu."),
        ("Thủ đô là {~Huế =Hà Nội}.", "Thủ đô là _____."),
        ('Thủ đô là gì?{~Huế =Hà Nội}";', "Thủ đô là gì?"),
        ("[html]<p>Thủ đô<br>là gì?</p>{~Huế =Hà Nội}", "Thủ đô\nlà gì?"),
        ("[plain]Thẻ <br> là gì?{~Huế =Hà Nội}", "Thẻ <br> là gì?"),
        ("[markdown]Thủ đô **nào**?{~Huế =Hà Nội}", "Thủ đô **nào**?"),
        ("::Tên::Thủ đô là gì?{~Huế =Hà Nội}", "Thủ đô là gì?"),
        ("Dòng một\nDòng hai{~Huế =Hà Nội}", "Dòng một\nDòng hai"),
        ("Dòng một\\nDòng hai\\: \\{\\~\\=\\#\\} \\\\ \\frac{~Huế =Hà Nội}", "Dòng một\nDòng hai: {~=#} \\ \\frac"),
        ("Tho\u0302n Hòa{~Huế =Hà Nội}", "Thôn Hòa"),
    ],
)
def test_a_stem_is_read_as_moodle_shows_it(source: str, stem: str) -> None:
    found = parsed(source)
    assert (texts(found), options(found)) == ([stem], ["Huế", "Hà Nội"])


def test_feedback_of_an_option_is_no_part_of_it() -> None:
    assert options(parsed("Thủ đô?{~Huế#sai =Hà Nội # đúng\n}")) == ["Huế", "Hà Nội"]


def test_general_feedback_is_the_explanation_and_may_name_the_source() -> None:
    question = parsed("Thủ đô?{~Huế =Hà Nội####Từ 1976.\nNguồn: Hiến pháp}").questions[0]
    assert (question.explanation, question.source) == ("Từ 1976.", "Hiến pháp")


def test_comments_carry_tags_and_a_name_the_number() -> None:
    source = "// question: 5 [id:x] [tag:Mức độ: Dễ] [tag:học sinh]\n// [tag:CĐS]\n::Câu 12::" + CAPITAL
    question = parsed(source).questions[0]
    assert (question.number, question.difficulty, question.groups, question.topic) == (
        12,
        "easy",
        ("students",),
        "Chuyển đổi số",
    )


def test_a_category_is_the_topic_of_what_follows() -> None:
    source = f"$CATEGORY: $course$/top/An toàn\n{CAPITAL}\n\nMột?{{T}}\n\n$CATEGORY: $course$/top\n\nHai?{{F}}"
    assert [question.topic for question in parsed(source).questions] == ["An toàn", "An toàn", None]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_do_not_matter(ending: str, mark: str) -> None:
    content = (mark + ending.join((CAPITAL, "", "// chú thích", "Hai?{T}"))).encode()
    found = read(content)
    assert (found.format, keys(found), [location.line for location in found.locations]) == ("gift", ["B", "A"], [1, 4])


def test_missing_braces_are_a_problem_of_that_question_alone() -> None:
    found = parsed(f"Hỏng{{=a ~b\n\n{CAPITAL}\n\nHỏng =a}}")
    assert (keys(found), [(p.code, p.location.line) for p in found.file_problems if p.code not in ADVICE]) == (
        ["B"],
        [("unreadable-question", 1), ("unreadable-question", 5)],
    )


def test_partial_marks_are_told() -> None:
    assert faults("Chọn{~sai ~%50%gần =đúng}") == ["partial-marks"]
    assert faults("Chọn{~%60%a ~%40%b ~c}") == ["partial-marks"]
    assert faults("Chọn{~%33%a ~%33.33333%b ~%33.33333%c ~d}") == []


def test_a_file_that_is_not_utf8_is_refused() -> None:
    assert codes(read("Thủ đô?{~Huế =Hà Nội}".encode("cp1258", "replace"), format_code="gift")) == ["not-utf8"]


def test_a_file_of_comments_holds_no_questions() -> None:
    assert codes(parsed("// chỉ có chú thích\n")) == ["no-questions"]


@pytest.mark.parametrize(
    "text",
    [
        "Câu 1: Tập hợp {1; 2}?\nA. Một\nB. Hai\nĐáp án: B\n",
        "Câu 1: Ma trận A^{T} là gì?\nA. Chuyển vị\nB. Nghịch đảo\nC. x\nD. y\n\nCâu 2: y?\nA. Một\nB. Hai\n",
        "STT,Câu hỏi,A,B,Đáp án\n1,Tập {a} là gì?,x,y,A\n",
        "<quiz><question type='multichoice'/></quiz>",
        '{"a": 1, "b": "{#}"}',
    ],
)
def test_other_texts_with_braces_are_not_taken_for_gift(text: str) -> None:
    assert not gift.sniff(text.encode())


def test_written_signs_are_escaped() -> None:
    found = parsed(CAPITAL)
    assert gift.dump(found.questions).decode() == ("::Câu 1::[plain]Thủ đô là gì?{\n\t~Huế\n\t=Hà Nội\n}\n\n")
