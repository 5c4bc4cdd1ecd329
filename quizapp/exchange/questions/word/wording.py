"""The words by which Vietnamese offices say what a line is. A new wording is one entry in a pattern here."""

import re
from collections.abc import Mapping

from quizapp.domain.text import N_
from quizapp.exchange.questions.word.lines import Role

_I = re.IGNORECASE
# What may stand before a label: brackets, arrows, bullets, ticks, pictures.
_LEAD = r"\s*[>*#_•\u2190-\u21ff\u25a0-\u25ff\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff\ufe0f\-–—=(\[ \t]{0,6}"

# The label of a question: "Câu 1.", "Câu46.", "Câu hỏi 1:", "Bài 1", "Question 1", "Câu 3 (0,25 điểm):", "Câu 2.15."
QUESTION = re.compile(
    rf"{_LEAD}(?P<word>c[âấầậa]u(?:\s+hỏi)?|bài(?:\s+tập)?|question|quest|tình huống)\s*(?:[.:]\s*)?(?:(?:số|thứ)\s*)?"
    rf"(?:\d{{1,3}}\.)?"
    r"(?P<number>\d{1,6})(?:\s*(?P<tag>[\[(<][^\])>\n]{1,40}[\])>])(?=\s*[.:]))?\s*(?P<end>[.:;)\]/–—-]+|,(?=\s*\S)|(?=\s*$)|"
    r"(?=\s))\s*",
    _I,
)
POINTS = re.compile(r"\s*[\[(]\s*[\d.,]+\s*(?:điểm|đ|points?|pts?|marks?)\s*[\])]\s*[.:]?\s*", _I)
# A bare number: "17:", "1.", "1)", "1/", "1 -"; no decimal, no date.
NUMBER = re.compile(r"\s*[>*#_]{0,4}\s*(?P<number>\d{1,4})\s*(?:[.):/\]](?![\d/])|\s?[-–]\s)[.):]?\s*(?=\S|$)")
OPTION = re.compile(
    rf"(?P<lead>{_LEAD})(?:(?P<letter>[A-Ha-h])(?P<sign>\s{{0,2}}[.)\]/:](?!\w\.\w)|\s?[-–](?=\s)|\t)[.)]?|"
    rf"(?P<circled>[Ⓐ-Ⓗⓐ-ⓗ])[.)]?)\s*"
)
# Within a line an option begins after white space or a point.
INLINE = re.compile(
    r"(?:^|(?<=\s)|(?<=[.;,?!:)\]”\"’…%]))(?P<lead>(?:[*✓✔☑✅☐☒❌]\s?)?[(\[]?)(?P<letter>[A-Ha-h])(?P<sign>\s?[.)\]/])\s*"
)
EMBEDDED = re.compile(r"(?:(?<=\s)|(?<=[.;,?!)]))(?:Câu|CÂU)(?:\s+hỏi)?\s*(?P<number>\d{1,4})\s*[.:]\s*(?=\S)")

