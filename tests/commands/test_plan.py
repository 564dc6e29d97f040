import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.made import real_time, response, serverless
from tests.program import Done, irctl
from tests.trust.hostile import SGR, on_a_terminal

JOB = "resnet50-default"


def planned(*arguments: str, stdin: bytes = b"") -> Any:
    done = irctl("plan", *arguments, "--json", stdin=stdin)
    assert done.code == 0, done.err
    return json.loads(done.out)


def saved(directory: Path, *entries: dict[str, Any], name: str = "made-up") -> str:
    file = directory / f"{name}.json"
    file.write_text(json.dumps(response(*entries, name=name)))
    return str(file)


def test_each_recommendation_and_rate_has_a_plan_cheapest_first() -> None:
    document = planned(JOB, "--demo", "--traffic", "200/s,10/min", "--traffic", "5M/day")
    plans = document["Plans"]
    rates = [12000, 10, pytest.approx(5e6 / 1440)]
    assert [entry["RequestsPerMinute"] for entry in plans] == [r for r in rates for _ in range(6)]
    for start in range(0, 18, 6):
        costs = [entry["CostPerMonth"] for entry in plans[start : start + 6]]
        assert costs == sorted(costs)
        assert [entry["Cheapest"] for entry in plans[start : start + 6]] == [True] + [False] * 5
    assert document["Utilization"] == 0.5
    assert document["MinInstances"] == 1
    assert document["HoursPerMonth"] == 730
    assert document["BreakEven"] is None
    assert document["Warnings"] == []


def test_a_plan_has_the_numbers_of_the_rule_and_the_recommendation_as_the_api_gave_it() -> None:
    given = json.loads(irctl("describe", JOB, "--demo", "--json").out)["InferenceRecommendations"]
    for entry in planned(JOB, "--demo", "--traffic", "200/s", "--utilization", "70%")["Plans"]:
        recommendation = entry["Recommendation"]
        assert recommendation in given
        metrics = recommendation["Metrics"]
        one = metrics["MaxInvocations"] / recommendation["EndpointConfiguration"].get(
            "InitialInstanceCount", 1
        )
        count = entry["InstanceCount"]
        assert count * one * 0.7 >= 12000 > (count - 1) * one * 0.7
        assert entry["CostPerHour"] == pytest.approx(count * metrics["CostPerHour"])
        assert entry["CostPerMonth"] == pytest.approx(entry["CostPerHour"] * 730)
        assert entry["CostPerMillionRequests"] == pytest.approx(entry["CostPerHour"] / 0.72)
        assert entry["ExpectedUtilization"] == pytest.approx(12000 / (count * one))
        assert (entry["Feasible"], entry["Reasons"], entry["JobName"]) == (True, [], JOB)


def test_the_verdict_and_the_assumptions_are_printed() -> None:
    done = irctl("plan", JOB, "--demo", "--traffic", "200/s", "--min-instances", "2")
    assert done.code == 0
    assert done.err.startswith("irctl: cheapest at 200/s: 14 x ml.c6i.xlarge of resnet50-default")
    assert "* $2,084.88" in done.out
    for assumption in ("50% of its measured throughput", "at least 2", "at full load", "730 hours"):
        assert assumption in done.out


def test_the_cost_of_a_million_requests_is_printed_in_cents_as_in_rank() -> None:
    heading, _, *rows = irctl("plan", JOB, "--demo", "--traffic", "200/s").out.splitlines()
    end = heading.index("Cost/1M") + len("Cost/1M")
    costs = [row[:end].split()[-1] for row in rows if row.startswith("ml.")]
    assert costs == ["$3.97", "$4.95", "$6.13", "$6.23", "$7.82", "$9.58"]


def test_each_of_several_rates_has_a_column() -> None:
    done = irctl("plan", JOB, "--demo", "--traffic", "1/s,200/s")
    heading, _, *rows = done.out.splitlines()
    assert heading.split()[-2:] == ["1/s", "200/s"]
    assert len([row for row in rows if row.startswith("ml.")]) == 6
    assert done.err.count("irctl: cheapest at") == 2


