"""How many requests are to be served: rates as people write them, and how they change
over the hours."""

import csv
import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

_RATE = re.compile(
    r"(\d{1,15}(?:\.\d{0,9})?|\.\d{1,9}) ?([kmb]?)(?: ?/ ?([a-z]+))?", re.ASCII | re.IGNORECASE
)
_MULTIPLES = {"": 1, "k": 10**3, "m": 10**6, "b": 10**9}
PER_MINUTE = {
    unit: factor
    for units, factor in (
        (("s", "sec", "second"), Fraction(60)),
        (("m", "min", "minute"), Fraction(1)),
        (("h", "hr", "hour"), Fraction(1, 60)),
        (("d", "day"), Fraction(1, 1440)),
    )
    for unit in units
}
_EXPECTED = "expected requests in a time, such as 200/s, 12k/min, 90000/h or 5M/day"


class Rate(NamedTuple):
    text: str
    """As it was written."""
    per_minute: Fraction
    """Requests a minute, the API's unit of throughput; exact."""


class Hour(NamedTuple):
    label: str
    per_minute: Fraction


class Traffic(NamedTuple):
    """What a fleet has to serve. A fixed fleet is sized for the peak; what is paid by
    the request is paid for the average."""

    label: str
    peak: Fraction
    """Requests a minute."""
    average: Fraction
    """Requests a minute."""
    varies: bool = False
    """Whether an autoscaled fleet is to be compared with the fixed one."""
    hours: tuple[Hour, ...] = ()
    """Hour by hour, where that is known."""


def constant(rate: Rate) -> Traffic:
    return Traffic(rate.text, rate.per_minute, rate.per_minute)


def between(average: Rate, peak: Rate) -> Traffic:
    """Raises ValueError when the average is above the peak."""
    if average.per_minute > peak.per_minute:
        raise ValueError(f"the average {average.text} is above the peak {peak.text}")
    return Traffic(f"peak {peak.text}", peak.per_minute, average.per_minute, varies=True)


def over(hours: Sequence[Hour]) -> Traffic:
    """The traffic of some hours, which is taken to repeat."""
    rates = [each.per_minute for each in hours]
    average = sum(rates, Fraction(0)) / len(rates)
    return Traffic("the profile's peak", max(rates), average, varies=True, hours=tuple(hours))


def rate(text: str) -> Rate:
    """A rate of requests from the command line: `200/s`, `12k/min`, `5M/day`; k, M and B
    are thousands, millions and billions.

    Raises ValueError, which says what was expected.
    """
    found = _read(text)
    if found is None:
        raise ValueError(f"{_EXPECTED}, got {text!r}")
    per_unit, unit = found
    if unit is None:
        bare = text.strip()
        raise ValueError(f"{bare} is a number without a unit: {bare}/s, {bare}/min or {bare}/day?")
    if per_unit == 0:
        raise ValueError(f"a rate must be above 0, got {text!r}")
    return Rate(text.strip(), per_unit * _factor(unit, text))


def rates(text: str) -> list[Rate]:
    """A comma list of rates. Raises ValueError."""
    return [rate(each) for each in text.split(",")]


def profile(lines: Iterable[str]) -> Traffic:
    """Traffic hour by hour from CSV: a label of the hour and its rate, one hour a line.

    A first line without a rate is a header, `#` starts a comment, and a bare number is
    requests a minute. 0 is a rate here: nights are quiet. Raises ValueError, which names
    the line.
    """
    hours: dict[str, Hour] = {}
    header_may_come = True
    for number, line in enumerate(lines, 1):
        text = line.partition("#")[0].strip().removeprefix("\ufeff")
        if not text:
            continue
        try:
            cells = [cell.strip() for cell in next(csv.reader([text]))]
        except csv.Error as error:
            raise ValueError(f"line {number}: {error}") from None
        is_header = header_may_come and not any(c.isdigit() for c in cells[-1])
        header_may_come = False
        if is_header:
            continue
        if len(cells) != 2:
            raise ValueError(f"line {number}: expected HOUR,RATE, got {text!r}")
        label, written = cells
        found = _read(written)
        if found is None:
            raise ValueError(f"line {number}: {_EXPECTED}, got {written!r}")
        if label in hours:
            raise ValueError(f"line {number}: hour {label!r} stands there twice")
        try:
            factor = _factor(found[1] or "min", written)
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from None
        hours[label] = Hour(label, found[0] * factor)
    if not any(each.per_minute for each in hours.values()):
        raise ValueError("no hour has a rate above 0; expected lines of HOUR,RATE such as 9,12000")
    return over(list(hours.values()))


def _read(text: str) -> tuple[Fraction, str | None] | None:
    """The number and the unit, None for no unit; None for what is no rate."""
    match = _RATE.fullmatch(text.strip())
    if match is None:
        return None
    digits, multiple, unit = match.groups()
    return Fraction(digits) * _MULTIPLES[multiple.lower()], unit


def _factor(unit: str, text: str) -> Fraction:
    factor = PER_MINUTE.get(unit.lower())
    if factor is None:
        raise ValueError(f"unknown unit of time {unit!r} in {text!r}: it is s, min, h or day")
    return factor