_KEY_WORDS = (
    r"(?:(?:=>|→|⇒)\s*)?(?:(?:như vậy|vì vậy|vậy|nên|do đó|suy ra)\s*(?:,\s*)?)?(?:(?:[đd][áa]p\s*[áa]n|kq|"
    r"đ\s*/\s*án|đ\s*/\s*a|đ\.?\s?a|answer|answers|key|ans|correct answer|"
    r"phương án đúng|lựa chọn đúng|câu trả lời đúng|trả lời đúng)(?:\s+(?:đúng|chính xác|chuẩn|key|nhất|cuối cùng))*)"
)
_LETTERS = r"(?-i:[A-H](?:\s*(?:,|;|&|\+|và|and)\s*[A-H])*)"
KEY = re.compile(rf"{_LEAD}{_KEY_WORDS}\s*(?:là\s*)?[:=–-]\s*(?:là\s+(?=[A-H]\b))?(?P<value>.*)", _I | re.DOTALL)
KEY_LETTER = re.compile(
    rf"{_LEAD}(?:{_KEY_WORDS}|trả lời\s*:|(?:(?:vậy|nên|do đó|suy ra)\s*,?\s*)?(?:ta\s+)?chọn(?:\s+(?:đáp án|"
    rf"phương án|câu|ý))?"
    rf"(?:\s+đúng)?)\s*(?:là\s*)?:?\s*[(\[]?(?P<value>{_LETTERS})[\s.!*_)\]]*",
    _I,
)
# "=> B" alone on a line.
KEY_BY_ARROW = re.compile(rf"\s*(?:[=-]+>|[⇒→➜➔➡]\ufe0f?)\s*(?P<value>{_LETTERS})\s*[.)]?\s*")
KEY_IN_TAG = re.compile(rf"[\[(<]\s*{_KEY_WORDS}\s*(?:là\s*)?:?\s*(?P<value>{_LETTERS})\s*[\])>]", _I)
KEY_AT_END = re.compile(rf"(?<![\s(\[])[\s(\[]+{_KEY_WORDS}\s*(?:là\s*)?:\s*(?P<value>{_LETTERS})\s*[)\].]*\s*$", _I)
NOTES: Mapping[Role, re.Pattern[str]] = {
    role: re.compile(rf"{_LEAD}(?:{words})(?:\s*[:：]\s*|\s+[-–]\s+|\s*[.]?\s*$)(?P<value>.*)", _I | re.DOTALL)
    for role, words in (
        (
            Role.EXPLANATION,
            (
                r"lời\s+giải(?:\s+(?:chi\s+tiết|tham\s+khảo))?|giải\s+thích(?:\s+(?:chi\s+tiết|đáp\s+án|thêm))?|"
                r"hướng\s+dẫn(?:\s+(?:giải|trả\s+lời))?(?:\s+chi\s+tiết)?|giải(?:\s+chi\s+tiết)?|hdg?|hướng\s+giải|"
                r"phương\s+pháp(?:\s+giải)?|phân\s+tích|explanation|feedback|lý\s+do|gợi\s+ý(?:\s+trả\s+lời)?"
            ),
        ),
        (
            Role.SOURCE,
            (
                r"nguồn(?:\s+(?:trích\s+dẫn|tham\s+khảo|tài\s+liệu))?|căn\s+cứ(?:\s+pháp\s+lý)?|trích\s+dẫn(?:\s+nguồn)?|"
                r"tham\s+khảo|tài\s+liệu(?:\s+tham\s+khảo)?|cơ\s+sở\s+pháp\s+lý|trích\s+nguồn|source|reference"
            ),
        ),
        (Role.DIFFICULTY, r"mức\s+độ(?:\s+(?:nhận\s+thức|câu\s+hỏi|khó))?|độ\s+khó|cấp\s+độ|difficulty|level"),
        (Role.GROUPS, r"nhóm(?:\s+(?:đối\s+tượng|dự\s+thi))?|đối\s+tượng(?:\s+dự\s+thi)?|audience|group"),
        (Role.TOPIC, r"chủ\s+đề|chuyên\s+đề|lĩnh\s+vực|mạch\s+kiến\s+thức|topic|category"),
        (Role.TYPE, r"loại(?:\s+câu(?:\s+hỏi)?)?"),
        (Role.PINS, r"giữ\s+nguyên\s+vị\s+trí|giữ\s+vị\s+trí|không\s+trộn|không\s+đảo"),
    )
}
_COUNT = r"(?:\d{1,3}|[IVX]{1,5}|[A-E]|(?:thứ\s+)?(?:nhất|một|hai|ba|bốn|tư|năm|sáu|bảy))"
SECTION = re.compile(
    rf"{_LEAD}(?P<word>phần|chương|chủ đề|chuyên đề|mục|lĩnh vực|học phần|mô đun|module|part|section|chapter|unit|"
    rf"topic|"
    rf"đề(?:\s+(?:thi|kiểm tra))?|mã đề(?:\s+thi)?)\s*(?:số\s*)?(?P<count>{_COUNT})(?=\s*(?:$|"
    rf"[.:;)(/–—-]))\s*[.:;)/–—-]*\s*"
    r"(?P<title>.*)",
    _I | re.DOTALL,
)
CAPITAL_SECTION = re.compile(r"[\s*#_]{0,4}(?:PHẦN|CHƯƠNG|CHỦ ĐỀ|CHUYÊN ĐỀ|MỤC|PART|CHAPTER)\b(?P<title>.*)", re.DOTALL)
NUMBERED_HEADING = re.compile(
    r"[\s*#_]{0,4}(?:(?:I|II|III|IV|V|VI|VII|VIII|IX|X)\s*[.):/–-]|[A-D]\s*[.)])\s*(?P<title>\S.*)", re.DOTALL
)
PAPER_WORDS = ("đề", "mã đề")

