"""The metrics of an AIPerf run, as the entries of ExpectedPerformance.

Tags, units and statistics are those that AIPerf 0.8 to 0.13 writes.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from irctl.jobs.lenient import mapping, number
from irctl.jobs.metrics import Number
from irctl.jobs.model import Document
from irctl.jobs.readers import brief


class Block(NamedTuple):
    """One metric: its unit, and its statistics as they were written."""

    unit: Any
    stats: dict[str, Any]


Blocks = Mapping[str, Block]
"""Metrics by AIPerf's tag."""

_TAGS = {
    "output_token_throughput": "OutputTokenThroughput",
    "input_token_throughput": "InputTokenThroughput",
    "total_token_throughput": "TotalTokenThroughput",
    "request_throughput": "RequestThroughput",
    "time_to_first_token": "TimeToFirstToken",
    "inter_token_latency": "InterTokenLatency",
    "request_latency": "RequestLatency",
    "output_token_throughput_per_user": "OutputTokenThroughputPerUser",
    "goodput": "Goodput",
    "request_error_rate": "ErrorRate",
    "request_count": "RequestCount",
    "error_request_count": "ErrorRequestCount",
    "benchmark_duration": "BenchmarkDuration",
    "input_sequence_length": "InputSequenceLength",
    "output_sequence_length": "OutputSequenceLength",
}
"""The metrics that are read, in the API's names where it has one. AIPerf writes about 50 more,
of the transport, the server's own counts and the GPUs."""

_SINGLE = {
    "output_token_throughput_per_user",
    "input_sequence_length",
    "output_sequence_length",
    "output_token_throughput",
    "input_token_throughput",
    "total_token_throughput",
    "request_throughput",
    "goodput",
    "request_error_rate",
    "request_count",
    "error_request_count",
    "benchmark_duration",
}
"""The metrics of which only the average is read: those of a run as a whole, of which AIPerf has
other statistics over its repetitions, and those that describe the requests."""

_UNITS = {
    "ms": "Milliseconds",
    "sec": "Seconds",
    "requests/sec": "Requests/Second",
    "tokens/sec": "Tokens/Second",
    "%": "Percent",
    "requests": "Count",
    "tokens": "Count",
}
"""AIPerf's units in the API's spelling."""

_NOT_STATISTICS = {
    "unit",
    "mean",
    "std",
    "stddev",
    "count",
    "sum",
    "cv",
    "se",
    "ci_low",
    "ci_high",
    "t_critical",
}
_MOST_STATISTICS = 40
_LONGEST = 100


def profile_blocks(document: Mapping[str, Any]) -> dict[str, Block]:
    """Read `{tag: {unit, avg, p50, ...}}`, from profile_export_aiperf.json or a checkpoint."""
    return {tag: _block(document[tag]) for tag in _TAGS if document.get(tag) is not None}


def _block(value: Any) -> Block:
    if not isinstance(value, dict):
        return Block(None, {"avg": value})
    mean = {"avg": value["mean"]} if "mean" in value else {}
    stats = {name: stat for name, stat in value.items() if name not in _NOT_STATISTICS}
    return Block(value.get("unit"), mean | stats)


def repeated_blocks(metrics: Mapping[str, Any]) -> dict[str, Block]:
    """Read the metrics of repeated runs: those of a sweep, or of an aggregate.

    Of `{tag_p50: {unit, mean, ...}}`, the mean is the statistic; of a single run, some
    versions write `{tag: {unit, avg, p50, ...}}`.
    """
    blocks = profile_blocks(metrics)
    for key, value in metrics.items():
        tag, _, statistic = key.rpartition("_")
        if tag in _TAGS and key not in _TAGS and statistic not in _NOT_STATISTICS:
            mean = mapping(value)
            block = blocks.setdefault(tag, Block(mean.get("unit"), {}))
            block.stats.setdefault(statistic, mean.get("mean"))
    return blocks


def mean_blocks(runs: Sequence[Blocks]) -> dict[str, Block]:
    """Return the mean of each statistic over the repetitions of a run, as AIPerf does."""
    return {
        tag: Block(
            block.unit,
            {
                name: _mean([run[tag].stats.get(name) for run in runs if tag in run])
                for name in block.stats
            },
        )
        for tag, block in (runs[0] if runs else {}).items()
    }


def _mean(values: Sequence[Any]) -> Any:
    """Return the mean of numbers; of others, the first that is not a number."""
    odd = [value for value in values if number(value) is None]
    if odd or len(values) == 1:
        return [*odd, *values][0]
    return math.fsum(values) / len(values)


def performance(blocks: Blocks) -> list[Document]:
    """Return the entries of ExpectedPerformance, in a fixed order.

    A value is written as it was read: whoever parses the entries decides what is a number.
    """
    return [entry for tag in _TAGS if tag in blocks for entry in _entries(tag, blocks[tag])]


def _entries(tag: str, block: Block) -> Iterator[Document]:
    names = ["avg"] if tag in _SINGLE else list(block.stats)[:_MOST_STATISTICS]
    for name in names:
        value = block.stats.get(name)
        if value is not None:
            entry = {"Metric": _TAGS[tag], "Stat": name[:_LONGEST], "Value": _scalar(value)}
            yield entry | ({"Unit": unit} if (unit := _unit(block.unit)) else {})


def _unit(unit: Any) -> str | None:
    return _UNITS.get(unit, unit[:_LONGEST]) if isinstance(unit, str) else None


def _scalar(value: Any) -> Number | str:
    """Return a value that standard JSON has; a number where it is one."""
    finite = number(value)
    if finite is not None:
        return finite
    return value[:_LONGEST] if isinstance(value, str) else brief(value)


def api_name(tag: str) -> str:
    """Return the API's name of a metric; AIPerf's own where it has none."""
    return _TAGS.get(tag, tag)


def with_error_rate(blocks: Blocks, failed_requests: Number) -> dict[str, Block]:
    """Add the percentage of requests that failed, where it can be computed.

    AIPerf's request_count is of those that succeeded. `failed_requests` is a number of failures
    from elsewhere in the file, used where the metrics have none.
    """
    known = dict(blocks)
    succeeded, failed = _average(blocks, "request_count"), _average(blocks, "error_request_count")
    if failed is None and _average(blocks, "request_error_rate") is not None:
        return known
    rate = _percentage(failed_requests if failed is None else failed, succeeded)
    if rate is not None:
        known["request_error_rate"] = Block("%", {"avg": rate})
    return known


def _percentage(failed: Number, succeeded: Number | None) -> Number | None:
    total = failed + (succeeded or 0)
    return 100 * failed / total if 0 <= failed <= total and total > 0 else None


def _average(blocks: Blocks, tag: str) -> Number | None:
    return number(blocks[tag].stats.get("avg")) if tag in blocks else None
