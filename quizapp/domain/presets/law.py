"""Rule sets of provinces' contests on law."""

from quizapp.domain.drawing import BlueprintRow
from quizapp.domain.policy import PredictionTarget
from quizapp.domain.presets.preset import (
    MONDAY,
    WITH_PREDICTION,
    Preset,
    PresetRules,
    RoundsPattern,
    ranked_prizes,
)
from quizapp.domain.prizes.plan import CollectivePrize, IndividualPrize, OnePrize, PrizePlan
from quizapp.domain.question import Difficulty
from quizapp.domain.text import N_

TEN_POINTS = tuple((level.value, 10) for level in Difficulty)

_DONG_NAI_PRIZES = (
    IndividualPrize(title="Giải tuần", count=3, group="officials"),
    IndividualPrize(title="Giải tuần", count=4, group="students"),
    IndividualPrize(title="Giải tuần", count=3, group="residents"),
)
_THAI_NGUYEN_UNITS = (("Giải Nhất", 1), ("Giải Nhì", 3), ("Giải Ba", 5), ("Giải Khuyến khích", 10))

LAW = (
    Preset(
        code="dong-nai-phap-luat",
        title=N_("Đồng Nai, tìm hiểu pháp luật: 10 giải tuần chia theo nhóm"),
        source="Cuộc thi trực tuyến tìm hiểu pháp luật tỉnh Đồng Nai",
        urls=(
            "https://timhieuphapluat.dongnai.gov.vn/709/Huong-dan.html",
            "http://timhieuphapluat.dongnai.gov.vn/708/Giai-thuong.html",
        ),
        stated=frozenset({"groups", "attempts_allowed", "prediction_target", "ranking", "prizes"}),
        rules=PresetRules(
            groups=("officials", "students", "residents"),
            attempts_allowed=None,
            ranking=("score", "duration", "attempts"),
            prizes=PrizePlan(
                individual=_DONG_NAI_PRIZES,
                one_prize=OnePrize.CONTEST,
                collective=(CollectivePrize(title="Giải tập thể", count=1, formula="rank_points"),),
            ),
        ),
        note=N_(
            "Thí sinh tự do được xếp vào nhóm người dân. Nguồn so tổng thời gian làm bài; ở đây so thời gian của lượt "
            "được tính. Mỗi người chỉ nhận một giải tuần trong cả cuộc thi. Thể lệ hủy kết quả của người lập nhiều tài "
            "khoản hoặc khai sai thông tin: hãy xem lại trước khi công bố."
        ),
        pattern=RoundsPattern(count=8, length=7, weekday=MONDAY),
    ),
    Preset(
        code="thai-nguyen-2026",
        title=N_("Thái Nguyên 2026, luật bầu cử: một lượt, 10 câu, 20 phút"),
        source=(
            "Cuộc thi trực tuyến “Tìm hiểu pháp luật về bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân” "
            "trên địa bàn tỉnh Thái Nguyên (2026)"
        ),
        urls=(
            (
                "https://pbgdplthainguyen.gov.vn/huong-toi-bau-cu-dai-bieu-quoc-hoi-khoa-xvi/cuoc-thi-truc-tuyen-tim-hieu"
                "-phap-luat-ve-bau-cu-dai-bieu-quoc-hoi-va-dai-bieu-hoi-dong-nhan-dan-tren-dia-ban-tinh-thai-nguyen-657.html"
            ),
            (
                "https://tnu.edu.vn/vi/tin-tuc-su-kien/dai-hoc-thai-nguyen-nhieu-tap-the-ca-nhan-dat-giai-tai-cuoc-thi-truc"
                "-tuyen-tim-hieu-phap-luat-ve-bau-cu-dai-bieu-quoc-ho.html?categoryId=101886791"
            ),
        ),
        stated=frozenset(
            {
                "minimum_age",
                "blueprint",
                "time_limit_minutes",
                "attempts_allowed",
                "counted",
                "prediction_target",
                "prizes",
            }
        ),
        rules=PresetRules(
            time_limit_minutes=20,
            attempts_allowed=1,
            ranking=WITH_PREDICTION,
            prediction_target=PredictionTarget.PARTICIPANTS,
            minimum_age=16,
            prizes=PrizePlan(
                individual=ranked_prizes(1, 3, 5, 20),
                collective=tuple(
                    CollectivePrize(
                        title=title, count=count, formula="rank_points", weights=(("people", 1), ("score", 1))
                    )
                    for title, count in _THAI_NGUYEN_UNITS
                ),
            ),
        ),
        note=N_(
            "Nguồn trao giải cho tập thể có nhiều người dự thi và nhiều bài chất lượng nhưng không nêu công thức; ở "
            "đây cộng điểm xếp hạng về số người và về tổng điểm thi."
        ),
        pattern=RoundsPattern(count=1, length=31),
        excluded=N_("Ban Tổ chức, bộ phận kỹ thuật"),
    ),
    Preset(
        code="quang-nam-2022",
        title=N_("Quảng Nam 2022, học sinh THCS: 300 điểm, giải tập thể cộng điểm giải cá nhân"),
        source="Cuộc thi trực tuyến tìm hiểu pháp luật dành cho học sinh trung học cơ sở tỉnh Quảng Nam (2022)",
        urls=("http://thiphapluattructuyen.net/trangchu.html",),
        stated=frozenset({"groups", "points", "attempts_allowed", "prediction_target", "ranking", "prizes"}),
        rules=PresetRules(
            groups=("students",),
            blueprint=(BlueprintRow(count=30),),
            time_limit_minutes=30,
            ranking=("score", "prediction", "duration", "submitted", "full_marks"),
            prediction_target=PredictionTarget.PARTICIPANTS,
            points=TEN_POINTS,
            prizes=PrizePlan(
                individual=ranked_prizes(1, 2, 3, 5),
                collective=(
                    CollectivePrize(title="Giải tập thể", count=1, formula="rate_plus_winners", kinds=("school",)),
                ),
            ),
        ),
        note=N_(
            "Nguồn nêu tối đa 300 điểm; ở đây đặt 30 câu, mỗi câu 10 điểm, nên mọi câu hỏi phải có mức độ. Nguồn xét "
            "người đăng nhập sớm hơn: khi thời gian làm bài đã bằng nhau thì đó cũng là người nộp bài sớm hơn. Mỗi "
            "người chỉ nhận một giải cao nhất của đợt. Số lượng giải là tạm đặt."
        ),
        pattern=RoundsPattern(count=2, length=15),
    ),
    Preset(
        code="nghe-an-2023",
        title=N_("Nghệ An 2023, an toàn giao thông và thông tin trên mạng: đối chiếu giấy tờ khi trao giải"),
        source=(
            "Cuộc thi trực tuyến tìm hiểu pháp luật về an toàn giao thông và cung cấp, sử dụng thông tin trên mạng "
            "Internet (Nghệ An, 2023)"
        ),
        urls=(
            (
                "https://nghean24h.vn/the-le-cuoc-thi-tim-hieu-phap-luat-ve-an-toan-giao-thong-va-cung-cap-su-dung-thong-tin"
                "-tren-mang-internet-truc-tuyen-tren-cong-thong-tin-dien-tu-nghe-an-nam-2023-a707409.html"
            ),
        ),
        stated=frozenset(),
        rules=PresetRules(),
        note=N_(
            "Từ nguồn này chỉ lấy cách trao giải: giấy tờ tùy thân phải khớp với họ tên, ngày sinh đã đăng ký; người "
            "khác nhận thay phải có giấy ủy quyền. Mọi quy định khác ở đây là tạm đặt theo thông lệ."
        ),
        pattern=RoundsPattern(count=1, length=30),
    ),
)
