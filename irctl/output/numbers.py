"""Every unit and every rounding that people see. Machine formats keep the value."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from math import floor, isfinite, log10

from irctl.jobs.metrics import Number, Unit

NOTHING = "-"
_MOST_DIGITS = 17
"""As many as tell any two doubles apart."""
_AS_TYPED = 8
"""So many more digits than usual show a bound whole, and not yet the error of its double."""


def number(value: Number, more: int = 0) -> str:
    """Return a count: `1,070`, `0.25`, `1e+20`; with `more` digits than usual."""
    if isinstance(value, int) or value.is_integer():
        return f"{value:,.0f}" if abs(value) < 1e15 else f"{float(value):.{6 + more}g}"
    return f"{value:,.{6 + more}g}"


def usd(value: Number, more: int = 0, digits: int = 4) -> str:
    """Return dollars to some significant digits and at least cents: `$0.204`, `$16.56`."""
    digits += more
    size = abs(value)
    sign = "-" if value < 0 else ""
    if size == 0:
        return "$0.00"
    if size >= 1e15 or size < 1e-4:
        return f"{sign}${float(size):.{digits - 1}g}"
    if size >= 10 ** (digits - 2):
        return f"{sign}${size:,.2f}"
    whole, _, fraction = f"{size:,.{digits - _magnitude(size)}f}".partition(".")
    return f"{sign}${whole}.{fraction.rstrip('0').ljust(2, '0')}"


def _magnitude(size: float) -> int:
    """Return the digits before the decimal point; 0.0x counts as -1."""
    return floor(log10(size)) + 1


def usd_of_a_million(value: Number, more: int = 0) -> str:
    """Return dollars to three significant digits, and at least cents: `$3.58`."""
    return usd(value, more, digits=3)


def usd_change(value: Number) -> str:
    """Return a difference in dollars with its sign: `+$50.00`, `-$203.06`."""
    return f"+{usd(value)}" if value > 0 else usd(value)


def usd_per_million(value: Number, more: int = 0) -> str:
    """Return the dollars for one as those for a million: 3.58e-06 is `$3.58`."""
    million = float(value) * 1e6
    if not isfinite(million):  # the value is finite, so its text has to be
        return f"{'-' if value < 0 else ''}${abs(Decimal(value)) * 10**6:.{2 + more}g}"
    return usd_of_a_million(million, more)


def percent(value: Number, more: int = 0) -> str:
    """Return a percentage with one decimal place: `102.9%`."""
    if abs(value) >= 1e15:
        return f"{float(value):.{3 + more}g}%"
    return f"{value:,.{1 + more}f}%"


def share(fraction: float, more: int = 0) -> str:
    """Return a fraction as a percentage of three significant digits: `49.8%`, `50%`."""
    return f"{fraction * 100:,.{3 + more}g}%"


def change(fraction: float) -> str:
    """Return a change as a signed percentage, short: `+22%`, `-0.5%`."""
    value = fraction * 100
    return f"{value:+,.0f}%" if abs(value) >= 1 else f"{value:+.2g}%"


def precise_change(fraction: float, more: int = 0) -> str:
    """Return a change as a signed percentage of three significant digits: `+23.9%`."""
    return f"{fraction * 100:+,.{3 + more}g}%"


def time(value: datetime) -> str:
    return value.astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M:%S UTC")


def duration(value: timedelta) -> str:
    """Return the two largest units: `45 s`, `21 min 3 s`, `2 h 5 min`, `3 d 4 h`."""
    seconds = int(value.total_seconds())
    sign = "-" if seconds < 0 else ""
    days, rest = divmod(abs(seconds), 86400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s")]
    while len(parts) > 1 and parts[0][0] == 0:
        parts.pop(0)
    return sign + " ".join(f"{n} {unit}" for n, unit in parts[:2] if n or len(parts) == 1)


_Format = Callable[[Number, int], str]
_MONEY: dict[Unit, tuple[_Format, str]] = {
    Unit.USD_PER_HOUR: (usd, "/h"),
    Unit.USD: (usd_per_million, " per 1M"),
    Unit.USD_PER_MONTH: (usd, "/month"),
    Unit.USD_PER_MILLION: (usd_of_a_million, " per 1M"),
    Unit.USD_PER_THOUSAND: (usd, " per 1k"),
}
"""How an amount is written, and what it is for."""


def cell(value: Number, unit: Unit, *, has_unit: bool = True) -> str:
    """Return a value for a table, whose headings say what an amount of dollars is for.

    Without its unit, the heading says that too; a percentage always has its sign.
    """
    if unit in _MONEY:
        return _MONEY[unit][0](value, 0)
    if unit is Unit.PERCENT:
        return percent(value)
    return quantity(value, unit) if has_unit else number(value)


def quantity(value: Number, unit: Unit, more: int = 0) -> str:
    """Return a value with its unit, for a sentence: `74 ms`, `1,720/min`, `$0.204/h`, `50%`."""
    if unit in _MONEY:
        money, purpose = _MONEY[unit]
        return money(value, more) + purpose
    if unit is Unit.PERCENT:
        return _without_zeros(percent(value, more))
    if unit is Unit.MICROSECONDS:
        return _microseconds(value, more)
    return with_unit(value, unit.value, more)


def _microseconds(value: Number, more: int) -> str:
    """Return a time in the largest unit of which it has at least one: `8.42 s`, `250 ms`."""
    for size, unit in ((10**6, "s"), (10**3, "ms")):
        if abs(value) >= size:
            return with_unit(value / size, unit, more)
    return with_unit(value, "us", more)


def with_unit(value: Number, unit: str, more: int = 0) -> str:
    """Return a number and its unit, with a space unless a slash or a percent sign follows."""
    space = "" if unit.startswith(("/", "%")) or not unit else " "
    return f"{number(value, more)}{space}{unit}"


def rate(per_minute: Number, *, of_tokens: bool = False) -> str:
    """Return requests per minute to a tenth at most: `4,300/min`, `226.7/min`, `0.0417/min`.

    Or output tokens: `4,300 tokens/min`.
    """
    text = f"{per_minute:,.1f}" if per_minute >= 10 else f"{per_minute:.3g}"
    return f"{text.removesuffix('.0')}{' tokens' if of_tokens else ''}/min"


def size_in_bytes(size: int) -> str:
    """Return the size of a file: `512 B`, `13 kB`, `1.2 MB`."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:,.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"


