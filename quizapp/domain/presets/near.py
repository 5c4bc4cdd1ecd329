"""Rule sets of Tuyên Quang and Hà Giang, which are one province now."""

from quizapp.domain.presets.preset import MONDAY, USUAL_PRIZES, Preset, PresetRules, RoundsPattern
from quizapp.domain.text import N_

NEAR = (
    Preset(
        code="tuyen-quang-2021",
        title=N_("Tuyên Quang 2021, 190 năm thành lập tỉnh: hai đợt trong một tháng"),
        source="Cuộc thi trực tuyến tìm hiểu tỉnh Tuyên Quang 190 năm hình thành và phát triển (1831–2021)",
        urls=(
            "https://tuyenquang.gov.vn/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?ItemID=21567&l=Tintuc&lv=53",
            (
                "http://hdndtuyenquang.gov.vn/tin-hoat-dong/tin-tuc-chung/tong-ket-va-trao-giai-cuoc-thi-truc-tuyen-tim-hieu"
                "-tinh-tuyen-quang-190-nam-hinh-thanh-va-phat-trien-1831-2021!-2963.html"
            ),
        ),
        stated=frozenset(),
        rules=PresetRules(),
        note=N_(
            "Nguồn chỉ nêu hai đợt trong một tháng với hơn 318.000 lượt thi; mọi quy định khác ở đây là tạm đặt theo "
            "thông lệ. Hãy xem lại từng mục."
        ),
        pattern=RoundsPattern(count=2, length=15),
    ),
    Preset(
        code="tuyen-quang-bac-ho",
        title=N_("Tuyên Quang, Bác Hồ với Tuyên Quang: bốn đợt, mỗi đợt 15 ngày"),
        source="Cuộc thi tìm hiểu về Bác Hồ với Tuyên Quang",
        urls=(
            (
                "https://truyenhinhcapsongthu.net/top/ttv-tong-ket-cuoc-thi-tim-hieu-ve-bac-ho-voi-tuyen-quang/"
                "Ed2BcJU3IZANkmr"
            ),
        ),
        stated=frozenset({"blueprint", "prizes"}),
        rules=PresetRules(prizes=USUAL_PRIZES),
        note=N_(
            "Nguồn nêu mỗi đợt một giải Nhất, hai giải Nhì, ba giải Ba và năm giải Khuyến khích, bốn đợt cộng lại 44 "
            "giải; không nêu số tiền."
        ),
        pattern=RoundsPattern(count=4, length=15),
    ),
    Preset(
        code="ha-giang-2022",
        title=N_("Hà Giang 2022, chuyển đổi số: mỗi tuần một kỳ"),
        source="Cuộc thi trực tuyến tìm hiểu chuyển đổi số tỉnh Hà Giang",
        urls=("https://vietnamnet.vn/ha-giang-lan-toa-cuoc-thi-truc-tuyen-tim-hieu-chuyen-doi-so-2063929.html",),
        stated=frozenset({"groups"}),
        rules=PresetRules(),
        note=N_(
            "Năm tổ chức là suy ra từ bài báo. Nguồn chỉ nêu thi theo tuần và mở cho cả người ngoài tỉnh; muốn vậy, "
            "hãy thêm một đơn vị “Ngoài địa bàn” để người ở nơi khác chọn khi đăng ký."
        ),
        pattern=RoundsPattern(count=4, length=7, weekday=MONDAY),
    ),
)
