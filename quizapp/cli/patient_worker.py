"""A worker of gunicorn that waits for no client: neither its threads, nor the one that hands requests to them."""

import re
import socket
from concurrent.futures import Future
from contextlib import suppress
from time import monotonic
from typing import Any

from gunicorn import util
from gunicorn.workers.gthread import _DEFER, ThreadWorker

_LOOK_BYTES = 65_536
_LARGEST_BODY = 16_384  # what is waited for; a larger one is read by the thread
_LONGEST_SECONDS = 30.0
_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,9})[ \t]*\r\n", re.IGNORECASE)
# A client that waits to be told to go on, and a body of untold length.
_THREAD_READS = re.compile(rb"\r\n(expect|transfer-encoding):", re.IGNORECASE)


class PatientWorker(ThreadWorker):
    """gthread that gives a connection to a thread only when a whole request is there.

    gthread itself gives a thread for 5 seconds to whoever connects, and for as long as they like to whoever has sent a
    byte: as many phones that lost the network in mid-request as there are threads end the service. Here such a
    connection goes back to gunicorn's poller, which closes it after the time for idle ones, and the kernel is told to
    wake nobody before there is more than what was there (SO_RCVLOWAT).

    gthread's main thread also waits up to 2 seconds for each client to close a connection that is to be closed, and
    accepts nobody meanwhile. Here only a thread does that, and only where a body may still be on its way.
    """

    def handle(self, conn: Any) -> Any:
        """Serve a request, or put the connection off. Runs in a thread."""
        if not self._is_asked(conn):
            return _DEFER if monotonic() - conn.began_at < _LONGEST_SECONDS else False
        conn.data_ready = True
        result = super().handle(conn)  # type: ignore[no-untyped-call]  # gunicorn has few types
        if result is False:
            _take_leave(conn)
        return result

    def finish_request(self, conn: Any, fs: Future[Any]) -> None:
        """Close what is done with, or let gunicorn wait for the next request. Runs in the main thread."""
        if not fs.cancelled() and fs.exception() is None and fs.result() is False:
            self.nr_conns -= 1
            conn.close()
        else:
            super().finish_request(conn, fs)  # type: ignore[no-untyped-call]  # see above

    def _is_asked(self, conn: Any) -> bool:
        """Tell whether a whole request is there, or nothing more will come; otherwise see to it that more wakes us."""
        if self.cfg.is_ssl or conn.is_http2 or (conn.parser and conn.parser.unreader.buf.getvalue()):
            return True
        had = getattr(conn, "had", 0)
        if not had:
            conn.began_at, conn.is_large = monotonic(), False
        try:
            there = conn.sock.recv(_LOOK_BYTES, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except OSError as error:
            return not isinstance(error, BlockingIOError)
        missing = _missing(there)
        conn.is_large = missing > _LARGEST_BODY
        is_asked = not missing or conn.is_large or len(there) <= had
        conn.had = 0 if is_asked else len(there)
        if conn.had != had:
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, conn.had + 1)
        return is_asked


def _missing(there: bytes) -> int:
    """Return how many bytes at least a request still lacks; more than is waited for where a thread has to read it."""
    head, is_ended, body = there.partition(_HEAD_END)
    if not is_ended:
        return 1 if len(there) < _LOOK_BYTES else _LARGEST_BODY + 1
    if _THREAD_READS.search(head):
        return _LARGEST_BODY + 1
    length = _LENGTH.search(head + _HEAD_END)
    return max(0, int(length[1]) - len(body)) if length else 0


def _take_leave(conn: Any) -> None:
    """Let the client read its answer to the end: what it sent and nobody read would cut the connection at once."""
    if getattr(conn, "is_large", False):
        util.close_graceful(conn.sock)  # type: ignore[no-untyped-call]  # see above
    else:
        with suppress(OSError):
            conn.sock.recv(_LOOK_BYTES, socket.MSG_DONTWAIT)
