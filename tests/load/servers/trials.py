"""What is done to a server under load, and what came of it.

Under the same load of whole attempts as is measured, on a server that is begun anew for each trial: workers are
killed; it is asked to begin anew (HUP) and to end (TERM); phones keep connections that they don't use; clients send
their head one byte a second, half a head, half a body or nothing; somebody does not close what is to be closed.
"""

import signal
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from time import monotonic, sleep

from tests.load.hot_path import oracle
from tests.load.hot_path.driver import Load, drive
from tests.load.hot_path.measuring import quantiles
from tests.load.hot_path.ways import newcomers, whole_attempt
from tests.load.servers.prober import Prober, asking, is_answered, is_whole, opened
from tests.load.servers.serving import Prepared, Service, served
from tests.load.servers.setups import Setup, Size

_PROCESSES = 2
_BEFORE_SECONDS, _AFTER_SECONDS = 1.0, 2.0
_KILLS = 5
IDLE, SLOW, SILENT, IN_FLIGHT = 300, 20, 48, 48
_HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: slow\r\n"
_POST = b"POST /registration/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 400\r\n\r\ngroup=students&"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of a trial.

    `errors`: requests of attempts that failed, by what was said; `silence_s`: the longest time without an answer to
    somebody who asks for the front page on new connections; `refused`: how many of those failed; `wait`: quantiles
    of their waits in milliseconds; `lives`: whether attempts are served afterwards; `violations`: of the oracle.
    """

    attempts: int
    attempts_per_second: float
    errors: dict[str, int]
    silence_s: float
    refused: int
    wait: dict[str, float]
    lives: bool
    violations: list[str]
    said: str = ""


Act = Callable[[Service], str]


def _kill_slowly(service: Service) -> str:
    killed = 0
    for number in range(_KILLS):
        killed += service.kill_worker(number)
        sleep(1.2)
    return f"{killed} killed"


def _kill_at_once(service: Service) -> str:
    killed = 0
    for number in range(_KILLS):
        killed += service.kill_worker(number)
        sleep(0.2)
    sleep(6)
    return f"{killed} killed"


def _reload(service: Service) -> str:
    before = set(service.worker_pids())
    service.process.send_signal(signal.SIGHUP)
    sleep(12)
    left = len(before & set(service.worker_pids()))
    return f"{left} of {len(before)} workers are the old ones"


@contextmanager
def _idle(service: Service) -> Iterator[None]:
    """Hold connections, each used once."""
    with ExitStack() as stack:
        for _ in range(IDLE):
            connection = stack.enter_context(opened(service.port))
            connection.settimeout(2)
            connection.sendall(asking(service.port, "/", "keep-alive"))
            if not _is_whole_in_time(connection):
                break
        yield


@contextmanager
def _half(service: Service, half: bytes, count: int) -> Iterator[None]:
    """Hold clients that have sent half a request and nothing since."""
    with ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(opened(service.port)).sendall(half)
        yield


@contextmanager
def _unclosed(service: Service) -> Iterator[None]:
    """Hold somebody who twice a second asks for a page and for the end of the connection, and does not end it."""
    with ExitStack() as stack, ThreadPoolExecutor(1) as pool:
        pool.submit(_ask_and_stay, stack, service.port, monotonic() + 12)
        yield


def _ask_and_stay(stack: ExitStack, port: int, until: float) -> None:
    while monotonic() < until:
        connection = stack.enter_context(opened(port))
        connection.sendall(asking(port, "/", "close"))
        sleep(0.5)


@contextmanager
def _slow(service: Service) -> Iterator[None]:
    """Hold clients that send their head a byte a second."""
    with ExitStack() as stack, ThreadPoolExecutor(1) as pool:
        connections = [stack.enter_context(opened(service.port)) for _ in range(SLOW)]
        until = monotonic() + 12
        pool.submit(_drip, connections, until)
        yield


def _drip(connections: list[socket.socket], until: float) -> None:
    for number in range(len(_HEAD)):
        for connection in connections:
            try:
                connection.sendall(_HEAD[number : number + 1])
            except OSError:
                continue
        if monotonic() > until:
            return
        sleep(1)


def _is_whole_in_time(connection: socket.socket) -> bool:
    try:
        return is_whole(connection)
    except OSError:
        return False


def _wait(_service: Service) -> str:
    sleep(8)
    return ""


ACTS: dict[str, tuple[Act, Callable[[Service], object] | None]] = {
    "kills": (_kill_slowly, None),
    "storm": (_kill_at_once, None),
    "reload": (_reload, None),
    "idle": (_wait, _idle),
    "slow": (_wait, _slow),
    "silent": (_wait, partial(_half, half=b"", count=SILENT)),
    "half-head": (_wait, partial(_half, half=_HEAD, count=SLOW)),
    "unclosed": (_wait, _unclosed),
    "half-body": (_wait, partial(_half, half=_POST, count=SLOW)),
}


def tried(trial: str, setup: Setup, size: Size, prepared: Prepared, users: int) -> dict[str, object]:
    """Serve anew, drive, act, and return what came of it."""
    act, beside = ACTS[trial]
    with served(setup, size, prepared) as service, ExitStack() as stack:
        if beside is not None:
            stack.enter_context(beside(service))
        return asdict(_outcome(trial, service, act, users))


def _outcome(trial: str, service: Service, act: Act, users: int) -> Outcome:
    with ThreadPoolExecutor(1) as pool:
        seconds = 14 if trial == "reload" else 9
        running = pool.submit(drive, _load(service, users, run=1, seconds=seconds))
        sleep(_BEFORE_SECONDS)
        with Prober(service.port) as answers:
            sleep(_BEFORE_SECONDS / 2)
            since = monotonic()
            said = act(service)
            until = monotonic()
        measured = running.result()
    lives = is_answered(service.port)
    after = drive(_load(service, users, run=2, seconds=_AFTER_SECONDS)) if lives else None
    sittings = measured.sittings + (after.sittings if after else [])
    return Outcome(
        attempts=measured.finished,
        attempts_per_second=round(measured.finished / (measured.ended - measured.began), 1),
        errors=_summed(measured.errors),
        silence_s=round(answers.longest_silence(since, until), 2),
        refused=answers.failed,
        wait=quantiles(answers.waits) if answers.waits else {},
        lives=bool(after and after.finished and not after.errors),
        violations=oracle.violations(service.database_url, sittings),
        said=said,
    )


def ended(setup: Setup, size: Size, prepared: Prepared) -> dict[str, object]:
    """Ask on open connections, tell the server to end, and return how many of what was under way was answered."""
    with served(setup, size, prepared) as service, ExitStack() as stack:
        connections = [stack.enter_context(opened(service.port)) for _ in range(IN_FLIGHT)]
        for connection in connections:
            connection.settimeout(8)
            connection.sendall(asking(service.port, "/", "keep-alive"))
        ready = [connection for connection in connections if _is_whole_in_time(connection)]
        for connection in ready:
            connection.sendall(asking(service.port, "/registration/?group=students", "keep-alive"))
        sleep(0.01)
        began = monotonic()
        service.process.send_signal(signal.SIGTERM)
        answered = 0
        for connection in ready:
            answered += _is_whole_in_time(connection)
            connection.close()
        service.process.wait(30)
        return {"asked": len(ready), "answered": answered, "ended_after_s": round(monotonic() - began, 2)}


def _load(service: Service, users: int, *, run: int, seconds: float) -> Load:
    shares = newcomers(whole_attempt, service, run=run, processes=_PROCESSES)
    return Load(shares=shares, users=users, seconds=seconds)


def _summed(errors: Counter[str]) -> dict[str, int]:
    """Return the errors by what was said, whatever the step."""
    summed: Counter[str] = Counter()
    for error, count in errors.items():
        summed[error.partition(": ")[2]] += count
    return dict(summed)
