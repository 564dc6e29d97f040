"""What a ranking comes down to, in a sentence."""

from collections.abc import Iterator

from irctl.answers import reasons
from irctl.decisions.ranking import Beaten, Criteria, Ranking
from irctl.jobs.metrics import COST_PER_INFERENCE, Metric
from irctl.jobs.model import Recommendation
from irctl.output import numbers


def of_ranking(ranking: Ranking, *, several: bool) -> str:
    """Name the best recommendation, with `several` jobs its own, and why it is the best."""
    criteria = ranking.criteria
    if not ranking.ranked:
        if not ranking.excluded:
            return "no recommendation to rank"
        nearest = ranking.nearest_misses[0]
        why = "; ".join(reasons.of_exclusion(nearest, criteria))
        name = _configuration(nearest.recommendation, several=several)
        return f"nothing is left; the nearest is {name}: {why}"
    best = ranking.ranked[0]
    if criteria.weights and best.score is None:
        return f"{_front(ranking)}no recommendation has every metric that --weight names"
    decisive = () if criteria.weights else criteria.by[:1]
    for metric in decisive:
        if metric.of(best.recommendation.metrics) is None:
            return f"{_front(ranking)}no recommendation has a {metric.name}; choose another --by"
    score = [] if best.score is None else [f"score {best.score:.3f}"]
    name = _configuration(best.recommendation, several=several)
    values = [name, *score, *_values(best.recommendation, criteria)]
    return f"{_front(ranking)}{_claim(ranking)}: {', '.join(values)}"


def _values(recommendation: Recommendation, criteria: Criteria) -> Iterator[str]:
    """Yield the values that decide, and those that would otherwise; named where that is unclear."""
    values = recommendation.metrics
    others = criteria.ties or criteria.pareto_metrics
    for metric in dict.fromkeys((*criteria.chosen, *others)):
        value = metric.of(values)
        if value is not None:
            is_clear = metric.statistic is None or metric in criteria.by[:1]
            text = numbers.quantity(value, metric.unit)
            if metric is COST_PER_INFERENCE and _is_at_full_load(recommendation, criteria):
                text += " at full load"
            yield text if is_clear else f"{_in_words(metric)} {text}"


def _is_at_full_load(recommendation: Recommendation, criteria: Criteria) -> bool:
    return criteria.traffic is None and not recommendation.configuration.is_serverless


def _claim(ranking: Ranking) -> str:
    """Say what the first is: one without others is not the best of several."""
    criteria = ranking.criteria
    if ranking.total == 1 and not ranking.excluded:
        return "the only recommendation"
    if not criteria.by:
        return "first in the service's order"
    return f"best by {_criteria(criteria)}"


def _front(ranking: Ranking) -> str:
    if not ranking.criteria.pareto:
        return ""
    axes = " and ".join(map(_in_words, ranking.criteria.pareto_metrics))
    beaten = sum(isinstance(e.reasons[0], Beaten) for e in ranking.excluded)
    return f"{ranking.total} of {ranking.total + beaten} are on the Pareto front of {axes}; "


def _criteria(criteria: Criteria) -> str:
    if criteria.weights:
        shares = (f"{_in_words(metric)} {share:.3g}" for metric, share in criteria.weights.items())
        return f"score ({', '.join(shares)})"
    at = f" at {criteria.traffic.text}" if criteria.traffic else ""
    return ", then ".join(map(_in_words, criteria.by)) + at


def _in_words(metric: Metric) -> str:
    return metric.name.replace("-", " ").replace(":", " ")


def _configuration(recommendation: Recommendation, *, several: bool) -> str:
    configuration = recommendation.configuration
    name = configuration.title
    if configuration.instance_type:
        count = configuration.initial_instance_count or 1
        name = f"{numbers.number(count)} x {configuration.instance_type}"
    return f"{name} of {recommendation.job_name}" if several else name
