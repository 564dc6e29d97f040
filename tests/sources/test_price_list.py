"""AWS's Price List on loopback."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import pytest

from irctl.decisions.caveats import Caveat, PriceIsNotListed, PriceListIsRefused
from irctl.decisions.prices import Price
from irctl.errors import ExitCode, IrctlError, UsageError
from irctl.sources.price_list import PriceList
from irctl.sources.session import Session
from irctl.sources.settings import Settings
from tests.e2e.offers import offer
from tests.e2e.server import Server, failing, raw, throttled

NOON = datetime(2026, 11, 26, 12, tzinfo=timezone.utc)
LISTED = Price(Fraction("1.515"), "AWS Price List, us-east-2", "2026-11-01T00:00:00Z")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache directory that all tests share: a new one costs each half a second."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cache: Path) -> Iterator[Server]:
    """A Price List with one offer, credentials for it, and no price in the cache."""
    for file in cache.glob("irctl/price-*"):
        file.unlink()
    server = Server()
    server.offers = [offer(), offer(component="Training", usage="Train", price="9")]
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


def price_list(region: str | None = None, now: datetime = NOON) -> PriceList:
    return PriceList(Session(Settings()), region, now=lambda: now)


def price(instance_type: str = "ml.x", region: str = "us-east-2") -> Price | Caveat:
    return price_list().look_up([instance_type], region)[instance_type]


def test_the_price_is_that_of_hosting_in_the_region_of_the_job(server: Server) -> None:
    assert price() == LISTED
    (request,) = server.requests
    assert request.operation == "GetProducts"
    assert request.body == {
        "ServiceCode": "AmazonSageMaker",
        "FormatVersion": "aws_v1",
        "MaxResults": 100,
        "Filters": [
            {"Type": "TERM_MATCH", "Field": "component", "Value": "Hosting"},
            {"Type": "TERM_MATCH", "Field": "instanceName", "Value": "ml.x"},
            {"Type": "TERM_MATCH", "Field": "regionCode", "Value": "us-east-2"},
        ],
    }
    assert "/us-east-1/pricing/aws4_request" in request.headers["authorization"]


@pytest.mark.parametrize(
    ("region", "endpoint"),
    [
        ("eu-west-1", "eu-central-1"),
        ("ap-northeast-1", "ap-south-1"),
        ("us-west-2", "us-east-1"),
        ("cn-north-1", "cn-northwest-1"),
        ("us-gov-west-1", "us-east-1"),
    ],
)
def test_one_of_the_few_endpoints_is_asked(server: Server, region: str, endpoint: str) -> None:
    assert price(region=region) == PriceIsNotListed("ml.x", region, 0)
    assert f"/{endpoint}/pricing/" in server.requests[0].headers["authorization"]


def test_another_region_than_that_of_the_job_can_be_chosen(server: Server) -> None:
    answers = price_list("us-east-2").look_up(["ml.x"], "eu-west-1")
    assert answers == {"ml.x": LISTED}


def test_several_types_are_asked_for_and_each_once(server: Server) -> None:
    server.offers += [offer("ml.y", "2")]
    prices = price_list()
    answers = prices.look_up(["ml.x", "ml.y", "ml.z"], "us-east-2")
    assert answers["ml.x"] == LISTED
    assert answers["ml.y"] == LISTED._replace(per_hour=Fraction(2))
    assert answers["ml.z"] == PriceIsNotListed("ml.z", "us-east-2", 0)
    assert prices.look_up(["ml.x", "ml.z"], "us-east-2")["ml.x"] == LISTED
    assert len(server.requests) == 3


def test_all_pages_are_read_before_a_price_is_the_only_one(server: Server) -> None:
    server.offers = [offer(), offer(price="2")]
    server.page_size = 1
    assert price() == PriceIsNotListed("ml.x", "us-east-2", 2)


def test_an_answer_is_kept_for_a_day(server: Server) -> None:
    assert price() == LISTED
    server.offers = [offer(price="2")]
    for hours, known in ((23.9, True), (24, False), (-1, False)):
        before = len(server.requests)
        price_list(now=NOON + timedelta(hours=hours)).look_up(["ml.x"], "us-east-2")
        assert (len(server.requests) == before) is known


def test_an_answer_of_another_endpoint_or_region_is_not_used(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert price() == LISTED
    assert price(region="us-west-2") == PriceIsNotListed("ml.x", "us-west-2", 0)
    monkeypatch.setenv("AWS_ENDPOINT_URL_PRICING", f"{server.url}/other")
    server.offers = []
    assert price() == PriceIsNotListed("ml.x", "us-east-2", 0)


def test_without_permission_no_price_is_known(server: Server) -> None:
    server.always(failing("AccessDeniedException", "not authorized"))
    answer = price()
    assert isinstance(answer, PriceListIsRefused)
    assert "AccessDeniedException" in answer.message


def test_throttling_is_waited_out(server: Server) -> None:
    server.then(throttled)
    assert price() == LISTED


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        (failing("ExpiredTokenException", "expired"), ExitCode.CREDENTIALS),
        (raw(b"<html>"), ExitCode.UNREADABLE),
        (raw(b'{"PriceList": ["not an offer"]}'), ExitCode.UNREADABLE),
        (raw(b'{"PriceList": "x"}'), ExitCode.UNREADABLE),
    ],
)
def test_a_failure_is_no_missing_price(server: Server, behaviour: object, code: ExitCode) -> None:
    server.always(behaviour)  # type: ignore[arg-type]
    with pytest.raises(IrctlError) as failure:
        price()
    assert failure.value.code is code


def test_without_any_region_there_is_no_price(server: Server) -> None:
    with pytest.raises(UsageError, match="region"):
        price_list().look_up(["ml.x"], None)


@pytest.mark.parametrize("name", ["../ml.x", "ML.x", "", "ml.x\n"])
def test_what_is_no_instance_type_is_not_asked_for(server: Server, name: str) -> None:
    assert price(name) == PriceIsNotListed(name, "us-east-2", 0)
    assert not server.requests


def test_no_other_operation_of_the_price_list_is_called(server: Server) -> None:
    client = price_list()._client("us-east-1")
    with pytest.raises(IrctlError, match="irctl only reads"):
        client.describe_services()
    assert not server.requests
