"""Results of AIPerf's files, as rows in the API's shape."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.jobs import aiperf
from tests import aiperf as made
from tests.program import RECORDED, needs_recordings

Values = dict[tuple[str, str], Any]


def rows(files: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of the only benchmark in some files."""
    (benchmark,) = aiperf.benchmarks(files).values()
    results: list[dict[str, Any]] = aiperf.results(benchmark)["BenchmarkResults"]
    return results


def values(row: dict[str, Any]) -> Values:
    entries = row["ExpectedPerformance"]
    assert all(entry.keys() <= {"Metric", "Stat", "Value", "Unit"} for entry in entries)
    known = {(entry["Metric"], entry["Stat"]): entry["Value"] for entry in entries}
    assert len(known) == len(entries)
    return known


def throughputs(files: dict[str, Any]) -> dict[Any, Any]:
    """The output tokens a second, by concurrency."""
    return {r["Concurrency"]: values(r)["OutputTokenThroughput", "avg"] for r in rows(files)}


PROFILE = "profile_export_aiperf.json"


@pytest.mark.parametrize("version", ["0.8.0", "0.13.0"])
def test_a_run_has_one_row_in_the_names_and_units_of_the_api(version: str) -> None:
    (row,) = rows({PROFILE: made.run(8, version)})
    assert row["Concurrency"] == 8
    assert {
        "Metric": "TimeToFirstToken",
        "Stat": "p90",
        "Value": 252.0,
        "Unit": "Milliseconds",
    } in row["ExpectedPerformance"]
    known = values(row)
    assert known["OutputTokenThroughput", "avg"] == 800
    assert known["RequestThroughput", "avg"] == 4
    assert known["InterTokenLatency", "p50"] == 28
    assert {s for m, s in known if m == "RequestLatency"} >= {
        "avg",
        "p50",
        "p99",
        "min",
        "max",
    }
    assert not {statistic for _, statistic in known} & {"unit", "count", "sum"}


@pytest.mark.parametrize("version", ["0.8.0", "0.13.0"])
def test_a_run_says_its_workload_and_none_of_its_secrets(version: str) -> None:
    results = aiperf.results({PROFILE: made.run(8, version)})
    assert results["AIPerfVersion"] == version
    assert results["Workload"] == {
        "Models": ["llama"],
        "Tokenizer": "llama-tokenizer",
        "EndpointType": "chat",
        "Streaming": True,
        "InputTokens": 512,
        "OutputTokens": 256,
    }
    assert "k-1" not in json.dumps(results)


SWEEP = "sweep_aggregate/profile_export_aiperf_sweep.json"
LEVELS = {f"concurrency_{c}/{PROFILE}": made.run(c) for c in (16, 1, 4)}
AGGREGATES = {
    f"aggregate/concurrency_{c}/profile_export_aiperf_aggregate.json": made.repetitions(c)
    for c in (16, 1, 4)
}
TRIALS = {
    f"profile_runs/trial_000{trial}/concurrency_{c}/{PROFILE}": made.run(c)
    for trial in (1, 2)
    for c in (16, 1, 4)
}


@pytest.mark.parametrize(
    "files",
    [
        {SWEEP: made.sweep(1, 4, 16)},
        {SWEEP: made.sweep(16, 4, 1, is_flat=True)},
        {SWEEP: made.sweep(1, 4, 16), **LEVELS, **AGGREGATES},
        {"sweep.json": made.sweep(1, 4, 16)},
        LEVELS,
        AGGREGATES,
        TRIALS,
        {f"deeper/still/{path}": run for path, run in LEVELS.items()},
        {"search_checkpoint.json": made.checkpoint(1, 4, 16)},
    ],
    ids=["sweep", "flat", "whole", "renamed", "levels", "aggregates", "trials", "deeper", "search"],
)
def test_a_sweep_has_a_row_for_each_concurrency_in_order(files: dict[str, Any]) -> None:
    assert list(throughputs(files).items()) == [(1, 100), (4, 400), (16, 1600)]
    assert values(rows(files)[2])["TimeToFirstToken", "p50"] == 260


def test_repetitions_of_a_run_have_the_mean_of_each_statistic() -> None:
    files = {f"profile_runs/run_000{n}/{PROFILE}": made.run(n) for n in (1, 2)}
    for run in files.values():
        run["input_config"] = {"loadgen": {"concurrency": 5}}
    (row,) = rows(files)
    assert (row["Concurrency"], values(row)["TimeToFirstToken", "p50"]) == (5, 115)


