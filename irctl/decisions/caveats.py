"""When numbers don't say what they seem to: warnings about a comparison.

Each function returns sentences. Nothing here changes a number.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from irctl.decisions.limits import Constraint
from irctl.decisions.ranking import Ranking
from irctl.jobs.metrics import COST_PER_INFERENCE
from irctl.jobs.model import Job, Metrics, Number, Recommendation

NOISE = 0.05
"""Relative difference below which a single load test tells nothing. Repeat runs differ
by more: ml.g4dn.12xlarge answered in 7273, 6399, 9053 and 5601 ms in four recorded runs."""

LONGEST_INVOCATION_MS = 60_000
"""SageMaker ends a real-time invocation after 60 seconds (InvokeEndpoint, AWS's API
reference), so no measured latency in milliseconds can be longer."""


MISTAKEN = 1000
"""How many times the highest cost a limit on it is before it looks like one for a million."""


def about_jobs(jobs: Iterable[Job], limits: Iterable[Constraint] = ()) -> list[str]:
    """What to know before these jobs' numbers are read side by side, or held against limits."""
    seen = Seen(limits)
    for job in jobs:
        seen.add(job)
    return seen.warnings()


class Seen:
    """What there is to say of jobs that pass by one after the other; none is kept."""

    def __init__(self, limits: Iterable[Constraint] = ()) -> None:
        self.count = 0
        self._most = [
            each.limit
            for each in limits
            if (each.metric, each.operator) == (COST_PER_INFERENCE, "<=")
        ]
        """What an inference may cost."""
        self._dearest: Number = 0
        self._types: dict[str | None, list[str]] = {}
        self._patterns: dict[str | None, dict[Hashable, list[str]]] = {}
        self._stops: dict[str | None, dict[Hashable, list[str]]] = {}
        self._suspicious: list[str] = []

    def add(self, job: Job) -> Job:
        self.count += 1
        self._types.setdefault(job.type, []).append(job.label)
        # A job that states none used the service's defaults: a difference too.
        pattern = _frozen(job.input_config.get("TrafficPattern"))
        patterns = self._patterns.setdefault(job.type, {})
        patterns.setdefault(pattern, []).append(job.label)
        stops = self._stops.setdefault(job.type, {})
        stops.setdefault(_frozen(job.stopping_conditions), []).append(job.label)
        self._suspicious += _suspicious(job)
        if self._most:
            costs = (each.metrics.cost_per_inference or 0 for each in job.recommendations)
            self._dearest = max([self._dearest, *costs])
        return job

    def warnings(self) -> list[str]:
        differences = []
        types = {kind: labels for kind, labels in self._types.items() if kind}
        if len(types) > 1:
            kinds = "; ".join(f"{kind}: {_names(labels)}" for kind, labels in types.items())
            differences.append(
                "Default and Advanced jobs are not comparable, stop conditions cap an "
                f"Advanced job's load ({kinds})"
            )
        # Between jobs of one type only: the types differ in these anyway.
        for patterns in self._patterns.values():
            if len(patterns) > 1:
                differences.append(f"the jobs' traffic patterns differ: {_sides(patterns)}")
        for stops in self._stops.values():
            if len(stops) > 1:
                differences.append(f"the jobs' stopping conditions differ: {_sides(stops)}")
        mistaken = [
            f"the limit of ${most:g} is for one inference, over {MISTAKEN:,} times what any costs "
            f"here; a cost of so much for a million is written {most:g}/1M"
            for most in self._most
            if most > MISTAKEN * self._dearest > 0
        ]
        return differences + self._suspicious + mistaken


