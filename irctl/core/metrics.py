"""Each metric once: its names, unit, direction, and how it is read from the command line."""

import re
import struct
from enum import Enum
from typing import NamedTuple

from irctl.core.job import Metrics, Number


class Unit(Enum):
    """What a number counts; how it is shown is `output.numbers`' business."""

    USD_PER_HOUR = "usd/h"
    USD = "usd"
    PER_MINUTE = "/min"
    MILLISECONDS = "ms"
    PERCENT = "%"
    MICROSECONDS = "us"
    USD_PER_MONTH = "usd/month"
    USD_PER_MILLION = "usd/1M"
    COUNT = ""


# What may follow a number on the command line: only the metric's own unit, because
# "100s" for a metric in milliseconds is a mistake to be told, not to be guessed at.
_SUFFIXES = {
    Unit.USD_PER_HOUR: ("/h", "$", "usd"),
    Unit.USD: ("/1m", "$", "usd"),
    Unit.PER_MINUTE: ("/min",),
    Unit.MILLISECONDS: ("ms",),
    Unit.PERCENT: ("%",),
    Unit.MICROSECONDS: ("us",),
    Unit.USD_PER_MONTH: ("/month", "$", "usd"),
    Unit.USD_PER_MILLION: ("$", "usd"),
    Unit.COUNT: (),
}

# A comma is read where it can only separate thousands: 1,070 but not 0,5.
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+(\.\d*)?", re.ASCII)


class Metric(NamedTuple):
    name: str
    """The name on the command line."""
    api_name: str
    attribute: str
    """The field of `Metrics` that holds it."""
    unit: Unit
    higher_is_better: bool = False
    single_precision: bool = False
    """The API widens a 32-bit float: 0.115 arrives as 0.11500000208616257."""
    aliases: tuple[str, ...] = ()

    def of(self, metrics: Metrics) -> Number | None:
        value: Number | None = getattr(metrics, self.attribute)
        return value

    def badness(self, value: Number) -> Number:
        """The value turned so that less is better."""
        return -value if self.higher_is_better else value

    def at_most(self, value: Number, limit: Number) -> bool:
        """value <= limit, where a limit typed as 0.115 is the API's 0.11500000208616257."""
        return value <= limit or (self.single_precision and _same_single(value, limit))

    def at_least(self, value: Number, limit: Number) -> bool:
        return value >= limit or (self.single_precision and _same_single(value, limit))

    def read(self, text: str) -> float:
        """A value from the command line: `100`, `100ms`, `$0.5`, `1e-5`; a cost per
        inference also as tables show it, `3.58/1M`.

        Raises ValueError, which says what was expected.
        """
        suffixes = _SUFFIXES[self.unit]
        bare = text.strip().lower().removeprefix("$" if "$" in suffixes else "")
        number = 1e6 if self.unit is Unit.USD and bare.endswith("/1m") else 1
        for suffix in suffixes:
            bare = bare.removesuffix(suffix)
        if _THOUSANDS.fullmatch(bare.strip()):
            bare = bare.replace(",", "")
        try:
            value = float(bare) / number
        except ValueError:
            value = float("nan")
        if not value < float("inf") or value == float("-inf"):
            raise ValueError(f"expected a number for {self.name}, such as {self.example}")
        return value

    @property
    def example(self) -> str:
        return _EXAMPLES[self.unit]


_EXAMPLES = {
    Unit.USD_PER_HOUR: "0.5",
    Unit.USD: "10/1M",
    Unit.PER_MINUTE: "600",
    Unit.MILLISECONDS: "100ms",
    Unit.PERCENT: "80%",
    Unit.MICROSECONDS: "500000",
    Unit.USD_PER_MONTH: "500",
    Unit.USD_PER_MILLION: "2.5",
    Unit.COUNT: "4",
}


def _same_single(a: Number, b: Number) -> bool:
    try:
        return struct.pack("<f", float(a)) == struct.pack("<f", float(b))
    except OverflowError:  # beyond a single; packed as "f", without "<", all such are equal
        return False


# The order is the order in tables. Units: AWS's reference of RecommendationMetrics and
# recorded responses; ModelSetupTime's microseconds are the documentation's word only.
METRICS: tuple[Metric, ...] = (
    Metric(
        "cost-per-hour",
        "CostPerHour",
        "cost_per_hour",
        Unit.USD_PER_HOUR,
        single_precision=True,
    ),
    Metric(
        "cost-per-inference",
        "CostPerInference",
        "cost_per_inference",
        Unit.USD,
        single_precision=True,
        aliases=("cost",),
    ),
    Metric(
        "latency",
        "ModelLatency",
        "model_latency",
        Unit.MILLISECONDS,
    ),
    Metric(
        "throughput",
        "MaxInvocations",
        "max_invocations",
        Unit.PER_MINUTE,
        higher_is_better=True,
    ),
    Metric(
        "cpu",
        "CpuUtilization",
        "cpu_utilization",
        Unit.PERCENT,
        single_precision=True,
    ),
    Metric(
        "memory",
        "MemoryUtilization",
        "memory_utilization",
        Unit.PERCENT,
        single_precision=True,
    ),
    Metric(
        "setup-time",
        "ModelSetupTime",
        "model_setup_time",
        Unit.MICROSECONDS,
    ),
)

_BY_NAME = {
    name.lower(): metric
    for metric in METRICS
    for name in (metric.name, metric.api_name, *metric.aliases)
}
COST_PER_HOUR = _BY_NAME["cost-per-hour"]
COST_PER_INFERENCE = _BY_NAME["cost-per-inference"]
LATENCY = _BY_NAME["latency"]
THROUGHPUT = _BY_NAME["throughput"]


def metric(name: str) -> Metric:
    """The metric of a command-line or API name, in any case.

    Raises ValueError, which lists the valid names.
    """
    found = _BY_NAME.get(name.strip().lower())
    if found is None:
        valid = ", ".join(m.name for m in METRICS)
        raise ValueError(f"unknown metric {name!r}; the metrics are {valid}")
    return found