def test_rates_that_have_no_room_on_a_terminal_make_a_further_block() -> None:
    rates = "10/s,50/s,100/s,200/s,400/s"
    jobs = (JOB, "resnet50-advanced")
    done = on_a_terminal("plan", *jobs, "--demo", "--traffic", rates, width=80)
    table = SGR.sub("", done.out).split("Cost a month")[0]
    assert max(map(len, table.splitlines())) <= 80
    heads = [line.split() for line in table.splitlines() if "Instance type" in line]
    assert [head[:4] for head in heads] == [["Job", "Instance", "type", "Count"]] * 3
    assert [rate for head in heads for rate in head[4:]] == rates.split(",")


def test_on_a_terminal_verdicts_and_warnings_wrap_between_words() -> None:
    arguments = ("plan", JOB, "resnet50-advanced", "--demo", "--traffic", "100/s")
    whole = irctl(*arguments).err.splitlines()
    assert len(whole) == 2
    broken = on_a_terminal(*arguments, width=80).err.splitlines()
    assert max(map(len, broken)) <= 80
    assert [line for line in broken if line.startswith("  ")]
    assert "\n".join(broken).replace("\n  ", " ").splitlines() == whole


def test_serverless_beyond_its_limit_is_not_feasible_and_break_even_is_printed() -> None:
    document = planned("bert-serverless", "--demo", "--traffic", "10/min,1000/s")
    by_use = [entry for entry in document["Plans"] if entry["InstanceCount"] is None]
    assert [entry["Feasible"] for entry in by_use] == [True, True, False, False]
    assert by_use[0]["Cheapest"] is True
    assert by_use[2]["Reasons"] == [
        "it needs a concurrency of 1,009, and serverless is limited to 200"
    ]
    # $0.736 an hour against $54.12 a million, from the demo's bert-serverless.
    even = document["BreakEven"]
    assert even["RequestsPerMinute"] == pytest.approx(0.736 / 60 / 5.412e-5, rel=1e-3)
    printed = irctl("plan", "bert-serverless", "--demo", "--traffic", "1/s").out
    assert "226.7/min" in printed


def test_a_quota_to_raise_is_noted(tmp_path: Path) -> None:
    file = saved(tmp_path, serverless(rate=60, concurrency=1))
    (plan,) = planned(file, "--traffic", "5/s")["Plans"]
    assert (plan["MaxConcurrency"], plan["Feasible"]) == (10, True)
    assert plan["Notes"] == ["raise MaxConcurrency from 1 to 10"]
    assert "raise MaxConcurrency from 1 to 10" in irctl("plan", file, "--traffic", "5/s").out


def test_a_limit_makes_plans_infeasible_with_the_reason() -> None:
    plans = planned(JOB, "--demo", "--traffic", "1/s", "--max", "latency=50")["Plans"]
    assert [entry["Feasible"] for entry in plans] == [True] * 3 + [False] * 3
    assert plans[-1]["Reasons"] == ["latency 187 ms is above 50 ms"]


def test_without_a_feasible_plan_the_nearest_miss_is_shown_and_it_succeeds() -> None:
    done = irctl("plan", JOB, "--demo", "--traffic", "1/s", "--max", "latency=5")
    assert done.code == 0
    assert "The nearest misses" in done.out
    assert "nothing is feasible at 1/s; the nearest is 1 x ml.g5.xlarge" in done.err
    assert "latency 19 ms is above 5 ms" in done.err


def test_a_fixed_fleet_for_the_peak_against_one_that_follows_the_average() -> None:
    document = planned(JOB, "--demo", "--average", "600/min", "--peak", "12k/min")
    for entry in document["Plans"]:
        assert (entry["RequestsPerMinute"], entry["AverageRequestsPerMinute"]) == (12000, 600)
        follower = entry["Autoscaled"]
        assert follower["MaxInstanceCount"] == entry["InstanceCount"] > follower["InstanceCount"]
        assert follower["CostPerMonth"] < entry["CostPerMonth"]
    assert sum(entry["Autoscaled"]["Cheapest"] for entry in document["Plans"]) == 1
    done = irctl("plan", JOB, "--demo", "--average", "600/min", "--peak", "12k/min")
    assert "autoscaled: on average" in done.err


