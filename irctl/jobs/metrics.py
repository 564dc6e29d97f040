"""The registry of metrics: each one once, with all that any command or format needs of it.

A value is keyed by its metric and a statistic of it, such as ("ttft", "p90"). What an
inference job measures has no statistic: the API gives one figure for each metric.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from math import inf

from irctl.near_misses import unknown

Number = int | float
Key = tuple[str, str | None]
"""A metric's name and a statistic of it, such as "p90"; None where it has only one figure."""
Values = Mapping[Key, Number]
"""Figures by metric and statistic; a missing one has no key."""


class Unit(Enum):
    """What a number counts; `output.numbers` knows how each is shown."""

    USD_PER_HOUR = "usd/h"
    USD = "usd"
    PER_MINUTE = "/min"
    PER_SECOND = "/s"
    TOKENS_PER_SECOND = "tok/s"
    MILLISECONDS = "ms"
    PERCENT = "%"
    MICROSECONDS = "us"
    USD_PER_MONTH = "usd/month"
    USD_PER_MILLION = "usd/1M"
    USD_PER_THOUSAND = "usd/1k"
    COUNT = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A quantity by which configurations are compared."""

    measure: str
    """Its name on the command line, without a statistic."""
    member: str
    """Its member in the API's responses, or in irctl's JSON."""
    column: str
    """Its column in CSV and TSV, with the unit; `{}` is where its statistic goes."""
    heading: str
    """Its column in tables for people, as `column`; with a statistic also the unit."""
    unit: Unit
    aliases: tuple[str, ...] = ()
    """Other names on the command line."""
    other_members: tuple[str, ...] = ()
    """Other names in the API, now or once, read where `member` has no value."""
    statistic: str | None = None
    """The statistic that is meant where none is named; None where it has only one figure."""
    statistics: tuple[str, ...] = ()
    """Those with a column of their own in CSV and TSV."""
    tabled: tuple[str, ...] = ()
    """Those with a column in tables."""
    higher_is_better: bool = False
    above: Number | None = None
    """Every value that can be measured is above this; None where any number can be."""
    has_direction: bool = True
    """Whether less or more of it is better."""
    marks_best: bool = True
    """Whether the best value is worth marking, and a limit against it suspicious."""
    keep: int = 0
    """How long its column stays in a narrow table, as in `output.report.Field`."""
    is_single_precision: bool = False
    """Whether the API widens a 32-bit float: 0.115 arrives as 0.11500000208616257."""
    is_of_plan: bool = False
    """Whether it is computed for some traffic rather than measured."""

    key: Key = field(init=False, repr=False)
    """What its values are keyed by."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", (self.measure, self.statistic))

    @property
    def name(self) -> str:
        """Its name on the command line: `latency`, or `ttft:p90` for a statistic."""
        return f"{self.measure}:{self.statistic}" if self.statistic else self.measure

    @property
    def api_name(self) -> str:
        """Its name in JSON: `ModelLatency`, or `TimeToFirstToken:p90` for a statistic."""
        return f"{self.member}:{self.statistic}" if self.statistic else self.member

    def of(self, values: Values) -> Number | None:
        """Its value among others; None where it is missing."""
        return values.get(self.key)

    def known(self, measured: Iterable[Values]) -> list[Number]:
        """Its values among those of several, without the missing ones."""
        return [value for values in measured if (value := self.of(values)) is not None]

    def statistics_in(self, values: Values) -> tuple[str | None, ...]:
        """Its statistics among the values, if it has any."""
        known = [statistic for measure, statistic in values if measure == self.measure]
        return tuple(known) if self.statistic else ()

    def badness_in(self, values: Values) -> Number:
        """Its value turned so that less is better; a missing one is worst."""
        value = values.get(self.key)
        return inf if value is None else self.badness(value)

    def badness(self, value: Number) -> Number:
        """Turn the value so that less is better."""
        return -value if self.higher_is_better else value

    def at(self, statistic: str | None) -> "Metric":
        """The same metric at one of its statistics."""
        return replace(self, statistic=statistic)

    @property
    def at_columns(self) -> tuple["Metric", ...]:
        """The same metric at each statistic that has a column."""
        return tuple(map(self.at, self.statistics)) or (self,)

    @property
    def is_tabled(self) -> bool:
        """Whether tables have a column for it."""
        return not self.statistics or self.statistic in self.tabled

    def __hash__(self) -> int:
        return hash(self.key)


