"""Latency in microseconds is converted where the user says so, and nowhere else."""

import pytest

from irctl.decisions.caveats import LatencyReadAsMicroseconds, LatencyReadAsMilliseconds
from irctl.decisions.latency_unit import LatencyReader, Reading, latency_unit
from irctl.jobs.metrics import LATENCY
from irctl.jobs.model import Job
from tests.made import job, real_time


def of(*latencies: float | None, **more: object) -> Job:
    return job(*(real_time(latency=latency) for latency in latencies), name="j", **more)


def read(given: Job) -> list[float | None]:
    converted = LatencyReader("us").read(given)
    assert [r.document for r in converted.recommendations] == [
        r.document for r in given.recommendations
    ]
    for recommendation in converted.recommendations:
        assert LATENCY.of(recommendation.sent) == LATENCY.of(recommendation.metrics)
    return [LATENCY.of(recommendation.metrics) for recommendation in converted.recommendations]


@pytest.mark.parametrize(
    ("latencies", "milliseconds"),
    [
        ((74_000, 118_500), [74, 118.5]),
        ((19_000,), [19]),  # doesn't look like microseconds, but the user says so
        ((1_000, 1_001), [1, 1.001]),
        ((74_000, 800), [74, 0.8]),  # no latency is 74 seconds: it must be microseconds
        ((90_000, None), [90, None]),
    ],
)
def test_latency_in_microseconds_is_converted(
    latencies: tuple[float | None, ...], milliseconds: list[float | None]
) -> None:
    assert read(of(*latencies)) == milliseconds


@pytest.mark.parametrize("latencies", [(999,), (74, 118), (46, 59_000)])
def test_a_job_that_is_plainly_in_milliseconds_is_not_converted(
    latencies: tuple[int, ...],
) -> None:
    assert read(of(*latencies)) == list(latencies)


def test_the_stopping_threshold_shows_which_unit_a_job_has() -> None:
    conditions = {"ModelLatencyThresholds": [{"Percentile": "P95", "ValueInMilliseconds": 5}]}
    assert read(of(900, 400, StoppingConditions=conditions)) == [0.9, 0.4]


def test_existing_endpoints_are_converted_with_their_job() -> None:
    endpoint = {"Metrics": {"ModelLatency": 26_000}}
    (converted,) = (
        LatencyReader("us").read(of(90_000, EndpointPerformances=[endpoint])).endpoint_performances
    )
    assert LATENCY.of(converted.metrics) == 26
    assert converted.document == endpoint


def test_the_unit_of_each_job_is_reported() -> None:
    reader = LatencyReader("us")
    for name, latency in (("a", 90_000), ("b", 46), ("none", None)):
        reader.read(job(real_time(latency=latency), name=name))
    assert reader.readings == [Reading("a", "us"), Reading("b", "ms")]
    assert reader.caveats == [LatencyReadAsMicroseconds("a"), LatencyReadAsMilliseconds("b", 46)]


@pytest.mark.parametrize("unit", [None, "ms"])
def test_nothing_is_converted_or_reported_otherwise(unit: str | None) -> None:
    reader = LatencyReader(latency_unit(unit) if unit else None)
    given = of(90_000)
    assert reader.read(given) is given
    assert (reader.readings, reader.caveats) == ([], [])


@pytest.mark.parametrize("text", ["s", "", "µs", "micro"])
def test_an_unknown_unit_lists_the_valid_ones(text: str) -> None:
    with pytest.raises(ValueError, match="ms or us"):
        latency_unit(text)
