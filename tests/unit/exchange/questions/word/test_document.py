"""What a reader sees of a Word document: and so only that is read."""

import pytest

from quizapp.exchange.questions.parsed import Parsed
from tests.unit.exchange.questions.builders import codes, keys, options, texts, understood
from tests.unit.exchange.questions.word.documents import document, marked, paragraph, question, run

SUPER, SUB = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def stem(*content: str) -> Parsed:
    """Return what is made of a question with such a stem."""
    return understood(document(paragraph("Câu 1. ", *content), paragraph("A. x"), paragraph("B. y")), "docx")


def math(content: str) -> str:
    return f"<m:oMath>{content}</m:oMath>"


def part(name: str, text: str) -> str:
    return f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>"


def told(parsed: Parsed) -> list[str]:
    return [str(problem.params["what"]) for problem in parsed.problems if problem.code == "picture-left-out"]


def test_deleted_text_is_left_out_and_inserted_text_taken() -> None:
    deleted = "<w:del><w:r><w:delText>cũ</w:delText></w:r></w:del>"
    assert texts(stem(deleted, f"<w:ins>{run('mới')}</w:ins>")) == ["mới"]
    moved = f"<w:moveFrom>{run('đi')}</w:moveFrom>", f"<w:moveTo>{run('đến')}</w:moveTo>"
    assert texts(stem(*moved)) == ["đến"]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    first = paragraph("Câu 1. Thủ ", settings="<w:rPr><w:del/></w:rPr>")
    parsed = understood(document(first, paragraph("đô?"), paragraph("A. x"), paragraph("B. y")), "docx")
    assert texts(parsed) == ["Thủ đô?"]


def test_of_text_stored_twice_one_version_is_read() -> None:
    box = "<w:txbxContent>" + paragraph("Ghi chú trong khung") + "</w:txbxContent>"
    twice = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(stem("Hỏi?", twice)) == ["Hỏi?\nGhi chú trong khung"]
    choices = f"<mc:Choice>{run('một')}</mc:Choice><mc:Fallback>{run('một')}</mc:Fallback>"
    inside = f"<mc:AlternateContent>{choices}</mc:AlternateContent>"
    assert texts(stem(inside)) == ["một"]


def test_options_in_a_text_box_are_read() -> None:
    box = (
        "<w:r><w:pict><w:txbxContent>"
        + paragraph("A. Huế")
        + paragraph("B. Hà Nội")
        + "</w:txbxContent></w:pict></w:r>"
    )
    parsed = understood(document(paragraph("Câu 1. Thủ đô?", box), paragraph("Đáp án: B")), "docx")
    assert (options(parsed), keys(parsed)) == (["Huế", "Hà Nội"], ["B"])


def test_hidden_text_is_left_out_and_said() -> None:
    parsed = stem("Hỏi?", run(" đáp án B", "<w:vanish/>"))
    assert (texts(parsed), codes(parsed)[0]) == (["Hỏi?"], "hidden-content")


def test_text_in_links_fields_and_controls_is_read() -> None:
    link = f"<w:hyperlink>{run('liên kết')}</w:hyperlink>"
    field = f'<w:fldSimple w:instr="SEQ x">{run(" 5")}</w:fldSimple>'
    control = f"<w:sdt><w:sdtContent>{run(' ô')}</w:sdtContent></w:sdt>"
    code = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    assert texts(stem(link, field, control, code)) == ["liên kết 5 ô"]