def test_other_parameters_of_a_sweep_are_kept_with_the_row() -> None:
    sweep = made.sweep(1, 1)
    for rate, entry in enumerate(sweep["per_combination_metrics"], 5):
        entry["parameters"]["phases.profiling.rate"] = rate
    assert [row["Parameters"] for row in rows({SWEEP: sweep})] == [{"rate": 5}, {"rate": 6}]


def test_a_sweep_counts_the_runs_that_failed() -> None:
    assert aiperf.results({SWEEP: made.sweep(1, 4, failed_runs=2)})["FailedRuns"] == 2
    assert "FailedRuns" not in aiperf.results({SWEEP: made.sweep(1, 4)})


SEARCH = made.search((1, True), (8, False), (4, True))
ITERATIONS = {
    f"search_iter_000{i}/profile_runs/run_0001/{PROFILE}": made.run(c)
    for i, c in enumerate((1, 8, 4))
}
WARM_UP = {f"search_iter_0000/profile_runs/run_0001/phases/warmup/{PROFILE}": made.run(1, failed=7)}


@pytest.mark.parametrize(
    ("others", "fewest"),
    [
        (ITERATIONS | WARM_UP, 40),
        ({"search_checkpoint.json": made.checkpoint(1, 8, 4)}, 40),
        ({}, 1),
    ],
    ids=["runs", "checkpoint", "alone"],
)
def test_a_search_says_which_concurrencies_met_the_sla(others: dict[str, Any], fewest: int) -> None:
    files = {"search_history.json": SEARCH, **others}
    assert throughputs(files) == {1: 100, 4: 400, 8: 800}
    assert [row["MeetsSla"] for row in rows(files)] == [True, True, False]
    assert min(len(values(row)) for row in rows(files)) >= fewest
    assert aiperf.results(files)["Search"] == {
        "Parameter": "concurrency",
        "Highest": 4,
        "LowestBreach": 8,
        "Sla": [{"Metric": "TimeToFirstToken", "Stat": "p95", "Threshold": 400}],
        "ConvergenceReason": "precision_reached",
    }


def test_a_search_may_find_nothing_and_may_be_interrupted() -> None:
    results = aiperf.results({"h.json": made.search((1, False), reason=None)})
    assert results["Search"]["Highest"] is results["Search"]["ConvergenceReason"] is None


@pytest.mark.parametrize(
    ("run", "rate"),
    [
        (made.run(1), 0),
        (made.run(1, succeeded=290, failed=10), 10 / 3),
        (made.run(1) | {"error_summary": [{"error_details": {"type": "T"}, "count": 50}]}, 20),
        (made.run(1) | {"request_error_rate": {"unit": "%", "avg": 2.5}}, 2.5),
        ({"aiperf_version": "0.13.0", "error_request_count": {"unit": "requests", "avg": 3}}, 100),
    ],
)
def test_the_error_rate_is_the_percentage_of_requests_that_failed(run: Any, rate: float) -> None:
    (row,) = rows({PROFILE: run})
    assert values(row)["ErrorRate", "avg"] == pytest.approx(rate)


def test_the_error_rate_is_missing_where_nothing_was_counted() -> None:
    run = {"aiperf_version": "0.13.0", "time_to_first_token": made.record("ms", 5)}
    assert ("ErrorRate", "avg") not in values(rows({PROFILE: run})[0])


def test_errors_are_named_and_their_messages_left_out() -> None:
    run = made.run(1, failed=4)
    run["error_summary"][0]["error_details"]["message"] = "prompt of a customer"
    (row,) = rows({PROFILE: run})
    assert row["Errors"] == [{"Type": "Timeout", "Count": 4}]
    assert "customer" not in json.dumps(row)


@pytest.mark.parametrize(
    ("members", "name", "value"),
    [
        ({"was_cancelled": True}, "WasCancelled", True),
        (
            {"is_complete": False, "incomplete_reason": "time is up"},
            "IncompleteReason",
            "time is up",
        ),
    ],
)
def test_a_run_that_did_not_finish_says_so(members: Any, name: str, value: object) -> None:
    (row,) = rows({PROFILE: made.run(1) | members})
    assert row[name] == value
    assert name not in rows({PROFILE: made.run(1)})[0]


@pytest.mark.parametrize(
    ("value", "written"),
    [("NaN", "NaN"), (math.nan, "NaN"), (math.inf, "Infinity"), (True, "true"), ([1], "a list")],
)
def test_a_value_that_is_no_number_is_written_as_text(value: object, written: str) -> None:
    run = made.run(1)
    run["time_to_first_token"]["p90"] = value
    assert values(rows({PROFILE: run})[0])["TimeToFirstToken", "p90"] == written


