"""Packages of QTI: which files are read, and what the manifest says about them."""

import io
import zipfile

import pytest

from quizapp.domain.question import Difficulty, Option, Question
from quizapp.exchange.questions import dump, read
from quizapp.exchange.questions.qti import qti
from tests.unit.exchange.questions.builders import HEADER, PLANET, codes, texts, understood, xlsx
from tests.unit.exchange.questions.qti.builders import item, manifest, zipped


def asking(stem: str) -> str:
    return item().replace("Thủ đô?", stem)


def stems(parts: dict[str, str]) -> list[str]:
    return texts(understood(zipped(parts), "qti"))


def test_the_manifest_gives_the_order() -> None:
    parts = {"imsmanifest.xml": manifest("b.xml", "a.xml"), "a.xml": asking("Một?"), "b.xml": asking("Hai?")}
    assert stems(parts) == ["Hai?", "Một?"]


def test_a_package_is_told_by_its_manifest_whatever_its_name() -> None:
    content = zipped({"imsmanifest.xml": manifest("a.xml"), "a.xml": item()})
    assert [read(content, filename=name).format for name in ("", "x.zip", "x.xlsx")] == ["qti"] * 3


def test_another_zip_is_not_taken_for_qti() -> None:
    assert not qti.sniff(xlsx(HEADER, PLANET))


def test_a_folder_that_was_zipped_is_read_like_its_content() -> None:
    parts = {"bank/imsmanifest.xml": manifest("items/a.xml"), "bank/items/a.xml": item()}
    assert stems(parts) == ["Thủ đô?"]


def test_what_macos_adds_is_passed_over() -> None:
    parts = {
        "__MACOSX/._imsmanifest.xml": "x",
        "imsmanifest.xml": manifest("a.xml", "__MACOSX/a.xml"),
        "a.xml": item(),
        "__MACOSX/a.xml": asking("Hai?"),
    }
    assert stems(parts) == ["Thủ đô?"]


def test_files_of_a_test_are_read_where_the_items_are_no_resources() -> None:
    inside = '<file href="t.xml"/><file href="i/a%20b.xml"/><file href="x.png"/>'
    parts = {
        "imsmanifest.xml": manifest("t.xml", kind="imsqti_test_xmlv2p2", inside=inside),
        "t.xml": "<assessmentTest/>",
        "i/a b.xml": item(),
        "x.png": "",
    }
    assert stems(parts) == ["Thủ đô?"]


def test_a_file_that_two_resources_name_is_read_once() -> None:
    parts = {"imsmanifest.xml": manifest("a.xml", "a.xml"), "a.xml": item()}
    assert stems(parts) == ["Thủ đô?"]


def test_a_copy_for_other_programs_is_not_read_beside_the_items() -> None:
    copy = '<resource type="associatedcontent" href="copy.xml"/>'
    parts = {
        "imsmanifest.xml": manifest("a.xml").replace("</resources>", copy + "</resources>"),
        "a.xml": item(),
        "copy.xml": asking("Bản sao?"),
    }
    assert stems(parts) == ["Thủ đô?"]


def test_a_manifest_that_lists_nothing_leaves_the_files_to_be_found() -> None:
    assert stems({"imsmanifest.xml": "<manifest/>", "a.xml": item(), "notes.xml": "<x/>"}) == ["Thủ đô?"]


@pytest.mark.parametrize("href", ["../a.xml", "i/../../a.xml", "/etc/passwd", "..", "%2e%2e/a.xml", "..\\a.xml"])
def test_a_reference_that_climbs_out_is_refused(href: str) -> None:
    assert codes(understood(zipped({"imsmanifest.xml": manifest(href), "a.xml": item()}), "qti")) == ["unreadable-file"]


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("<assessmentItem><p></assessmentItem>", "nội dung XML trong tệp bị hỏng (a.xml)"),
        (
            '<!DOCTYPE x [<!ENTITY a "b">]>' + item(),
            "tệp chứa khai báo DTD hoặc thực thể không được phép (a.xml)",
        ),
    ],
)
def test_a_refusal_names_the_file_in_the_package(broken: str, words: str) -> None:
    found = understood(zipped({"imsmanifest.xml": manifest("a.xml"), "a.xml": broken}), "qti")
    assert [(p.code, p.params) for p in found.problems] == [("unreadable-file", {"reason": words})]


