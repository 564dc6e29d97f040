"""How the benchmarks of a job went: when requests were sent, and why some failed."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from irctl.jobs.metrics import LATENCY, THROUGHPUT
from irctl.jobs.model import Step
from irctl.jobs.statuses import Outcome, outcome
from irctl.output import numbers
from irctl.pictures.series import Series

MOST_ROWS = 60


class Bar(NamedTuple):
    """One benchmark, and when its requests were sent, in minutes from the first of all."""

    series: Series
    step: Step
    start: float | None
    end: float | None

    @property
    def outcome(self) -> Outcome | None:
        return outcome(self.step.status)

    @property
    def text(self) -> str:
        """What came of it."""
        if self.outcome is Outcome.FAILED:
            return self.step.failure_reason or "failed"
        parts = []
        if self.start is not None and self.end is not None:
            parts.append(numbers.duration(timedelta(minutes=self.end - self.start)))
        for metric in (LATENCY, THROUGHPUT):
            value = metric.of(self.step.benchmark.metrics)
            if value is not None:
                parts.append(numbers.quantity(value, metric.unit))
        return ", ".join(parts) or (self.step.status or "").lower()


def moments(steps: Sequence[Step]) -> Iterator[datetime]:
    for step in steps:
        times = (step.benchmark.invocation_start_time, step.benchmark.invocation_end_time)
        yield from (time for time in times if time is not None)


def bar_of(one: Series, step: Step, first: datetime | None) -> Bar:
    def minutes(time: datetime | None) -> float | None:
        return (time - first).total_seconds() / 60 if time is not None and first else None

    benchmark = step.benchmark
    start, end = minutes(benchmark.invocation_start_time), minutes(benchmark.invocation_end_time)
    if start is not None and end is not None:
        start, end = min(start, end), max(start, end)
    return Bar(one, step, start, end)