COST_PER_HOUR = Metric(
    measure="cost-per-hour",
    member="CostPerHour",
    column="cost_per_hour_usd",
    heading="Cost/hour",
    unit=Unit.USD_PER_HOUR,
    is_single_precision=True,
    keep=1,
)
# In the order of columns. Units: AWS's reference of RecommendationMetrics and recorded
# responses; ModelSetupTime's microseconds are the documentation's word only.
METRICS: tuple[Metric, ...] = (
    COST_PER_HOUR,
    Metric(
        measure="cost-per-inference",
        member="CostPerInference",
        column="cost_per_inference_usd",
        heading="Cost/1M",
        unit=Unit.USD,
        is_single_precision=True,
        aliases=("cost",),
    ),
    Metric(
        measure="latency",
        member="ModelLatency",
        column="model_latency_ms",
        heading="Latency",
        unit=Unit.MILLISECONDS,
        above=0,
    ),
    Metric(
        measure="throughput",
        member="MaxInvocations",
        other_members=("MaximumInvocations",),  # before general availability
        column="max_invocations_per_minute",
        heading="Throughput",
        unit=Unit.PER_MINUTE,
        above=0,
        higher_is_better=True,
    ),
    Metric(
        measure="cpu",
        member="CpuUtilization",
        column="cpu_utilization_percent",
        heading="CPU",
        unit=Unit.PERCENT,
        is_single_precision=True,
        marks_best=False,
        keep=2,
    ),
    Metric(
        measure="memory",
        member="MemoryUtilization",
        column="memory_utilization_percent",
        heading="Memory",
        unit=Unit.PERCENT,
        is_single_precision=True,
        marks_best=False,
        keep=2,
    ),
    Metric(
        measure="setup-time",
        member="ModelSetupTime",
        column="model_setup_time_us",
        heading="Setup",
        unit=Unit.MICROSECONDS,
        keep=2,
    ),
)
"""What an inference job measures."""


_LATENCIES = ("avg", "p50", "p90", "p95", "p99")
_PERCENTILES = ("p50", "p90", "p99")
# Names, units and directions: SageMaker's AIRecommendationPerformanceMetric as recorded and as
# its documentation and AIPerf write it. All throughputs are those of the whole deployment.
LANGUAGE_METRICS: tuple[Metric, ...] = (
    Metric(
        measure="token-throughput",
        member="OutputTokenThroughput",
        other_members=("throughput",),
        column="output_token_throughput_{}_per_second",
        heading="Tokens/s {}",
        unit=Unit.TOKENS_PER_SECOND,
        aliases=("output-token-throughput",),
        higher_is_better=True,
        above=0,
        statistic="avg",
    ),
    Metric(
        measure="request-throughput",
        member="RequestThroughput",
        other_members=("throughput",),
        column="request_throughput_{}_per_second",
        heading="Requests/s {}",
        unit=Unit.PER_SECOND,
        aliases=("throughput",),
        higher_is_better=True,
        above=0,
        statistic="avg",
    ),
    Metric(
        measure="error-rate",
        member="ErrorRate",
        column="error_rate_{}_percent",
        heading="Error rate {}",
        unit=Unit.PERCENT,
        statistic="avg",
    ),
    Metric(
        measure="ttft",
        member="TimeToFirstToken",
        other_members=("ttft-ms",),
        column="time_to_first_token_{}_ms",
        heading="TTFT {} (ms)",
        unit=Unit.MILLISECONDS,
        aliases=("time-to-first-token",),
        above=0,
        statistic="p50",
        statistics=_LATENCIES,
        tabled=_PERCENTILES,
    ),
    Metric(
        measure="itl",
        member="InterTokenLatency",
        other_members=("TimePerOutputToken",),
        column="inter_token_latency_{}_ms",
        heading="ITL {} (ms)",
        unit=Unit.MILLISECONDS,
        aliases=("tpot", "inter-token-latency"),
        above=0,
        statistic="p50",
        statistics=_LATENCIES,
        tabled=_PERCENTILES,
    ),
    Metric(
        measure="request-latency",
        member="RequestLatency",
        other_members=("E2ELatency", "EndToEndLatency"),
        column="request_latency_{}_ms",
        heading="Latency {} (ms)",
        unit=Unit.MILLISECONDS,
        above=0,
        statistic="p50",
        statistics=_LATENCIES,
        tabled=_PERCENTILES,
    ),
    Metric(
        measure="concurrency",
        member="ClientSideConcurrency",
        other_members=("Concurrency",),
        column="client_side_concurrency",
        heading="Concurrency",
        unit=Unit.COUNT,
        has_direction=False,
        marks_best=False,
        above=0,
    ),
    Metric(
        measure="goodput",
        member="Goodput",
        column="goodput_{}_per_second",
        heading="Goodput {} (/s)",
        unit=Unit.PER_SECOND,
        higher_is_better=True,
        statistic="avg",
        keep=1,
    ),
    COST_PER_HOUR,
    Metric(
        measure="cost-per-1m-tokens",
        member="CostPerMillionOutputTokens",
        column="cost_per_million_output_tokens_usd",
        heading="Cost/1M tokens",
        unit=Unit.USD_PER_MILLION,
        aliases=("cost-per-million-tokens",),
    ),
    Metric(
        measure="cost-per-1k-requests",
        member="CostPerThousandRequests",
        column="cost_per_thousand_requests_usd",
        heading="Cost/1k requests",
        unit=Unit.USD_PER_THOUSAND,
        aliases=("cost-per-thousand-requests",),
        keep=1,
    ),
)
"""What is known of a deployment of a language model, each at its default statistic."""
ALL_METRICS = tuple(dict.fromkeys((*METRICS, *LANGUAGE_METRICS)))
"""Those of every kind of job. A name that two have is the first one's."""


