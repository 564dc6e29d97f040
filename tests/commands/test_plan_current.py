"""`irctl plan` against the fleet of today."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.made import real_time, response
from tests.program import irctl


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A job of ml.a at $1 and ml.b at $2 an hour, each with 600 requests a minute."""
    entries = [real_time("ml.a", cost=1, rate=600), real_time("ml.b", cost=2, rate=600)]
    path = tmp_path / "job.json"
    path.write_text(json.dumps(response(*entries, name="j")))
    return str(path)


def planned(file: str, *options: str) -> Any:
    return json.loads(irctl("plan", file, "--traffic", "600/min", *options, "--json").out)


def test_each_plan_has_what_a_month_changes(file: str) -> None:
    """2 x ml.a are $1,460 and 2 x ml.b $2,920 a month, 5 x ml.b today $7,300."""
    document = planned(file, "--current", "ml.b:5")
    assert document["Current"] == {
        "InstanceType": "ml.b",
        "InstanceCount": 5,
        "CostPerHour": 10,
        "CostPerMonth": 7300,
    }
    assert [plan["ChangePerMonth"] for plan in document["Plans"]] == [-5840, -4380]
    assert [(p["InstanceType"], p["UsdPerHour"]) for p in document["Prices"]] == [("ml.b", 2)]


def test_a_bill_is_enough(file: str) -> None:
    document = planned(file, "--current-cost", "1000/month")
    assert document["Current"]["InstanceType"] is None
    assert document["Current"]["CostPerMonth"] == 1000
    assert document["Plans"][0]["ChangePerMonth"] == pytest.approx(460)


def test_an_autoscaled_fleet_has_its_own_change(file: str) -> None:
    """At 150/min on average one ml.a runs: $730, and 2 for the peak: $1,460."""
    rates = ["--average", "150/min", "--peak", "600/min", "--current-cost", "1000/month"]
    (plan, _) = json.loads(irctl("plan", file, *rates, "--json").out)["Plans"]
    assert plan["ChangePerMonth"] == pytest.approx(460)
    assert plan["Autoscaled"]["ChangePerMonth"] == pytest.approx(-270)


def test_json_has_no_change_without_the_option(file: str) -> None:
    document = planned(file)
    assert "Current" not in document
    assert "ChangePerMonth" not in document["Plans"][0]


def test_csv_has_a_column(file: str) -> None:
    done = irctl("plan", file, "--traffic=600/min", "--current=ml.b:5", "-o", "csv")
    rows = list(csv.DictReader(done.out.splitlines()))
    assert [row["change_per_month_usd"] for row in rows] == ["-5840.0", "-4380.0"]


@pytest.mark.parametrize(
    ("options", "verdict"),
    [
        (["--current", "ml.b:5"], "$5,840.00/month (80%) less than today's 5 x ml.b"),
        (["--current-cost", "1/h"], "$730.00/month (100%) more than today"),
        (["--current", "ml.b:1"], "as much as today's 1 x ml.b"),
    ],
)
def test_the_verdict_names_the_change(file: str, options: list[str], verdict: str) -> None:
    done = irctl("plan", file, "--traffic", "600/min", *options)
    assert verdict in done.err


@pytest.mark.parametrize("format", ["table", "markdown"])
def test_people_read_the_change_and_todays_cost(file: str, format: str) -> None:
    done = irctl("plan", file, "--traffic=600/min", "--current=ml.b:5", "-o", format)
    shown = done.out.replace("\\", "")
    assert "-$5,840.00" in shown
    assert "Today: 5 x ml.b, $7,300.00/month." in shown


def test_a_fleet_without_a_price_has_no_change_and_a_warning(file: str) -> None:
    document = planned(file, "--current", "ml.c:2")
    assert document["Current"]["CostPerMonth"] is None
    assert document["Plans"][0]["ChangePerMonth"] is None
    assert any("--price ml.c=USD" in warning for warning in document["Warnings"])


@pytest.mark.parametrize(
    "options",
    [["--current", "ml.b:0"], ["--current-cost", "2300"], ["--current=ml.b", "--current-cost=1/h"]],
)
def test_a_fleet_that_is_not_one_is_refused(file: str, options: list[str]) -> None:
    assert irctl("plan", file, "--traffic", "1/s", *options).code == 2