def about_ranking(ranking: Ranking) -> list[str]:
    """What to know before the first of a ranking is taken for the best."""
    warnings = []
    criteria = ranking.criteria
    for metric, missing in ranking.missing.items():
        if missing:
            warnings.append(
                f"{_count(missing, 'recommendation')} of {ranking.total} "
                f"{'has' if missing == 1 else 'have'} no {metric.name}: ranked last"
            )
    if len(ranking.ranked) > 1 and not criteria.weights:
        metric = criteria.by[0]
        first, second = (metric.of(r.recommendation.metrics) for r in ranking.ranked[:2])
        if first is not None and second is not None and first != second:
            difference = relative_difference(first, second)
            if difference is not None and difference < NOISE:
                warnings.append(
                    f"ranks 1 and 2 differ by {difference:.1%} in {metric.name}: less than "
                    f"repeat runs of one load test do ({NOISE:.0%})"
                )
    return warnings


def relative_difference(a: Number, b: Number) -> float | None:
    """|a - b| as a fraction of the smaller; None when that is 0 or the signs differ."""
    low, high = sorted((abs(a), abs(b)))
    if low == 0 or (a < 0) != (b < 0):
        return None
    return high / low - 1


def cost_breaks_identity(metrics: Metrics) -> bool:
    """Whether CostPerInference is not CostPerHour / (MaxInvocations x 60).

    Full-precision recordings agree to 1e-7; a cost written with few digits is allowed
    half a unit of its last one.
    """
    stated, hourly, rate = (
        metrics.cost_per_inference,
        metrics.cost_per_hour,
        metrics.max_invocations,
    )
    if stated is None or hourly is None or rate is None or rate <= 0:
        return False
    expected = hourly / rate / 60
    if abs(stated - expected) <= 1e-3 * abs(expected):
        return False
    from decimal import Decimal  # rarely needed, and slow to import

    exponent = Decimal(repr(stated)).as_tuple().exponent
    half_a_digit = 0.5 * 10.0**exponent if isinstance(exponent, int) else 0.0
    return abs(stated - expected) > half_a_digit * 1.001


def _sides(groups: Mapping[Hashable, list[str]]) -> str:
    return " against ".join(_names(labels) for labels in groups.values())


def _suspicious(job: Job) -> list[str]:
    thresholds = [
        value
        for each in job.stopping_conditions.get("ModelLatencyThresholds") or ()
        if (value := each.get("ValueInMilliseconds")) is not None and value > 0
    ]
    too_long = min([LONGEST_INVOCATION_MS, *(100 * threshold for threshold in thresholds)])
    slow, broken, capped = [], [], []
    for each in job.recommendations:
        latency = each.metrics.model_latency
        if latency is not None and latency > too_long:
            slow.append(each)
        if each.configuration.serverless is None and cost_breaks_identity(each.metrics):
            broken.append(each)
        if latency is not None and latency in thresholds:
            capped.append(each)
    warnings = []
    where = [_title(each) for each in slow] + [
        f"endpoint {each.endpoint_name or '(no name)'}"
        for each in job.endpoint_performances
        if (latency := each.metrics.model_latency) is not None and latency > too_long
    ]
    if where:
        warnings.append(
            f"{job.label}: latency looks like microseconds, not milliseconds "
            f"({_names(where)}); shown as it came"
        )
    if broken:
        warnings.append(
            f"{job.label}: CostPerInference is not CostPerHour / (MaxInvocations x 60) "
            f"for {_names([_title(each) for each in broken])}"
        )
    if capped and len(capped) == len(job.recommendations) > 1:
        warnings.append(
            f"{job.label}: every latency is the stopping threshold, so latency "
            f"tells these recommendations nothing apart"
        )
    return warnings


def _title(recommendation: Recommendation) -> str:
    return recommendation.configuration.title


def _frozen(value: Any) -> Hashable:
    """A document as something that can be compared and grouped by."""
    if isinstance(value, dict):
        return frozenset((key, _frozen(item)) for key, item in value.items())
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _names(labels: Sequence[str], most: int = 3) -> str:
    unique = list(dict.fromkeys(labels))
    more = len(unique) - most
    return ", ".join(unique[:most]) + (f" and {more} more" if more > 0 else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