def metric(name: str, among: Sequence[Metric] = ALL_METRICS) -> Metric:
    """Find the metric of a command-line or API name, in any case.

    A statistic follows a colon: `ttft:p90`. Raise ValueError, which lists the valid names.
    """
    wanted, colon, statistic = name.strip().lower().partition(":")
    for candidate in among:
        if wanted in (candidate.measure, candidate.member.lower(), *candidate.aliases):
            return _at(candidate, statistic) if colon else candidate
    names = {
        alias: candidate.measure
        for candidate in among
        for alias in (candidate.member, *candidate.aliases)
    }
    message = unknown("metric", name, [candidate.measure for candidate in among], names)
    raise ValueError(message)


def _at(candidate: Metric, text: str) -> Metric:
    if candidate.statistic is None:
        raise ValueError(f"{candidate.measure} has no statistics, got {text!r}")
    known = statistic(text)
    if known is None:
        raise ValueError(
            f"expected a statistic of {candidate.measure}, such as avg, p50, p99 or max, "
            f"got {text!r}"
        )
    return candidate.at(known)


_PERCENTILE = re.compile(r"p_?([0-9]{1,2}(?:\.[0-9]{1,3})?)", re.ASCII)
_STATISTICS = {
    "avg": "avg",
    "average": "avg",
    "mean": "avg",
    "median": "p50",
    "min": "min",
    "minimum": "min",
    "max": "max",
    "maximum": "max",
}


def statistic(text: str) -> str | None:
    """Return the short name of a statistic, such as p90 for `P90`; None for an unknown one."""
    folded = text.strip().lower()
    percentile = _PERCENTILE.fullmatch(folded)
    return f"p{percentile[1]}" if percentile else _STATISTICS.get(folded)


COST_PER_INFERENCE = metric("cost-per-inference")
LATENCY = metric("latency")
CPU = metric("cpu")
THROUGHPUT = metric("throughput")
TOKEN_THROUGHPUT = metric("token-throughput", LANGUAGE_METRICS)
REQUEST_THROUGHPUT = metric("request-throughput", LANGUAGE_METRICS)
TTFT = metric("ttft", LANGUAGE_METRICS)
ITL = metric("itl", LANGUAGE_METRICS)
REQUEST_LATENCY = metric("request-latency", LANGUAGE_METRICS)
CONCURRENCY = metric("concurrency", LANGUAGE_METRICS)
ERROR_RATE = metric("error-rate", LANGUAGE_METRICS)
GOODPUT = metric("goodput", LANGUAGE_METRICS)
COST_PER_MILLION_TOKENS = metric("cost-per-1m-tokens", LANGUAGE_METRICS)
COST_PER_THOUSAND_REQUESTS = metric("cost-per-1k-requests", LANGUAGE_METRICS)

_ABOVE = {metric.measure: metric.above for metric in ALL_METRICS if metric.above is not None}
_HIGHEST = max(_ABOVE.values())


def possible(sent: Values) -> Values:
    """Leave out values that cannot be, such as a latency of 0.

    Return the same object where every value can be.
    """
    if sent and min(sent.values()) > _HIGHEST:  # so most are, and an archive may have 100,000
        return sent
    above = _ABOVE.get
    impossible = [key for key, value in sent.items() if value <= above(key[0], -inf)]
    if not impossible:
        return sent
    return {key: value for key, value in sent.items() if key not in impossible}
