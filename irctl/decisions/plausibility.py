"""Values of a job that cannot be, or are not what they seem to be."""

from collections.abc import Iterator
from operator import itemgetter

from irctl.decisions.benchmarks import about_benchmark
from irctl.decisions.caveats import (
    Caveat,
    CostIsInconsistent,
    FiguresAreLeftOut,
    HasNoRecommendations,
    LatencyIsCapped,
    LatencyLooksLikeMicroseconds,
    PriceIsZero,
    ValuesCannotBe,
)
from irctl.jobs.ai_model import LeftOut
from irctl.jobs.kinds import AI_BENCHMARK
from irctl.jobs.metrics import (
    ALL_METRICS,
    COST_PER_HOUR,
    COST_PER_INFERENCE,
    LATENCY,
    THROUGHPUT,
    Metric,
    Number,
    Values,
)
from irctl.jobs.model import Job, Recommendation
from irctl.jobs.statuses import Outcome

LONGEST_INVOCATION_MS = 60_000
"""SageMaker ends a real-time invocation after 60 seconds (InvokeEndpoint, AWS's API
reference), so no measured latency in milliseconds can be longer."""


def cost_breaks_identity(values: Values) -> bool:
    """Whether CostPerInference is not CostPerHour / (MaxInvocations x 60).

    Full-precision recordings agree to 1e-7; a cost written with few digits is allowed
    half a unit of its last one.
    """
    stated = COST_PER_INFERENCE.of(values)
    hourly = COST_PER_HOUR.of(values)
    rate = THROUGHPUT.of(values)
    if stated is None or hourly is None or rate is None or rate <= 0:
        return False
    expected = hourly / rate / 60
    if _are_alike(stated, expected):
        return False
    from decimal import Decimal  # rarely needed, and slow to import

    exponent = Decimal(repr(stated)).as_tuple().exponent
    half_a_digit = 0.5 * 10.0**exponent if isinstance(exponent, int) else 0.0
    return abs(stated - expected) > half_a_digit * 1.001


def _are_alike(stated: Number, expected: float) -> bool:
    return abs(stated - expected) <= 1e-3 * abs(expected)


def _latency_thresholds(job: Job) -> list[Number]:
    return [
        value
        for threshold in job.stopping_conditions.get("ModelLatencyThresholds") or ()
        if (value := threshold.get("ValueInMilliseconds")) is not None and value > 0
    ]


def slow_places(job: Job) -> list[str]:
    """Return the configurations and endpoints whose latency looks like microseconds."""
    longest = _longest_latency(job)
    key = LATENCY.key
    return [item.title for item in job.measured if item.metrics.get(key, 0) > longest]


def _longest_latency(job: Job) -> Number:
    """Return the longest latency that can be one in milliseconds."""
    return min([LONGEST_INVOCATION_MS, *(100 * limit for limit in _latency_thresholds(job))])


def about_values(job: Job) -> list[Caveat]:
    """Return the caveats about values of a job."""
    longest = _longest_latency(job)
    odd = [r for r in job.recommendations if not _is_plain(r, longest)]
    caveats = [*_nothing(job)]
    if odd or job.endpoint_performances or job.kind is AI_BENCHMARK:
        caveats += _about_odd(job._replace(recommendations=tuple(odd)))
    return [*caveats, *_capped(job)]


_USUAL = itemgetter(COST_PER_HOUR.key, COST_PER_INFERENCE.key, THROUGHPUT.key, LATENCY.key)


def _is_plain(recommendation: Recommendation, longest: Number) -> bool:
    """Whether nothing about a recommendation is odd, in a fifth of the time of asking what.

    So most are, and an archive may have 100,000.
    """
    values = recommendation.metrics
    try:
        hourly, stated, rate, latency = _USUAL(values)
    except KeyError:
        return False
    return (
        latency <= longest
        and recommendation.sent is values
        and not recommendation.other_figures
        and hourly > 0
        and stated > 0
        and rate > 0
        and _are_alike(stated, hourly / rate / 60)
    )


def _about_odd(job: Job) -> list[Caveat]:
    return [
        *_impossible(job),
        *_left_out(job),
        *(about_benchmark(job) if job.kind is AI_BENCHMARK else ()),
        *_slow(job),
        *_inconsistent(job),
        *_free(job),
    ]


def _slow(job: Job) -> Iterator[Caveat]:
    if slow := slow_places(job):
        yield LatencyLooksLikeMicroseconds(job.label, tuple(slow))


def _inconsistent(job: Job) -> Iterator[Caveat]:
    inconsistent = [
        recommendation.title
        for recommendation in job.recommendations
        if cost_breaks_identity(recommendation.metrics)
        and recommendation.configuration.serverless is None
    ]
    if inconsistent:
        yield CostIsInconsistent(job.label, tuple(inconsistent))


def _free(job: Job) -> Iterator[Caveat]:
    if free := [r.title for r in job.recommendations if _is_free(r.metrics)]:
        yield PriceIsZero(job.label, tuple(free))


def _capped(job: Job) -> Iterator[Caveat]:
    if len(job.recommendations) > 1 and _is_capped(job):
        yield LatencyIsCapped(job.label)


def _nothing(job: Job) -> Iterator[Caveat]:
    """Yield a caveat about a job without results. A benchmark's are not in its response."""
    if not job.measured and job.outcome is Outcome.READY and job.kind is not AI_BENCHMARK:
        yield HasNoRecommendations(job.label)


def _is_free(values: Values) -> bool:
    return 0 in (COST_PER_HOUR.of(values), COST_PER_INFERENCE.of(values))


def _is_capped(job: Job) -> bool:
    """Whether every latency is one of the thresholds at which the job stops."""
    thresholds = _latency_thresholds(job)
    return bool(thresholds) and all(
        LATENCY.of(recommendation.metrics) in thresholds for recommendation in job.recommendations
    )


def _left_out(job: Job) -> Iterator[Caveat]:
    figures = tuple(
        (recommendation.title, figure)
        for recommendation in job.recommendations
        for figure in recommendation.other_figures
        if figure.reason in (LeftOut.VALUE, LeftOut.REPEATED)
    )
    if figures:
        yield FiguresAreLeftOut(job.label, figures)


_BY_MEASURE = {metric.measure: metric for metric in ALL_METRICS}


def _impossible(job: Job) -> list[Caveat]:
    """Return a caveat for each metric with values that cannot be."""
    by_metric: dict[Metric, list[tuple[str, Number]]] = {}
    for item in job.measured:
        if item.sent is item.metrics:  # so most are, and a job may have 100,000
            continue
        for key in item.sent:
            if key not in item.metrics:
                metric = _BY_MEASURE[key[0]].at(key[1])
                by_metric.setdefault(metric, []).append((item.title, item.sent[key]))
    return [ValuesCannotBe(job.label, metric, tuple(sent)) for metric, sent in by_metric.items()]