def short(value: Number) -> str:
    """Return a number for an axis: `0.5`, `100`, `2.5k`, `3M`, `1e+15`."""
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if size <= abs(value) < 1e12:
            return f"{value / size:.3g}{letter}"
    return f"{value:.3g}"


def short_quantity(value: Number, unit: Unit) -> str:
    """Return a value with its unit for an axis, whose title says what an amount is for."""
    if unit in _MONEY:
        return f"${short(value * 10**6 if unit is Unit.USD else value)}"
    if unit is Unit.MILLISECONDS and 1 <= abs(value) < 1e6:
        return f"{value:,.0f} ms"
    if unit is Unit.PERCENT or not unit.value:
        return f"{short(value)}{unit.value}"
    return f"{short(value)}{'' if unit.value.startswith('/') else ' '}{unit.value}"


def _without_zeros(text: str) -> str:
    digits = text.removesuffix("%")
    return (digits.rstrip("0").rstrip(".") if "." in digits and "e" not in digits else digits) + "%"


def with_bound(value: Number, bound: Number, show: Callable[[Number, int], str]) -> tuple[str, str]:
    """Return a value with enough digits to tell it from a bound, and the bound as it was typed."""
    for more in range(_MOST_DIGITS):
        if value == bound or show(value, more) != show(bound, more):
            break
    return show(value, more), show(bound, max(more, _AS_TYPED))
