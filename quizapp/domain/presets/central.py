"""Rule sets of contests that ministries and central committees held."""

from datetime import time

from quizapp.domain.drawing import BlueprintRow
from quizapp.domain.phase import Period
from quizapp.domain.policy import PredictionTarget
from quizapp.domain.presets.preset import (
    MONDAY,
    USUAL_PRIZES,
    WITH_PREDICTION,
    Preset,
    PresetRules,
    RoundsPattern,
)
from quizapp.domain.prizes.plan import IndividualPrize, PrizePlan
from quizapp.domain.series import ClosingDay
from quizapp.domain.text import N_

CENTRAL = (
    Preset(
        code="vcnet-2020",
        title=N_("VCNet 2019–2020: mỗi tuần một kỳ, không giới hạn lượt"),
        source=(
            "Cuộc thi trắc nghiệm trên mạng xã hội VCNet của Ban Tuyên giáo Trung ương (2019–2020): "
            "lịch sử vẻ vang của Đảng; truyền thống ngành Tuyên giáo"
        ),
        urls=(
            (
                "https://www.quangngai.dcs.vn/tin-trong-nuoc/-/asset_publisher/RbwZSAmDDIyr/content/"
                "to-chuc-cuoc-thi-tim-hieu-90-nam-ngay-truyen-thong-nganh-tuyen-giao-cua-ang-tren-mang-vcnet"
            ),
            "http://iuoss.com/2020/04/08/bat-dau-thi-tim-hieu-90-nam-truyen-thong-nganh-tuyen-giao-2020/",
            (
                "http://m.baokontum.com.vn/xay-dung-dang/"
                "cuoc-thi-trac-nghiem-tim-hieu-90-nam-lich-su-ve-vang-cua-dang-cong-san-viet-nam-12589.html"
            ),
        ),
        stated=frozenset(
            {"blueprint", "attempts_allowed", "counted", "prediction_target", "ranking", "minimum_age", "partial_rule"}
        ),
        rules=PresetRules(
            attempts_allowed=None,
            ranking=WITH_PREDICTION,
            prediction_target=PredictionTarget.FULL_MARKS,
            minimum_age=14,
        ),
        note=N_(
            "Nguồn nêu 5–10 câu, ở đây đặt 10. Năm 2020 mỗi câu có từ 1 đến 4 đáp án đúng: khi soạn câu hỏi, hãy chọn "
            "loại nhiều đáp án. Nguồn không nêu số tuần, ở đây đặt 4."
        ),
        pattern=RoundsPattern(
            count=4, length=7, weekday=MONDAY, opens=time(10), closing_day=ClosingDay.NEXT, closes=time(9)
        ),
        excluded=N_("Ban Tổ chức, tổ nội dung, tổ thư ký"),
    ),
    Preset(
        code="bo-tu-phap-2021",
        title=N_("Bộ Tư pháp 2021, luật bầu cử: 19 câu, 20 phút"),
        source="Cuộc thi trực tuyến tìm hiểu pháp luật về bầu cử đại biểu Quốc hội và đại biểu HĐND (Bộ Tư pháp, 2021)",
        urls=(
            (
                "http://dfa.vn/tin-tuc-su-kien/huong-ung-cuoc-thi-truc-tuyen-tim-hieu-phap-luat-ve-bau-cu-dai-bieu-quoc-hoi"
                "-va-dai-bieu-hoi-dong-nhan-dan-318"
            ),
            "https://pbgdpl.moj.gov.vn/qt/tintuc/pages/hoat-dong-pgbdpldp.aspx?ItemID=2556",
        ),
        stated=frozenset({"blueprint", "time_limit_minutes", "attempts_allowed", "prediction_target"}),
        rules=PresetRules(
            blueprint=(BlueprintRow(count=19),),
            time_limit_minutes=20,
            attempts_allowed=3,
            ranking=WITH_PREDICTION,
            prediction_target=PredictionTarget.FULL_MARKS,
        ),
        note=N_(
            "Câu thứ 20 là câu dự đoán số người trả lời đúng. Nguồn không nêu cách xếp hạng sau câu dự đoán và độ dài "
            "của đợt thi; ở đây xét tiếp theo thời điểm nộp bài và đặt một đợt 20 ngày."
        ),
        pattern=RoundsPattern(count=1, length=20),
    ),
    Preset(
        code="trung-uong-2025",
        title=N_("Trung ương 2025, các kỳ Đại hội Đảng: 7 lượt mỗi tuần"),
        source="Cuộc thi trực tuyến tìm hiểu các kỳ Đại hội Đảng toàn quốc (Ban Tuyên giáo, Dân vận Trung ương, 2025)",
        urls=(
            "https://www.sggp.org.vn/cuoc-thi-truc-tuyen-tim-hieu-cac-ky-dai-hoi-dang-toan-quoc-post822853.html",
            "https://plo.vn/the-le-cuoc-thi-truc-tuyen-tim-hieu-cac-ky-dai-hoi-dang-toan-quoc-post880834.html",
        ),
        stated=frozenset({"time_limit_minutes", "attempts_allowed"}),
        rules=PresetRules(
            attempts_allowed=7,
            attempts_period=Period.WEEK,
            prizes=PrizePlan(
                individual=(
                    IndividualPrize(title="Giải Nhất", count=1, amount=2_000_000),
                    *USUAL_PRIZES.individual[1:],
                )
            ),
        ),
        note=N_(
            "Nguồn nêu mỗi lượt tối đa 10 phút và giải Nhất mỗi tuần 2 triệu đồng; số lượng các giải là tạm đặt. Mỗi "
            "tuần từ thứ Hai đến hết Chủ nhật."
        ),
        pattern=RoundsPattern(
            count=3, length=7, weekday=MONDAY, opens=time(0), closing_day=ClosingDay.NEXT, closes=time(0)
        ),
        excluded=N_("Ban Tổ chức, các chuyên gia, tổ thư ký"),
    ),
    Preset(
        code="bo-gtvt-cchc",
        title=N_("Bộ GTVT, cải cách hành chính: 15 câu chia theo 7 chủ đề"),
        source="Cuộc thi tìm hiểu cải cách hành chính của Bộ Giao thông vận tải",
        urls=("http://caicachhanhchinh.mt.gov.vn/thelecuocthi.php",),
        stated=frozenset({"blueprint"}),
        rules=PresetRules(
            blueprint=tuple(BlueprintRow(count=count) for count in (2, 2, 4, 2, 2, 1, 2)), time_limit_minutes=15
        ),
        note=N_(
            "Nguồn nêu 15 câu rút ngẫu nhiên theo bảy chủ đề: 2, 2, 4, 2, 2, 1 và 2 câu. Hãy chọn chủ đề của ngân hàng "
            "cho từng dòng của ma trận đề; để nguyên thì câu của mỗi dòng được rút từ chủ đề bất kỳ."
        ),
        pattern=RoundsPattern(count=1, length=20),
    ),
)
