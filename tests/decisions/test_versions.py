"""The best configuration of each version of a model, against earlier versions."""

import pytest

from irctl.decisions.change import Noise
from irctl.decisions.versions import Gap, VersionJob, VersionResult, over_versions
from irctl.jobs.metrics import LATENCY, METRICS
from irctl.jobs.model import Job, Recommendation
from irctl.jobs.versions import Version
from tests.made import job, real_time

SLOWEST = 100


def version(number: int, job_arn: str | None) -> VersionJob:
    return VersionJob(Version(number, f"arn/{number}", None, {}), job_arn)


def about(number: int, *latencies: int) -> Job:
    return job(*(real_time(latency=latency) for latency in latencies), JobArn=f"job/{number}")


def best_of(job: Job) -> Recommendation | None:
    able = [r for r in job.recommendations if (LATENCY.of(r.metrics) or 0) <= SLOWEST]
    return min(able, key=lambda r: LATENCY.badness_in(r.metrics), default=None)


@pytest.fixture
def results() -> list[VersionResult]:
    versions = [version(number, f"job/{number}") for number in (2, 3, 4, 5, 6)]
    jobs = [about(6, 20), about(2, 90, 80), about(3, 40), about(5, 101)]
    return over_versions([version(1, None), *versions], jobs, best_of, METRICS, Noise())


def test_versions_keep_their_order_and_have_the_best_of_their_job(
    results: list[VersionResult],
) -> None:
    assert [result.version.number for result in results] == [1, 2, 3, 4, 5, 6]
    values = [LATENCY.of(result.values) for result in results]
    assert values == [None, 80, 40, None, None, 20]


def test_a_version_is_compared_with_the_one_before_that_has_a_result_and_with_the_first(
    results: list[VersionResult],
) -> None:
    previous = [result.since_previous[LATENCY].baseline for result in results]
    assert previous == [None, None, 80, 40, 40, 40]
    last = results[-1]
    assert (last.since_previous[LATENCY].change, last.since_first[LATENCY].change) == (-0.5, -0.75)
    assert last.since_previous[LATENCY].better is True


def test_a_version_without_a_result_says_why(results: list[VersionResult]) -> None:
    assert [result.gap for result in results] == [
        Gap.NO_JOB,
        None,
        None,
        Gap.NOT_READ,
        Gap.EXCLUDED,
        None,
    ]
    (empty,) = over_versions([version(1, "job/1")], [about(1)], best_of, METRICS, Noise())
    assert empty.gap is Gap.NO_RESULTS
