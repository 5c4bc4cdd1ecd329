"""Rule sets of provinces' contests on their history."""

from quizapp.domain.drawing import BlueprintRow
from quizapp.domain.policy import PredictionTarget
from quizapp.domain.presets.law import TEN_POINTS
from quizapp.domain.presets.preset import MONDAY, USUAL_PRIZES, WITH_PREDICTION, Preset, PresetRules, RoundsPattern
from quizapp.domain.prizes.plan import PrizePlan
from quizapp.domain.text import N_

HISTORY = (
    Preset(
        code="lang-son-2023",
        title=N_("Lạng Sơn 2023, lịch sử Đảng bộ tỉnh: 150 điểm, dự đoán số lượt thi"),
        source="Cuộc thi trắc nghiệm tìm hiểu 90 năm Ngày truyền thống Đảng bộ tỉnh Lạng Sơn (2023)",
        urls=(
            (
                "https://vietnam.vn/hon-75-nghin-luot-nguoi-tham-du-cuoc-thi-trac-nghiem-tim-hieu-90-nam-ngay-truyen-thong"
                "-dang-bo-tinh-tuan-thu-5"
            ),
            "http://minhson.huulung.langson.gov.vn/cuoc-thi-tim-hieu-90-nam-ngay-truyen-thong-dang-bo-tinh-lang-son",
        ),
        stated=frozenset({"minimum_age", "points", "prediction_target", "ranking"}),
        rules=PresetRules(
            blueprint=(BlueprintRow(count=15),),
            time_limit_minutes=15,
            ranking=WITH_PREDICTION,
            prediction_target=PredictionTarget.ATTEMPTS,
            points=TEN_POINTS,
            minimum_age=12,
            prizes=PrizePlan(individual=USUAL_PRIZES.individual, minimum_percent=100),
        ),
        note=N_(
            "Nguồn nêu tối đa 150 điểm; ở đây đặt 15 câu, mỗi câu 10 điểm, nên mọi câu hỏi phải có mức độ. Người đạt "
            "giải là người đủ điểm tối đa và dự đoán gần nhất số lượt thi trong tuần: vì vậy mức xét giải đặt 100%."
        ),
        pattern=RoundsPattern(count=5, length=7, weekday=MONDAY),
    ),
    Preset(
        code="quang-ninh-2023",
        title=N_("Quảng Ninh 2023, 60 năm thành lập tỉnh: phải trả lời đủ các câu"),
        source="Cuộc thi trắc nghiệm “Quảng Ninh – 60 năm xây dựng và phát triển” (2023)",
        urls=(
            "https://vietnam.vn/en/ngay-30-6-se-dien-ra-cuoc-thi-trac-nghiem-quang-ninh-60-nam-xay-dung-va-phat-trien",
        ),
        stated=frozenset({"blueprint", "prediction_target", "ranking", "requires_all_answered"}),
        rules=PresetRules(
            blueprint=(BlueprintRow(count=9),),
            ranking=WITH_PREDICTION,
            prediction_target=PredictionTarget.PARTICIPANTS,
            requires_all_answered=True,
        ),
        note=N_(
            "Đề gồm 9 câu và câu thứ mười dự đoán tổng số người dự thi. Bài bỏ trống một câu là không hợp lệ. Bằng "
            "nhau thì xét người nộp sớm hơn, tính từ lúc mở đợt thi."
        ),
        pattern=RoundsPattern(count=1, length=7),
    ),
)