def test_a_metric_that_is_no_object_is_written_as_text() -> None:
    run = made.run(1) | {"time_to_first_token": [1, 2]}
    assert values(rows({PROFILE: run})[0])["TimeToFirstToken", "avg"] == "a list"


def test_an_unknown_statistic_is_kept_and_their_number_is_bounded() -> None:
    run = made.run(1)
    run["time_to_first_token"] |= {"p99.9": 7} | {f"odd{n}": n for n in range(1000)}
    known = values(rows({PROFILE: run})[0])
    assert known["TimeToFirstToken", "p99.9"] == 7
    assert len([statistic for metric, statistic in known if metric == "TimeToFirstToken"]) < 50


@pytest.mark.parametrize("phases", [{"a": {"concurrency": 3}}, [{"concurrency": 3}, {"rate": 1}]])
def test_the_concurrency_is_that_of_the_measured_phases(phases: Any) -> None:
    run = made.run(1) | {"input_config": {"phases": phases}}
    assert rows({PROFILE: run})[0]["Concurrency"] == 3


def test_a_run_with_several_concurrencies_or_none_has_no_concurrency() -> None:
    for phases in ([], [{"concurrency": 3}, {"concurrency": 5}]):
        run = made.run(1) | {"input_config": {"phases": phases}}
        assert rows({PROFILE: run})[0]["Concurrency"] is None


def test_benchmarks_are_told_apart_by_their_folders() -> None:
    runs = {f"{name}/{PROFILE}": made.run(1) for name in ("a", "b")}
    sweeps = {f"s/{path}": document for path, document in LEVELS.items()}
    other: dict[str, Any] = {"inputs.json": {"data": []}, "a/notes.json": ["x"]}
    grouped = aiperf.benchmarks(runs | sweeps | other)
    assert {folder: len(files) for folder, files in grouped.items()} == {"a": 1, "b": 1, "s": 3}


def test_runs_below_a_sweep_belong_to_it() -> None:
    files = {SWEEP: made.sweep(1), f"rate_5/{PROFILE}": made.run(1)}
    assert [*aiperf.benchmarks(files)] == [""]


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"JobName": "j"},
        {"iterations": []},
        {"iterations": 5, "config": {}},
        {"data": []},
    ],
    ids=str,
)
def test_other_documents_are_not_of_aiperf(document: object) -> None:
    assert aiperf.file_kind(document) is None


@pytest.mark.parametrize("document", [{"aiperf_version": "0.9.0"}, made.sweep(), made.search()])
def test_files_without_metrics_are_refused(document: Any) -> None:
    with pytest.raises(ValueError, match="no metrics"):
        aiperf.results({PROFILE: document})


FILES = (made.run(4), made.run(4, "0.8.0", failed=2), made.sweep(1, 4), made.repetitions(4), SEARCH)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


def _places(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = (
        document.items()
        if isinstance(document, dict)
        else enumerate(document)
        if isinstance(document, list)
        else ()
    )
    return [path, *(place for key, value in items for place in _places(value, (*path, key)))]


@given(st.data())
def test_any_value_in_any_place_is_refused_or_gives_standard_json(data: st.DataObject) -> None:
    document = json.loads(json.dumps(data.draw(st.sampled_from(FILES))))
    place = data.draw(st.sampled_from([path for path in _places(document) if path]))
    target = document
    for step in place[:-1]:
        target = target[step]
    target[place[-1]] = data.draw(JSON)
    for files in aiperf.benchmarks({PROFILE: document}).values():
        try:
            results = aiperf.results(files)
        except ValueError:
            continue
        json.dumps(results, allow_nan=False)


@needs_recordings
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("single_profile_export_aiperf.json", {4: 484.5955443302363}),
        ("sweep_concurrency_4_profile_export_aiperf.json", {4: 475.96506812938327}),
        ("profile_export_aiperf_aggregate.json", {4: 475.96506812938327}),
        ("search_history_interrupted.json", {5: 542.3097670694899}),
        ("search_checkpoint.json", {5: 542.3097670694899}),
    ],
)
def test_files_that_aiperf_wrote_are_read(name: str, expected: dict[int, float]) -> None:
    path = RECORDED / "ai" / "aiperf-0.13.0-mock" / name
    known = throughputs({name: json.loads(path.read_text())})
    assert expected.items() <= known.items()
