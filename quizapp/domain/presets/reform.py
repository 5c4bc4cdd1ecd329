"""Rule sets of contests on administrative reform."""

from datetime import time

from quizapp.domain.drawing import BlueprintRow
from quizapp.domain.phase import Period
from quizapp.domain.policy import PredictionTarget
from quizapp.domain.presets.preset import MONDAY, USUAL_PRIZES, WITH_PREDICTION, Preset, PresetRules, RoundsPattern
from quizapp.domain.prizes.plan import CollectivePrize, IndividualPrize, PrizePlan
from quizapp.domain.series import ClosingDay
from quizapp.domain.text import N_

_HUE_PRIZES = (
    IndividualPrize(title="Giải Nhất", count=1, group="officials", amount=800_000),
    IndividualPrize(title="Giải Nhì", count=1, group="officials"),
    IndividualPrize(title="Giải Ba", count=1, group="officials"),
    IndividualPrize(title="Giải Nhất", count=1, group="residents", amount=700_000),
    IndividualPrize(title="Giải Nhì", count=1, group="residents"),
    IndividualPrize(title="Giải Ba", count=1, group="residents"),
)

REFORM = (
    Preset(
        code="dak-lak-cchc-2022",
        title=N_("Đắk Lắk 2022, cải cách hành chính: giải tập thể khi đủ 100% người dự thi"),
        source="Cuộc thi trực tuyến tìm hiểu cải cách hành chính tỉnh Đắk Lắk năm 2022",
        urls=("https://thitimhieucchc.daklak.gov.vn/tin-tuc/giai-thuong-cuoc-thi",),
        stated=frozenset({"attempts_allowed", "prediction_target", "ranking", "prizes"}),
        rules=PresetRules(
            attempts_allowed=None,
            ranking=("score", "duration", "attempts", "registered"),
            prizes=PrizePlan(
                individual=USUAL_PRIZES.individual,
                collective=(
                    CollectivePrize(
                        title="Giải tập thể",
                        count=1,
                        formula="highest_rate",
                        kinds=("agency",),
                        requires_full_rate=True,
                        requires_winner=True,
                    ),
                ),
            ),
        ),
        note=N_(
            "Nguồn nêu điều kiện giải tập thể: 100% người thuộc diện phải thi đã thi, có ít nhất một người đạt giải, "
            "tỷ lệ tham gia cao nhất. Số lượng các giải là tạm đặt. Số người của từng cơ quan phải được nhập đúng."
        ),
        pattern=RoundsPattern(count=1, length=30),
    ),
    Preset(
        code="hue-2025",
        title=N_("Huế 2025, cải cách hành chính: mỗi tuần một lượt, giải theo hai khối"),
        source="Hội thi trực tuyến tìm hiểu công tác cải cách hành chính thành phố Huế năm 2025",
        urls=(
            (
                "https://huengaynay.vn/chinh-tri-xa-hoi/cai-cach-hanh-chinh/ban-hanh-the-le-hoi-thi-truc-tuyen-tim-hieu-cong"
                "-tac-cai-cach-hanh-chinh-158133.html"
            ),
            "https://huengaynay.vn/chinh-tri-xa-hoi/khoi-dong-hoi-thi-cai-cach-hanh-chinh-nam-2025-156875.html",
            (
                "https://huengaynay.vn/chinh-tri-xa-hoi/cai-cach-hanh-chinh/lan-toa-tinh-than-cai-cach-hanh-chinh-tu-moi-cong"
                "-dan-158661.html"
            ),
        ),
        stated=frozenset({"groups", "minimum_age", "blueprint", "attempts_allowed", "prediction_target", "prizes"}),
        rules=PresetRules(
            groups=("officials", "residents"),
            blueprint=(BlueprintRow(count=15),),
            time_limit_minutes=15,
            attempts_allowed=1,
            attempts_period=Period.WEEK,
            ranking=WITH_PREDICTION,
            prediction_target=PredictionTarget.FULL_MARKS,
            minimum_age=18,
            prizes=PrizePlan(individual=_HUE_PRIZES),
        ),
        note=N_(
            "Hai khối dùng bộ câu hỏi riêng: khi soạn ngân hàng, hãy ghi nhóm cho từng câu, mỗi người chỉ được rút câu "
            "của nhóm mình. Tuổi từ 18 là quy định cho người dân; giải tập thể xét theo tỷ lệ và chất lượng nhưng "
            "nguồn không nêu công thức nên chưa đặt."
        ),
        pattern=RoundsPattern(
            count=4, length=7, weekday=MONDAY, opens=time(0), closing_day=ClosingDay.NEXT, closes=time(0)
        ),
        excluded=N_("Ban Tổ chức, tổ chuyên viên, các bộ phận giúp việc"),
    ),
    Preset(
        code="soc-trang-cchc",
        title=N_("Sóc Trăng, cải cách hành chính: giải tập thể có tỷ lệ tối thiểu theo số người"),
        source="Hội thi trực tuyến cải cách hành chính tỉnh Sóc Trăng",
        urls=("https://hoithitructuyencchc.soctrang.gov.vn/infs/giai-thuong.html",),
        stated=frozenset({"prizes"}),
        rules=PresetRules(
            groups=("officials",),
            prizes=PrizePlan(
                individual=USUAL_PRIZES.individual,
                collective=(
                    CollectivePrize(
                        title="Giải tập thể",
                        count=1,
                        formula="highest_rate",
                        kinds=("agency",),
                        minimum_rates=((1, 30), (50, 25)),
                    ),
                ),
            ),
        ),
        note=N_(
            "Nguồn nêu đơn vị dưới 50 người phải có ít nhất 30% người dự thi, từ 50 đến 99 người ít nhất 25%. Từ 100 "
            "người trở lên phần đã đọc không nêu, ở đây giữ 25%. Cách so các đơn vị với nhau cũng là tạm đặt."
        ),
        pattern=RoundsPattern(count=1, length=30),
    ),
)
