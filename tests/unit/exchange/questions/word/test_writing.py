"""Banks as Word documents, and papers to print."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.groups import GROUPS
from quizapp.domain.question import TOPICS, Difficulty, Image, Option, Question, QuestionType
from quizapp.exchange.questions import FORMATS, WRITERS, lost
from quizapp.exchange.questions.word import paper, writing
from quizapp.exchange.questions.word.text_width import width
from tests.questions import question, questions
from tests.unit.exchange.questions.builders import understood

PICTURE = Image(digest="ab" * 32, alt="Biển báo cấm", width=300, height=200)


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def lines(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in opened(content).paragraphs]


def options(*texts: str, key: Sequence[int] = (0,), pins: Sequence[int] = ()) -> tuple[Option, ...]:
    return tuple(Option(text=text, is_key=i in key, is_pinned=i in pins) for i, text in enumerate(texts))


def test_a_bank_reads_as_offices_write_banks() -> None:
    asked = question(
        7,
        text="Ngày nào?\nChọn mọi câu đúng.",
        type=QuestionType.MULTIPLE,
        options=options("Ngày 18/5", "Ngày 10/10", "Cả A và B", key=(0, 1), pins=(0, 2)),
        groups=("students", "businesses"),
    )
    assert lines(writing.dump([asked])) == [
        "NGÂN HÀNG CÂU HỎI",
        "Câu 7. Ngày nào?\nChọn mọi câu đúng.",
        "A. Ngày 18/5",
        "B. Ngày 10/10",
        "C. Cả A và B",
        "Đáp án: A, B",
        "Giải thích: Giải thích 7.",
        "Nguồn: Nghị quyết 57-NQ/TW",
        "Chủ đề: Chuyển đổi số",
        "Mức độ: Nhận biết",
        f"Nhóm đối tượng: {GROUPS['students'].title}; {GROUPS['businesses'].title}",
        "Giữ nguyên vị trí: A, C",
    ]


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"type": QuestionType.MULTIPLE}, "Loại: Nhiều đáp án"),
        ({"type": QuestionType.TRUE_FALSE}, "Loại: Đúng / Sai"),
        ({"options": options("Đúng", "Sai")}, "Loại: Một đáp án"),
        ({"options": options("Xa", "Cả A và B")}, "Giữ nguyên vị trí: Không"),
        ({"options": (Option(text="", image=PICTURE, is_key=True), Option(text="Hai"))}, "A. Biển báo cấm"),
    ],
)
def test_what_reading_would_not_infer_is_written(values: dict[str, object], line: str) -> None:
    assert line in lines(writing.dump([question(3, **values)]))


def test_without_a_number_a_question_gets_its_place() -> None:
    asked = [replace(question(number), number=None) for number in (8, 9)]
    assert "Câu 2. Thủ tục số 9 làm ở đâu?" in lines(writing.dump(asked))


def test_what_is_not_there_is_not_written() -> None:
    bare = question(1, topic=None, difficulty=None, groups=(), explanation=None, source=None)
    assert lines(writing.dump([bare]))[-1] == "Đáp án: B"


def test_the_number_alone_is_bold_in_a_stem() -> None:
    stem = opened(writing.dump([question(1)])).paragraphs[1]
    assert [(run.text, run.bold) for run in stem.runs] == [("Câu 1. ", True), ("Thủ tục số 1 làm ở đâu?", None)]


def test_the_page_is_laid_out_as_the_decree_says() -> None:
    document = opened(writing.dump(questions(2)))
    section = document.sections[0]
    sizes = (section.page_width, section.page_height)
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(length / Mm(1)) for length in (*sizes, *margins)] == [210, 297, 20, 20, 20, 30]
    assert document.styles["Normal"].font.size == Pt(13)
    fonts = document.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:rFonts')}")
    assert set(fonts.attrib.values()) == {"Times New Roman"}
    header = section.header.paragraphs[0]
    assert [field.get(qn("w:instr")) for field in header._p.iter(qn("w:fldSimple"))] == ["PAGE"]
    assert (section.different_first_page_header_footer, section.first_page_header.paragraphs[0].text) == (True, "")


@pytest.mark.parametrize("module", [writing, paper])
def test_a_question_stays_on_one_page(module: object) -> None:
    document = opened(module.dump(questions(2)))
    asked = [
        p
        for p in document.paragraphs
        if p.style is not None and p.style.style_id in ("QuizStem", "QuizOption", "QuizNote")
    ]
    breaks = [p.paragraph_format.keep_with_next is False for p in asked]
    starts = [p.text.startswith("Câu ") for p in asked]
    assert {p.style.paragraph_format.keep_with_next for p in asked} == {True}
    # A page may end before each question but the first, and after the last.
    assert breaks == [*starts[1:], True]


@pytest.mark.parametrize("module", [writing, paper])
def test_no_macro_and_nothing_of_another_author_is_in_it(module: object) -> None:
    content = module.dump(questions(1))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert [name for name in package.namelist() if "vba" in name.lower()] == []
    properties = opened(content).core_properties
    assert (properties.author, properties.comments, properties.language) == ("", "", "vi-VN")


@pytest.mark.parametrize("module", [writing, paper])
def test_characters_that_no_document_may_hold_are_left_out(module: object) -> None:
    odd = question(1, text="Một\x0bhai\ufffe ba \U0001f600", options=options("a\x00", "b"))
    assert "Câu 1. Mộthai ba \U0001f600" in lines(module.dump([odd]))


def test_a_paper_asks_without_telling_and_tells_at_the_end() -> None:
    document = opened(paper.dump([question(5), question(9, options=options("a", "b", "c", "d", key=(0, 3)))]))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[:2] == ["BÀI THI TRẮC NGHIỆM", "Số câu: 2. Thời gian làm bài: ……… phút."]
    assert texts[4:-2] == [
        "Câu 1. Thủ tục số 5 làm ở đâu?",
        "A. Phương án A5\tB. Phương án B5\tC. Phương án C5\tD. Phương án D5",
        "Câu 2. Thủ tục số 9 làm ở đâu?",
        "A. a\tB. b\tC. c\tD. d",
    ]
    assert texts[-2] == "ĐÁP ÁN"
    assert document.paragraphs[-2].paragraph_format.page_break_before
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows == [["Câu", "1", "2", *[""] * 8], ["Đáp án", "B", "A, D", *[""] * 8]]


def test_keys_stand_ten_a_row() -> None:
    (table,) = opened(paper.dump(questions(21))).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert [row[1] for row in rows[::2]] == ["1", "11", "21"]
    assert [set(row[1:]) for row in rows[1::2]] == [{"B"}, {"B"}, {"B", ""}]


def test_a_paper_says_where_several_are_to_be_chosen_and_what_a_picture_shows() -> None:
    asked = question(1, type=QuestionType.MULTIPLE, image=PICTURE)
    assert "Câu 1. Thủ tục số 1 làm ở đâu? (chọn nhiều phương án)\n[Hình: Biển báo cấm]" in lines(paper.dump([asked]))


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        (["A. 18/5", "B. 01/10", "C. 10/10", "D. 19/11"], 4),
        (["A. Quyết định 505/QĐ-TTg", "B. Có", "C. Không", "D. Cả hai"], 2),
        (["A. " + "Nhắc ngày Việt Nam nối mạng Internet " * 2, "B. Có"], 1),
        (["A. một\nhai", "B. ba"], 1),
        (["A. Đúng", "B. Sai"], 4),
    ],
)
def test_short_options_share_a_line(texts: list[str], count: int) -> None:
    assert paper.options_per_line(texts) == count


@given(st.lists(st.text(max_size=60), min_size=2, max_size=8))
def test_options_that_share_a_line_fit_beside_each_other(texts: list[str]) -> None:
    count = paper.options_per_line(texts)
    if count > 1:
        room = Mm(154) / count  # 160 mm between the margins, less the indent
        assert max(width(text) for text in texts) * Pt(13) < room


def test_accents_make_a_letter_no_wider() -> None:
    # In Times a is 444 thousandths wide, n 500, W 944; what is not known counts as a whole.
    assert (width("ân"), width("W"), width("漢")) == (0.944, 0.944, 1.0)


def test_a_paper_is_written_and_never_read() -> None:
    assert (paper.CODE in WRITERS, paper.CODE in FORMATS) == (True, False)
    assert lost([question(1, image=PICTURE)], paper.CODE) == {
        "number": 1, "topic": 1, "difficulty": 1, "groups": 1, "explanation": 1, "source": 1, "images": 1,
    }  # fmt: skip


# What could be taken for a line of the document itself.
TRICKY = st.sampled_from(
    [
        "Câu 3. Ở đâu?",
        "A. Hà Nội",
        "B) Huế\nC) Vinh",
        "Đáp án: C",
        "Đúng\nĐáp án: D",
        "Giải thích: vì thế",
        "Nguồn: báo",
        "Chủ đề: Khác",
        "Mức độ: Vận dụng",
        "HẾT",
        "BẢNG ĐÁP ÁN",
        "Phần II",
        "1. Một",
        "[2] Hai",
        "*Ba",
        "- Bốn",
        "PHẦN I: ĐỌC\nCâu 1",
        "Tất cả các phương án trên",
        "Cả A và B",
    ]
)
WORDS = (
    st.text(st.sampled_from("abĐộ ừ1.:)–"), min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
TEXT = TRICKY | WORDS


@st.composite
def banks(draw: st.DrawFn) -> tuple[Question, ...]:
    made = []
    for number in draw(st.lists(st.integers(1, 9999), min_size=1, max_size=4, unique=True)):
        texts = draw(st.lists(TEXT, min_size=2, max_size=8, unique=True))
        kind = draw(st.sampled_from(QuestionType))
        size = draw(st.integers(1, len(texts))) if kind is QuestionType.MULTIPLE else 1
        places = st.sampled_from(range(len(texts)))
        made.append(
            Question(
                number=number,
                type=kind,
                text=f"{draw(TEXT)}\n{number}?",
                options=options(
                    *texts,
                    key=sorted(draw(st.sets(places, min_size=size, max_size=size))),
                    pins=sorted(draw(st.sets(places))),
                ),
                topic=draw(st.none() | st.sampled_from(TOPICS) | st.just("An toàn thông tin")),
                difficulty=draw(st.none() | st.sampled_from(Difficulty)),
                groups=tuple(draw(st.lists(st.sampled_from(sorted(GROUPS)), unique=True))),
                explanation=draw(st.none() | TEXT),
                source=draw(st.none() | TEXT),
            )
        )
    return tuple(made)


@settings(max_examples=25, deadline=None)
@given(banks())
def test_what_was_written_is_read_back_whatever_its_lines_look_like(bank: tuple[Question, ...]) -> None:
    assert understood(writing.dump(bank), "docx").questions == bank
