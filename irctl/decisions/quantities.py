"""Quantities as people type them: the one grammar of numbers, shares, rates and times.

Every reader raises ValueError, which says what was expected. Letters are read in any case.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from irctl.jobs import times
from irctl.jobs.exact import double
from irctl.jobs.metrics import METRICS, Metric, Unit

# A comma is read only where it separates thousands: 1,070 but not 0,5.
_NUMBER = re.compile(
    r"(?P<sign>-?)(?P<digits>[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?|\d{1,330}(?:\.\d*)?|\.\d+)"
    r"(?P<exponent>e[+-]?\d{1,3})? ?(?P<multiple>[kmb]?)",
    re.ASCII | re.IGNORECASE,
)
_MULTIPLES = {"": 1, "k": 10**3, "m": 10**6, "b": 10**9}
_PER_MINUTE = {
    unit: factor
    for units, factor in (
        (("s", "sec", "second"), Fraction(60)),
        (("m", "min", "minute"), Fraction(1)),
        (("h", "hr", "hour"), Fraction(1, 60)),
        (("d", "day"), Fraction(1, 1440)),
    )
    for unit in units
}
_DURATION = re.compile(
    r"(?:(\d{1,4})w)?(?:(\d{1,5})d)?(?:(\d{1,6})h)?(?:(\d{1,7})m(?:in)?)?(?:(\d{1,8})s)?",
    re.ASCII,
)


def number(text: str) -> Fraction:
    """Read a finite number, exactly as written: `0.5`, `1,000`, `1e3`, `1k`, `2.5M`."""
    match = _NUMBER.fullmatch(text.strip())
    value = None
    if match:
        digits = match["digits"].replace(",", "") + (match["exponent"] or "")
        value = Fraction(f"{match['sign']}{digits}") * _MULTIPLES[match["multiple"].lower()]
    if value is None or double(value) is None:
        raise ValueError(f"expected a number, got {text!r}")
    return value


def count(text: str) -> int:
    """Read a whole number from 1 on."""
    try:
        value = number(text)
    except ValueError:
        value = Fraction(0)
    if value.denominator != 1 or value < 1:
        raise ValueError(f"expected a whole number from 1 on, got {text!r}")
    return value.numerator


def share(text: str) -> Fraction:
    """Read a share from 0 on: with `%` it is percent, without a fraction: `5%`, `0.05`.

    A bare number above 1 is refused: 5 could be 5% or 500%.
    """
    bare = text.strip()
    digits = bare.removesuffix("%")
    try:
        value = number(digits)
    except ValueError:
        value = Fraction(-1)
    if value < 0:
        raise ValueError(f"expected a share such as 5% or 0.05, got {text!r}")
    if digits != bare:
        return value / 100
    if value > 1:
        fraction = f" or {double(value / 100)!r}" if value <= 100 else ""
        raise ValueError(f"{bare} could be percent or a fraction: write {bare}%{fraction}")
    return value


def utilization(text: str) -> Fraction:
    """Read a share above 0 up to 100%, as of an instance's throughput."""
    value = share(text)
    if not 0 < value <= 1:
        raise ValueError(f"expected a share above 0% up to 100%, such as 50%, got {text!r}")
    return value


class Rate(NamedTuple):
    text: str
    """As it was typed."""
    per_minute: Fraction
    """Requests per minute, the API's unit of throughput, or output tokens per minute; exact."""
    is_of_tokens: bool = False


_EXPECTED_RATE = "expected a rate of requests, such as 200/s, 12k/min, 90000/h or 5M/day"
_TOKENS = re.compile(r"[ ]?tok(?:en)?s?(?=\s*/)", re.IGNORECASE)


def load(text: str) -> Rate:
    """Read a rate above 0 of requests, or of output tokens: `200/s`, `2M tokens/min`."""
    requests, number_of_nouns = _TOKENS.subn("", text, count=1)
    return rate(requests)._replace(text=text.strip(), is_of_tokens=bool(number_of_nouns))


def rate(text: str) -> Rate:
    """Read a rate of requests above 0: `200/s`, `12k/min`, `5M/day`."""
    per_minute, unit = _rate(text)
    if unit is None:
        bare = text.strip()
        raise ValueError(f"{bare} has no unit of time: write {bare}/s, {bare}/min or {bare}/day")
    if per_minute == 0:
        raise ValueError(f"a rate must be above 0, got {text!r}")
    return Rate(text.strip(), per_minute)


def loads(text: str) -> list[Rate]:
    """Read a comma-separated list of rates, as `load` does."""
    return [load(part) for part in re.split(r"(?<!\d),|,(?!\d{3}(?:\D|$))", text)]


def rate_or_pause(text: str) -> Fraction:
    """Read requests per minute, 0 included; a bare number is per minute."""
    return _rate(text)[0]


def _rate(text: str) -> tuple[Fraction, str | None]:
    """Requests per minute, and the unit of time if one is given."""
    amount, slash, unit = (part.strip() for part in text.partition("/"))
    try:
        value = number(amount)
    except ValueError:
        value = Fraction(-1)
    if value < 0 or (slash and not unit.isalpha()):
        raise ValueError(f"{_EXPECTED_RATE}, got {text!r}")
    if not slash:
        return value, None
    factor = _PER_MINUTE.get(unit.lower())
    if factor is None:
        raise ValueError(f"unknown unit of time {unit!r} in {text!r}: use s, min, h or day")
    return value * factor, unit


