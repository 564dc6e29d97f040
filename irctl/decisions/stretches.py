"""What is the cheapest for each steady traffic between two rates."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
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
    """Whether something else is known to be the cheapest in small parts of it."""


def stretches(
    recommendations: Sequence[Recommendation],
    sizing: Sizing,
    low: Fraction,
    high: Fraction,
    *,
    looks: int = 250,
) -> list[Stretch]:
    """Return what is the cheapest between two rates above 0, in order of the rates.

    It is looked at just above so many rates with equal ratios, and where that differs between
    two of them, the change is exact. What is the cheapest between two looks only is not seen, as
    two configurations can take turns at each of millions of steps; `marked` says where. The
    recommendations are in the order that decides ties, as in `with_crossovers`.
    """
    rivals = without_beaten(cost_curves(recommendations, sizing), sizing)
    rates = _spread(low, high, looks)
    seen = [cheapest(rivals, rate) for rate in rates]
    parts = [Stretch(seen[0] and seen[0].recommendation, low, high)]
    for (rate, before), (until, best) in pairwise(zip(rates, seen, strict=True)):
        if best is not before:
            start = _change(before, best, rate, until)
            parts[-1] = parts[-1]._replace(end=start)
            parts.append(Stretch(best and best.recommendation, start, high))
    return _joined(parts)


def _spread(low: Fraction, high: Fraction, count: int) -> list[Fraction]:
    """Return rates from one to below another, rounded so that they are fast to compute with."""
    ratio = float(high / low) ** (1 / count)
    between = {Fraction(f"{float(low) * ratio**number:.6g}") for number in range(1, count)}
    return [low, *sorted(rate for rate in between if low < rate < high)]


def _change(before: Curve | None, best: Curve | None, rate: Fraction, until: Fraction) -> Fraction:
    """Return the first rate just above which the best of one look beats that of the one before.

    At the latest, that is the rate of the second look.
    """
    if best is None:
        return until if before is None else min(until, feasible_until(before, rate))
    if before is None:
        starts = [steps.between(rate, until).first_rate for steps in best.steps]
        return min((start for start in starts if start is not None), default=until)
    return first_win_of_any(before, [best], rate, min(until, feasible_until(before, rate)))


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


def marked(
    parts: Sequence[Stretch], recommendations: Sequence[Recommendation], sizing: Sizing
) -> list[Stretch]:
    """Mark the stretches in which something else is the cheapest anywhere: exactly."""
    rivals = without_beaten(cost_curves(recommendations, sizing), sizing)
    return [
        part._replace(is_merged=part.is_merged or _is_interrupted(part, rivals)) for part in parts
    ]


def _is_interrupted(part: Stretch, rivals: Sequence[Curve]) -> bool:
    best = next((curve for curve in rivals if curve.recommendation is part.cheapest), None)
    if best is None:
        return any(steps.between(part.start, part.end).indices for c in rivals for steps in c.steps)
    until = min(part.end, feasible_until(best, part.start))
    return first_win_of_any(best, rivals, part.start, until) < part.end


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
