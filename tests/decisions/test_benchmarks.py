"""Reasons to distrust the results of a benchmark."""

from typing import Any

import pytest

from irctl.decisions.caveats import (
    Caveat,
    GateWasFailed,
    RequestsFailed,
    ResultsAreOlder,
    RunsAreIncomplete,
    SearchIsOpen,
)
from irctl.decisions.plausibility import about_values
from irctl.jobs import aiperf, parse
from tests import aiperf as made

FAILED = {
    "AIBenchmarkJobStatus": "Failed",
    "FailureReason": "Benchmark error rate 20% (50/250) exceeds maximum 1%",
}


def caveats(document: Any, response: dict[str, Any] | None = None) -> list[Caveat]:
    results = aiperf.results({"f": document})
    return about_values(parse.job({**(response or {}), **results}, "b"))


def test_results_without_errors_are_trusted() -> None:
    assert caveats(made.run(4)) == []
    assert caveats(made.sweep(1, 4)) == []
    assert caveats(made.search((1, True), (2, False))) == []


@pytest.mark.parametrize("failed", [2, 3, 50])
def test_more_than_one_percent_of_errors_is_said(failed: int) -> None:
    about = caveats(made.run(4, succeeded=200 - failed, failed=failed))
    expected = [RequestsFailed("b", (("concurrency 4", failed / 2),))]
    assert about == (expected if failed > 2 else [])


def test_a_failed_gate_is_said_with_the_results() -> None:
    about = caveats(made.run(4, succeeded=200, failed=50), FAILED)
    assert about == [GateWasFailed("b", 20), RequestsFailed("b", (("concurrency 4", 20),))]


@pytest.mark.parametrize("members", [{"was_cancelled": True}, {"is_complete": False}])
def test_a_run_that_was_not_finished_is_said(members: dict[str, Any]) -> None:
    assert caveats(made.run(4) | members) == [RunsAreIncomplete("b", ("concurrency 4",), 0)]


def test_runs_that_failed_are_said() -> None:
    assert caveats(made.sweep(1, failed_runs=2)) == [RunsAreIncomplete("b", (), 2)]


@pytest.mark.parametrize(("created", "count"), [("2026-11-18", 0), ("2026-11-20", 1)])
def test_results_that_are_older_than_the_job_are_said(created: str, count: int) -> None:
    written = {"ResultsUri": "s3://b/x", "ResultsModified": "2026-11-19T10:00:00+00:00"}
    about = caveats(made.run(4), {"CreationTime": f"{created}T10:00:00+00:00", **written})
    assert about == [ResultsAreOlder("b", "s3://b/x")] * count


@pytest.mark.parametrize("time", ["yesterday", "2026-11-19", 5, None, [], ""])
def test_results_without_a_time_are_not_older(time: object) -> None:
    created = {"CreationTime": "2026-11-18T10:00:00+00:00", "ResultsModified": time}
    assert caveats(made.run(4), created) == []


def test_a_search_that_is_open_is_said() -> None:
    assert caveats(made.search((1, True), reason=None)) == [SearchIsOpen("b", 1)]
    assert caveats(made.search((1, False))) == [SearchIsOpen("b", None)]
