"""Every unit and every rounding that people see. Machine formats keep the value."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from math import floor, isfinite, log10

from irctl.jobs.metrics import Number, Unit

NOTHING = "-"


def number(value: Number) -> str:
    """A count: `1,070`, `0.25`, `1e+20`."""
    if isinstance(value, int) or value.is_integer():
        return f"{value:,.0f}" if abs(value) < 1e15 else f"{float(value):.6g}"
    return f"{value:,.6g}"


def usd(value: Number, digits: int = 4) -> str:
    """Dollars to some significant digits and at least cents: `$0.204`, `$16.56`."""
    size = abs(value)
    sign = "-" if value < 0 else ""
    if size == 0:
        return "$0.00"
    if size >= 1e15 or size < 1e-4:
        return f"{sign}${float(size):.{digits - 1}g}"
    if size >= 10 ** (digits - 2):
        return f"{sign}${size:,.2f}"
    whole, _, fraction = f"{size:.{digits - _magnitude(size)}f}".partition(".")
    return f"{sign}${whole}.{fraction.rstrip('0').ljust(2, '0')}"


def usd_per_million(value: Number) -> str:
    """Dollars for one, told for a million: 3.58e-06 is `$3.58`."""
    million = float(value) * 1e6
    if not isfinite(million):  # the value is finite, so what is shown is
        return f"{'-' if value < 0 else ''}${abs(Decimal(value)) * 10**6:.2g}"
    return usd(million, digits=3)


def percent(value: Number) -> str:
    return f"{value:,.1f} %" if abs(value) < 1e15 else f"{float(value):.3g} %"


def change(fraction: float) -> str:
    """A change as a signed percentage: `+22 %`, `-0.5 %`."""
    value = fraction * 100
    return f"{value:+,.0f} %" if abs(value) >= 1 else f"{value:+.2g} %"


def time(value: datetime) -> str:
    return value.astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M:%S UTC")


def duration(value: timedelta) -> str:
    """The two largest units: `45 s`, `21 min 3 s`, `2 h 5 min`, `3 d 4 h`."""
    seconds = int(value.total_seconds())
    sign = "-" if seconds < 0 else ""
    days, rest = divmod(abs(seconds), 86400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s")]
    while len(parts) > 1 and parts[0][0] == 0:
        parts.pop(0)
    return sign + " ".join(f"{n} {unit}" for n, unit in parts[:2] if n or len(parts) == 1)


def metric(value: Number, unit: Unit) -> str:
    """A metric's value with its unit, as a cell of a table or in a sentence."""
    match unit:
        case Unit.USD_PER_HOUR:
            return usd(value)
        case Unit.USD:
            return f"{usd_per_million(value)} per 1M"
        case Unit.USD_PER_MONTH:
            return f"{usd(value)} a month"
        case Unit.USD_PER_MILLION:
            return f"{usd(value)} per 1M"
        case Unit.PERCENT:
            return percent(value)
        case Unit.COUNT:
            return number(value)
    return f"{number(value)} {unit.value}"


def _magnitude(size: float) -> int:
    """Digits before the decimal point; 0.0x counts as -1."""
    return floor(log10(size)) + 1
