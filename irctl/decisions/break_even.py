"""The traffic at which a real-time fleet gets as cheap as serverless."""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from irctl.decisions.limits import missed
from irctl.decisions.sizing import (
    SERVERLESS_MAX_CONCURRENCY,
    Sizing,
    price_of_one,
    price_of_request,
    rate_of_one,
)
from irctl.jobs.model import Job, Recommendation


class BreakEven(NamedTuple):
    per_minute: Fraction
    serverless: Recommendation
    real_time: Recommendation


def first_break_even(jobs: Iterable[Job], sizing: Sizing) -> BreakEven | None:
    """Return the smallest break-even within the jobs of one model.

    A job that does not state its model is compared with no other.
    """
    by_model: dict[str | int, list[Recommendation]] = {}
    for number, job in enumerate(jobs):
        by_model.setdefault(job.model or number, []).extend(job.recommendations)
    evens = [break_even(recommendations, sizing) for recommendations in by_model.values()]
    known = [even for even in evens if even is not None]
    return min(known, key=lambda even: even.per_minute, default=None)


def break_even(recommendations: Iterable[Recommendation], sizing: Sizing) -> BreakEven | None:
    """Return the smallest rate at which a real-time fleet costs no more than serverless.

    The recommendations are of one model. Serverless is the usable configuration with the
    lowest CostPerInference: it has a throughput. None when no rate breaks even, up to the
    most that it can serve.

    Let s be that cost (dollars an inference), and for a real-time configuration c the
    price of one instance (dollars an hour), a its usable rate (rate of one x utilization,
    requests a minute) and m the smallest fleet. At rate r serverless costs 60 s r an hour
    and the fleet max(ceil(r / a), m) x c.

    - If c > 60 s a: a fleet costs at least (r / a) c > 60 s r, more at every rate.
    - Else: up to r = m a the fleet stays at m instances and costs m c, which serverless
      reaches at r* = m c / (60 s). As c <= 60 s a, r* <= m a, so that is the first rate.

    To survive the loss of a zone, a fleet is half as large again, see Sizing.fleet.

    Above r* the fleet grows in steps, and just after a step it can cost more again.
    Recommendations that break a limit on what was measured don't take part.
    """
    limits = sizing.limits_on_measured
    candidates = [r for r in recommendations if not missed(limits, r.metrics)]
    serverless = _cheapest(candidates)
    if serverless is None:
        return None
    rates = [
        (rate, index)
        for index, candidate in enumerate(candidates)
        if (rate := _rate(candidate, serverless.price, sizing)) is not None
    ]
    first = min(rates, default=None)
    if first is None or first[0] > serverless.most(sizing):
        return None
    rate, index = first
    return BreakEven(rate, serverless.recommendation, candidates[index])


class _Serverless(NamedTuple):
    """A usable serverless configuration."""

    recommendation: Recommendation
    price: Fraction
    """Dollars an inference."""
    rate_of_one: Fraction
    """Requests a minute."""

    def most(self, sizing: Sizing) -> Fraction:
        """Return the highest rate that it can serve."""
        return SERVERLESS_MAX_CONCURRENCY * self.rate_of_one * sizing.utilization


def _cheapest(candidates: Iterable[Recommendation]) -> _Serverless | None:
    """Return the usable serverless configuration with the lowest cost; the first of several."""
    usable = [
        _Serverless(candidate, price, one)
        for candidate in candidates
        if candidate.configuration.is_serverless
        and (price := price_of_request(candidate))
        and (one := rate_of_one(candidate)) is not None
    ]
    return min(usable, key=lambda serverless: serverless.price, default=None)


def _rate(candidate: Recommendation, cost: Fraction, sizing: Sizing) -> Fraction | None:
    """Return the rate at which a real-time candidate gets as cheap; None if it never does."""
    one, price = rate_of_one(candidate), price_of_one(candidate)
    if candidate.configuration.is_serverless or one is None or not price:
        return None
    even, usable = price / (60 * cost), one * sizing.utilization
    if even * (Fraction(3, 2) if sizing.survives_zone else 1) > usable:
        return None
    step = ceil(sizing.fleet(1) * even / usable)
    while sizing.fleet(step) * even > step * usable:
        step += 1
    return sizing.fleet(step) * even
