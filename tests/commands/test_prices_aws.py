"""--prices aws, with a Price List on loopback."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.offers import offer
from tests.e2e.server import Server, failing
from tests.made import real_time, response
from tests.program import irctl

ARN = "arn:aws:sagemaker:us-east-2:111122223333:inference-recommendations-job/j"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cache: Path) -> Iterator[Server]:
    """Prices of ml.b in two regions, and none of ml.a."""
    for file in cache.glob("irctl/price-*"):
        file.unlink()
    server = Server()
    server.offers = [offer("ml.b", "0.5"), offer("ml.b", "0.75", region="eu-west-1")]
    for name, value in {
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_ENDPOINT_URL_PRICING": server.url,
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "XDG_CACHE_HOME": str(cache),
    }.items():
        monkeypatch.setenv(name, value)
    yield server
    server.stop()


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A job of us-east-2 that reports $1 for ml.a and $2 for ml.b."""
    entries = [
        real_time("ml.a", cost=1, rate=600, per_inference=1 / 36_000, RecommendationId="j/a"),
        real_time("ml.b", cost=2, rate=600, per_inference=2 / 36_000, RecommendationId="j/b"),
    ]
    path = tmp_path / "job.json"
    path.write_text(json.dumps(response(*entries, name="j", JobArn=ARN)))
    return str(path)


def answer_to(*arguments: str) -> Any:
    done = irctl(*arguments, "--json")
    assert done.code == 0, done.err
    return json.loads(done.out)


def prices_of(answer: Any) -> list[tuple[Any, ...]]:
    return [tuple(price[k] for k in ("UsdPerHour", "Source", "Date")) for price in answer["Prices"]]


def test_todays_prices_rank_and_their_date_is_stated(server: Server, file: str) -> None:
    """0.5 / (600 x 60) for one request; a type without a listed price has no cost."""
    answer = answer_to("rank", file, "--prices", "aws")
    first, second = answer["Recommendations"]
    assert (first["RecommendationId"], first["CostPerInference"]) == ("j/b", 0.5 / 36_000)
    assert (second["RecommendationId"], second["CostPerHour"]) == ("j/a", None)
    assert prices_of(answer) == [(0.5, "AWS Price List, us-east-2", "2026-11-01T00:00:00Z")]
    assert any("ml.a in us-east-2" in warning for warning in answer["Warnings"])
    assert any("--price ml.a=USD" in warning for warning in answer["Warnings"])
    shown = irctl("rank", file, "--prices", "aws").out
    assert "$0.50/h (AWS Price List, us-east-2, 2026-11-01)" in shown


def test_a_stated_price_and_a_discount_apply_too(server: Server, file: str) -> None:
    answer = answer_to("rank", file, "--prices", "aws", "--price", "ml.a=4", "--discount", "50%")
    assert [price["UsdPerHour"] for price in answer["Prices"]] == [2, 0.25]
    assert [request.body["Filters"][1]["Value"] for request in server.requests] == ["ml.b"]


def test_the_prices_of_another_region(server: Server, file: str) -> None:
    answer = answer_to("rank", file, "--prices", "aws", "--price-region", "eu-west-1")
    assert prices_of(answer)[0][:2] == (0.75, "AWS Price List, eu-west-1")


def test_the_fleet_of_today_is_priced_too(server: Server, file: str) -> None:
    server.offers += [offer("ml.c", "3")]
    answer = answer_to("plan", file, "--traffic=600/min", "--prices=aws", "--current=ml.c:2")
    assert answer["Current"]["CostPerHour"] == 6
    # 2 x ml.b for $1 an hour: 730 x (1 - 6)
    assert answer["Plans"][0]["ChangePerMonth"] == -3650


def test_a_gate_on_a_cost_without_a_price_is_not_met(server: Server, file: str) -> None:
    options = ["--prices", "aws", "--max", "cost-per-hour=1", "--instance-type", "ml.a"]
    assert irctl("check", file, *options).code == 10


def test_a_refusal_is_a_warning_that_names_the_permission(server: Server, file: str) -> None:
    server.always(failing("AccessDeniedException", "no"))
    answer = answer_to("rank", file, "--prices", "aws", "--by", "latency")
    assert any("pricing:GetProducts" in warning for warning in answer["Warnings"])
    assert answer["Recommendations"][0]["CostPerHour"] is None


def test_a_failure_is_an_error(server: Server, file: str) -> None:
    server.always(failing("ExpiredTokenException", "expired"))
    assert irctl("rank", file, "--prices", "aws").code == 4


@pytest.mark.parametrize(
    "options",
    [
        ["resnet50-default", "--demo", "--prices", "aws"],
        ["resnet50-default", "--demo", "--price-region", "us-east-1"],
    ],
)
def test_options_that_do_not_go_together_are_refused(options: list[str]) -> None:
    assert irctl("rank", *options).code == 2
