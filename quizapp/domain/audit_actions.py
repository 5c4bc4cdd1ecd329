"""What the audit record's actions are called and how each reads as a sentence.

A new action is one entry in ACTIONS. Its sentence may name what `details` hold: %(title)s. Where details hold
`changed`, {"field": [before, after]}, the page lists it by the names in FIELDS.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quizapp.domain.text import N_


@dataclass(frozen=True, kw_only=True, slots=True)
class Action:
    """An action: its name in the filter, and its sentence."""

    title: str
    sentence: str


ACTIONS: Mapping[str, Action] = {
    # staff
    "staff.login": Action(title=N_("Đăng nhập"), sentence=N_("Đăng nhập")),
    "staff.logout": Action(title=N_("Đăng xuất"), sentence=N_("Đăng xuất")),
    "staff.change_password": Action(title=N_("Đổi mật khẩu"), sentence=N_("Đổi mật khẩu của mình")),
    "staff.create_account": Action(title=N_("Tạo tài khoản"), sentence=N_("Tạo tài khoản %(email)s")),
    "staff.edit_account": Action(title=N_("Sửa tài khoản"), sentence=N_("Sửa tài khoản %(email)s")),
    "staff.reset_password": Action(
        title=N_("Cấp lại mật khẩu"), sentence=N_("Cấp mật khẩu dùng một lần cho %(email)s")
    ),
    # units
    "unit.create": Action(title=N_("Thêm đơn vị"), sentence=N_("Thêm đơn vị “%(name)s”")),
    "unit.edit": Action(title=N_("Sửa đơn vị"), sentence=N_("Sửa đơn vị “%(name)s”")),
    "unit.paste": Action(
        title=N_("Nhập danh sách đơn vị"),
        sentence=N_("Nhập danh sách đơn vị: thêm %(added)s, cập nhật %(updated)s"),
    ),
    "unit.merge": Action(
        title=N_("Gộp đơn vị"),
        sentence=N_("Gộp “%(name)s” vào “%(target)s”, chuyển %(participants)s người dự thi"),
    ),
    # registration
    "participant.correct": Action(
        title=N_("Sửa người dự thi"), sentence=N_("Sửa thông tin người dự thi có mã %(code)s")
    ),
    # banks
    "bank.create": Action(title=N_("Tạo ngân hàng câu hỏi"), sentence=N_("Tạo ngân hàng câu hỏi “%(title)s”")),
    "bank.upload": Action(
        title=N_("Tải lên tệp câu hỏi"), sentence=N_("Tải lên tệp câu hỏi “%(filename)s” để xem trước")
    ),
    "bank.refuse_upload": Action(
        title=N_("Không đọc được tệp câu hỏi"), sentence=N_("Tệp câu hỏi “%(filename)s” không đọc được, không giữ lại")
    ),
    "bank.cancel_import": Action(title=N_("Bỏ tệp câu hỏi"), sentence=N_("Bỏ tệp câu hỏi “%(filename)s”, không nhập")),
    "bank.import": Action(
        title=N_("Nhập câu hỏi"), sentence=N_("Nhập %(imported)s câu hỏi vào ngân hàng, bỏ qua %(skipped)s câu")
    ),
    "bank.undo_import": Action(
        title=N_("Hoàn tác lần nhập"), sentence=N_("Hoàn tác lần nhập tệp “%(filename)s”: xóa %(removed)s câu hỏi")
    ),
    "bank.edit": Action(title=N_("Sửa ngân hàng câu hỏi"), sentence=N_("Sửa cài đặt ngân hàng câu hỏi “%(title)s”")),
    "bank.publish_study": Action(
        title=N_("Công bố tài liệu hỏi – đáp"), sentence=N_("Công bố tài liệu hỏi – đáp của ngân hàng “%(title)s”")
    ),
    "bank.unpublish_study": Action(
        title=N_("Ngừng công bố tài liệu hỏi – đáp"),
        sentence=N_("Ngừng công bố tài liệu hỏi – đáp của ngân hàng “%(title)s”"),
    ),
    "question.create": Action(title=N_("Thêm câu hỏi"), sentence=N_("Thêm câu %(number)s vào ngân hàng")),
    "question.edit": Action(title=N_("Sửa câu hỏi"), sentence=N_("Sửa câu %(number)s thành phiên bản %(version)s")),
    "question.review": Action(title=N_("Duyệt câu hỏi"), sentence=N_("Duyệt phiên bản %(version)s của câu %(number)s")),
    "question.review_many": Action(title=N_("Duyệt nhiều câu hỏi"), sentence=N_("Duyệt %(count)s câu hỏi cùng lúc")),
    "image.store": Action(title=N_("Tải lên hình"), sentence=N_("Tải lên một hình cho câu hỏi")),
    "question.retire": Action(title=N_("Rút câu hỏi"), sentence=N_("Rút câu %(number)s khỏi đề thi")),
    "question.restore": Action(title=N_("Dùng lại câu hỏi"), sentence=N_("Dùng lại câu %(number)s đã rút")),
    # contests
    "contest.create": Action(title=N_("Tạo cuộc thi"), sentence=N_("Tạo cuộc thi “%(title)s”")),
    "contest.edit": Action(title=N_("Sửa cuộc thi"), sentence=N_("Sửa cuộc thi “%(title)s”")),
    "round.create": Action(title=N_("Tạo đợt thi"), sentence=N_("Tạo đợt thi “%(title)s”")),
    "round.edit": Action(title=N_("Sửa đợt thi"), sentence=N_("Sửa đợt thi “%(title)s”")),
    "round.delete": Action(title=N_("Xóa đợt thi"), sentence=N_("Xóa đợt thi “%(title)s”")),
    # review before publishing
    "attempt.disqualify": Action(
        title=N_("Hủy kết quả bài thi"),
        sentence=N_("Hủy kết quả lượt %(number)s của người có mã %(code)s, đợt “%(title)s”: %(reason)s"),
    ),
    "attempt.clear": Action(
        title=N_("Chấp nhận bài thi"),
        sentence=N_("Chấp nhận lượt %(number)s của người có mã %(code)s, đợt “%(title)s”: %(reason)s"),
    ),
    "prize_exclusion.add": Action(
        title=N_("Thêm người không xét giải"), sentence=N_("Không xét giải cho người có mã %(code)s: %(reason)s")
    ),
    "prize_exclusion.remove": Action(
        title=N_("Bỏ người không xét giải"),
        sentence=N_("Xét giải lại cho người có mã %(code)s (trước đây: %(reason)s)"),
    ),
    # schedule
    "round.extend": Action(title=N_("Gia hạn đợt thi"), sentence=N_("Gia hạn đợt thi “%(title)s”")),
    "round.suspend": Action(title=N_("Tạm dừng đợt thi"), sentence=N_("Tạm dừng đợt thi “%(title)s”")),
    "round.resume": Action(title=N_("Mở lại đợt thi"), sentence=N_("Mở lại đợt thi “%(title)s”")),
    "round.notice": Action(
        title=N_("Đăng thông báo của đợt thi"), sentence=N_("Đăng thông báo của đợt thi “%(title)s”")
    ),
    # figures
    "figures.save": Action(
        title=N_("Nhập số liệu chính thức"),
        sentence=N_("Nhập số liệu chính thức của “%(title)s”: %(participants)s người, %(attempts)s lượt"),
    ),
    # regrading
    "round.regrade": Action(
        title=N_("Chấm lại"),
        sentence=N_("Chấm lại đợt thi “%(title)s”: %(count)s lượt thi có kết quả mới. Lý do: %(reason)s"),
    ),
    # publication
    "publication.publish": Action(
        title=N_("Công bố kết quả"), sentence=N_("Công bố kết quả “%(title)s”, bản %(version)s. %(reason)s")
    ),
    "publication.withdraw": Action(
        title=N_("Thu hồi kết quả đã công bố"),
        sentence=N_("Thu hồi kết quả “%(title)s”, bản %(version)s: %(reason)s"),
    ),
    "publication.download": Action(
        title=N_("Tải danh sách trao giải"),
        sentence=N_("Tải danh sách trao giải có họ tên của “%(title)s”, bản %(version)s (%(format)s)"),
    ),
    # reports
    "results.export": Action(
        title=N_("Xuất kết quả"), sentence=N_("Xuất kết quả không kèm họ tên: %(title)s (%(format)s)")
    ),
    "results.export_with_names": Action(
        title=N_("Xuất kết quả có họ tên"), sentence=N_("Xuất kết quả kèm họ tên: %(title)s (%(format)s)")
    ),
}
FIELDS: Mapping[str, str] = {
    "full_name": N_("họ và tên"),
    "birth_date": N_("ngày sinh"),
    "unit": N_("đơn vị"),
    "phone": N_("số điện thoại"),
    "role": N_("vai trò"),
    "is_active": N_("đang dùng"),
    "name": N_("tên"),
    "title": N_("tên"),
    "headcount": N_("số người thuộc diện dự thi"),
    "slug": N_("tên ngắn"),
    "year": N_("năm"),
    "is_current": N_("ở trang chủ"),
    "kind": N_("loại đợt thi"),
    "opens_at": N_("thời điểm mở"),
    "closes_at": N_("thời điểm đóng"),
    "groups": N_("nhóm được dự thi"),
    "blueprint": N_("ma trận đề"),
    "bank_ids": N_("ngân hàng câu hỏi"),
    "needs_second_person": N_("cần người thứ hai duyệt"),
    "time_limit_minutes": N_("số phút làm bài"),
    "attempts_allowed": N_("số lượt thi"),
    "attempts_period": N_("cách tính số lượt"),
    "shuffle_questions": N_("xáo trộn câu hỏi"),
    "shuffle_options": N_("xáo trộn phương án"),
    "review": N_("cho xem đáp án"),
    "ranking": N_("thứ tự xếp hạng"),
    "shows_rank": N_("cho thấy thứ hạng"),
    "prediction_target": N_("câu hỏi dự đoán"),
    "counted": N_("lượt được tính"),
    "partial_rule": N_("cách chấm câu nhiều đáp án"),
    "points": N_("điểm theo mức độ"),
    "requires_all_answered": N_("phải trả lời đủ các câu"),
    "minimum_age": N_("tuổi tối thiểu"),
    "prediction_asked": N_("khi nào hỏi dự đoán"),
    "prediction_with_disqualified": N_("con số để so dự đoán gồm cả bài bị hủy"),
    "complaint_days": N_("số ngày nhận khiếu nại"),
    "prizes.individual": N_("giải cá nhân"),
    "prizes.one_prize": N_("số giải của một người"),
    "prizes.minimum_percent": N_("điểm tối thiểu để xét giải (%)"),
    "prizes.encouragement": N_("số giải rút thăm"),
    "prizes.encouragement_title": N_("tên giải rút thăm"),
    "prizes.encouragement_amount": N_("tiền thưởng giải rút thăm"),
    "prizes.encouragement_among": N_("rút thăm trong số"),
    "prizes.collective": N_("giải tập thể"),
    "league_ranking": N_("xếp hạng cả cuộc thi"),
    "organiser": N_("đơn vị tổ chức"),
    "external_url": N_("địa chỉ trang thi"),
}


class Details(dict[str, Any]):
    """Details of an audit record, for a sentence: what is missing reads as "…"."""

    def __missing__(self, key: str) -> str:
        return "…"