def test_the_cheapest_fixed_fleet_and_the_cheapest_autoscaled_are_both_marked() -> None:
    arguments = ("plan", JOB, "--demo", "--average", "30/min", "--peak", "12k/min")
    plans = planned(*arguments[1:])["Plans"]
    fixed = next(entry for entry in plans if entry["Cheapest"])
    follower = next(entry for entry in plans if entry["Autoscaled"]["Cheapest"])
    assert fixed["Recommendation"] != follower["Recommendation"]
    rows = [line for line in irctl(*arguments).out.splitlines() if "* $" in line]
    assert [row.split()[0] for row in rows] == [
        entry["Recommendation"]["EndpointConfiguration"]["InstanceType"]
        for entry in (fixed, follower)
    ]
    assert f"* ${follower['Autoscaled']['CostPerMonth']:,.2f}" in rows[1]


def test_a_profile_is_planned_hour_by_hour(tmp_path: Path) -> None:
    job = saved(tmp_path, real_time(cost=2, rate=100), serverless(per_inference=1e-3))
    profile = tmp_path / "day.csv"
    profile.write_text("hour,rate\n0,0\n1,100\n2,10/s  # noon\n")
    document = planned(
        *(job, "--traffic-profile", str(profile), "--repeat"),
        *("--utilization", "100%", "--min-instances", "1"),
    )
    assert [entry["RequestsPerMinute"] for entry in document["TrafficProfile"]] == [0, 100, 600]
    fleet, by_use = document["Plans"]
    assert [entry["FixedCost"] for entry in fleet["Hours"]] == [12, 12, 12]
    assert [entry["AutoscaledInstanceCount"] for entry in fleet["Hours"]] == [1, 1, 6]
    assert [entry["AutoscaledCost"] for entry in fleet["Hours"]] == [2, 2, 12]
    assert fleet["Autoscaled"]["CostPerMonth"] == pytest.approx(16 / 3 * 730)
    assert [entry["AutoscaledCost"] for entry in by_use["Hours"]] == [0, 6, 36]
    assert by_use["CostPerMonth"] == pytest.approx(14 * 730)
    done = irctl("plan", job, "--traffic-profile", str(profile), "--repeat")
    assert "Hour by hour: ml.x" in done.out


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("0,1\n1,x\n", "line 2: expected a rate"), ("", "no hour has a rate above 0")],
)
def test_a_profile_that_cannot_be_read_names_file_and_line(
    tmp_path: Path, text: str, complaint: str
) -> None:
    profile = tmp_path / "day.csv"
    profile.write_text(text)
    done = irctl("plan", JOB, "--demo", "--traffic-profile", str(profile))
    assert done.code == 5
    assert f"{profile}: {complaint}" in done.err


def test_a_missing_profile_is_exit_5(tmp_path: Path) -> None:
    done = irctl("plan", JOB, "--demo", "--traffic-profile", str(tmp_path / "none.csv"))
    assert (done.code, done.out) == (5, "")
    assert "No such file" in done.err


@pytest.mark.parametrize(
    "limit",
    [
        ("--max", "monthly-cost=83.95"),  # 730 times 0.115, which arrives as a 32-bit float
        ("--max", "cost-per-month=200"),
        ("--max", "CostPerMillionRequests=100"),
        ("--max", "instances=1"),
        ("--min", "instances=2"),
    ],
)
def test_a_limit_on_the_plan_is_that_of_check(limit: tuple[str, str]) -> None:
    arguments = [JOB, "--demo", "--traffic", "1/s", *limit]
    plans = planned(*arguments)["Plans"]
    gate = json.loads(irctl("check", *arguments, "--json").out)

    feasible = {entry["Recommendation"]["RecommendationId"] for entry in plans if entry["Feasible"]}
    passed = {entry["RecommendationId"] for entry in gate["Recommendations"] if entry["Passed"]}
    assert feasible == passed
    assert feasible or limit == ("--min", "instances=2")
    reasons = {(r["RecommendationId"], *r["Reasons"]) for r in gate["Recommendations"]}
    assert {(p["Recommendation"]["RecommendationId"], *p["Reasons"]) for p in plans} == reasons


