"""Each metric once: its names, unit, direction, and how it is read from the command line."""

import re
import struct
from collections.abc import Mapping, Sequence
from enum import Enum
from fractions import Fraction
from math import isfinite
from typing import NamedTuple

from irctl.decisions.traffic import PER_MINUTE
from irctl.jobs.exact import double, exact
from irctl.jobs.model import Number


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


class _Writing(NamedTuple):
    """How values of a unit are written on the command line."""

    shown: str
    """The unit in a help text."""
    example: str
    suffixes: Mapping[str, Fraction]
    """What may follow a number, and how many of the unit it stands for."""


def _dollars(per: str, dollars: Fraction = Fraction(1)) -> dict[str, Fraction]:
    """`$`, `usd` or nothing, with or without what a price is for."""
    return {
        currency + end: factor
        for end, factor in (("", Fraction(1)), (per, dollars))
        for currency in ("", "$", "usd")
    }


def _times(unit: str) -> dict[str, Fraction]:
    """A bare number is in the unit itself."""
    of_a_second = {"s": Fraction(1), "ms": Fraction(1, 10**3), "us": Fraction(1, 10**6)}
    return {"": Fraction(1)} | {
        name: length / of_a_second[unit] for name, length in of_a_second.items()
    }


_WRITINGS = {
    Unit.USD_PER_HOUR: _Writing("$", "0.5/h", _dollars("/h")),
    Unit.USD: _Writing("$, or 3.5/1M", "3.5/1M", _dollars("/1m", Fraction(1, 10**6))),
    Unit.PER_MINUTE: _Writing(
        "/min",
        "600/min",
        {"": Fraction(1)} | {f"/{unit}": factor for unit, factor in PER_MINUTE.items()},
    ),
    Unit.MILLISECONDS: _Writing("ms", "100ms", _times("ms")),
    Unit.PERCENT: _Writing("%", "80%", {"": Fraction(1), "%": Fraction(1)}),
    Unit.MICROSECONDS: _Writing("us", "8s", _times("us")),
    Unit.USD_PER_MONTH: _Writing("$", "500/month", _dollars("/month")),
    Unit.USD_PER_MILLION: _Writing("$", "2.5/1M", _dollars("/1m")),
    Unit.COUNT: _Writing("", "4", {"": Fraction(1)}),
}

# A comma is read where it can only separate thousands: 1,070 but not 0,5.
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+(\.\d*)?", re.ASCII)


class Metric(NamedTuple):
    name: str
    """The name on the command line."""
    api_name: str
    attribute: str
    """The field of `Metrics`, or of `Plan`, that holds it."""
    unit: Unit
    higher_is_better: bool = False
    single_precision: bool = False
    """The API widens a 32-bit float: 0.115 arrives as 0.11500000208616257."""
    aliases: tuple[str, ...] = ()
    of_plan: bool = False
    """Computed for some traffic, not measured."""

    def of(self, values: object) -> Number | None:
        """Its value among the Metrics, or in the Plan if it is of one."""
        value: Number | None = getattr(values, self.attribute)
        return value

    def badness(self, value: Number) -> Number:
        """The value turned so that less is better."""
        return -value if self.higher_is_better else value

    def at_most(self, value: Number, limit: Number) -> bool:
        """value <= limit, where a limit typed as 0.115 is the API's 0.11500000208616257."""
        return value <= limit or self._same(value, limit)

    def at_least(self, value: Number, limit: Number) -> bool:
        return value >= limit or self._same(value, limit)

    def _same(self, value: Number, limit: Number) -> bool:
        if not self.single_precision:
            return False
        return nearly(exact(value), exact(limit)) if self.of_plan else _same_single(value, limit)

    def read(self, text: str) -> float:
        """A value from the command line, in the metric's unit or one that says what it is:
        `100`, `100ms`, `0.1s`, `$0.5`, `1e-5`, `3.58/1M`.

        Raises ValueError, which says what was expected.
        """
        value = self._read(text)
        if value is None:
            meant = " or ".join(m.name for m in METRICS if m._read(text) is not None)
            raise ValueError(
                f"expected a number for {self.name}, such as {self.example}, got {text!r}"
                + (f"; did you mean {meant}?" if meant else "")
            )
        return value

    def _read(self, text: str) -> float | None:
        """None for what is no finite number, or of another unit."""
        suffixes = _WRITINGS[self.unit].suffixes
        bare = text.strip().lower()
        suffix = max((each for each in suffixes if bare.endswith(each)), key=len)
        bare = bare.removesuffix(suffix).strip()
        if "$" in suffixes and not suffix.startswith("$"):
            bare = bare.removeprefix("$").strip()
        if _THOUSANDS.fullmatch(bare):
            bare = bare.replace(",", "")
        try:
            number = float(bare if "_" not in bare else "")
        except ValueError:
            return None
        return double(exact(number) * suffixes[suffix]) if isfinite(number) else None

    @property
    def example(self) -> str:
        return _WRITINGS[self.unit].example

    @property
    def with_unit(self) -> str:
        """For a help text: `latency (ms)`."""
        shown = _WRITINGS[self.unit].shown
        return f"{self.name} ({shown})" if shown else self.name


_SINGLE = Fraction(1, 2**23)


def nearly(a: Fraction, b: Fraction) -> bool:
    """Whether values computed from the API's 32-bit floats are equal but for their error."""
    return abs(a - b) <= _SINGLE * max(abs(a), abs(b))


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


def metric(name: str, among: Sequence[Metric] = METRICS) -> Metric:
    """The metric of a command-line or API name, in any case.

    Raises ValueError, which lists the valid names.
    """
    wanted = name.strip().lower()
    for each in among:
        if wanted in (each.name, each.api_name.lower(), *each.aliases):
            return each
    valid = ", ".join(each.name for each in among)
    raise ValueError(f"unknown metric {name!r}; the metrics are {valid}")


COST_PER_HOUR = metric("cost-per-hour")
COST_PER_INFERENCE = metric("cost-per-inference")
LATENCY = metric("latency")
THROUGHPUT = metric("throughput")
