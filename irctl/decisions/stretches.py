"""What is the cheapest for each steady traffic between two rates."""

from collections.abc import Sequence
from fractions import Fraction
from math import log
from typing import NamedTuple

from irctl.decisions.cost_curves import Curve, cost_curves
from irctl.decisions.crossover import cheapest, feasible_until, first_win_of_any, without_beaten
from irctl.decisions.sizing import Sizing
from irctl.jobs.model import Recommendation


class Stretch(NamedTuple):
    """A range of steady traffic and what is the cheapest in it; rates are requests a minute."""

    cheapest: Recommendation | None
    """None where nothing is feasible."""
    start: Fraction
    end: Fraction
    is_merged: bool = False
    """Whether something else is the cheapest in small parts of it."""


def stretches(
    recommendations: Sequence[Recommendation],
    sizing: Sizing,
    low: Fraction,
    high: Fraction,
    *,
    resolution: Fraction = Fraction(1),
) -> list[Stretch]:
    """Return what is the cheapest at every rate between two, in order of the rates.

    The recommendations are in the order that decides ties, as in `with_crossovers`. None is
    shorter than up to `resolution` times its start: two can take turns at each of their steps.
    """
    rivals = without_beaten(cost_curves(recommendations, sizing), sizing)
    parts: list[Stretch] = []
    rate = low
    while rate < high:
        best = cheapest(rivals, rate)
        until = min(high, _end(best, rivals, rate, high))
        end = min(high, max(until, rate * resolution))
        parts.append(Stretch(best and best.recommendation, rate, end, is_merged=end > until))
        rate = end
    return _joined(parts)


def _end(best: Curve | None, curves: Sequence[Curve], rate: Fraction, high: Fraction) -> Fraction:
    """Return up to which rate one is the cheapest, or none is feasible."""
    if best is not None:
        return first_win_of_any(best, curves, rate, min(high, feasible_until(best, rate)))
    starts = [steps.between(rate, high).first_rate for curve in curves for steps in curve.steps]
    return min((start for start in starts if start is not None), default=high)


def merged(parts: Sequence[Stretch], *, most: int | None = None, least: float = 1) -> list[Stretch]:
    """Give the narrowest stretches to a neighbour, the wider one.

    Until they are at most so many, and each ends at `least` times its start or above.
    """
    wide = list(parts)
    while len(wide) > 1:
        widths = [log(part.end / part.start) for part in wide]
        narrowest = widths.index(min(widths))
        if (most is None or len(wide) <= most) and widths[narrowest] >= log(least):
            break
        before, after = narrowest - 1, narrowest + 1
        takes_before = after == len(wide) or (before >= 0 and widths[before] >= widths[after])
        first = before if takes_before else narrowest
        taker = wide[before if takes_before else after]
        both = taker._replace(start=wide[first].start, end=wide[first + 1].end, is_merged=True)
        wide[first : first + 2] = [both]
        wide = _joined(wide)
    return wide


def _joined(parts: Sequence[Stretch]) -> list[Stretch]:
    """Join neighbours with the same cheapest configuration."""
    joined: list[Stretch] = []
    for part in parts:
        if joined and joined[-1].cheapest is part.cheapest:
            is_merged = joined[-1].is_merged or part.is_merged
            joined[-1] = joined[-1]._replace(end=part.end, is_merged=is_merged)
        else:
            joined.append(part)
    return joined
