import json
from pathlib import Path
from typing import Any

import pytest

from irctl.cli import command
from tests.made import real_time, response
from tests.program import irctl

JOB = "resnet50-default"


def ranking(*arguments: str) -> Any:
    done = irctl("rank", *arguments, "--demo", "--json")
    assert done.code == 0, done.err
    return json.loads(done.out)


def values(document: Any, metric: str) -> list[Any]:
    return [entry["Metrics"].get(metric) for entry in document["Recommendations"]]


def test_ranks_by_cost_per_inference_by_default() -> None:
    document = ranking(JOB)
    assert document["By"] == ["CostPerInference"]
    costs = values(document, "CostPerInference")
    assert costs == sorted(costs)
    assert [entry["Rank"] for entry in document["Recommendations"]] == list(range(1, 7))
    assert {entry["JobName"] for entry in document["Recommendations"]} == {JOB}


@pytest.mark.parametrize("name", ["latency", "ModelLatency", "modellatency", "LATENCY"])
def test_a_metric_goes_by_its_short_name_and_the_apis_in_any_case(name: str) -> None:
    latencies = values(ranking(JOB, "--by", name), "ModelLatency")
    assert latencies == sorted(latencies)


def test_throughput_is_better_higher() -> None:
    rates = values(ranking(JOB, "--by", "throughput"), "MaxInvocations")
    assert rates == sorted(rates, reverse=True)


def test_a_recommendation_is_kept_as_the_api_gave_it() -> None:
    given = json.loads(irctl("describe", JOB, "--demo", "--json").out)["InferenceRecommendations"]
    for entry in ranking(JOB)["Recommendations"]:
        own = {"Rank", "JobName", "OnParetoFront"}
        assert {k: v for k, v in entry.items() if k not in own} in given


def test_a_recommendation_beyond_a_limit_is_excluded_with_the_reason() -> None:
    document = ranking(JOB, "--max", "latency=50", "--min", "throughput=3000")
    assert all(value <= 50 for value in values(document, "ModelLatency"))
    assert all(value >= 3000 for value in values(document, "MaxInvocations"))
    reasons = {
        entry["EndpointConfiguration"]["InstanceType"]: entry["Reasons"]
        for entry in document["Excluded"]
    }
    assert reasons["ml.m5.large"] == [
        "latency 187 ms is above 50 ms",
        "throughput 402/min is below 3,000/min",
    ]
    assert len(document["Recommendations"]) + len(document["Excluded"]) == 6


def test_a_limit_holds_in_any_unit_that_says_what_it_is() -> None:
    in_its_own = ranking(JOB, "--max", "latency=50", "--min", "throughput=3000")
    assert ranking(JOB, "--max", "latency=0.05s", "--min", "throughput=50/s") == in_its_own


@pytest.mark.parametrize("name", ["rank", "plan", "check"])
def test_the_help_of_a_limit_says_in_which_unit_it_is(name: str) -> None:
    (maximum,) = (entry for entry in command(name).params if "--max" in entry.opts)
    printed = getattr(maximum, "help", "")
    assert "latency (ms), throughput (/min), cpu (%)" in printed


def test_a_limit_on_a_missing_value_excludes_and_says_that_it_is_missing() -> None:
    document = ranking(JOB, "--max", "cpu=1000")
    (excluded,) = document["Excluded"]
    assert excluded["Reasons"] == ["cpu is missing"]


def test_if_all_are_excluded_the_nearest_misses_are_shown_and_it_succeeds() -> None:
    done = irctl("rank", JOB, "--demo", "--max", "latency=5")
    assert done.code == 0
    nearest = [line for line in done.out.splitlines() if "is above 5 ms" in line]
    assert [line.split()[1] for line in nearest] == [
        "ml.g5.xlarge",
        "ml.g4dn.xlarge",
        "ml.inf1.xlarge",
    ]


def test_pareto_keeps_the_front_over_the_chosen_metrics() -> None:
    document = ranking(JOB, "--pareto")
    points = [
        (entry["Metrics"]["CostPerInference"], entry["Metrics"]["ModelLatency"])
        for entry in document["Recommendations"]
    ]
    left = [
        (entry["Metrics"]["CostPerInference"], entry["Metrics"]["ModelLatency"])
        for entry in document["Excluded"]
    ]
    everything = points + left

    def beaten(point: tuple[float, float]) -> bool:
        return any(
            other[0] <= point[0] and other[1] <= point[1] and other != point for other in everything
        )

    assert points
    assert left
    assert not any(map(beaten, points))
    assert all(map(beaten, left))
    assert all(entry["OnParetoFront"] for entry in document["Recommendations"])


