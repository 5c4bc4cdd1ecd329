"""The real server, in processes of its own and on a database of its own: for a browser, for faults."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from quizapp.config import Settings

ADMINISTRATOR = re.compile(r"Email:\s+(\S+)")
ONE_TIME_PASSWORD = re.compile(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b")
COMMAND = Path(sys.executable).with_name("quizapp")
_READY_WITHIN_SECONDS = 40
_STOPPED_WITHIN_SECONDS = 25


class ServerNotReady(RuntimeError):
    """The server ended, or did not answer in time; the text is what it printed."""


@dataclass(frozen=True, kw_only=True)
class RunningServer:
    """A server that answers at `address`. `email` and `password`: the administrator's, as printed once."""

    address: str
    instance: Path
    email: str
    password: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def settings(self) -> Settings:
        """The settings it runs with, for a session on its database."""
        return Settings.from_env({"QUIZAPP_INSTANCE": str(self.instance)})

    def worker_pids(self) -> list[int]:
        """Return the ids of the processes that answer requests: children of the server's own."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]


@contextmanager
def running_server(instance: Path, *, workers: int = 2) -> Iterator[RunningServer]:
    """Prepare a database under `instance` as `make run` does, serve it on a free port, and end it with the block."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("QUIZAPP_")}
    env["QUIZAPP_INSTANCE"] = str(instance)
    printed = subprocess.run([COMMAND, "prepare"], env=env, check=True, stdout=subprocess.PIPE, text=True).stdout
    email, password = ADMINISTRATOR.search(printed), ONE_TIME_PASSWORD.search(printed)
    assert email is not None, printed
    assert password is not None, printed
    port, log = free_port(), instance / "server.log"
    command = [str(COMMAND), "serve", "--port", str(port), "--workers", str(workers)]
    with serving(command, env=env, port=port, log=log) as process:
        yield RunningServer(
            address=f"http://127.0.0.1:{port}",
            instance=instance,
            email=email[1],
            password=password[0],
            process=process,
            log=log,
        )


@contextmanager
def serving(command: list[str], *, env: dict[str, str], port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server that answers on `port`, what it prints going to `log`, and end it with the block.

    Raises ServerNotReady.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a group of its own: ended as a whole, and nothing else with it
        )
    try:
        _wait_until_ready(process, port, log)
        yield process
    finally:
        _stop(process)


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _READY_WITHIN_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                return
        except HTTPError as error:
            error.close()
            break
        except OSError:  # nobody listens yet
            time.sleep(0.1)
    raise ServerNotReady(log.read_text(errors="replace")[-4000:])


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server's own group: gently, and if that does not help, at once."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, sign)
        try:
            process.wait(_STOPPED_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return
