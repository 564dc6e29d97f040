"""Each metric: its names, its unit, its direction, and how it is read."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.jobs.metrics import METRICS, Metric, metric
from irctl.jobs.model import Metrics
from tests.strategies import DESCRIBE, entry_shape, places

ALL = Metrics(1, 2, 3, 4, 5, 6, 7)


@pytest.mark.parametrize(
    ("name", "api_name", "value"),
    [
        ("cost-per-hour", "CostPerHour", 1),
        ("cost-per-inference", "CostPerInference", 2),
        ("throughput", "MaxInvocations", 3),
        ("latency", "ModelLatency", 4),
        ("cpu", "CpuUtilization", 5),
        ("memory", "MemoryUtilization", 6),
        ("setup-time", "ModelSetupTime", 7),
    ],
)
def test_a_metric_goes_by_its_own_and_by_the_apis_name_in_any_case(
    name: str, api_name: str, value: int
) -> None:
    for given_name in (name, api_name, name.upper(), api_name.lower(), f" {api_name.swapcase()} "):
        found = metric(given_name)
        assert (found.name, found.api_name, found.of(ALL)) == (name, api_name, value)


def test_cost_means_cost_per_inference() -> None:
    assert metric("cost") is metric("COST") is metric("cost-per-inference")


def test_every_metric_of_the_api_has_a_name_here() -> None:
    recommended = places(entry_shape(DESCRIBE, "InferenceRecommendations"))
    api = {place.split(".")[1] for place, _ in recommended if place.startswith("Metrics.")}
    assert {each.api_name for each in METRICS} == api


def test_only_throughput_is_better_higher() -> None:
    assert [each.name for each in METRICS if each.higher_is_better] == ["throughput"]


@pytest.mark.parametrize("name", ["speed", "", "cost_per_hour", "model latency", "\x1b[31m"])
def test_an_unknown_name_lists_the_valid_ones(name: str) -> None:
    with pytest.raises(ValueError, match="unknown metric") as caught:
        metric(name)
    told = str(caught.value)
    assert repr(name) in told
    assert told.endswith(
        "the metrics are cost-per-hour, cost-per-inference, latency, throughput, cpu, memory, "
        "setup-time"
    )


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("latency", "100", 100),
        ("latency", "100ms", 100),
        ("latency", " 100 MS ", 100),
        ("latency", "1,070", 1070),
        ("latency", "1,000,000.5ms", 1000000.5),
        ("latency", "-1", -1),
        ("throughput", "600/min", 600),
        ("throughput", "600 /min", 600),
        ("cost", "1e-5", 1e-5),
        ("cost", "$0.5", 0.5),
        ("cost", "0.5usd", 0.5),
        ("cost-per-hour", "$1,234.50", 1234.5),
        ("cost-per-hour", "$0.5/h", 0.5),
        ("cost-per-hour", "0.5 USD/h", 0.5),
        ("cpu", "80%", 80),
        ("memory", "80 %", 80),
        ("setup-time", "500000us", 500000),
        ("setup-time", "8s", 8_000_000),
        ("setup-time", "20 ms", 20_000),
        ("latency", "0.1s", 100),
        ("latency", "1.001s", 1001),  # a float times 1000 is a little less
        ("latency", "100us", 0.1),
        ("throughput", "50/s", 3000),
        ("throughput", "600/h", 10),
        ("cost", "3.58/1M", 3.58e-06),
        ("cost", "$3.58/1M", 3.58e-06),
    ],
)
def test_a_value_is_read_in_any_unit_that_says_what_it_is(
    name: str, text: str, value: float
) -> None:
    assert metric(name).read(text) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("latency", ""),
        ("latency", "fast"),
        ("latency", "$100"),
        ("latency", "100%"),
        ("latency", "100msms"),
        ("latency", "100min"),
        ("latency", "nan"),
        ("latency", "inf"),
        ("latency", "-inf"),
        ("latency", "1e999"),
        ("latency", "1 000"),
        ("throughput", "600/year"),
        ("throughput", "600 s"),
        ("cost", "$1/h"),
        ("cpu", "0.8ms"),
    ],
)
def test_another_unit_is_a_mistake_that_is_told(name: str, text: str) -> None:
    with pytest.raises(
        ValueError, match=f"expected a number for {metric(name).name}, such as "
    ) as e:
        metric(name).read(text)
    assert repr(text) in str(e.value)


@pytest.mark.parametrize(
    ("name", "text", "advice"),
    [
        ("cost", "$0.5/h", "did you mean cost-per-hour?"),
        ("latency", "100%", "did you mean cpu or memory?"),
        ("setup-time", "600/min", "did you mean throughput?"),
        ("latency", "fast", "such as 100ms, got 'fast'"),
        ("throughput", "fast", "such as 600/min, got 'fast'"),
    ],
)
def test_a_unit_of_other_metrics_points_to_them(name: str, text: str, advice: str) -> None:
    with pytest.raises(ValueError, match="expected a number") as caught:
        metric(name).read(text)
    assert str(caught.value).endswith(advice)


@pytest.mark.parametrize(
    "text", ["0,5", "1,5", "12,34", "1,0700", "0,500", ",5", "1,,000", "1_0", "1_0/h", "$5$"]
)
def test_no_comma_or_underscore_is_taken_for_a_thousands_separator_where_it_is_none(
    text: str,
) -> None:
    with pytest.raises(ValueError, match="expected a number"):
        metric("cost-per-hour").read(text)


def test_the_example_of_a_metric_can_be_read_by_it() -> None:
    for each in METRICS:
        assert each.read(each.example) > 0


def test_a_limit_holds_for_the_value_that_the_api_widened() -> None:
    hourly = metric("cost-per-hour")
    assert hourly.at_most(0.11500000208616257, 0.115)
    assert hourly.at_least(0.22949999570846558, 0.2295)
    assert metric("cost").at_most(3.5825545e-06 * (1 + 1e-8), 3.5825545e-06)
    assert metric("cpu").at_most(102.9000015258789, 102.9)
    assert metric("memory").at_most(7.800000190734863, 7.8)
    assert not hourly.at_most(2**1000, 0.115)
    assert not hourly.at_least(0.115, 2**1000)
    assert not hourly.at_most(0.1151, 0.115)
    assert not hourly.at_least(0.2294, 0.2295)


def test_a_whole_numbers_limit_is_exact() -> None:
    latency = metric("latency")
    assert latency.at_most(2**24, 2**24)
    assert not latency.at_most(2**24 + 1, 2**24)
    assert latency.at_least(2**24, 2**24)
    assert not latency.at_least(2**24, 2**24 + 1)


@given(st.floats(1e-12, 1e9))
def test_a_limit_typed_as_the_price_holds_for_the_price_that_arrives(price: float) -> None:
    (arrives,) = struct.unpack("f", struct.pack("f", price))
    assert metric("cost-per-hour").at_most(arrives, price)
    assert metric("cost-per-hour").at_least(arrives, price)


@given(
    st.sampled_from(METRICS),
    st.floats(-1e308, 1e308) | st.integers(-(2**1022), 2**1022),
    st.floats(-1e308, 1e308),
)
def test_a_value_is_on_one_side_of_a_limit_or_on_both_when_it_is_the_limit(
    each: Metric, value: float, limit: float
) -> None:
    at_most, at_least = each.at_most(value, limit), each.at_least(value, limit)
    assert at_most or at_least
    if value < limit:
        assert at_most
    if value > limit:
        assert at_least