# Folded (no accents, lower case) from here on.
END = re.compile(r"\W*(het|the end|end|het de|ket thuc|het phan .{0,20})\W*")
ANSWERS = re.compile(
    r"\W*(?:(?:phan|muc)?\s*(?:[ivx]+|[a-d]|\d+)\s*[.:)]\s*)?(?:bang |phieu |goi y |"
    r"mau )?(?:huong dan cham(?: va)? )?"
    r"(?:(?:dap an|answer key|answers|answer keys|keys|loi giai chi tiet|huong dan giai chi tiet|huong dan cham)"
    r"(?:\s*(?:va|-|–|&|,)\s*(?:loi giai|huong dan giai|huong dan|giai thich|bieu diem|thang diem)(?: chi tiet)?)?)"
    r"(?: (?:tham khao|trac nghiem|chi tiet|cau hoi|cac cau|bo cau|de|mon|phan|chuong|bai|ma de|thi|kiem tra|"
    r"ngan hang|"
    r"\d+ cau|toan bo|cua|cho|bai tap|cac)\b[^:]{0,80})?\W*"
)
LEFT_OUT_KINDS = (
    (re.compile(r"dung\s*[,/–-]?\s*(?:hoac\s+)?sai|true\s*[/-]\s*false"), N_("đúng/sai từng ý")),
    (re.compile(r"tra loi ngan|dien khuyet|dien (?:vao|so|tu|dap)|short answer"), N_("trả lời ngắn")),
    (re.compile(r"tu luan|essay"), N_("tự luận")),
    (re.compile(r"ghep (?:doi|noi|cot|cap)|noi (?:cot|cap|y)|matching"), N_("ghép nối")),
)
# Headings that say how a paper is built name no topic.
NO_TOPIC = re.compile(
    r"trac nghiem|tu luan|tra loi ngan|dung\s*[/-]?\s*sai|thi sinh|cau hoi|nhieu lua chon|phuong an|de thi|"
    r"kiem tra|ngan hang"
    r"|\d+ cau|\bdiem\b|multiple choice"
)
STATEMENTS_KEY = re.compile(r"(?:[a-d]\s*[-–:.)]?\s*(?:đúng|sai|[đds])\b[\s,;.|/-]*){2,}|(?:[đds]\s*[,;\s-]*){3,}", _I)
SEVERAL = re.compile(
    r"chon (?:cac|nhung|nhieu|hai|ba|2|3|tat ca)\b|nhieu (?:dap an|phuong an|lua chon) dung|co the chon nhieu|"
    r"(?:cac|nhung) (?:dap an|phuong an|y|lua chon|cau|phat bieu|nhan dinh) (?:nao )?(?:sau day )?(?:la )?dung|"
    r"choose (?:two|three|all)"
    r"|select all|(?:2|3|hai|ba) (?:dap an|phuong an) dung"
)

# "Đọc đoạn văn sau và trả lời các câu từ 5 đến 8": belongs to those questions.
PASSAGE = re.compile(
    r"\W*(?:hay\s+)?(?:doc|dua (?:vao|theo|tren)|can cu|cho (?:doan|thong tin|bang|bieu|hinh|so do|du lieu|"
    r"tinh huong|biet|cac)|"
    r"su dung|quan sat|xem|tu thong tin|theo (?:doan|thong tin|bang|bieu)|tinh huong|read|use|based on|look at|"
    r"refer to|questions?\b|"
    r"cau hoi (?:tu|so)?|cac cau)\b"
)
INSTRUCTION = re.compile(
    r"\W*(?:mark the letter|choose|chon (?:tu|cau|dap an|phuong an|cum|mot)|khoanh|tim (?:tu|cau)|xac dinh|"
    r"hay (?:chon|khoanh|danh)|"
    r"em hay|danh dau|dien tu|circle|find the|select)\b"
)
RANGE = re.compile(
    r"(?:cau|cau hoi|questions?)\s*(?:hoi\s*)?(?:so\s*)?(?:tu\s*)?(?:cau\s*)?(?:so\s*)?(?P<first>\d{1,4})"
    r"(?P<rest>(?:\s*(?:den|toi|to|through|->|[-–→,;&]|va|"
    r"and)\s*(?:het\s*)?(?:cau\s*)?(?:hoi\s*)?(?:so\s*)?\d{1,4})+)"
)
ONE_QUESTION = re.compile(
    r"(?:tra loi|lam|answer)\s+(?:cho\s+)?(?:cau|cau hoi|question)\s*(?:hoi\s*)?(?:so\s*)?(?P<first>\d{1,4})\b"
)
BULLET = re.compile(r"\s*(?:[-–+•●▪◦○□☐☑☒✓✔*]|\[[ xX✓]?\])\s*(?=\S)")
DIFFICULTY_TAG = re.compile(
    r"\s*(?:[\[(<{]\s*(?P<tag>[1-4]|NB|TH|VD|VDC|VDT|[Nn]hận biết|[Tt]hông hiểu|[Vv]ận dụng(?: thấp| cao)?|[Dd]ễ|"
    r"[Tt]rung bình"
    r"|[Kk]hó|[Mm]ức(?: độ)? ?[1-4])\s*[\])>}])\s*[.:–-]?\s*"
)
MIXER_TAG = re.compile(r"</?g\d+\s*/?>|<cg>|\[<br>\]|<[#$@]>")