def test_the_nearest_miss_of_a_limit_on_the_plan_is_printed_with_its_cost() -> None:
    done = irctl("plan", JOB, "--demo", "--traffic", "1/s", "--max", "monthly-cost=80")
    assert (
        "nothing is feasible at 1/s; the nearest is 1 x ml.m5.large of resnet50-default: "
        "monthly-cost $83.95/month is above $80.00/month"
    ) in done.err


def test_a_plan_that_cannot_serve_is_not_reported_for_its_cost_too(tmp_path: Path) -> None:
    job = saved(tmp_path, serverless(rate=60, concurrency=1))
    (plan,) = planned(job, "--traffic", "1000/s", "--max", "monthly-cost=1")["Plans"]
    assert plan["Reasons"] == ["it needs a concurrency of 2,000, and serverless is limited to 200"]


WRONG: list[tuple[list[str], str]] = [
    ([], "--traffic-profile"),
    (["--traffic", "1/s", "--peak", "2/s"], "--traffic-profile"),
    (["--average", "1/s"], "--average and --peak go together"),
    (["--average", "2/s", "--peak", "1/s"], "the average 2/s is above the peak 1/s"),
    (["--traffic", "100"], "--traffic: 100 has no unit of time"),
    (["--traffic", "0/s"], "--traffic: a rate must be above 0"),
    (["--traffic", "1/s", "--utilization", "0"], "--utilization: expected a share"),
    (["--traffic", "1/s", "--max", "speed=1"], "--max: unknown metric"),
    (["--traffic", "1/s", "--min-instances", "0"], "--min-instances"),
]


@pytest.mark.parametrize(("arguments", "complaint"), WRONG)
def test_a_wrong_command_line_is_exit_2(arguments: list[str], complaint: str) -> None:
    done = irctl("plan", JOB, "--demo", *arguments)
    assert (done.code, done.out) == (2, "")
    assert complaint in done.err


def test_csv_has_one_plan_a_line_and_no_column_twice() -> None:
    done = irctl("plan", JOB, "--demo", "--traffic", "1/s,200/s", "-o", "csv")
    header, *rows = csv.reader(done.out.splitlines())
    assert len(rows) == 12
    assert len(set(header)) == len(header)
    assert rows[0][header.index("cheapest")] == "true"
    assert float(rows[0][header.index("cost_per_month_usd")]) == pytest.approx(83.95)


def test_json_lines_has_one_plan_a_line() -> None:
    done = irctl("plan", JOB, "--demo", "--traffic", "1/s,200/s", "-o", "jsonl")
    assert [json.loads(entry)["RequestsPerMinute"] for entry in done.out.splitlines()] == (
        [60] * 6 + [12000] * 6
    )


def test_standard_input_and_several_jobs_are_read() -> None:
    text = json.dumps(response(real_time(rate=None))).encode()
    document = planned("-", JOB, "--demo", "--traffic", "1/s", stdin=text)
    assert [entry["JobName"] for entry in document["Plans"]] == [JOB] * 6 + ["made-up"]
    assert document["Plans"][-1]["Reasons"] == ["throughput is missing"]


def test_jobs_that_are_not_comparable_are_warned_about() -> None:
    done = irctl("plan", JOB, "resnet50-advanced", "--demo", "--traffic", "1/s")
    assert "warning: Default and Advanced jobs are not comparable" in done.err


@pytest.mark.parametrize(("job", "code"), [("bert-failed", 9), ("gpt2-running", 8)])
def test_a_job_without_results_is_its_own_exit_code(job: str, code: int) -> None:
    done: Done = irctl("plan", job, "--demo", "--traffic", "1/s")
    assert (done.code, done.out) == (code, "")


def test_a_job_without_recommendations_is_no_error(tmp_path: Path) -> None:
    done = irctl("plan", saved(tmp_path), "--traffic", "1/s")
    assert (done.code, done.out) == (0, "no recommendations\n")


