"""Pages of our own for everything that goes wrong."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, jsonify, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from quizapp.domain.text import N_
from quizapp.models import db
from quizapp.web.negotiation import wants_json
from quizapp.web.redirects import local_path

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ErrorText:
    """What a page of an error says."""

    title: str
    text: str


_BUSY = ErrorText(
    N_("Máy chủ đang bận"),
    N_("Có quá nhiều người vào cùng lúc. Hãy đợi ít phút rồi thử lại. Những câu đã báo “Đã lưu” không bị mất."),
)
_BAD = ErrorText(
    N_("Yêu cầu không hợp lệ"),
    N_("Máy chủ không hiểu yêu cầu này. Hãy quay lại trang trước, tải lại trang rồi làm lại."),
)
TEXTS: Mapping[int, ErrorText] = {
    400: _BAD,
    401: ErrorText(
        N_("Cần nhập mã dự thi"),
        N_("Phiên làm việc trên máy này đã hết. Hãy nhập mã dự thi và ngày sinh để làm tiếp."),
    ),
    403: ErrorText(
        N_("Không có quyền xem trang này"),
        N_("Tài khoản đang dùng không được xem trang này. Nếu cần, hãy liên hệ người quản trị."),
    ),
    404: ErrorText(
        N_("Không tìm thấy trang"),
        N_("Có thể địa chỉ bị gõ sai hoặc trang không còn nữa. Hãy về trang chủ để tìm tiếp."),
    ),
    405: _BAD,
    409: ErrorText(
        N_("Vừa có thay đổi khác"),
        N_("Có người vừa lưu cùng nội dung này. Hãy quay lại, tải lại trang để xem số liệu mới rồi làm lại nếu cần."),
    ),
    410: ErrorText(N_("Trang không còn nữa"), N_("Nội dung này đã được gỡ. Hãy về trang chủ để tìm tiếp.")),
    413: ErrorText(
        N_("Dữ liệu gửi lên quá lớn"),
        N_("Hãy rút gọn rồi gửi lại. Tệp câu hỏi có thể lớn đến 20 MB; tệp lớn hơn thì chia thành nhiều tệp."),
    ),
    429: ErrorText(N_("Thử quá nhiều lần"), N_("Hãy đợi 15 phút rồi thử lại, hoặc gọi Ban Tổ chức để được hỗ trợ.")),
    500: ErrorText(
        N_("Máy chủ gặp lỗi"),
        N_("Lỗi đã được ghi lại. Hãy thử lại sau ít phút. Những câu đã báo “Đã lưu” không bị mất."),
    ),
    502: _BUSY,
    503: _BUSY,
}
CSRF_TEXT = ErrorText(
    N_("Trang đã mở quá lâu"),
    N_("Vì an toàn, trang này cần được tải lại rồi gửi lần nữa. Những câu đã báo “Đã lưu” không bị mất."),
)


def _answer(code: int, text: ErrorText, actions: Sequence[tuple[str, str]] = ()) -> tuple[str | Response, int]:
    title, explanation = _(text.title), _(text.text)
    if wants_json():
        return jsonify(error=title, message=explanation), code
    return render_template("errors/error.html", code=code, title=title, text=explanation, actions=actions), code


def _ways_back() -> list[tuple[str, str]]:
    """Return the links of a page that stood open too long: back to it, and to the code if the session is gone."""
    page = _unsaved_answer() or local_path(urlsplit(request.referrer or "").path) or url_for("contests.landing")
    ways = [(_("Tải lại trang"), page)]
    if page.startswith("/attempts/"):
        ways.insert(0, (_("Nhập mã dự thi"), url_for("registration.return_with_code", next=page)))
    return ways


def _unsaved_answer() -> str | None:
    """Return the paper's address with the choice that was not taken, so that it is picked there still."""
    if request.endpoint != "attempts.save" or not request.view_args:
        return None
    attempt_id, position = request.view_args["attempt_id"], request.view_args["position"]
    return url_for("attempts.paper", attempt_id=attempt_id, cau=position, chon=request.form.getlist("choice"))


def _on_http(error: HTTPException) -> tuple[str | Response, int] | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    return _answer(code, TEXTS.get(code, _BAD if code < 500 else TEXTS[500]))


def _on_foreign_host(error: SecurityError) -> tuple[str, int, dict[str, str]]:
    """A name that is not ours: no address of a page can be built under it, so that the answer is plain text."""
    return _(_BAD.text), 400, {"Content-Type": "text/plain; charset=utf-8"}


def _on_csrf(error: CSRFError) -> tuple[str | Response, int]:
    return _answer(400, CSRF_TEXT, _ways_back())


def _on_database(error: OperationalError) -> tuple[str | Response, int]:
    """A database that can't be written now: locked, full, restarting. What was not stored was not acknowledged."""
    _log.exception("the database did not answer")
    db.session.rollback()
    return _answer(503, _BUSY)


def _on_conflict(error: IntegrityError) -> tuple[str | Response, int]:
    """Two people wrote the same thing at the same moment, and the database took one of them."""
    _log.warning("refused by a constraint on %s %s: %s", request.method, request.path, error.orig)
    db.session.rollback()
    return _answer(409, TEXTS[409])


def _on_anything(error: Exception) -> tuple[str | Response, int]:
    _log.exception("unforeseen error on %s %s", request.method, request.path)
    db.session.rollback()
    return _answer(500, TEXTS[500])


def init_app(app: Flask) -> None:
    """Answer every error with a page of the project's own."""
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(SecurityError, _on_foreign_host)
    app.register_error_handler(CSRFError, _on_csrf)
    app.register_error_handler(IntegrityError, _on_conflict)
    app.register_error_handler(OperationalError, _on_database)
    app.register_error_handler(Exception, _on_anything)
