"""The registry of metrics: each one once, with all that any command or format needs of it.

A value is keyed by its metric and a statistic of it, such as ("latency", None). What an
inference job measures has no statistic: the API gives one figure for each metric.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from math import inf

from irctl.near_misses import unknown

Number = int | float
Key = tuple[str, str | None]
"""A metric's name and a statistic of it, such as "p90"; None where it has only one figure."""
Values = Mapping[Key, Number]
"""Figures by metric and statistic; a missing one has no key."""


class Unit(Enum):
    """What a number counts; `output.numbers` knows how each is shown."""

    USD_PER_HOUR = "usd/h"
    USD = "usd"
    PER_MINUTE = "/min"
    MILLISECONDS = "ms"
    PERCENT = "%"
    MICROSECONDS = "us"
    USD_PER_MONTH = "usd/month"
    USD_PER_MILLION = "usd/1M"
    COUNT = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A quantity by which configurations are compared."""

    measure: str
    """Its name on the command line, without a statistic."""
    member: str
    """Its member in the API's responses, or in irctl's JSON."""
    column: str
    """Its column in CSV and TSV, with the unit."""
    heading: str
    """Its column in tables for people."""
    unit: Unit
    aliases: tuple[str, ...] = ()
    """Other names on the command line."""
    other_members: tuple[str, ...] = ()
    """Other names in the API, now or once, read where `member` has no value."""
    higher_is_better: bool = False
    above: Number | None = None
    """Every value that can be measured is above this; None where any number can be."""
    marks_best: bool = True
    """Whether the best value is worth marking, and a limit against it suspicious."""
    keep: int = 0
    """How long its column stays in a narrow table, as in `output.report.Field`."""
    is_single_precision: bool = False
    """Whether the API widens a 32-bit float: 0.115 arrives as 0.11500000208616257."""
    is_of_plan: bool = False
    """Whether it is computed for some traffic rather than measured."""
    statistic: str | None = None

    @property
    def key(self) -> Key:
        return self.measure, self.statistic

    @property
    def name(self) -> str:
        """Its name on the command line: `latency`, or `ttft:p90` for a statistic."""
        return f"{self.measure}:{self.statistic}" if self.statistic else self.measure

    @property
    def api_name(self) -> str:
        """Its name in JSON: `ModelLatency`, or `TimeToFirstToken:p90` for a statistic."""
        return f"{self.member}:{self.statistic}" if self.statistic else self.member

    def of(self, values: Values) -> Number | None:
        """Its value among others; None where it is missing."""
        return values.get((self.measure, self.statistic))

    def known(self, measured: Iterable[Values]) -> list[Number]:
        """Its values among those of several, without the missing ones."""
        return [value for values in measured if (value := self.of(values)) is not None]

    def badness_in(self, values: Values) -> Number:
        """Its value turned so that less is better; a missing one is worst."""
        value = values.get((self.measure, self.statistic))
        return inf if value is None else self.badness(value)

    def badness(self, value: Number) -> Number:
        """Turn the value so that less is better."""
        return -value if self.higher_is_better else value

    def at(self, statistic: str) -> "Metric":
        """The same metric at one of its statistics."""
        return replace(self, statistic=statistic)

    def __hash__(self) -> int:
        return hash((self.measure, self.statistic))


# In the order of columns. Units: AWS's reference of RecommendationMetrics and recorded
# responses; ModelSetupTime's microseconds are the documentation's word only.
METRICS: tuple[Metric, ...] = (
    Metric(
        measure="cost-per-hour",
        member="CostPerHour",
        column="cost_per_hour_usd",
        heading="Cost/hour",
        unit=Unit.USD_PER_HOUR,
        is_single_precision=True,
        keep=1,
    ),
    Metric(
        measure="cost-per-inference",
        member="CostPerInference",
        column="cost_per_inference_usd",
        heading="Cost/1M",
        unit=Unit.USD,
        is_single_precision=True,
        aliases=("cost",),
    ),
    Metric(
        measure="latency",
        member="ModelLatency",
        column="model_latency_ms",
        heading="Latency",
        unit=Unit.MILLISECONDS,
        above=0,
    ),
    Metric(
        measure="throughput",
        member="MaxInvocations",
        other_members=("MaximumInvocations",),  # before general availability
        column="max_invocations_per_minute",
        heading="Throughput",
        unit=Unit.PER_MINUTE,
        above=0,
        higher_is_better=True,
    ),
    Metric(
        measure="cpu",
        member="CpuUtilization",
        column="cpu_utilization_percent",
        heading="CPU",
        unit=Unit.PERCENT,
        is_single_precision=True,
        marks_best=False,
        keep=2,
    ),
    Metric(
        measure="memory",
        member="MemoryUtilization",
        column="memory_utilization_percent",
        heading="Memory",
        unit=Unit.PERCENT,
        is_single_precision=True,
        marks_best=False,
        keep=2,
    ),
    Metric(
        measure="setup-time",
        member="ModelSetupTime",
        column="model_setup_time_us",
        heading="Setup",
        unit=Unit.MICROSECONDS,
        keep=2,
    ),
)
"""What an inference job measures."""


def metric(name: str, among: Sequence[Metric] = METRICS) -> Metric:
    """Find the metric of a command-line or API name, in any case.

    Raise ValueError, which lists the valid names.
    """
    wanted = name.strip().lower()
    for candidate in among:
        if wanted in (candidate.name, candidate.member.lower(), *candidate.aliases):
            return candidate
    names = {
        alias: candidate.name
        for candidate in among
        for alias in (candidate.member, *candidate.aliases)
    }
    message = unknown("metric", name, [candidate.name for candidate in among], names)
    raise ValueError(message)


COST_PER_HOUR = metric("cost-per-hour")
COST_PER_INFERENCE = metric("cost-per-inference")
LATENCY = metric("latency")
THROUGHPUT = metric("throughput")