# One instance of $1 an hour carries 50 requests a minute of its 100 at 50%.
@pytest.mark.parametrize(
    ("rate", "limit", "feasible"),
    [
        ("120/min", "cost-per-hour=3", True),  # three instances
        ("120/min", "cost-per-hour=2.9", False),
        ("10/min", "cost-per-hour=1", True),  # one, although three were tested
        ("120/min", "cost-per-inference=417/1M", True),  # $3 / 7,200 requests
        ("120/min", "cost-per-inference=416/1M", False),
    ],
)
def test_a_limit_on_cost_applies_to_the_plan(
    rate: str, limit: str, feasible: bool, tmp_path: Path
) -> None:
    tested = real_time(cost=3, rate=300, count=3, per_inference=3 / 300 / 60)
    (tmp_path / "job.json").write_text(json.dumps(response(tested)))
    done = irctl(*("plan", str(tmp_path / "job.json"), "--traffic", rate, "--max", limit, "--json"))
    (plan,) = json.loads(done.out)["Plans"]
    assert plan["Feasible"] is feasible
    gate = irctl("check", str(tmp_path / "job.json"), "--traffic", rate, "--max", limit, "--json")
    assert gate.code == (0 if feasible else 10)
    assert json.loads(gate.out)["Constraints"][0]["Kind"] == "Plan"


def test_a_limit_on_latency_applies_to_the_measurement() -> None:
    done = irctl("plan", "resnet50-default", "--demo", "--traffic", "1/s", "--max", "latency=20")
    assert "ml.g5.xlarge" in done.err


def test_a_profile_needs_whole_days_or_repeat(tmp_path: Path) -> None:
    profile = tmp_path / "day.csv"
    profile.write_text("".join(f"{hour},100\n" for hour in range(24)))
    arguments = ("plan", JOB, "--demo", "--traffic-profile", str(profile))
    assert irctl(*arguments).code == 0
    profile.write_text("0,100\n1,200\n")
    done = irctl(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "--repeat" in done.err
    assert irctl(*arguments, "--repeat").code == 0


def test_a_rate_in_two_units_counts_once() -> None:
    document = planned(JOB, "--demo", "--traffic", "60/min,2/s,1/s")
    assert [plan["RequestsPerMinute"] for plan in document["Plans"]] == [60] * 6 + [120] * 6


def test_a_profile_is_printed_without_recommendations_too(tmp_path: Path) -> None:
    profile = tmp_path / "hours.csv"
    profile.write_text("0,100\n")
    document = planned(saved(tmp_path), "--traffic-profile", str(profile), "--repeat")
    assert document["TrafficProfile"] == [{"Hour": "0", "RequestsPerMinute": 100}]


def test_each_rate_says_until_what_traffic_its_answer_holds() -> None:
    rates = ["plan", "bert-serverless", "--demo", "--traffic", "10/min,300/min"]
    plans = json.loads(irctl(*rates, "--json").out)["Plans"]
    first, second = (plan for plan in plans if plan["Cheapest"])
    assert first["ValidUntil"] == pytest.approx(226.7, abs=0.1)
    assert first["ThenCheapest"] == second["Recommendation"]["RecommendationId"]
    assert first["RequestsPerMinuteToNextInstance"] is None
    assert second["RequestsPerMinuteToNextInstance"] == pytest.approx(
        second["RequestsPerMinute"] * (0.5 / second["ExpectedUtilization"] - 1)
    )
    assert {plan["ValidUntil"] for plan in plans if not plan["Cheapest"]} == {None}


def test_a_single_instance_has_no_redundancy_and_survive_az_gives_some() -> None:
    rate = ["plan", JOB, "--demo", "--traffic", "1/s"]
    assert "1 instance has no redundancy" in irctl(*rate).err
    spare = irctl(*rate, "--survive-az", "--json")
    assert "no redundancy" not in spare.err
    for entry in json.loads(spare.out)["Plans"]:
        assert entry["InstanceCount"] == 2
        assert entry["CostPerMonth"] == pytest.approx(2 * entry["CostPerMonthWithoutSpare"])


def test_the_cost_of_tokens_is_not_said_to_be_at_full_load() -> None:
    done = irctl("plan", "mistral-throughput", "--demo", "--traffic", "50/s", "--json")

    assert not [text for text in json.loads(done.out)["Assumptions"] if text.startswith("Cost/1M")]