def test_paragraphs_inside_controls_are_read() -> None:
    inside = "".join(question(1, ["x", "y"], "Trong khung?"))
    assert texts(understood(document(f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"), "docx")) == [
        "Trong khung?"
    ]


def test_raised_and_lowered_characters_are_kept() -> None:
    assert texts(stem("10", run("-9", SUPER), " và H", run("2", SUB), "O")) == ["10⁻⁹ và H₂O"]


@pytest.mark.parametrize(
    ("equation", "text"),
    [
        (f"<m:sSup>{part('e', '10')}{part('sup', '-9')}</m:sSup>", "10⁻⁹"),
        (f"<m:sSup>{part('e', '20')}{part('sup', '∘')}</m:sSup>", "20°"),
        (f"<m:sSup>{part('e', 'e')}{part('sup', '2x')}</m:sSup>", "e^2x"),
        (f"<m:sSub>{part('e', 'x')}{part('sub', '1')}</m:sSub>", "x₁"),
        (f"<m:f>{part('num', 'a+b')}{part('den', '2')}</m:f>", "(a+b)/2"),
        (f"<m:rad><m:deg/>{part('e', 'x+1')}</m:rad>", "√(x+1)"),
        (f"<m:rad>{part('deg', '3')}{part('e', 'x')}</m:rad>", "∛x"),
        (f"<m:d>{part('e', 'a;b')}</m:d>", "(a;b)"),
        (f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>{part("e", "a")}</m:d>', "[a]"),
        (
            f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>{part("sub", "1")}{part("e", "k")}</m:nary>',
            "∑₁ k",
        ),
        ("<m:r><m:t>x + y</m:t></m:r>", "x + y"),
    ],
)
def test_equations_are_kept_as_text(equation: str, text: str) -> None:
    parsed = stem("Tính ", math(equation), " nhé")
    assert (texts(parsed), told(parsed)) == ([f"Tính {text} nhé"], [])


def test_an_equation_that_no_line_can_show_is_said() -> None:
    matrix = "<m:m><m:mr>" + part("e", "1") + "</m:mr></m:m>"
    assert told(stem("Tính ", math(matrix))) == ["câu hỏi (1 công thức)"]


PICTURE = '<w:r><w:drawing><a:blip xmlns:a="x"/></w:drawing></w:r>'
OLD_EQUATION = '<w:r><w:object><o:OLEObject xmlns:o="x" ProgID="Equation.DSMT4"/></w:object></w:r>'
LINE = '<w:r><w:pict><v:rect xmlns:v="x"/></w:pict></w:r>'


def test_pictures_are_said_by_question_and_option() -> None:
    parsed = understood(
        document(
            paragraph("Câu 1. Hình nào?", PICTURE),
            paragraph("A. ", PICTURE),
            paragraph("B. ", OLD_EQUATION),
            paragraph("Đáp án: A"),
        ),
        "docx",
    )
    assert told(parsed) == ["câu hỏi (1 hình); phương án A (1 hình); phương án B (1 công thức)"]
    assert [problem.code for problem in parsed.problems if problem.severity == "error"] == [
        "empty-option",
        "empty-option",
    ]


def test_lines_and_frames_that_decorate_are_not_missed() -> None:
    assert told(stem("Hỏi?", LINE)) == []


def test_signs_of_symbol_fonts_are_read() -> None:
    arrow = '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>'
    assert texts(stem("Insert ", arrow, run(" à ", font("Wingdings")), "Slide ", run("a", font("Symbol")))) == [
        "Insert → → Slide α"
    ]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (".VnTime", "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        (".VnTimeH", "§éc lËp tù do", "ĐỘC LẬP TỰ DO"),
        ("VNI-Times", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("VNI-Times", "ÑOÄC LAÄP, ñöôøng, tröôùc, kyõ", "ĐỘC LẬP, đường, trước, kỹ"),
        (".VnTime", "Chữ đã là Unicode", "Chữ đã là Unicode"),
    ],
)
def test_text_for_old_fonts_is_converted_and_said(name: str, old: str, new: str) -> None:
    parsed = stem(run(old, font(name)))
    assert (texts(parsed), "legacy-font" in codes(parsed)) == ([new], old != new)


def test_old_labels_are_understood_once_they_are_converted() -> None:
    lines = [run("C©u 1. Thñ ®«?", font(".VnTime")), run("A. HuÕ", font(".VnTime")), run("B. Hµ Néi", font(".VnTime"))]
    parsed = understood(document(*map(paragraph, lines), paragraph(run("§¸p ¸n: B", font(".VnTime")))), "docx")
    assert (texts(parsed), options(parsed), keys(parsed)) == (["Thủ đô?"], ["Huế", "Hà Nội"], ["B"])


def test_an_accent_of_vni_may_stand_in_the_next_run() -> None:
    assert texts(stem(run("Vie", font("VNI-Times")), run("ät Nam", font("VNI-Times")))) == ["Việt Nam"]


def test_capitals_by_formatting_are_read_as_they_are_shown() -> None:
    assert texts(stem(run("thủ đô", "<w:caps/>"))) == ["THỦ ĐÔ"]


def test_a_paragraph_may_hold_several_lines() -> None:
    parsed = understood(document(paragraph("Câu 1. Thủ đô?\nA. Huế\nB. Hà Nội\nĐáp án: B")), "docx")
    assert (texts(parsed), options(parsed), keys(parsed)) == (["Thủ đô?"], ["Huế", "Hà Nội"], ["B"])


def test_the_main_part_is_found_whatever_it_is_called() -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="/word/document2.xml"/></Relationships>'
    )
    body = document(question(1, ["x", "y"]))
    content = body.replace(b"word/document.xml", b"word/document9.xml")
    assert codes(understood(content, "docx"))[:1] == ["unreadable-file"]
    xml = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    moved = document(
        parts={
            "_rels/.rels": rels,
            "word/document2.xml": xml + "".join(question(1, ["x", "y"])) + "</w:body></w:document>",
        }
    )
    assert len(understood(moved, "docx").questions) == 1


def test_strict_documents_are_read_too() -> None:
    xml = '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
    lines = [marked("A", "x", ""), marked("B", "y", "<w:b/>"), marked("C", "z", "")]
    content = document(parts={"word/document.xml": xml + "".join(question(1, lines)) + "</w:body></w:document>"})
    assert keys(understood(content, "docx")) == ["B"]
