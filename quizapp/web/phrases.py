"""Refusals as sentences, by the exception that speaks of them; a view catches by name and asks here.

A new refusal is one entry in PHRASES.
"""

from collections.abc import Mapping

from flask_babel import gettext as _

from quizapp.domain.text import N_

PHRASES: Mapping[str, str] = {
    "RoundNotOpen": N_("Đợt thi chưa mở hoặc đã kết thúc. Hãy xem lịch các đợt thi ở trang chủ."),
    "RoundSuspended": N_("Đợt thi đang tạm dừng. Hãy xem thông báo của Ban Tổ chức và quay lại sau."),
    "TooYoung": N_("Theo thể lệ, người dự thi chưa đủ tuổi để tham gia đợt thi này."),
    "GroupNotAdmitted": N_("Đợt thi này không dành cho nhóm đã đăng ký. Hãy xem các đợt thi khác ở trang chủ."),
    "AllowanceUsedUp": N_("Đã dùng hết số lượt thi được phép."),
    "PaperNotReady": N_("Ngân hàng câu hỏi của đợt này chưa đủ câu. Hãy báo cho Ban Tổ chức."),
    "AlreadySubmitted": N_("Bài thi này đã được nộp nên không lưu thêm được."),
    "TimeIsUp": N_("Đã hết giờ làm bài. Những câu đã lưu được chấm điểm."),
    "StaleRevision": N_("Câu này vừa được trả lời trên một cửa sổ hoặc thiết bị khác; đang hiện câu trả lời mới nhất."),
    "InvalidChoice": N_("Lựa chọn không hợp lệ. Hãy chọn lại một phương án của câu này."),
    "WrongCode": N_("Mã dự thi hoặc ngày sinh chưa đúng. Hãy xem lại, hoặc gọi Ban Tổ chức để được hỗ trợ."),
    "AlreadyRegistered": N_(
        "Có vẻ người này đã đăng ký. Hãy nhập mã dự thi và ngày sinh để vào lại. Nếu quên mã, hãy hỏi %(support)s."
    ),
    "SamePersonRegistered": N_(
        "Cuộc thi đã có một người khác cùng họ tên, ngày sinh và đơn vị này. Hãy tìm trong danh sách trước khi sửa."
    ),
    "TooManyTries": N_("Thử quá nhiều lần. Hãy đợi 15 phút rồi thử lại, hoặc gọi Ban Tổ chức."),
    "BankExists": N_("Đã có ngân hàng câu hỏi tên này. Hãy chọn tên khác."),
    "BankNameEmpty": N_("Tên cần có ít nhất một chữ cái hoặc chữ số."),
    "StaleVersion": N_("Trong lúc ông/bà sửa, câu này đã có phiên bản mới. Chưa lưu gì; hãy xem thay đổi ở dưới."),
    "QuestionRepeated": N_("Ngân hàng đã có đúng câu hỏi này (câu %(number)s). Hãy sửa câu ấy, hoặc viết câu khác."),
    "VersionReplaced": N_("Câu này vừa có phiên bản mới nên chưa được duyệt. Hãy đọc lại rồi duyệt."),
    "AlreadyReviewed": N_("Câu này đã được duyệt trước đó."),
    "MayNotReview": N_("Ngân hàng này cần người thứ hai duyệt: người viết câu hỏi không tự duyệt được câu của mình."),
    "NothingToStudy": N_("Chưa có câu nào được duyệt nên chưa có gì để công bố. Hãy duyệt câu hỏi trước."),
    "StudyNotConfirmed": N_(
        "Chưa công bố: đợt thi chính thức nêu ở trên còn dùng các câu này. Hãy đánh dấu vào ô xác nhận nếu vẫn muốn."
    ),
    "FileHasErrors": N_(
        "Tệp còn lỗi nên chưa ghi câu nào. Hãy sửa hoặc bỏ những câu có lỗi, hoặc chỉ nhập những câu đúng."
    ),
    "NothingToImport": N_("Không có câu nào nhập được. Hãy sửa các câu có lỗi ở trang này, hoặc chọn tệp khác."),
    "AlreadyImported": N_("Tệp này đã được ghi vào ngân hàng trước đó; không ghi thêm lần nữa."),
    "NoSuchImport": N_("Lần nhập này không còn nữa. Hãy tải lên lại tệp nếu cần."),
    "StillReading": N_("Tệp đang được đọc. Hãy đợi đọc xong rồi làm tiếp."),
    "MendedMeanwhile": N_("Vừa có người khác sửa tệp này. Trang đã hiện nội dung mới nhất; hãy xem lại rồi làm tiếp."),
    "NoSuchOption": N_("Hãy chọn đáp án trong các phương án của câu hỏi."),
    "QuestionsInUse": N_(
        "Không hoàn tác được: %(count)s câu của lần nhập này đã có trong bài thi. Hãy rút từng câu nếu cần."
    ),
    "DecidedMeanwhile": N_(
        "Trong lúc ông/bà xem, bài này vừa có quyết định khác. Chưa lưu gì; hãy đọc quyết định ấy rồi quyết định lại."
    ),
    "NothingToChange": N_("Kết quả của những bài này đã bị hủy từ trước nên không có gì để lưu."),
    "NobodyChosen": N_("Hãy đánh dấu ít nhất một người tìm thấy, hoặc ghi mã dự thi hay họ tên, mỗi dòng một người."),
    "WrongPassword": N_("Email hoặc mật khẩu chưa đúng."),
    "EmailTaken": N_("Đã có tài khoản dùng email này."),
    "LastAdministrator": N_("Đây là tài khoản quản trị duy nhất đang dùng. Hãy tạo một tài khoản quản trị khác trước."),
    "OwnAccount": N_("Mật khẩu của chính mình thì đổi ở trang này."),
    "UnitExists": N_("Đã có “%(name)s” (tên trùng, không kể dấu và chữ hoa). Hãy đặt tên khác."),
    "LastActiveUnit": N_(
        "Đây là mục duy nhất đang dùng trong danh sách; ngừng dùng thì không ai trong nhóm đăng ký được."
    ),
    "UnreadableLines": N_("Chưa lưu được: danh sách còn dòng chưa đúng. Hãy sửa rồi xem trước lại."),
    "UnfitTarget": N_("Chỉ gộp được vào một đơn vị khác cùng loại và đang dùng. Hãy chọn lại."),
    "CatchAllStays": N_("“%(name)s” là mục chung cho người chưa có đơn vị trong danh sách nên không gộp được."),
    "SamePeople": N_("Chưa gộp: %(count)s người đã đăng ký ở cả hai đơn vị."),
    "SlugTaken": N_("Tên ngắn này đã được dùng. Hãy chọn tên khác."),
    "PaperNotDrawable": N_(
        "Chưa đủ câu để ra đề cho: %(groups)s. Hãy xem bảng số câu cần và có, rồi giảm số câu hoặc chọn thêm ngân hàng."
    ),
    "AnswersShown": N_("Đợt thi đã đóng và đáp án đã được công bố nên không gia hạn được. Hãy tạo đợt thi mới."),
    "RoundHasFigures": N_("Đợt thi đã có số liệu chính thức nên không xóa được. Hãy để trống các số liệu trước."),
    "FiguresChanged": N_(
        "Trong lúc ông/bà nhập, người khác đã lưu số liệu của đợt này. Hãy đối chiếu lại, rồi bấm lưu lần nữa."
    ),
    "NothingChanges": N_("Câu này đang được chấm đúng như thế nên không có gì thay đổi. Hãy chọn phán quyết khác."),
    "StaleDryRun": N_(
        "Chưa áp dụng: trong lúc ông/bà xem, bài thi, phán quyết hoặc quy định của đợt thi đã thay đổi. "
        "Dưới đây là kết quả tính thử mới; hãy xem lại rồi áp dụng."
    ),
    "RoundStillOpen": N_("Đợt thi chưa đóng nên chưa công bố được. Hãy công bố sau khi đợt thi kết thúc."),
    "AttemptsStillOpen": N_(
        "Còn bài thi chưa nộp nên chưa công bố được. Máy chủ tự chốt các bài hết giờ; hãy đợi một phút rồi thử lại."
    ),
    "ReasonMissing": N_("Đã có bản công bố trước. Hãy ghi lý do có bản mới để người dân biết."),
    "ResultsChanged": N_(
        "Kết quả vừa thay đổi sau khi ông/bà xem. Chưa công bố gì; hãy xem lại kết quả rồi bấm công bố lần nữa."
    ),
    "AlreadyWithdrawn": N_("Bản này đã được thu hồi trước đó."),
    "RoundHasAttempts": N_("Đợt thi đã có lượt thi nên không xóa được."),
}


def phrase(refusal: Exception, **params: object) -> str:
    """Return the sentence for a refusal, in the visitor's language."""
    return _(PHRASES[type(refusal).__name__]) % params
