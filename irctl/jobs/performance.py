"""What a language model's deployment was measured to do: the entries of ExpectedPerformance.

All of an entry is free text, its value too. Sources of the names, statistics and units:
recorded responses, SageMaker's documentation, and AIPerf.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import isfinite
from typing import Any, NamedTuple

from irctl.jobs.ai_model import LeftOut, OtherFigure
from irctl.jobs.exact import exact, number
from irctl.jobs.metrics import (
    COST_PER_HOUR,
    LANGUAGE_METRICS,
    Key,
    Metric,
    Number,
    Unit,
    Values,
    statistic,
)
from irctl.jobs.model import (
    Document,
)


class Figures(NamedTuple):
    """The values of a row, and the entries that are not among them."""

    values: Values
    """In the units of the metrics."""
    others: tuple[OtherFigure, ...]


def figures(entries: Iterable[Document]) -> Figures:
    """Read the entries of ExpectedPerformance; of two for one figure the first."""
    values: dict[Key, Number] = {}
    others: list[OtherFigure] = []
    for entry in entries:
        try:
            key, value = _read(entry)
            if key in values:
                raise _LeftOutError(LeftOut.REPEATED)
            values[key] = value
        except _LeftOutError as left:
            others.append(_other(entry, left.reason))
    return Figures(values, tuple(others))


class _LeftOutError(Exception):
    """An entry that is not among the values."""

    def __init__(self, reason: LeftOut):
        self.reason = reason


def _other(entry: Document, reason: LeftOut) -> OtherFigure:
    return OtherFigure(
        metric=entry.get("Metric"),
        statistic=entry.get("Stat"),
        value=entry.get("Value"),
        unit=entry.get("Unit"),
        reason=reason,
    )


def _read(entry: Document) -> tuple[Key, Number]:
    """Return the figure of an entry, in the unit of its metric. Raise _LeftOutError."""
    metric, factor = _metric(entry)
    key = metric.measure, _statistic(entry.get("Stat"))
    value = _number(entry.get("Value"))
    converted = None if value is None else number(exact(value) * factor)
    if converted is None:
        raise _LeftOutError(LeftOut.VALUE)
    return key, converted


def _metric(entry: Document) -> tuple[Metric, Fraction]:
    """Return the metric of an entry, and what its value is multiplied by. Raise _LeftOutError."""
    candidates = _BY_NAME.get(_folded(entry.get("Metric")), ())
    unit = _folded(entry.get("Unit"))
    fitting = [(m, factor) for m in candidates if (factor := _factor(m, unit)) is not None]
    if len(fitting) != 1:
        raise _LeftOutError(LeftOut.UNIT if candidates else LeftOut.METRIC)
    return fitting[0]


def _statistic(text: str | None) -> str | None:
    known = statistic(text) if text else None
    if text and known is None:
        raise _LeftOutError(LeftOut.STATISTIC)
    return known


_IGNORED = re.compile(r"[-_\s]")


def _folded(name: str | None) -> str:
    return _IGNORED.sub("", name or "").lower()


def _by_name() -> Mapping[str, tuple[Metric, ...]]:
    """Each metric by its folded names; `throughput` is two, told apart by the unit."""
    by_name: dict[str, tuple[Metric, ...]] = {}
    for metric in LANGUAGE_METRICS:
        names = (metric.measure, metric.member, *metric.other_members, *metric.aliases)
        for name in dict.fromkeys(map(_folded, names)):
            by_name[name] = (*by_name.get(name, ()), metric)
    return by_name


_BY_NAME = {**_by_name(), "cost": (COST_PER_HOUR,)}
_SECONDS = {"s": 1, "sec": 1, "second": 1, "seconds": 1}
_PER_TIME = {
    **dict.fromkeys(_SECONDS, Fraction(1)),
    **dict.fromkeys(("m", "min", "minute"), Fraction(1, 60)),
}


def _rates(*nouns: str) -> dict[str, Fraction]:
    return {f"{noun}/{time}": factor for noun in nouns for time, factor in _PER_TIME.items()}


_FACTORS: Mapping[Unit, Mapping[str, Fraction]] = {
    Unit.MILLISECONDS: {
        **dict.fromkeys(("ms", "msec", "millisecond", "milliseconds"), Fraction(1)),
        **dict.fromkeys(_SECONDS, Fraction(1000)),
        **dict.fromkeys(("us", "µs", "microsecond", "microseconds"), Fraction(1, 1000)),
    },
    Unit.PER_SECOND: _rates("requests", "request", "reqs", "req"),
    Unit.TOKENS_PER_SECOND: _rates("tokens", "token", "tok"),
    Unit.PERCENT: {
        **dict.fromkeys(("%", "percent"), Fraction(1)),
        **dict.fromkeys(("ratio", "fraction"), Fraction(100)),
    },
    Unit.COUNT: dict.fromkeys(("count", "none"), Fraction(1)),
    Unit.USD_PER_HOUR: dict.fromkeys(
        ("usd/hour", "usd/h", "usd/hr", "$/hour", "$/h", "$/hr", "usd"), Fraction(1)
    ),
}
"""What a value in a unit, by its folded name, is multiplied by to be in the metric's own."""


def _factor(metric: Metric, unit: str) -> Fraction | None:
    """None for a unit that the metric cannot have. Without one, it is the metric's own."""
    return _FACTORS.get(metric.unit, {}).get(unit) if unit else Fraction(1)


_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?", re.ASCII)
_LONGEST = 400
"""More digits than a finite double has before its point."""


def _number(value: Any) -> Number | None:
    """Read a decimal number, exactly as written or a number of JSON; None for anything else."""
    read = _READERS.get(type(value))
    return read(value) if read else None


def _decimal(text: str) -> Number | None:
    if len(text) > _LONGEST or not _DECIMAL.fullmatch(text):
        return None
    return _number(int(text) if text.lstrip("+-").isdigit() else float(text))


_READERS: Mapping[type, Callable[[Any], Number | None]] = {
    int: lambda value: value if abs(value) < 2**1023 else None,
    float: lambda value: value if isfinite(value) else None,
    str: _decimal,
}
