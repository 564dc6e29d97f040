import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.made import environment, real_time, response
from tests.program import irctl

OLD, NEW = "resnet50-default", "resnet50-default-v2"


def compared(*arguments: str) -> Any:
    done = irctl("compare", *arguments, "--json")
    assert done.code == 0, done.err
    return json.loads(done.out)


def saved(directory: Path, stem: str, *entries: dict[str, Any], name: str = "made-up") -> str:
    file = directory / f"{stem}.json"
    file.write_text(json.dumps(response(*entries, name=name)))
    return str(file)


def of_type(document: Any, instance_type: str) -> Any:
    (jobs,) = (
        entry["Jobs"]
        for entry in document["Configurations"]
        if entry["Configuration"].get("InstanceType") == instance_type
    )
    return jobs


def test_each_metric_has_its_baseline_and_the_change() -> None:
    document = compared(OLD, NEW, "--demo")
    assert (document["Baseline"], document["BaselineKind"]) == (OLD, "Job")
    jobs = of_type(document, "ml.c6i.xlarge")
    latency = jobs[NEW]["Metrics"]["ModelLatency"]
    assert (latency["Value"], latency["Baseline"]) == (70, 74)
    assert latency["Change"] == pytest.approx(70 / 74 - 1)
    assert latency["Better"] is True
    assert jobs[NEW]["Metrics"]["CostPerHour"]["Better"] is None  # no change is noise
    assert jobs[OLD]["IsBaseline"] is True
    assert jobs[OLD]["Metrics"]["ModelLatency"]["Change"] == 0


def test_compiled_models_pair_although_their_compilation_jobs_differ() -> None:
    jobs = of_type(compared(OLD, NEW, "--demo"), "ml.inf1.xlarge")
    assert set(jobs) == {OLD, NEW}


def test_configurations_of_one_job_only_are_listed() -> None:
    document = compared(OLD, NEW, "--demo")
    only = {job: [entry["Title"] for entry in some] for job, some in document["OnlyIn"].items()}
    assert only == {OLD: ["ml.m5.large"], NEW: ["ml.inf2.xlarge"]}
    alone = of_type(document, "ml.inf2.xlarge")[NEW]["Metrics"]["ModelLatency"]
    assert (alone["Baseline"], alone["Change"], alone["Better"]) == (None, None, None)
    done = irctl("compare", OLD, NEW, "--demo")
    assert f"Only in {OLD}: ml.m5.large." in done.out
    assert f"Only in {NEW}: ml.inf2.xlarge." in done.out


def test_a_person_sees_values_changes_noise_and_what_has_no_baseline() -> None:
    done = irctl("compare", OLD, NEW, "--demo")
    rows = {tuple(row.split()[:2]): row for row in done.out.splitlines() if row.startswith("ml.")}
    assert "70 ms   -5%" in rows["ml.c6i.xlarge", NEW]
    assert "$0.204     ~" in rows["ml.c6i.xlarge", NEW]
    assert "74 ms  base" in rows["ml.c6i.xlarge", OLD]
    assert "13 ms   n/a" in rows["ml.inf2.xlarge", NEW]
    assert rows["ml.c6i.xlarge", NEW].endswith("1.00")


def test_colour_is_whether_it_is_better() -> None:
    done = irctl("compare", OLD, NEW, "--demo", environ={"FORCE_COLOR": "1"})
    good, bad = re.escape("\x1b[32m"), re.escape("\x1b[1;31m")
    assert re.search(good + " *70 ms   -5%", done.out)  # less latency
    assert re.search(good + " *1,822/min   \\+6%", done.out)  # more throughput
    assert re.search(bad + " *57 ms  \\+24%", done.out)


def test_the_verdict_is_the_best_by_how_much_and_under_which_conditions() -> None:
    done = irctl("compare", OLD, NEW, "--demo")
    (verdict,) = (line for line in done.err.splitlines() if "is best by" in line)
    assert verdict == (
        "irctl: ml.c6i.xlarge of resnet50-default-v2 is best by cost-per-inference "
        "($1.87 per 1M); against the same configuration in resnet50-default: "
        "cost-per-inference -6%, latency -5%, throughput +6% (Default job); 2 better, 1 worse: "
        "ml.inf1.xlarge +22% cost"
    )
    document = compared(OLD, NEW, "--demo")
    assert f"irctl: {document['Verdict']}" == verdict
    assert document["Best"]["JobName"] == NEW
    assert document["Best"]["Conditions"] == ["Default job"]


