"""Rule sets of provinces' contests on digital transformation."""

from datetime import time

from quizapp.domain.drawing import BlueprintRow
from quizapp.domain.phase import Period
from quizapp.domain.policy import PredictionTarget
from quizapp.domain.presets.preset import WITH_PREDICTION, Preset, PresetRules, RoundsPattern
from quizapp.domain.series import ClosingDay
from quizapp.domain.text import N_

DIGITAL = (
    Preset(
        code="dak-lak-2025",
        title=N_("Đắk Lắk 2025, chuyển đổi số: bốn đợt hai ngày, mỗi ngày một lượt"),
        source="Cuộc thi trắc nghiệm tìm hiểu về chuyển đổi số tỉnh Đắk Lắk năm 2025",
        urls=(
            (
                "https://www.vietnam.vn/ur/the-le-va-giai-thuong-cuoc-thi-trac-nghiem-tim-hieu-ve-chuyen-doi-so-tinh-dak-lak"
                "-nam-2025"
            ),
            "https://thitructuyencds.daklak.gov.vn/tin-tuc/the-le-cuoc-thi",
        ),
        stated=frozenset(
            {"groups", "blueprint", "time_limit_minutes", "attempts_allowed", "counted", "prediction_target"}
        ),
        rules=PresetRules(
            attempts_allowed=1,
            attempts_period=Period.DAY,
            ranking=WITH_PREDICTION,
            prediction_target=PredictionTarget.PARTICIPANTS,
        ),
        note=N_(
            "Đề gồm 10 câu rút ngẫu nhiên và một câu dự đoán số người tham gia. Phần nguồn đã đọc không nêu thứ tự xét "
            "sau câu dự đoán; ở đây xét tiếp theo thời điểm nộp bài."
        ),
        pattern=RoundsPattern(count=4, length=2, opens=time(0), closing_day=ClosingDay.NEXT, closes=time(0)),
        excluded=N_("Ban Tổ chức, tổ thư ký và các bộ phận giúp việc"),
    ),
    Preset(
        code="binh-thuan-2024",
        title=N_("Bình Thuận 2024, chuyển đổi số: hai đợt, mỗi đợt hai tuần"),
        source="Cuộc thi trực tuyến tìm hiểu về chuyển đổi số tỉnh Bình Thuận năm 2024",
        urls=("https://baobinhthuan.com.vn/trao-giai-cuoc-thi-truc-tuyen-tim-hieu-ve-chuyen-doi-so-124736.html",),
        stated=frozenset({"blueprint", "prediction_target"}),
        rules=PresetRules(
            blueprint=(BlueprintRow(count=15),),
            time_limit_minutes=15,
            attempts_allowed=None,
            ranking=WITH_PREDICTION,
            prediction_target=PredictionTarget.FULL_MARKS,
        ),
        note=N_(
            "Nguồn ghi 33.549 lượt thi của 24.455 người nên mỗi người được thi nhiều lượt, nhưng không nêu giới hạn; ở "
            "đây không giới hạn."
        ),
        pattern=RoundsPattern(count=2, length=14),
    ),
    Preset(
        code="ben-tre-2023",
        title=N_("Bến Tre 2023, chuyển đổi số: mỗi người một lượt"),
        source="Cuộc thi trực tuyến “Tìm hiểu kiến thức về chuyển đổi số tỉnh năm 2023” (Bến Tre)",
        urls=(
            (
                "https://baodongkhoi.vn/cuoc-thi-truc-tuyen-tim-hieu-kien-thuc-ve-chuyen-doi-so-tinh-nam-2023-17092023"
                "-a119863.html"
            ),
        ),
        stated=frozenset({"groups", "minimum_age", "blueprint", "time_limit_minutes", "attempts_allowed", "counted"}),
        rules=PresetRules(
            attempts_allowed=1,
            ranking=WITH_PREDICTION,
            prediction_target=PredictionTarget.PARTICIPANTS,
            minimum_age=12,
        ),
        note=N_(
            "Nguồn có một “câu hỏi phụ” nhưng không nêu hỏi gì; ở đây hỏi số người dự thi. Thể lệ cấm thi hộ và thi "
            "theo nhóm: hãy xem lại các dấu hiệu bất thường trước khi công bố."
        ),
        pattern=RoundsPattern(count=1, length=30),
    ),
)
