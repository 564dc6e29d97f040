"""The gate, shown to pass and to fail for entry kind of constraint, scope and baseline."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.made import environment, real_time, response, serverless
from tests.program import Done, irctl

JOB, NEW = "resnet50-default", "resnet50-default-v2"


def check(*arguments: str) -> Done:
    return irctl("check", *arguments)


def judged(*arguments: str) -> Any:
    """The JSON, whose verdict and the exit code say the same."""
    done = irctl("check", *arguments, "--json")
    document = json.loads(done.out)
    assert done.code == (0 if document["Passed"] else 10), done.err
    assert ("gate met" in done.err) == document["Passed"]
    return document


def saved(directory: Path, stem: str, *entries: dict[str, Any], **more: Any) -> str:
    file = directory / f"{stem}.json"
    file.write_text(json.dumps(response(*entries, name=stem, **more)))
    return str(file)


AGAINST_C5 = ["--baseline", "ml.c5.xlarge", "--max-regression", "latency=0%", "--all"]
PASS_AND_FAIL: dict[str, tuple[list[str], list[str]]] = {
    "maximum": (["--max", "latency=19"], ["--max", "latency=18"]),
    "minimum": (["--min", "throughput=6045"], ["--min", "throughput=6046"]),
    "api name": (["--max", "CostPerHour=0.115"], ["--max", "costperhour=0.114"]),
    "together": (
        ["--max", "latency=50", "--max", "cost-per-hour=0.3"],
        ["--max", "latency=20", "--max", "cost-per-hour=0.3"],
    ),
    "monthly cost": (
        ["--traffic", "100/s", "--max", "monthly-cost=1043"],
        ["--traffic", "100/s", "--max", "monthly-cost=1042"],
    ),
    "cost per month, as the plan's JSON and as the API would name it": (
        ["--traffic", "100/s", "--max", "CostPerMonth=1043"],
        ["--traffic", "100/s", "--max", "cost-per-month=$1042/month"],
    ),
    "cost per million": (
        ["--traffic", "100/s", "--max", "cost-per-million=3.97"],
        ["--traffic", "100/s", "--max", "cost-per-million=3.96"],
    ),
    "instances": (
        ["--traffic", "100/s", "--max", "instances=2"],
        ["--traffic", "100/s", "--max", "instances=1"],
    ),
    "utilization": (
        ["--traffic", "100/s", "--max", "instances=1", "--utilization", "100%"],
        ["--traffic", "100/s", "--max", "instances=1", "--utilization", "99%"],
    ),
    "min instances": (
        ["--traffic", "1/s", "--max", "instances=2", "--min-instances", "2"],
        ["--traffic", "1/s", "--max", "instances=2", "--min-instances", "3"],
    ),
    "all": (["--all", "--max", "latency=187"], ["--all", "--max", "latency=186"]),
    "any": (["--any", "--max", "latency=19"], ["--any", "--max", "latency=18"]),
    "instance type": (
        ["--instance-type", "ml.m5.large", "--max", "latency=187"],
        ["--instance-type", "ml.m5.large", "--max", "latency=186"],
    ),
    "recommendation": (
        ["--recommendation", f"{JOB}/a23059ef", "--max", "latency=118"],
        ["--recommendation", f"{JOB}/a23059ef", "--max", "latency=117"],
    ),
    "the last part of an id": (
        ["--recommendation", "a23059ef", "--max", "latency=118"],
        ["--recommendation", "a23059ef", "--max", "latency=117"],
    ),
    "baseline type": (
        [*AGAINST_C5, "--instance-type", "ml.c6i.xlarge"],
        AGAINST_C5,
    ),
    "baseline by the last part of its id": (
        ["--baseline", "a23059ef", "--max-regression", "cost-per-hour=600%", "--all"],
        ["--baseline", "a23059ef", "--max-regression", "cost-per-hour=10%", "--all"],
    ),
    "baseline recommendation": (
        ["--baseline", f"{JOB}/a23059ef", "--max-regression", "cost-per-hour=600%", "--all"],
        ["--baseline", f"{JOB}/a23059ef", "--max-regression", "cost-per-hour=10%", "--all"],
    ),
}


@pytest.mark.parametrize("what", PASS_AND_FAIL)
def test_the_gate_passes_and_fails_by(what: str) -> None:
    passes, fails = PASS_AND_FAIL[what]
    assert judged(JOB, "--demo", *passes)["Passed"] is True
    assert judged(JOB, "--demo", *fails)["Passed"] is False


def test_the_gate_passes_and_fails_by_the_change_against_a_job() -> None:
    # ml.inf1.xlarge got slower from 46 to 57 ms, ml.c5.xlarge faster from 118 to 116.
    scope = [NEW, "--demo", "--baseline", JOB, "--max-regression", "latency=10%"]
    assert judged(*scope, "--instance-type", "ml.c5.xlarge")["Passed"] is True
    failed = judged(*scope, "--instance-type", "ml.inf1.xlarge")
    assert failed["Passed"] is False
    (constraint,) = failed["Constraints"]
    assert constraint["Best"] == pytest.approx(57 / 46 - 1)
    assert (constraint["Metric"], constraint["Kind"]) == ("ModelLatency", "Regression")
    assert (constraint["Operator"], constraint["Wanted"]) == ("<=", 0.1)


def test_the_gate_passes_and_fails_by_the_change_against_a_file(tmp_path: Path) -> None:
    old = saved(tmp_path, "old", real_time(latency=100, rate=1000))
    new = saved(tmp_path, "new", real_time(latency=110, rate=900))
    regression = [new, "--baseline", old, "--max-regression"]
    assert judged(*regression, "latency=10%,throughput=10%")["Passed"] is True
    assert judged(*regression, "latency=9.9%,throughput=10%")["Passed"] is False
    failed = judged(*regression, "latency=10%,throughput=9.9%")
    assert failed["Recommendations"][0]["Reasons"] == ["throughput changed by -10%, below -9.9%"]


def test_the_gate_passes_and_fails_by_the_change_against_the_endpoint() -> None:
    scope = ["fraud-xgboost", "--demo", "--baseline", "endpoint", "--max-regression"]
    assert judged(*scope, "latency=0%,throughput=0%")["Passed"] is True
    failed = judged(*scope, "cost-per-hour=50%")
    assert failed["Passed"] is False  # an endpoint has no cost
    assert failed["Recommendations"][0]["Reasons"] == [
        "endpoint fraud-scoring-prod has no cost-per-hour to compare with"
    ]


def test_the_gate_passes_and_fails_by_how_configurations_match(tmp_path: Path) -> None:
    old = saved(tmp_path, "old", real_time(latency=100, **environment(THREADS="1")))
    new = saved(tmp_path, "new", real_time(latency=90, **environment(THREADS="2")))
    regression = [new, "--baseline", old, "--max-regression", "latency=0"]
    assert judged(*regression, "--match", "instance-type")["Passed"] is True
    failed = judged(*regression, "--match", "exact")
    assert failed["Passed"] is False
    assert (failed["Scope"], failed["Recommendations"]) == ("Paired", [])
    (not_compared,) = failed["NotCompared"]
    assert not_compared["JobName"] == "new"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--max", "cpu=1000"],
        ["--min", "cpu=0"],
        ["--traffic", "1/s", "--max", "monthly-cost=1e12"],
        ["--baseline", "ml.x", "--max-regression", "cost=1000%"],
    ],
)
def test_a_value_that_is_missing_fails_and_says_so(tmp_path: Path, arguments: list[str]) -> None:
    file = saved(tmp_path, "job", real_time(cost=None))
    failed = judged(file, *arguments)
    assert failed["Passed"] is False
    (reason,) = failed["Recommendations"][0]["Reasons"]
    assert "is missing" in reason
    assert failed["Constraints"][0]["Best"] is None
    assert "missing" in check(file, *arguments).out


def test_a_plan_beyond_serverless_fails_whatever_it_costs(tmp_path: Path) -> None:
    file = saved(tmp_path, "job", serverless(rate=1))
    limits = ["--max", "monthly-cost=1e12", "--traffic"]
    assert judged(file, *limits, "100/min")["Passed"] is True
    failed = judged(file, *limits, "101/min", "--max", "latency=1000")
    assert failed["Passed"] is False
    assert failed["Recommendations"][0]["Reasons"] == [
        "it needs a concurrency of 202, and serverless is limited to 200"
    ]


def test_what_a_plan_requires_is_in_the_json_the_table_and_the_verdict() -> None:
    scope = ["bert-serverless", "--demo", "--traffic", "100/s"]
    to_do = "raise MaxConcurrency from 1 to 182"
    assert to_do in irctl("plan", *scope).out
    limit = ["--max", "monthly-cost=20000", "--instance-type", "serverless"]
    passing = judged(*scope, *limit)["Recommendations"][0]
    assert passing["Plan"]["Notes"] == [to_do]
    done = check(*scope, *limit)
    assert to_do in next(line for line in done.out.splitlines() if line.startswith("   3072 MB"))
    assert f"gate met: by serverless 3072 MB of bert-serverless ({to_do})" in done.err


def test_serverless_is_a_type_like_any_other() -> None:
    scope = ["bert-serverless", "--demo", "--instance-type", "serverless"]
    assert judged(*scope, "--max", "latency=504")["Passed"] is True
    failed = judged(*scope, "--max", "latency=503")
    assert failed["Passed"] is False
    assert len(failed["Recommendations"]) == 2
    against = ["--baseline", "serverless", "--max-regression", "latency=0%", "--all"]
    assert judged("bert-serverless", "--demo", *against)["Passed"] is True


def test_a_gate_without_recommendations_never_passes(tmp_path: Path) -> None:
    empty = saved(tmp_path, "empty")
    for scope in ([], ["--all"]):
        failed = judged(empty, "--max", "latency=1000", *scope)
        assert failed["Passed"] is False
        assert failed["Recommendations"] == []
    assert "no recommendation to judge" in check(empty, "--max", "latency=1").err


@pytest.mark.parametrize(
    ("job", "code"),
    [
        ("bert-failed", 9),
        ("llama-stopped", 9),
        ("gpt2-running", 8),
        ("no-such", 3),
        ("./x.json", 5),
    ],
)
@pytest.mark.parametrize("scope", [[], ["--all"], ["--instance-type", "ml.g5.xlarge"]])
def test_a_job_without_results_sets_the_exit_code_alone_or_with_others(
    job: str, code: int, scope: list[str]
) -> None:
    for jobs in ([job], [JOB, job]):
        done = check(*jobs, "--demo", "--max", "latency=1000", *scope, "--json")
        assert done.code == code
        document = json.loads(done.out)
        assert document["Passed"] is False
        assert document["Warnings"]
        assert "gate not met" in done.err


@pytest.mark.parametrize(("baseline", "code"), [("bert-failed", 9), ("gpt2-running", 8), ("no", 3)])
def test_a_baseline_without_results_sets_the_exit_code_of_check(baseline: str, code: int) -> None:
    regression = ["--baseline", baseline, "--max-regression", "latency=1000%"]
    done = check(JOB, "--demo", *regression)
    assert done.code == code
    assert "--demo" in done.err.splitlines()[-1] or code == 3  # as the hint's command needs


WRONG: list[tuple[list[str], str]] = [
    ([JOB], "no limit is given"),
    ([JOB, "--all"], "no limit is given"),
    ([JOB, "--traffic", "1/s"], "no limit is given"),
    (["--max", "latency=1"], "missing JOB"),
    ([JOB, "--max", "monthly-cost=1"], "monthly-cost is of a plan: it needs --traffic"),
    ([JOB, "--max-regression", "cost=1%"], "--max-regression needs a --baseline"),
    ([JOB, "--max", "cpu=1", "--baseline", NEW], "--baseline needs --max-regression"),
    ([JOB, "--max", "speed=1"], "setup-time, monthly-cost, cost-per-million, instances"),
    ([JOB, "--max", "latency"], "--max: expected METRIC=VALUE"),
    ([JOB, "--baseline", NEW, "--max-regression", "cost=5"], "write 5% or 0.05"),
    ([JOB, "--max", "cpu=1", "--traffic", "5"], "--traffic: 5 has no unit of time"),
    ([JOB, "--max", "cpu=1", "-o", "xml"], "junit, github"),
]


@pytest.mark.parametrize(("arguments", "complaint"), WRONG)
def test_a_wrong_command_line_is_exit_2(arguments: list[str], complaint: str) -> None:
    done = check(*arguments, "--demo")
    assert (done.code, done.out) == (2, "")
    assert complaint in done.err


@pytest.mark.parametrize(
    ("scope", "valid"),
    [
        (["--recommendation", "x"], "the ids are resnet50-default/"),
        (["--instance-type", "ml.x"], "the instance types are ml.g4dn.xlarge, ml.c6i"),
    ],
)
def test_nothing_in_the_scope_fails_the_gate_and_lists_the_choices(
    scope: list[str], valid: str
) -> None:
    done = check(JOB, "--demo", "--max", "cpu=1000", *scope)
    assert done.code == 10
    assert valid in done.err


def test_a_job_without_recommendations_fails_a_gate_for_all(tmp_path: Path) -> None:
    good = saved(tmp_path, "good", real_time(latency=1))
    empty = saved(tmp_path, "empty")
    arguments = [good, empty, "--max", "latency=10"]
    assert check(*arguments).code == 0  # one recommendation is enough
    done = check(*arguments, "--all")
    assert done.code == 10
    assert "empty has no recommendation" in done.err


def test_a_regression_gate_is_met_only_if_every_pair_meets_it() -> None:
    # ml.inf1.xlarge got slower from 46 to 57 ms; two configurations have no partner.
    regression = [NEW, "--demo", "--baseline", JOB, "--max-regression"]
    failed = judged(*regression, "latency=10%")
    assert (failed["Passed"], failed["Scope"]) == (False, "Paired")
    assert judged(*regression, "latency=30%")["Passed"] is True
    assert judged(*regression, "latency=10%", "--any")["Passed"] is True
    assert judged(*regression, "latency=30%", "--all")["Passed"] is False
    types = [r["EndpointConfiguration"]["InstanceType"] for r in failed["NotCompared"]]
    assert types == ["ml.inf2.xlarge"]
    assert "Not compared" in check(*regression, "latency=10%").out


@pytest.mark.parametrize(
    "conditions",
    [
        {"JobType": "Advanced"},
        {"InputConfig": {"TrafficPattern": {"TrafficType": "STAIRS"}}},
    ],
)
def test_a_regression_under_other_conditions_fails_unless_it_is_allowed(
    conditions: dict[str, Any], tmp_path: Path
) -> None:
    old = saved(tmp_path, "old", real_time(latency=100))
    new = tmp_path / "new.json"
    new.write_text(json.dumps(response(real_time(latency=90), name="new", **conditions)))
    arguments = [str(new), "--baseline", old, "--max-regression", "latency=10%"]
    done = check(*arguments)
    assert done.code == 10
    assert "--allow-different-conditions" in done.err
    assert check(*arguments, "--allow-different-conditions").code == 0


def test_the_formats_of_check_are_those_of_check_only() -> None:
    assert irctl("rank", JOB, "--demo", "-o", "junit").code == 2


# Policies


def written(directory: Path, text: str) -> str:
    file = directory / "irctl.toml"
    file.write_text(text)
    return str(file)


def test_a_policy_file_is_a_gate(tmp_path: Path) -> None:
    policy = written(tmp_path, "[max]\nlatency = 19\n[min]\nthroughput = 600\n")
    assert judged(JOB, "--demo", "--policy", policy)["Passed"] is True
    policy = written(tmp_path, "all = true\n[max]\nlatency = 19\n")
    assert judged(JOB, "--demo", "--policy", policy)["Passed"] is False
    # The command line replaces what it gives.
    assert judged(JOB, "--demo", "--policy", policy, "--any")["Passed"] is True
    assert judged(JOB, "--demo", "--policy", policy, "--max", "latency=200")["Passed"] is True
    assert judged(JOB, "--demo", "--policy", policy, "--any", "--min", "cpu=999")["Passed"] is False


def test_a_policy_that_is_printed_is_the_gate_it_was_printed_from(tmp_path: Path) -> None:
    options = ["--max", "latency=$50"]
    assert check("--print-policy", *options).code == 2
    options = ["--max", "latency=100", "--min", "throughput=600", "--traffic", "100/s"]
    options += ["--max", "monthly-cost=2000", "--utilization", "70%", "--min-instances", "2"]
    options += ["--baseline", NEW, "--match", "instance-type", "--max-regression", "cost=5%"]
    printed = check("--print-policy", *options)
    assert (printed.code, printed.err) == (0, "")
    policy = written(tmp_path, printed.out)
    assert check("--print-policy", "--policy", policy).out == printed.out
    assert judged(JOB, "--demo", "--policy", policy) == judged(JOB, "--demo", *options)


def test_a_wrong_policy_is_exit_2_and_one_that_cannot_be_read_5(tmp_path: Path) -> None:
    wrong = written(tmp_path, "[maximum]\nlatency = 1\n")
    done = check(JOB, "--demo", "--policy", wrong)
    assert done.code == 2
    assert f"{wrong}: unknown key 'maximum'" in done.err
    assert "max, min, max-regression, baseline" in done.err
    done = check(JOB, "--demo", "--policy", str(tmp_path / "none.toml"))
    assert (done.code, done.out) == (5, "")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    assert check(JOB, "--demo", "--policy", str(tmp_path / "binary.toml")).code == 5


# What it prints

FAILING = [JOB, "--demo", "--max", "latency=50", "--traffic", "100/s", "--max", "monthly-cost=500"]


def test_the_table_shows_limit_best_value_distance_and_verdict() -> None:
    done = check(*FAILING)
    assert done.code == 10
    latency, cost = done.out.splitlines()[2:4]
    assert latency.split() == ["latency", "<=", "50", "ms", "19", "ms", "62%", "inside", "met"]
    assert cost.startswith("monthly-cost  <= $500.00/month  $1,042.44/month  108% beyond  not")
    assert "irctl: gate not met: a constraint fails; the nearest is ml.c6i.xlarge" in done.err


def test_where_every_one_has_to_pass_the_worst_value_is_shown() -> None:
    out = check(JOB, "--demo", "--all", "--max", "latency=100").out
    assert "Worst value" in out
    assert "187 ms" in out


def test_limits_that_are_met_but_not_together_are_explained() -> None:
    done = check(JOB, "--demo", "--max", "latency=20", "--max", "cost-per-hour=0.2")
    assert done.code == 10
    assert "no recommendation meets all constraints together" in done.err


def test_junit_has_a_case_for_each_limit_and_the_gate() -> None:
    (suite,) = ElementTree.fromstring(check(*FAILING, "-o", "junit").out)
    assert (suite.get("tests"), suite.get("failures")) == ("3", "2")
    failed = [entry.get("name") for entry in suite if entry.find("failure") is not None]
    assert failed == ["monthly-cost", "gate"]
    (suite,) = ElementTree.fromstring(
        check(JOB, "--demo", "--max", "latency=50", "-o", "junit").out
    )
    assert suite.get("failures") == "0"


def test_github_gets_annotations() -> None:
    lines = check(*FAILING, "-o", "github").out.splitlines()
    assert lines[0] == (
        "::notice title=irctl check%3A latency::wanted <= 50 ms, best 19 ms (62%25 inside)"
    )
    assert lines[1].startswith("::error title=irctl check%3A monthly-cost::wanted <= $500.00")
    assert lines[2].startswith("::error title=irctl check%3A gate::gate not met")


def test_markdown_is_a_table() -> None:
    out = check(*FAILING, "-o", "markdown").out
    assert "\n| Constraint | Wanted | Best value | Distance | Verdict |\n" in out


def test_csv_has_a_constraint_a_line_and_json_lines_a_recommendation() -> None:
    header, *rows = csv.reader(check(*FAILING, "-o", "csv").out.splitlines())
    assert header == ["metric", "kind", "operator", "wanted", "best", "worst", "distance", "passed"]
    assert [row[0] for row in rows] == ["ModelLatency", "CostPerMonth"]
    records = [json.loads(entry) for entry in check(*FAILING, "-o", "jsonl").out.splitlines()]
    assert records == judged(*FAILING)["Recommendations"]
    assert [entry["Passed"] for entry in records] == [False] * 6


def test_a_query_does_not_change_the_exit_code() -> None:
    done = check(*FAILING, "--query", "Passed")
    assert (done.code, done.out) == (10, "false\n")


@pytest.mark.parametrize("stdout", ["a pipe nobody reads", "a full disk", "closed"])
def test_a_failed_gate_is_no_success_however_its_output_ends(stdout: str) -> None:
    if stdout == "a full disk" and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    command = [sys.executable, "-m", "irctl", "check", *FAILING]
    if stdout == "a pipe nobody reads":
        reading, writing = os.pipe()
        os.close(reading)
        code = subprocess.run(command, stdout=writing, stderr=subprocess.DEVNULL).returncode
        os.close(writing)
        assert code == 10
    elif stdout == "a full disk":
        with Path("/dev/full").open("w") as full:
            assert subprocess.run(command, stdout=full, stderr=subprocess.DEVNULL).returncode == 1
    else:
        shell = ["sh", "-c", 'exec "$@" >&-', "sh", *command]
        assert subprocess.run(shell, stderr=subprocess.DEVNULL).returncode == 1


def test_a_single_recommendation_meets_the_gate_in_the_singular(tmp_path: Path) -> None:
    file = tmp_path / "job.json"
    file.write_text(json.dumps(response(real_time("ml.x", latency=5), name="one")))
    paired = irctl("check", str(file), "--baseline", "one", "--max-regression", "latency=1%")
    assert paired.err.endswith("by the only recommendation that pairs with the baseline\n")
    assert irctl("check", str(file), "--all", "--max", "latency=9").err.endswith("ml.x of one\n")