def test_a_wider_threshold_makes_more_of_it_noise() -> None:
    jobs = of_type(compared(OLD, NEW, "--demo", "--threshold", "10%"), "ml.c6i.xlarge")
    assert jobs[NEW]["Metrics"]["ModelLatency"]["Better"] is None
    jobs = of_type(compared(OLD, NEW, "--demo", "--threshold", "0"), "ml.c5.xlarge")
    assert jobs[NEW]["Metrics"]["ModelLatency"]["Better"] is True


def test_another_job_can_be_the_baseline_given_or_fetched() -> None:
    for arguments in ([OLD, NEW, "--baseline", NEW], [OLD, "--baseline", NEW]):
        document = compared(*arguments, "--demo")
        assert document["Baseline"] == NEW
        latency = of_type(document, "ml.c6i.xlarge")[OLD]["Metrics"]["ModelLatency"]
        assert (latency["Value"], latency["Baseline"], latency["Better"]) == (74, 70, False)


def test_an_existing_endpoint_can_be_the_baseline() -> None:
    document = compared("fraud-xgboost", "--demo", "--baseline", "endpoint")
    assert document["Baseline"] == "endpoint fraud-scoring-prod"
    metrics = of_type(document, "ml.c6i.large")["fraud-xgboost"]["Metrics"]
    assert (metrics["MaxInvocations"]["Value"], metrics["MaxInvocations"]["Baseline"]) == (
        6180,
        2140,
    )
    assert metrics["CostPerHour"]["Change"] is None  # an endpoint has no cost
    done = irctl("compare", "fraud-xgboost", "--demo", "--baseline", "endpoint")
    assert "endpoint fraud-scoring-prod" in done.out
    assert "latency -69%, throughput +189%" in done.err


def test_within_one_job_the_best_is_the_baseline_unless_another_is_named() -> None:
    document = compared(OLD, "--demo", "--by", "latency")
    assert document["Baseline"] == f"ml.g5.xlarge of {OLD}"
    assert document["OnlyIn"] == {}
    assert [entry["Jobs"][OLD]["Relative"] for entry in document["Configurations"]][:2] == [
        1,
        pytest.approx(31 / 19),
    ]
    for name in ("ml.c5.xlarge", f"{OLD}/a23059ef"):
        document = compared(OLD, "--demo", "--baseline", name)
        assert document["Baseline"] == f"ml.c5.xlarge of {OLD}"
        assert document["BaselineKind"] == "Recommendation"


def test_loose_pairs_that_are_ambiguous_are_warned_about(tmp_path: Path) -> None:
    two = [real_time(latency=n, **environment(THREADS=str(n))) for n in (80, 60)]
    old = saved(tmp_path, "old", real_time(latency=100), name="old")
    new = saved(tmp_path, "new", *two, name="new")
    assert set(compared(old, new)["OnlyIn"]) == {"old", "new"}
    done = irctl("compare", old, new, "--match", "instance-type", "--by", "latency")
    assert "new: 2 recommendations match as ml.x" in done.err
    assert "60 ms  -40%" in done.out


def test_jobs_of_the_same_name_have_different_keys(tmp_path: Path) -> None:
    old = saved(tmp_path, "old", real_time(latency=100))
    new = saved(tmp_path, "new", real_time(latency=50))
    document = compared(old, new)
    (group,) = document["Configurations"]
    assert set(group["Jobs"]) == {f"made-up ({old})", f"made-up ({new})"}
    assert group["Jobs"][f"made-up ({new})"]["Metrics"]["ModelLatency"]["Change"] == -0.5
    for baseline in (new, f"made-up ({new})"):
        document = compared(old, new, "--baseline", baseline)
        (group,) = document["Configurations"]
        assert group["Jobs"][f"made-up ({old})"]["Metrics"]["ModelLatency"]["Change"] == 1
    document = compared(old, "--baseline", new)
    (group,) = document["Configurations"]
    assert set(group["Jobs"]) == {"made-up", f"made-up ({new})"}
    both = tmp_path / "both.jsonl"
    both.write_text(Path(old).read_text() + "\n" + Path(new).read_text() + "\n")
    (group,) = compared(str(both))["Configurations"]
    assert set(group["Jobs"]) == {"made-up", "made-up (line 2)"}


