"""What a unit of work costs: a request, and an output token of a language model."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from irctl.decisions.plan_metrics import COST_PER_MILLION
from irctl.decisions.sizing import rate_of_one
from irctl.jobs.metrics import (
    COST_PER_INFERENCE,
    COST_PER_MILLION_TOKENS,
    COST_PER_THOUSAND_REQUESTS,
    Key,
    Metric,
)
from irctl.jobs.model import Recommendation

Work = Mapping[Key, Fraction]
"""Costs of work by metric, each as a multiple of dollars an hour over the traffic a minute."""


class _Unit(NamedTuple):
    """A metric of what so many requests cost, or so many output tokens."""

    metric: Metric
    number: int
    is_of_tokens: bool = False


_MILLION_REQUESTS = _Unit(COST_PER_MILLION, 10**6)
_OF_INFERENCE = (_MILLION_REQUESTS, _Unit(COST_PER_INFERENCE, 1))
_OF_LANGUAGE_MODEL = (
    _MILLION_REQUESTS,
    _Unit(COST_PER_MILLION_TOKENS, 10**6, is_of_tokens=True),
    _Unit(COST_PER_THOUSAND_REQUESTS, 10**3),
)


OF_REQUESTS: Work = {unit.metric.key: Fraction(unit.number, 60) for unit in _OF_INFERENCE}
"""Those of every inference job."""


def work(recommendation: Recommendation, *, of_tokens: bool) -> Work:
    """Return the costs of work for traffic in requests, or in output tokens.

    Where the traffic counts the other, in the proportion that was measured; one that leaves
    unknown is missing.
    """
    units = _OF_LANGUAGE_MODEL if recommendation.is_of_language_model else _OF_INFERENCE
    shares = ((unit, _share(recommendation, unit, of_tokens=of_tokens)) for unit in units)
    return {unit.metric.key: unit.number * share / 60 for unit, share in shares if share}


def _share(recommendation: Recommendation, unit: _Unit, *, of_tokens: bool) -> Fraction | None:
    """Return how much of the traffic comes with one request, or one token, of a unit."""
    if unit.is_of_tokens is of_tokens:
        return Fraction(1)
    wanted = rate_of_one(recommendation, of_tokens=unit.is_of_tokens)
    given = rate_of_one(recommendation, of_tokens=of_tokens)
    return None if wanted is None or given is None else given / wanted
