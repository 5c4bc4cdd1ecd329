"""What a run came to, as the driver takes it down."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TypeVar

from tests.load.hot_path.browser import Answer
from tests.load.hot_path.flow import Sitting
from tests.load.hot_path.visits import Visitor

_LATE_SECONDS = 0.005
_Value = TypeVar("_Value", int, float)


@dataclass(slots=True)
class Measured:
    """By step `latencies` in seconds, `wire` and `sizes` in bytes.

    `wire`: of the whole answer as it came; `sizes`: of the page in it, unpacked. `began`, `ended`: monotonic moments.
    `visitors`: all who began a way; `finished`: how many came to its end. Of requests on a schedule, by how many
    seconds each was sent too late: `held_up`, where the answer before it was not there yet, `overslept`, where it was
    (then the driver itself was late). `cpu_seconds`: the driver's own.
    """

    latencies: dict[str, list[float]] = field(default_factory=dict)
    wire: dict[str, list[int]] = field(default_factory=dict)
    sizes: dict[str, list[int]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    visitors: list[Visitor] = field(default_factory=list)
    finished: int = 0
    held_up: list[float] = field(default_factory=list)
    overslept: list[float] = field(default_factory=list)
    began: float = 0.0
    ended: float = 0.0
    cpu_seconds: float = 0.0

    @property
    def sittings(self) -> list[Sitting]:
        """What was acknowledged to each visitor."""
        return [visitor.sitting for visitor in self.visitors]

    @property
    def requests(self) -> int:
        """How many were answered."""
        return sum(map(len, self.latencies.values()))

    def lateness(self) -> dict[str, float]:
        """Return of requests on a schedule how many were sent too late, how many by the driver's fault, how much."""
        late, own = (
            [s for s in found if s > _LATE_SECONDS] for found in (self.held_up + self.overslept, self.overslept)
        )
        worst = max(self.overslept, default=0.0)
        return {"late_sends": len(late), "late_by_driver": len(own), "driver_worst_late_ms": round(worst * 1000, 2)}

    def note(self, step: str, answer: Answer, seconds: float) -> None:
        """Take down one answer."""
        self.latencies.setdefault(step, []).append(seconds)
        self.wire.setdefault(step, []).append(answer.wire)
        self.sizes.setdefault(step, []).append(len(answer.body))

    def add(self, other: "Measured") -> None:
        """Take in what another process, or another run, measured."""
        _extend(self.latencies, other.latencies)
        _extend(self.wire, other.wire)
        _extend(self.sizes, other.sizes)
        self.errors.update(other.errors)
        self.visitors += other.visitors
        self.finished += other.finished
        self.held_up += other.held_up
        self.overslept += other.overslept
        self.began = min(self.began or other.began, other.began)
        self.ended = max(self.ended, other.ended)
        self.cpu_seconds += other.cpu_seconds


def _extend(mine: dict[str, list[_Value]], theirs: dict[str, list[_Value]]) -> None:
    for step, values in theirs.items():
        mine.setdefault(step, []).extend(values)
