"""The registry of flags: what each is called, what it means, how its evidence reads, and the rule that finds it.

A new flag is one entry in FLAGS: the review page, its filter and the base rates follow. Sentences name values of
the evidence: %(people)s. Names that end in `_ms` are time spans.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from quizapp.domain.flags.alike import LEAST_ONE_IN, LEAST_SAME_WRONG, LEAST_SHARED, MINUTES_APART, equal_answers
from quizapp.domain.flags.clusters import (
    MANY_ON_A_DEVICE,
    MANY_ON_A_NETWORK,
    one_device,
    one_network,
    same_identity,
    same_phone,
)
from quizapp.domain.flags.material import Found, Material
from quizapp.domain.flags.speed import FASTEST_PERCENT, HASTY_MS, UNREADABLE_MS, implausibly_fast
from quizapp.domain.flags.winners import repeat_winners
from quizapp.domain.text import N_


@dataclass(frozen=True, kw_only=True, slots=True)
class Flag:
    """A kind of flag.

    `definition`: with the thresholds in `limits`. `usual`: what the base rate's figures say, empty for nothing.
    `of_people`: a person has it, not a single attempt. `is_information`: too common to ask for a decision;
    shown where somebody looks for it, and beside other flags.
    """

    code: str
    title: str
    definition: str
    sentence: str
    find: Callable[[Material], Found]
    limits: Mapping[str, int] = field(default_factory=dict)
    usual: str = ""
    of_people: bool = True
    is_information: bool = False


FLAGS: Mapping[str, Flag] = {
    f.code: f
    for f in (
        Flag(
            code="speed",
            title=N_("Nhanh bất thường"),
            definition=N_(
                "Trung bình dưới %(unreadable_ms)s một câu; hoặc dưới %(hasty_ms)s một câu và thuộc "
                "%(fastest)s%% số bài nhanh nhất của đợt."
            ),
            limits={"unreadable_ms": UNREADABLE_MS, "hasty_ms": HASTY_MS, "fastest": FASTEST_PERCENT},
            sentence=N_(
                "Trả lời %(answered)s câu trong %(duration_ms)s, trung bình %(pace_ms)s một câu; "
                "một nửa số bài của đợt cần hơn %(median_ms)s một câu."
            ),
            usual=N_("Một nửa số bài cần hơn %(median_ms)s một câu."),
            of_people=False,
            find=implausibly_fast,
        ),
        Flag(
            code="answers",
            title=N_("Bài giống hệt nhau"),
            definition=N_(
                "Hai người nộp cách nhau không quá %(minutes)s phút, có ít nhất %(shared)s câu chung và chọn giống "
                "nhau ở mọi câu chung, trong đó ít nhất %(same_wrong)s câu cùng sai một phương án; nếu chỉ là ngẫu "
                "nhiên, %(one_in)s bài mới có nhiều nhất một bài sai như vậy."
            ),
            limits={
                "minutes": MINUTES_APART,
                "shared": LEAST_SHARED,
                "same_wrong": LEAST_SAME_WRONG,
                "one_in": LEAST_ONE_IN,
            },
            sentence=N_(
                "Giống hệt một bài khác ở cả %(shared)s câu chung, kể cả %(same_wrong)s câu sai; hai bài nộp cách nhau "
                "%(apart_ms)s. Nếu chỉ là ngẫu nhiên, ít nhất %(one_in)s bài mới có một bài sai như vậy."
            ),
            of_people=False,
            find=equal_answers,
        ),
        Flag(
            code="device",
            title=N_("Nhiều người trên một máy"),
            definition=N_(
                "Từ %(people)s người trở lên thi trên cùng một trình duyệt. Gia đình dùng chung điện thoại, "
                "và tổ công nghệ số cộng đồng giúp bà con thi, cũng cho thấy như vậy."
            ),
            limits={"people": MANY_ON_A_DEVICE},
            sentence=N_("%(people)s người thi trên cùng một máy, thuộc %(units)s đơn vị."),
            usual=N_("%(clusters)s máy; máy nhiều nhất có %(largest)s người."),
            find=one_device,
        ),
        Flag(
            code="identity",
            title=N_("Trùng họ tên và ngày sinh"),
            definition=N_("Cùng họ tên (không kể dấu và thứ tự) và ngày sinh với một người dự thi ở đơn vị khác."),
            sentence=N_("%(people)s người dự thi trùng họ tên và ngày sinh, thuộc %(units)s đơn vị."),
            find=same_identity,
        ),
        Flag(
            code="winner",
            title=N_("Đã đạt giải đợt trước"),
            definition=N_("Có tên trong kết quả đã công bố của một đợt trước trong cuộc thi này."),
            sentence=N_("Đã đạt giải %(wins)s lần: %(rounds)s."),
            find=repeat_winners,
        ),
        Flag(
            code="phone",
            title=N_("Chung số điện thoại"),
            definition=N_(
                "Khai cùng số điện thoại với một người ở đơn vị hoặc nhóm khác. "
                "Gia đình thường dùng chung một số, nên chỉ để tham khảo."
            ),
            sentence=N_("%(people)s người khai cùng một số điện thoại, thuộc %(units)s đơn vị."),
            usual=N_("%(clusters)s số; số nhiều nhất có %(largest)s người."),
            find=same_phone,
            is_information=True,
        ),
        Flag(
            code="network",
            title=N_("Nhiều người trên một mạng"),
            definition=N_(
                "Từ %(people)s người trở lên thi qua cùng một địa chỉ mạng. Trường học, thôn và nhà mạng di động đều "
                "cho nhiều người dùng chung một địa chỉ, nên chỉ để tham khảo, không phải căn cứ để loại bài."
            ),
            limits={"people": MANY_ON_A_NETWORK},
            sentence=N_("%(people)s người thi qua cùng một địa chỉ mạng, thuộc %(units)s đơn vị."),
            usual=N_("%(clusters)s mạng; mạng nhiều nhất có %(largest)s người."),
            find=one_network,
            is_information=True,
        ),
    )
}