def test_a_recommendation_off_the_pareto_front_names_what_beats_it(tmp_path: Path) -> None:
    entries = [
        real_time("ml.best", per_inference=1e-6, latency=10),
        real_time("ml.slow", per_inference=1e-6, latency=20),
        real_time("ml.worst", per_inference=2e-6, latency=20),
    ]
    file = tmp_path / "job.json"
    file.write_text(json.dumps(response(*entries, name="made-up")))
    document = ranking(str(file), "--pareto")
    assert [entry["Reasons"] for entry in document["Excluded"]] == [
        ["beaten by ml.best of made-up in latency, equal in cost-per-inference"],
        ["beaten by ml.best of made-up in cost-per-inference and latency"],
    ]


def test_weights_are_printed_normalised_and_order_by_the_score() -> None:
    document = ranking(JOB, "--weight", "latency=2", "--weight", "cost=2")
    assert document["Weights"] == {"ModelLatency": 0.5, "CostPerInference": 0.5}
    scores = [entry["Score"] for entry in document["Recommendations"]]
    assert scores == sorted(scores, reverse=True)
    assert (
        "Weights: latency 0.5, cost-per-inference 0.5"
        in irctl("rank", JOB, "--demo", "--weight", "latency=2", "--weight", "cost=2").out
    )


def test_all_weight_on_one_metric_ranks_by_that_metric() -> None:
    weighted = ranking(JOB, "--weight", "latency=1")
    plain = ranking(JOB, "--by", "latency")
    assert values(weighted, "ModelLatency") == values(plain, "ModelLatency")


def test_with_weights_by_breaks_ties_and_chooses_the_metrics_of_the_front() -> None:
    entries = [
        real_time(n, latency=ms, cost=c) for n, ms, c in [("a", 9, 1), ("b", 5, 3), ("c", 5, 2)]
    ]
    saved = json.dumps(response(*entries)).encode()
    done = irctl(
        "rank", "-", "--weight", "latency=1", "--by", "cost-per-hour,cpu", "--json", stdin=saved
    )
    document = json.loads(done.out)
    assert document["Weights"] == {"ModelLatency": 1}
    assert document["By"] == document["ParetoMetrics"] == ["CostPerHour", "CpuUtilization"]
    types = [e["EndpointConfiguration"]["InstanceType"] for e in document["Recommendations"]]
    assert types == ["c", "b", "a"]
    assert [e["OnParetoFront"] for e in document["Recommendations"]] == [False, False, True]


@pytest.mark.parametrize("options", [["--by", "latency"], ["--weight", "throughput=2"]])
def test_a_pareto_front_is_over_at_least_two_metrics(options: list[str]) -> None:
    document = ranking(JOB, *options)

    assert document["ParetoMetrics"] == ["CostPerInference", "ModelLatency"]
    assert [e["OnParetoFront"] for e in document["Recommendations"]].count(True) > 1


def test_several_jobs_are_ranked_together_under_their_names() -> None:
    document = ranking(JOB, "resnet50-default-v2")
    assert {entry["JobName"] for entry in document["Recommendations"]} == {
        JOB,
        "resnet50-default-v2",
    }
    table = irctl("rank", JOB, "resnet50-default-v2", "--demo").out
    assert table.splitlines()[0].split()[:2] == ["#", "Job"]


@pytest.mark.parametrize(
    "command",
    [
        ("rank",),
        ("compare",),
        ("plan", "--traffic", "1/s"),
        ("check", "--max", "latency=50"),
        ("wait",),
    ],
)
def test_a_job_that_is_named_twice_counts_once(command: tuple[str, ...]) -> None:
    once, twice = (irctl(*command, *[JOB] * n, "--demo", "--json") for n in (1, 2))
    assert twice == once
    assert once.out


def test_top_shows_the_best_only() -> None:
    assert len(ranking(JOB, "--top", "2")["Recommendations"]) == 2


def test_a_warning_is_in_the_json_and_on_standard_error() -> None:
    done = irctl("rank", JOB, "resnet50-advanced", "--demo", "--json")
    warnings = json.loads(done.out)["Warnings"]
    assert any("Default and Advanced jobs are not comparable" in entry for entry in warnings)
    assert all(f"irctl: warning: {entry}\n" in done.err for entry in warnings)