def test_jobs_that_are_not_comparable_are_warned_about() -> None:
    document = compared("resnet50-advanced", OLD, "--demo")
    assert any("not comparable" in entry for entry in document["Warnings"])


WRONG: list[tuple[list[str], str]] = [
    ([OLD, "--baseline", "ml.none"], "a baseline is a JOB, or one of ml.g4dn.xlarge"),
    ([OLD, "--baseline", "endpoint"], "no job measured an existing endpoint"),
    ([OLD, "--by", "speed"], "--by: unknown metric"),
    ([OLD, "--match", "loosely"], "--match: expected exact or instance-type"),
    ([OLD, "--threshold", "5"], "--threshold: 5 could be percent or a fraction"),
]


@pytest.mark.parametrize(("arguments", "complaint"), WRONG)
def test_a_wrong_command_line_is_exit_2(arguments: list[str], complaint: str) -> None:
    done = irctl("compare", *arguments, "--demo")
    assert (done.code, done.out) == (2, "")
    assert complaint in done.err


def test_a_missing_baseline_or_one_without_results_sets_the_exit_code() -> None:
    for baseline, code in (("no-such", 3), ("bert-failed", 9), ("gpt2-running", 8), ("./x", 5)):
        done = irctl("compare", OLD, "--demo", "--baseline", baseline)
        assert (done.code, done.out) == (code, "")


def test_csv_has_value_baseline_and_change_in_each_row() -> None:
    done = irctl("compare", OLD, NEW, "--demo", "-o", "csv")
    header, *rows = csv.reader(done.out.splitlines())
    assert len(rows) == 12
    assert len(set(header)) == len(header)
    row = dict(zip(header, rows[1], strict=True))
    assert (row["job_name"], row["model_latency_ms"]) == (NEW, "70")
    assert row["baseline_model_latency_ms"] == "74"
    assert float(row["model_latency_change"]) == pytest.approx(70 / 74 - 1)
    assert row["model_latency_better"] == "true"
    assert row["cost_per_hour_better"] == ""


def test_json_lines_has_a_configuration_a_line() -> None:
    done = irctl("compare", OLD, NEW, "--demo", "-o", "jsonl")
    records = [json.loads(entry) for entry in done.out.splitlines()]
    assert records == compared(OLD, NEW, "--demo")["Configurations"]


def test_a_job_that_could_not_be_read_is_left_out_and_is_the_exit_code() -> None:
    done = irctl("compare", OLD, "no-such", "--demo", "--json")
    assert done.code == 3
    document = json.loads(done.out)
    assert document["Baseline"] == f"ml.c6i.xlarge of {OLD}"
    assert any("no-such" in entry for entry in document["Warnings"])


def test_a_job_without_recommendations_is_no_error(tmp_path: Path) -> None:
    done = irctl("compare", saved(tmp_path, "empty"))
    assert (done.code, done.out.splitlines()[0]) == (0, "no recommendations")
    assert "no recommendation to compare" in done.err


def test_thresholds_can_be_given_for_single_metrics(tmp_path: Path) -> None:
    before, after = (
        real_time(cost=1, latency=100, rate=100),
        real_time(cost=1, latency=120, rate=120),
    )
    files = []
    for name, entry in (("before", before), ("after", after)):
        files.append(str(tmp_path / f"{name}.json"))
        Path(files[-1]).write_text(json.dumps(response(entry, name=name)))
    arguments = ("compare", *files, "--threshold", "1%", "--threshold", "latency=20%", "--json")
    document = json.loads(irctl(*arguments).out)
    assert document["Threshold"] == 0.01
    assert document["Thresholds"] == {"CostPerHour": 0, "ModelLatency": 0.2}
    (configuration,) = document["Configurations"]
    changes = configuration["Jobs"]["after"]["Metrics"]
    assert changes["ModelLatency"]["Better"] is None
    assert changes["MaxInvocations"]["Better"] is True
    assert irctl("compare", *files, "--threshold", "1%", "--threshold", "2%").code == 2
