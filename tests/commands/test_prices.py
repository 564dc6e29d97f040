"""--price, --prices and --discount in rank, compare, plan, check and export."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.made import real_time, response
from tests.program import irctl

COMMANDS = {
    "rank": ["--top", "1"],
    "compare": [],
    "plan": ["--traffic", "1/s"],
    "check": ["--max", "cost-per-hour=0.1"],
}


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A job whose ml.a is the cheapest, and ml.b at a tenth of its price."""
    entries = [
        real_time("ml.a", cost=1, rate=600, per_inference=1 / 36_000, RecommendationId="j/a"),
        real_time("ml.b", cost=2, rate=600, per_inference=2 / 36_000, RecommendationId="j/b"),
    ]
    path = tmp_path / "job.json"
    path.write_text(json.dumps(response(*entries, name="j")))
    return str(path)


def answer_to(*arguments: str) -> Any:
    done = irctl(*arguments, "--json")
    assert done.code == 0, done.err
    return json.loads(done.out)


def best_of(answer: Any) -> Any:
    if "Plans" in answer:
        return answer["Plans"][0]["Recommendation"]["RecommendationId"]
    if "Best" in answer:
        return answer["Best"]["RecommendationId"]
    return next(r for r in answer["Recommendations"] if r.get("Passed", True))["RecommendationId"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_stated_price_decides_and_its_source_is_stated(file: str, command: str) -> None:
    answer = answer_to(command, file, *COMMANDS[command], "--price", "ml.b=0.2", "--discount=50%")
    assert best_of(answer) == "j/b"
    assert answer["Prices"] == [
        {
            "InstanceType": "ml.a",
            "UsdPerHour": 0.5,
            "ListUsdPerHour": 1.0,
            "Discount": 0.5,
            "Source": "job",
            "Date": None,
        },
        {
            "InstanceType": "ml.b",
            "UsdPerHour": 0.1,
            "ListUsdPerHour": 0.2,
            "Discount": 0.5,
            "Source": "--price",
            "Date": None,
        },
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_json_names_no_prices_without_the_options(file: str, command: str) -> None:
    done = irctl(command, file, *COMMANDS[command], "--json")
    assert "Prices" not in json.loads(done.out)


@pytest.mark.parametrize("format", ["table", "markdown"])
@pytest.mark.parametrize("command", COMMANDS)
def test_people_read_where_a_price_is_from(file: str, command: str, format: str) -> None:
    options = ["--price", "ml.b=0.2", "--discount", "50%", "-o", format]
    shown = irctl(command, file, *COMMANDS[command], *options).out.replace("\\", "")
    assert "$0.10/h: $0.20/h (--price) less 50%" in shown
    assert "$0.50/h: $1.00/h (job) less 50%" in shown


def test_rows_of_rank_keep_what_the_api_sent_and_get_the_costs_of_the_prices(file: str) -> None:
    """3.60 / (600 x 60) is 0.0001 for one request."""
    row = answer_to("rank", file, "--price", "ml.b=3.6", "--price", "ml.a=4")["Recommendations"][0]
    assert (row["CostPerHour"], row["CostPerInference"]) == (3.6, 0.0001)
    assert row["Metrics"]["CostPerHour"] == 2


def test_csv_has_the_costs_of_the_prices(file: str) -> None:
    done = irctl("rank", file, "--price", "ml.b=0.36", "--top=1", "-o", "csv")
    header, row = done.out.splitlines()
    cells = dict(zip(header.split(","), row.split(","), strict=True))
    assert (cells["cost_per_hour_usd"], cells["cost_per_inference_usd"]) == ("0.36", "1e-05")


def test_an_option_takes_precedence_over_a_file(file: str, tmp_path: Path) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text("ml.a,3\nml.b,0.5\n")
    answer = answer_to("rank", file, "--prices", str(prices), "--price", "ml.b=0.25")
    stated = {price["InstanceType"]: price for price in answer["Prices"]}
    assert (stated["ml.a"]["UsdPerHour"], stated["ml.a"]["Source"]) == (3, str(prices))
    assert (stated["ml.b"]["UsdPerHour"], stated["ml.b"]["Source"]) == (0.25, "--price")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_missing_price_names_the_option_that_gives_one(command: str, tmp_path: Path) -> None:
    path = tmp_path / "job.json"
    path.write_text(json.dumps(response(real_time("ml.a", cost=None))))
    assert "--price ml.a=USD" in irctl(command, str(path), *COMMANDS[command]).err


def test_an_export_deploys_what_is_cheapest_at_the_prices(file: str) -> None:
    options = ["--traffic", "1/s", "--price", "ml.b=0.1"]
    assert "ml.b" in irctl("export", file, *options).out
    assert "ml.a" in irctl("export", file, *options[:2]).out


@pytest.mark.parametrize("tool", ["aws-cli", "terraform", "cloudformation", "python"])
def test_an_export_says_in_a_comment_what_it_costs(file: str, tool: str) -> None:
    """60/s is 3,600 requests a minute: 12 instances at half of 600, at $0.20."""
    options = ["--traffic", "60/s", "--price", "ml.b=0.2", "--as", tool]
    comment = next(
        line for line in irctl("export", file, *options).out.splitlines() if "12" in line
    )
    assert comment.startswith("# ")
    assert "$2.40/h" in comment
    assert "$0.20/h (--price)" in comment


def test_an_export_of_what_passed_a_gate_takes_no_prices(file: str) -> None:
    passed = irctl("check", file, "--max", "latency=100", "--instance-type", "ml.a", "--json").out
    done = irctl("export", "-", "--price", "ml.a=1", stdin=passed.encode())
    assert done.code == 2


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--price", "ml.a"], 2),
        (["--price", "ml.a=1", "--price", "ml.a=2"], 2),
        (["--discount", "100%"], 2),
        (["--prices", "no-such-file.toml"], 5),
    ],
)
def test_options_that_state_no_price_are_refused(file: str, options: list[str], code: int) -> None:
    assert irctl("rank", file, *options).code == code