def test_a_job_without_results_is_named_and_the_others_are_ranked() -> None:
    done = irctl("rank", "bert-failed", JOB, "--demo", "--json")
    assert done.code == 9
    document = json.loads(done.out)
    assert len(document["Recommendations"]) == 6
    assert any(entry.startswith("bert-failed has no results") for entry in document["Warnings"])


@pytest.mark.parametrize(
    ("job", "code"), [("bert-failed", 9), ("llama-stopped", 9), ("gpt2-running", 8), ("nope", 3)]
)
def test_without_any_results_the_exit_code_is_the_job_s_and_nothing_is_printed(
    job: str, code: int
) -> None:
    done = irctl("rank", job, "--demo", "--json")
    assert (done.code, done.out) == (code, "")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--by", "speed"], "--by: unknown metric 'speed'; the metrics are cost-per-hour, "),
        (["--max", "latency"], "--max: expected METRIC=VALUE, such as latency=100"),
        (["--max", "cost=$0.5/h"], "got '$0.5/h'; did you mean cost-per-hour?"),
        (["--max", "latency=fast"], "--max: expected a number for latency, such as 100ms"),
        (["--max", "latency=nan"], "--max: expected a number for latency"),
        (["--min", "speed=1"], "--min: unknown metric 'speed'"),
        (["--weight", "latency"], "--weight: expected METRIC=NUMBER, such as latency=2"),
        (["--weight", "latency=x"], "--weight: expected METRIC=NUMBER"),
        (["--weight", "speed=2"], "--weight: unknown metric 'speed'"),
        (["--weight", "latency=-1"], "--weight: weights must be 0 or more"),
        (["--weight", "latency=0"], "--weight: weights must be 0 or more"),
        (["--weight", "latency=1", "--weight", "ModelLatency=2"], "--weight: each metric takes"),
        (["--top", "0"], "--top"),
        (["-o", "xml"], "unknown format 'xml'"),
        (["--query", "["], "--query: "),
        (["--json", "-o", "csv"], "exclude each other"),
        (["--query", "By", "-o", "csv"], "--output csv"),
    ],
)
def test_a_wrong_option_is_reported_before_the_first_request(
    arguments: list[str], problem: str
) -> None:
    done = irctl("rank", "no-such-job-anywhere", "--demo", *arguments)
    assert done.code == 2
    assert problem in done.err
    assert done.out == ""
    error, hint = done.err.splitlines()
    assert error.startswith("irctl: error: ")
    assert hint.startswith("hint: ")


def test_a_response_cannot_speak_for_irctl() -> None:
    liar = {"Rank": 99, "JobName": "fake", "OnParetoFront": False, "Reasons": [], "Passed": True}
    job = {
        "JobName": "real",
        "InferenceRecommendations": [{**liar, "Metrics": {"ModelLatency": 5}}],
    }
    saved = json.dumps(job).encode()
    (first,) = json.loads(irctl("rank", "-", "--json", stdin=saved).out)["Recommendations"]
    assert (first["Rank"], first["JobName"], first["OnParetoFront"]) == (1, "real", True)
    limited = irctl("rank", "-", "--json", "--max", "latency=1", stdin=saved)
    (excluded,) = json.loads(limited.out)["Excluded"]
    assert (excluded["JobName"], len(excluded["Reasons"])) == ("real", 1)
    gate = irctl("check", "-", "--json", "--max", "latency=1", stdin=saved)
    (judged,) = json.loads(gate.out)["Recommendations"]
    assert (judged["JobName"], judged["Passed"]) == ("real", False)


def test_a_better_recommendation_of_the_same_type_is_named_by_its_id(tmp_path: Path) -> None:
    better = real_time(per_inference=1e-6, latency=10, RecommendationId="j/better")
    worse = real_time(per_inference=2e-6, latency=20, RecommendationId="j/worse")
    path = tmp_path / "job.json"
    path.write_text(json.dumps(response(better, worse)))
    (excluded,) = json.loads(irctl("rank", str(path), "--pareto", "--json").out)["Excluded"]
    assert excluded["RecommendationId"] == "j/worse"
    assert "(better) of made-up" in excluded["Reasons"][0]


def test_serverless_among_real_time_is_warned_of_where_their_loads_matter() -> None:
    warning = "serverless and real time are ranked together"
    assert warning in irctl("rank", "bert-serverless", "--demo").err
    assert warning in irctl("rank", "bert-serverless", "--demo", "--by", "throughput").err
    assert warning not in irctl("rank", "bert-serverless", "--demo", "--by", "latency").err
    assert warning not in irctl("rank", "resnet50-default", "--demo").err