def duration(text: str) -> timedelta:
    """Read a length of time: `45s`, `90m`, `2h`, `1h30m`, `7d`, `2w`."""
    match = _DURATION.fullmatch(text.strip().lower().replace(" ", ""))
    parts = [int(part or 0) for part in match.groups()] if match else []
    if not any(parts):
        raise ValueError(f"expected a time such as 45s, 90m or 2h, got {text!r}")
    weeks, days, hours, minutes, seconds = parts
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def moment(text: str, now: datetime) -> datetime:
    """Read a date (`2026-11-01`), an ISO time, or how long ago (`90m`, `12h`, `7d`, `2w`)."""
    try:
        return now - duration(text)
    except (ValueError, OverflowError):
        pass
    try:
        return times.from_iso(text.strip())
    except ValueError:
        raise ValueError(
            f"expected a date (2026-11-01), an ISO time (2026-11-01T12:00Z) "
            f"or how long ago (90m, 12h, 7d), got {text!r}"
        ) from None


class _Writing(NamedTuple):
    """How values of a unit are typed."""

    shown: str
    """The unit in a help text."""
    example: str
    suffixes: Mapping[str, Fraction]
    """What may follow a number, and how many of the unit it stands for; a suffix of 0 is
    refused because it could mean something else."""


def _dollars(per: str, dollars: Fraction = Fraction(1)) -> dict[str, Fraction]:
    """`$`, `usd` or nothing, with or without what the price is for."""
    return {
        currency + end: factor
        for end, factor in (("", Fraction(1)), (per, dollars))
        for currency in ("", "$", "usd")
    }


def _times(unit: str) -> dict[str, Fraction]:
    """Seconds and fractions of them; a bare number is in the unit itself."""
    of_a_second = {"s": Fraction(1), "ms": Fraction(1, 10**3), "us": Fraction(1, 10**6)}
    return {"": Fraction(1), "m": Fraction(0)} | {
        name: length / of_a_second[unit] for name, length in of_a_second.items()
    }


def _tokens() -> dict[str, Fraction]:
    """Tokens a second, a minute, an hour or a day; a bare number is a second's."""
    rates = {f"/{unit}": factor / 60 for unit, factor in _PER_MINUTE.items()}
    nouns = ("", "tok", " tok", "tokens", " tokens")
    return {"": Fraction(1)} | {
        noun + rate: factor for noun in nouns for rate, factor in rates.items()
    }


_WRITINGS = {
    Unit.USD_PER_HOUR: _Writing("$", "0.5/h", _dollars("/h")),
    Unit.USD: _Writing("$, or 3.5/1M", "3.5/1M", _dollars("/1m", Fraction(1, 10**6))),
    Unit.PER_MINUTE: _Writing(
        "/min",
        "600/min",
        {"": Fraction(1)} | {f"/{unit}": factor for unit, factor in _PER_MINUTE.items()},
    ),
    Unit.PER_SECOND: _Writing(
        "/s",
        "10/s",
        {"": Fraction(1)} | {f"/{unit}": factor / 60 for unit, factor in _PER_MINUTE.items()},
    ),
    Unit.TOKENS_PER_SECOND: _Writing("tokens/s", "1500/s", _tokens()),
    Unit.MILLISECONDS: _Writing("ms", "100ms", _times("ms")),
    Unit.PERCENT: _Writing("%", "80%", {"": Fraction(1), "%": Fraction(1)}),
    Unit.MICROSECONDS: _Writing("us", "8s", _times("us")),
    Unit.USD_PER_MONTH: _Writing("$", "500/month", _dollars("/month")),
    Unit.USD_PER_MILLION: _Writing("$", "2.5/1M", _dollars("/1m")),
    Unit.USD_PER_THOUSAND: _Writing("$", "0.5/1k", _dollars("/1k")),
    Unit.COUNT: _Writing("", "4", {"": Fraction(1)}),
}


def value(text: str, metric: Metric, among: Sequence[Metric] = METRICS) -> float:
    """Read a metric's value, in its unit or one that says what it is.

    `100`, `100ms`, `0.1s`, `$0.5`, `1e-5`, `3.58/1M`; the error names the metrics `among`
    which the unit would fit.
    """
    amount = _amount(text, metric.unit)
    if amount is None:
        meant = " or ".join(m.measure for m in among if _amount(text, m.unit) is not None)
        raise ValueError(
            f"expected a number for {metric.name}, such as {example(metric)}, got {text!r}"
            + (f"; did you mean {meant}?" if meant else "")
        )
    return amount


def _amount(text: str, unit: Unit) -> float | None:
    """None for anything but a finite number of this unit."""
    suffixes = _WRITINGS[unit].suffixes
    bare = text.strip().lower()
    suffix = max((end for end in suffixes if bare.endswith(end)), key=len)
    bare = bare.removesuffix(suffix).strip()
    if "$" in suffixes and not suffix.startswith("$"):
        bare = bare.removeprefix("$").strip()
    try:
        return double(number(bare) * suffixes[suffix]) if suffixes[suffix] else None
    except ValueError:
        return None


def example(metric: Metric) -> str:
    """Return a value as one would type it."""
    return _WRITINGS[metric.unit].example


def with_unit(metric: Metric) -> str:
    """Return the name for a help text: `latency (ms)`."""
    shown = _WRITINGS[metric.unit].shown
    return f"{metric.name} ({shown})" if shown else metric.name