def test_a_list_of_items_alone_is_refused_by_name() -> None:
    assert codes(read(b"<assessmentTest/>")) == ["not-a-bank"]


def test_a_zip_without_manifest_is_refused() -> None:
    assert codes(understood(zipped({"a.xml": item()}), "qti")) == ["unreadable-file"]


def test_metadata_say_topic_difficulty_groups_and_source() -> None:
    lom = (
        "<metadata><lom xmlns='http://ltsc.ieee.org/xsd/LOM'>"
        "<general><keyword><string>học sinh</string></keyword></general>"
        "<educational><difficulty><source>LOMv1.0</source><value>very difficult</value></difficulty></educational>"
        "<relation><kind><value>isbasedon</value></kind><resource><description><string>Luật</string></description></resource></relation>"
        "<classification><purpose><value>discipline</value></purpose><taxonPath><taxon><entry><string>CĐS</string></entry>"
        "</taxon></taxonPath></classification></lom></metadata>"
    )
    parts = {"imsmanifest.xml": manifest("a.xml", inside=lom), "a.xml": item()}
    question = understood(zipped(parts), "qti").questions[0]
    assert (question.topic, question.difficulty, question.groups, question.source) == (
        "Chuyển đổi số",
        Difficulty.HARD,
        ("students",),
        "Luật",
    )


def written(**parts: object) -> dict[str, str]:
    options = (Option(text="Huế"), Option(text="Hà Nội", is_key=True, is_pinned=True))
    question = Question(text="Thủ đô?\n<b>", options=options, number=3, **parts)
    with zipfile.ZipFile(io.BytesIO(dump([question], "qti"))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_package_of_version_3_is_written() -> None:
    parts = written()
    assert list(parts) == ["imsmanifest.xml", "items/item-0001.xml"]
    assert "<schema>QTI Package</schema><schemaversion>3.0.0</schemaversion>" in parts["imsmanifest.xml"]
    assert parts["items/item-0001.xml"].split("<qti-item-body>\n")[1].split("</qti-item-body>")[0] == (
        '<qti-choice-interaction response-identifier="RESPONSE" shuffle="true" max-choices="1">\n'
        "<qti-prompt>Thủ đô?<br/>&lt;b&gt;</qti-prompt>\n"
        '<qti-simple-choice identifier="A">Huế</qti-simple-choice>\n'
        '<qti-simple-choice identifier="B" fixed="true">Hà Nội</qti-simple-choice>\n'
        "</qti-choice-interaction>\n"
    )


def test_an_explanation_is_shown_whatever_was_answered() -> None:
    plain, explained = written()["items/item-0001.xml"], written(explanation="Vì thế.")["items/item-0001.xml"]
    assert ("match_correct.xml" in plain, "qti-modal-feedback" in plain) == (True, False)
    assert ("match_correct.xml" in explained, "<p>Vì thế.</p>" in explained) == (False, True)


def test_the_same_questions_make_the_same_bytes() -> None:
    question = Question(text="?", options=(Option(text="a", is_key=True), Option(text="b")))
    assert dump([question], "qti") == dump([question], "qti")


def test_more_items_than_entries_of_other_packages_may_be_read() -> None:
    hrefs = [f"i{n}.xml" for n in range(2100)]
    parts = {"imsmanifest.xml": manifest(*hrefs), **{href: asking(f"{href}?") for href in hrefs}}
    assert len(stems(parts)) == 2100
