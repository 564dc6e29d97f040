"""Limits on the costs and the size of a plan, as ranges of what a cost curve is made of."""

from collections.abc import Iterable
from fractions import Fraction

from irctl.decisions.limits import Limit
from irctl.decisions.linear import NOTHING, Range
from irctl.decisions.plan_metrics import HOURS_PER_MONTH, INSTANCES, MONTHLY_COST
from irctl.decisions.sizing import MOST_INSTANCES
from irctl.decisions.work import Work
from irctl.jobs.exact import around, double, exact, nearly
from irctl.jobs.metrics import COST_PER_HOUR

_PER_HOUR = {COST_PER_HOUR.key: Fraction(1), MONTHLY_COST.key: Fraction(HOURS_PER_MONTH)}
"""Limits on a cost over time, as multiples of the cost per hour."""


def counts(limits: Iterable[Limit], price: Fraction) -> Range:
    """Return how many instances keep the limits; the price is in US dollars an hour.

    A bound includes a count within the error of a 32-bit float, as a limit does.
    """
    allowed = Range(high=Fraction(MOST_INSTANCES))
    multiples = {key: price * hours for key, hours in _PER_HOUR.items()}
    multiples[INSTANCES.key] = Fraction(1)
    for limit in limits:
        factor = multiples.get(limit.metric.key)
        if factor is not None:
            allowed = _held(allowed, limit, factor, rounds=limit.metric.is_single_precision)
    return allowed


def loads(limits: Iterable[Limit], price: Fraction, costs: Work) -> Range:
    """Return how much traffic a minute an instance of a price has to serve to keep the limits."""
    allowed = Range()
    for limit in limits:
        key = limit.metric.key
        if key in costs:
            allowed = _loaded(allowed, limit, price * costs[key])
        elif key not in _PER_HOUR and key != INSTANCES.key:
            return NOTHING  # the cost is not known
    return allowed


def rates(limits: Iterable[Limit], slope: Fraction, most: Fraction, costs: Work) -> Range:
    """Return how many requests a minute serverless may serve to keep the limits.

    The slope is in US dollars an hour for one request a minute. It has no instances to limit.
    """
    allowed = Range(high=most)
    for limit in limits:
        key = limit.metric.key
        if key in _PER_HOUR:
            allowed = _held(allowed, limit, slope * _PER_HOUR[key])
        elif key == INSTANCES.key or key not in costs or not _is_kept(limit, slope * costs[key]):
            return NOTHING
    return allowed


def _is_kept(limit: Limit, cost: Fraction) -> bool:
    value = double(cost)
    return value is not None and limit.holds({limit.metric.key: value})


def _held(allowed: Range, limit: Limit, factor: Fraction, *, rounds: bool = False) -> Range:
    """Return the values of a range whose product with the factor keeps the limit."""
    bound, is_max = _bound(limit), limit.operator == "<="
    if not factor:
        holds = bound >= 0 if is_max else bound <= 0
        return allowed if holds else NOTHING
    bound /= factor
    if rounds and nearly(Fraction(round(bound)), bound):
        bound = Fraction(round(bound))
    return allowed.at_most(bound) if is_max else allowed.at_least(bound)


def _loaded(allowed: Range, limit: Limit, cost: Fraction) -> Range:
    """Return the loads of a range at which the cost over the load keeps the limit.

    A bound includes a cost within the error of a 32-bit float, as a limit does.
    """
    bound, is_max = _bound(limit), limit.operator == "<="
    if bound <= 0:
        return allowed if not is_max or cost <= bound else NOTHING
    if limit.metric.is_single_precision:
        lowest, highest = around(bound)
        bound = highest if is_max else lowest
    return allowed.at_least(cost / bound) if is_max else allowed.at_most(cost / bound)


def _bound(limit: Limit) -> Fraction:
    return limit.bound if isinstance(limit.bound, Fraction) else exact(limit.bound)
