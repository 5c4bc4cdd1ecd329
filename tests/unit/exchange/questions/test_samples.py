"""Real files of other people, read where they lie; see EXPECTED.json beside them."""

import json
from pathlib import Path

import pytest

from quizapp.exchange.questions import read
from tests.unit.exchange.questions.builders import codes, keys, texts

SAMPLES = Path(__file__).resolve().parents[5] / "shared" / "samples"
EXPECTED = SAMPLES / "vn" / "EXPECTED.json"
WORKBOOKS = (
    "390-cau-hoi.xlsx",
    "9._Kiểm_ngân-P1.xlsx",
    "data.xlsx",
    "mau-them-danh-sach-cau-hoi@f175073f.xlsx",
    "Đáp_án_mẫu_Answer_Key.xlsx",
)
DOCUMENTS = (
    "2025_De_Dia_li_Tham_Khao.docx",
    "Trắc_nghiệm.docx",
    "cauhoi.docx",
    "chuong_5.docx",
    "de_thi.docx",
    "docs_150-cau-hoi-huong-dan-van-hanh-IKLC-IKSC-2026.docx",
    "tracnghiem.docx",
)
needs_samples = pytest.mark.skipif(not EXPECTED.exists(), reason=f"the samples are not at {SAMPLES}")


@needs_samples
@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_real_workbook_is_understood(name: str) -> None:
    expected = json.loads(EXPECTED.read_text())[name]
    parsed = read((SAMPLES / "vn" / name).read_bytes())
    found = [key for key in keys(parsed) if key]
    assert (len(found), found[:10], next(iter(texts(parsed)), None)) == (
        expected["questions"],
        expected["keys"],
        expected["first"],
    )


@needs_samples
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_real_document_is_understood(name: str) -> None:
    expected = json.loads(EXPECTED.read_text())[name]
    parsed = read((SAMPLES / "vn" / name).read_bytes(), filename=name)
    found = [(key, text) for key, text in zip(keys(parsed), texts(parsed), strict=True) if key]
    left_out = codes(parsed).count("unsupported-type")
    assert ([key for key, _ in found][:10], found[0][1], len(found)) == (
        expected["keys"],
        expected["first"],
        expected["questions"],
    )
    assert len(parsed.questions) + left_out == expected.get("total_in_file", len(parsed.questions))


@needs_samples
def test_softmakers_file_whose_keys_are_values_asks() -> None:
    name = "mau-them-danh-sach-cau-hoi@f175073f.xlsx"
    assert codes(read((SAMPLES / "vn" / name).read_bytes())) == ["ambiguous-key", "ambiguous-key"]


@needs_samples
@pytest.mark.parametrize("name", ["data.xlsx", "Đáp_án_mẫu_Answer_Key.xlsx"])
def test_a_workbook_of_something_else_is_refused_by_name(name: str) -> None:
    assert codes(read((SAMPLES / "vn" / name).read_bytes())) == ["not-a-bank"]


@needs_samples
def test_quizizzs_file_gives_one_single_one_multiple_and_leaves_four_out() -> None:
    parsed = read((SAMPLES / "quizizz" / "quizizz_wayground_template_transcribed.csv").read_bytes())
    assert ([question.type for question in parsed.questions], keys(parsed), codes(parsed)) == (
        ["single", "multiple"],
        ["D", "ABC"],
        ["unsupported-type"] * 4,
    )
