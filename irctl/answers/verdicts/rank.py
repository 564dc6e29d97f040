"""What a ranking comes down to, in a sentence."""

from irctl.answers import reasons
from irctl.decisions.ranking import Beaten, Criteria, Ranking
from irctl.jobs.metrics import COST_PER_INFERENCE, LATENCY, Metric
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
    values = best.recommendation.metrics
    if criteria.weights and best.score is None:
        return f"{_front(ranking)}no recommendation has every metric that --weight names"
    if not criteria.weights and criteria.by[0].of(values) is None:
        return (
            f"{_front(ranking)}no recommendation has a {criteria.by[0].name}; choose another --by"
        )
    shown = [
        numbers.quantity(value, metric.unit)
        for metric in dict.fromkeys((*criteria.chosen, COST_PER_INFERENCE, LATENCY))
        if (value := metric.of(values)) is not None
    ]
    score = [] if best.score is None else [f"score {best.score:.3f}"]
    name = _configuration(best.recommendation, several=several)
    return f"{_front(ranking)}best by {_criteria(criteria)}: {', '.join([name, *score, *shown])}"


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
    return ", then ".join(map(_in_words, criteria.by))


def _in_words(metric: Metric) -> str:
    return metric.name.replace("-", " ")


def _configuration(recommendation: Recommendation, *, several: bool) -> str:
    configuration = recommendation.configuration
    name = configuration.title
    if configuration.instance_type:
        count = configuration.initial_instance_count or 1
        name = f"{numbers.number(count)} x {configuration.instance_type}"
    return f"{name} of {recommendation.job_name}" if several else name
