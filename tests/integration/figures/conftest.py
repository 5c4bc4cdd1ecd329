"""An external round, and units of three kinds."""

import pytest


@pytest.fixture
def vera(client, factory):
    return factory.sign_in(client, role="organiser")


@pytest.fixture
def province(factory):
    """A round that the province holds."""
    return factory.round(
        factory.contest(),
        title="Tìm hiểu chuyển đổi số",
        kind="external",
        organiser="Sở Khoa học và Công nghệ",
        external_url="https://thi.tuyenquang.example/cds?dot=1&lang=vi",
        banks=[],
        blueprint=[],
        ranking=[],
    )


@pytest.fixture
def units(factory):
    """A village of 200, an agency whose headcount is not known, a school of 50."""
    return (
        factory.unit(kind="village", name="Thôn Nà Mạ", headcount=200),
        factory.unit(kind="agency", name="Trạm Y tế"),
        factory.unit(kind="school", name="Trường THCS Hòa An", headcount=50),
    )
