"""How many requests are to be served, and how that changes over the hours."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from irctl.decisions import quantities
from irctl.decisions.quantities import Rate


class Hour(NamedTuple):
    label: str
    per_minute: Fraction


class Traffic(NamedTuple):
    """The load of a fleet.

    A fixed fleet is sized for the peak; serverless is paid by the request, for the average.
    """

    label: str
    peak: Fraction
    """Requests a minute."""
    average: Fraction
    """Requests a minute."""
    varies: bool = False
    """Whether an autoscaled fleet is compared with the fixed one."""
    hours: tuple[Hour, ...] = ()
    """Hour by hour, if known."""
    is_of_tokens: bool = False
    """Whether its rates are of output tokens, not of requests."""


def constant(rate: Rate) -> Traffic:
    return Traffic(rate.text, rate.per_minute, rate.per_minute, is_of_tokens=rate.is_of_tokens)


def between(average: Rate, peak: Rate) -> Traffic:
    """Raise ValueError when the average is above the peak, or of something else."""
    if average.is_of_tokens is not peak.is_of_tokens:
        raise ValueError(f"{average.text} and {peak.text} are not of the same")
    if average.per_minute > peak.per_minute:
        raise ValueError(f"the average {average.text} is above the peak {peak.text}")
    return Traffic(
        f"peak {peak.text}",
        peak.per_minute,
        average.per_minute,
        varies=True,
        is_of_tokens=peak.is_of_tokens,
    )


def over(hours: Sequence[Hour]) -> Traffic:
    """Return the traffic of some hours, which are taken to repeat."""
    rates = [hour.per_minute for hour in hours]
    average = sum(rates, Fraction(0)) / len(rates)
    return Traffic("the profile's peak", max(rates), average, varies=True, hours=tuple(hours))


def profile(lines: Iterable[str]) -> Traffic:
    """Read traffic hour by hour from CSV: a label of the hour and its rate on each line.

    A first line without a rate is a header, `#` starts a comment, and a bare number is
    requests per minute. 0 is a rate here: nights are quiet. Raise ValueError, which names
    the line.
    """
    hours: dict[str, Hour] = {}
    is_first = True
    for number, line in enumerate(lines, 1):
        text = line.partition("#")[0].strip().removeprefix("\ufeff")
        if not text:
            continue
        try:
            cells = _cells(text)
            is_header = is_first and not any(c.isdigit() for c in cells[-1])
            is_first = False
            if not is_header:
                hour = _hour(cells, text)
                if hour.label in hours:
                    raise ValueError(f"hour {hour.label!r} is given twice")
                hours[hour.label] = hour
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from None
    if not any(hour.per_minute for hour in hours.values()):
        raise ValueError("no hour has a rate above 0; expected lines of HOUR,RATE such as 9,12000")
    return over(list(hours.values()))


def _cells(line: str) -> list[str]:
    import csv  # only for a traffic profile

    try:
        return [cell.strip() for cell in next(csv.reader([line]))]
    except csv.Error as error:
        raise ValueError(str(error)) from None


def _hour(cells: Sequence[str], line: str) -> Hour:
    if len(cells) != 2:
        raise ValueError(f"expected HOUR,RATE, got {line!r}")
    label, rate = cells
    return Hour(label, quantities.rate_or_pause(rate))
