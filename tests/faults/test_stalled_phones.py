"""Phones that lose the network in the middle of a request, and browsers that connect and say nothing, stop nobody."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tests.server import RunningServer, running_server

STALLED = 40  # more than twice as many as there are threads
HEAD = b"POST /registration/return HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
WHOLE = b"GET /registration/return HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server as `quizapp serve` starts it."""
    folder: Path = tmp_path_factory.mktemp("stalled")
    with running_server(folder, workers=2) as running:
        yield running


def connect(server: RunningServer) -> socket.socket:
    url = urlsplit(server.address)
    return socket.create_connection((url.hostname, url.port), timeout=10)


def answer_of(phone: socket.socket) -> bytes:
    return phone.recv(4096).split(b"\r\n", 1)[0]


@pytest.mark.parametrize("sent", [b"", b"G", HEAD, HEAD + b"Content-Length: 500\r\n\r\ncode=A"])
def test_others_are_answered_at_once(server: RunningServer, sent: bytes) -> None:
    with ExitStack() as stack:
        for _ in range(STALLED):
            stack.enter_context(connect(server)).sendall(sent)
        time.sleep(0.5)
        began = time.monotonic()
        for _ in range(10):
            with urlopen(f"{server.address}/registration/return", timeout=4) as answer:
                assert answer.status == 200
        assert time.monotonic() - began < 4  # a stalled phone holds a thread of gunicorn's own for 5 seconds and more


def test_a_request_that_comes_in_pieces_is_answered(server: RunningServer) -> None:
    with connect(server) as phone:
        for piece in (WHOLE[:3], WHOLE[3:40], WHOLE[40:-1], WHOLE[-1:]):
            phone.sendall(piece)
            time.sleep(0.2)
        assert answer_of(phone) == b"HTTP/1.1 200 OK"
    with connect(server) as phone:
        phone.sendall(HEAD + b"Content-Length: 9\r\n\r\n")
        time.sleep(0.3)
        phone.sendall(b"code")
        time.sleep(0.3)
        phone.sendall(b"=A123")
        assert answer_of(phone) == b"HTTP/1.1 400 BAD REQUEST"  # whole, and without a token


def test_two_requests_sent_together_are_both_answered(server: RunningServer) -> None:
    with connect(server) as phone:
        phone.sendall(WHOLE + WHOLE)
        received = b""
        while received.count(b"HTTP/1.1 200 OK") < 2:
            chunk = phone.recv(65536)
            assert chunk, received[-200:]
            received += chunk


def test_a_large_body_is_read(server: RunningServer) -> None:
    body = b"code=" + b"A" * 200_000
    with connect(server) as phone:
        phone.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body[:50_000])
        time.sleep(0.3)
        phone.sendall(body[50_000:])
        assert answer_of(phone) == b"HTTP/1.1 400 BAD REQUEST"
