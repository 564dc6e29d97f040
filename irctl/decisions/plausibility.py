"""Values of a job that cannot be, or are not what they seem to be."""

from collections.abc import Iterator

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
from irctl.jobs.model import (
    Job,
)
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
    if abs(stated - expected) <= 1e-3 * abs(expected):
        return False
    from decimal import Decimal  # rarely needed, and slow to import

    exponent = Decimal(repr(stated)).as_tuple().exponent
    half_a_digit = 0.5 * 10.0**exponent if isinstance(exponent, int) else 0.0
    return abs(stated - expected) > half_a_digit * 1.001


def _latency_thresholds(job: Job) -> list[Number]:
    return [
        value
        for threshold in job.stopping_conditions.get("ModelLatencyThresholds") or ()
        if (value := threshold.get("ValueInMilliseconds")) is not None and value > 0
    ]


def slow_places(job: Job) -> list[str]:
    """Return the configurations and endpoints whose latency looks like microseconds."""
    longest = min([LONGEST_INVOCATION_MS, *(100 * limit for limit in _latency_thresholds(job))])
    key = LATENCY.key
    return [item.title for item in job.measured if item.metrics.get(key, 0) > longest]


def about_values(job: Job) -> list[Caveat]:
    caveats = [*_nothing(job), *_impossible(job), *_left_out(job)]
    if job.kind is AI_BENCHMARK:
        caveats += about_benchmark(job)
    if slow := slow_places(job):
        caveats.append(LatencyLooksLikeMicroseconds(job.label, tuple(slow)))
    inconsistent = [
        recommendation.title
        for recommendation in job.recommendations
        if cost_breaks_identity(recommendation.metrics)
        and recommendation.configuration.serverless is None
    ]
    if inconsistent:
        caveats.append(CostIsInconsistent(job.label, tuple(inconsistent)))
    if free := [r.title for r in job.recommendations if _is_free(r.metrics)]:
        caveats.append(PriceIsZero(job.label, tuple(free)))
    if len(job.recommendations) > 1 and _is_capped(job):
        caveats.append(LatencyIsCapped(job.label))
    return caveats


def _nothing(job: Job) -> Iterator[Caveat]:
    """Yield a caveat about a job without results. A benchmark's are not in its response."""
    if job.outcome is Outcome.READY and not job.measured and job.kind is not AI_BENCHMARK:
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
