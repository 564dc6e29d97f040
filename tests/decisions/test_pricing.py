"""Jobs at the prices that the user states, in place of those that jobs report."""

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

import pytest

from irctl.decisions.caveats import (
    CapacityIsReserved,
    Caveat,
    InstancesAreUnknown,
    PriceIsNotListed,
    PricesAreMissing,
    PricesAreUnused,
)
from irctl.decisions.prices import OF_JOB, OF_OPTION, Fleet, Price, Terms
from irctl.decisions.pricing import Pricer
from irctl.jobs import parse
from irctl.jobs.metrics import COST_PER_HOUR, COST_PER_INFERENCE
from irctl.jobs.model import Job
from tests.made import (
    benchmark_job,
    figure,
    job,
    language_row,
    real_time,
    recommendation_job,
    serverless,
    values,
)


def terms(discount: Fraction = Fraction(0), **prices: str) -> Terms:
    """Return terms with prices of types `ml.x`, by their last part."""
    stated = {f"ml.{name}": Price(Fraction(text), OF_OPTION) for name, text in prices.items()}
    return Terms(stated, discount)


def costs(entry: Mapping[str, object], on: Terms) -> tuple[object, object]:
    """Return the cost per hour and per inference of a repriced entry."""
    repriced = Pricer(on).read(job(dict(entry))).recommendations[0]
    assert repriced.sent == repriced.metrics
    return COST_PER_HOUR.of(repriced.metrics), COST_PER_INFERENCE.of(repriced.metrics)


def test_the_cost_of_an_hour_is_that_of_all_instances() -> None:
    """3 x $0.1 is $0.30 an hour, and 0.3 / (100 x 60) for one of 100 requests a minute."""
    entry = real_time("ml.x", cost=9, count=3, rate=100, per_inference=9e-6)
    assert costs(entry, terms(x="0.1")) == (0.3, 0.00005)


def test_an_absent_count_is_one_instance() -> None:
    assert costs(real_time("ml.x", count=None), terms(x="0.2"))[0] == 0.2


def test_a_discount_is_taken_off_a_stated_price() -> None:
    """27% off $0.10 is $0.073; at 1,000 requests a minute, 0.073 / 60,000."""
    entry = real_time("ml.x", cost=9, rate=1000)
    assert costs(entry, terms(Fraction("0.27"), x="0.1")) == (0.073, 73 / 60_000_000)


def test_a_discount_is_taken_off_the_price_that_a_job_reports() -> None:
    """As the list price that its 32-bit float stands for: 0.75 x $0.204 is $0.153."""
    entry = real_time("ml.x", cost=0.20399999618530273, rate=1720)
    assert costs(entry, terms(Fraction("0.25"))) == (0.153, 153 / (1720 * 60_000))


def test_serverless_keeps_the_price_of_the_job() -> None:
    on = terms(Fraction("0.5"), x="0.1")
    assert costs(serverless(per_inference=1e-5), on) == (None, 1e-5)


@pytest.mark.parametrize("rate", [None, 0])
def test_without_a_throughput_the_cost_of_a_request_is_missing(rate: int | None) -> None:
    """Rather than that of another price."""
    entry = real_time("ml.x", cost=9, rate=rate, per_inference=9e-6)
    pricer = Pricer(terms(x="0.1"))
    (repriced,) = pricer.read(job(entry)).recommendations
    assert repriced.metrics == values(latency=10, cost_per_hour=0.1)


def test_a_type_without_a_stated_price_keeps_that_of_the_job() -> None:
    read = job(real_time("ml.y", cost=2.0, per_inference=3.0))
    pricer = Pricer(terms(x="0.1"))
    assert pricer.read(read) is read
    assert [(a.instance_type, a.price) for a in pricer.applied] == [
        ("ml.y", Price(Fraction(2), OF_JOB))
    ]


def test_the_price_of_one_of_several_instances_is_their_share_of_the_cost() -> None:
    pricer = Pricer(terms(Fraction("0.5")))
    pricer.read(job(real_time("ml.x", cost=0.6000000238418579, count=3)))
    (applied,) = pricer.applied
    assert (applied.price.per_hour, applied.per_hour) == (Fraction("0.2"), Fraction("0.1"))


def test_without_terms_a_job_is_read_as_it_is() -> None:
    read = job(real_time("ml.x"))
    pricer = Pricer(Terms())
    assert pricer.read(read) is read
    assert not pricer.applied
    assert not pricer.caveats


@pytest.mark.parametrize("on", [Terms(), terms(Fraction("0.5"))])
def test_a_type_without_any_price_is_named_once(on: Terms) -> None:
    pricer = Pricer(on)
    pricer.read(job(real_time("ml.x", cost=None), real_time("ml.x", cost=None), serverless()))
    assert pricer.caveats == [PricesAreMissing(("ml.x",))]


def test_a_stated_price_that_is_not_used_is_named_with_the_type_it_means() -> None:
    pricer = Pricer(terms(xlarg="0.1"))
    pricer.read(job(real_time("ml.xlarge")))
    assert pricer.caveats == [PricesAreUnused((("ml.xlarg", "ml.xlarge"),))]


def test_a_price_of_a_file_need_not_be_used() -> None:
    pricer = Pricer(Terms({"ml.y": Price(Fraction(1), "prices.toml")}))
    pricer.read(job(real_time("ml.x")))
    assert not pricer.caveats


def test_prices_that_are_not_stated_are_looked_up_in_the_region_of_the_job() -> None:
    """And replace those that the job reports: without one, costs are missing."""
    asked = []

    def look_up(types: Collection[str], region: str | None) -> dict[str, Price | Caveat]:
        asked.append((sorted(types), region))
        listed = Price(Fraction(2), "list", "2026-11-01")
        return {"ml.y": listed, "ml.z": PriceIsNotListed("ml.z", "eu-west-1", 0)}

    pricer = Pricer(Terms({"ml.x": Price(Fraction(1), OF_OPTION)}, look_up=look_up))
    arn = "arn:aws:sagemaker:eu-west-1:111122223333:inference-recommendations-job/j"
    entries = [real_time("ml.x"), real_time("ml.y"), real_time("ml.z", cost=0.5)]
    read = pricer.read(job(*entries, JobArn=arn))
    assert asked == [(["ml.y", "ml.z"], "eu-west-1")]
    assert [COST_PER_HOUR.of(r.metrics) for r in read.recommendations] == [1, 2, None]
    assert pricer.caveats == [
        PriceIsNotListed("ml.z", "eu-west-1", 0),
        PricesAreMissing(("ml.z",)),
    ]


def recorded_row(**more: Any) -> dict[str, Any]:
    """Return the figures that AWS recorded for 1 x ml.g6.24xlarge."""
    entries = [
        figure("RequestThroughput", "7.5114", "avg", "Requests/Second"),
        figure("OutputTokenThroughput", "1893.21", "avg", "Tokens/Second"),
    ]
    return language_row("ml.g6.24xlarge", ExpectedPerformance=entries, **more)


def language_costs(read: Job, on: Terms) -> dict[str, object]:
    """Return the costs of the first recommendation by their metric."""
    metrics = Pricer(on).read(read).recommendations[0].metrics
    return {name: value for (name, _), value in metrics.items() if name.startswith("cost")}


def test_tokens_and_requests_cost_what_an_hour_of_all_instances_does() -> None:
    """8.344 / (1893.21 x 3600) x 10^6 = 1.22426, 8.344 / (7.5114 x 3600) x 10^3 = 0.308568."""
    on = Terms({"ml.g6.24xlarge": Price(Fraction("8.344"), OF_OPTION)})
    costs = language_costs(parse.job(recommendation_job(recorded_row())), on)
    assert costs == {
        "cost-per-hour": 8.344,
        "cost-per-1m-tokens": pytest.approx(1.22426, abs=5e-6),
        "cost-per-1k-requests": pytest.approx(0.308568, abs=5e-7),
    }


def test_the_throughput_of_a_language_model_is_that_of_all_its_instances() -> None:
    deployment = {"InstanceType": "ml.g6.24xlarge", "InstanceCount": 2}
    on = Terms({"ml.g6.24xlarge": Price(Fraction("8.344"), OF_OPTION)})
    row = recorded_row(DeploymentConfiguration=deployment)
    costs = language_costs(parse.job(recommendation_job(row)), on)
    assert costs["cost-per-hour"] == 16.688
    assert costs["cost-per-1m-tokens"] == pytest.approx(2.44852, abs=5e-6)


def test_a_cost_that_an_ai_job_reports_is_a_price() -> None:
    """3.6 / (1 x 3600) x 10^3 is $1 for 1,000 requests."""
    entries = [figure("Cost", "3.6"), figure("RequestThroughput", "1", "avg")]
    read = parse.job(recommendation_job(language_row(ExpectedPerformance=entries)))
    assert language_costs(read, Terms()) == {"cost-per-hour": 3.6, "cost-per-1k-requests": 1}


def test_a_benchmark_is_priced_on_the_instances_that_the_user_states() -> None:
    """2 x $1.80 an hour / (1000 x 3600) x 10^6 is $1 for 10^6 tokens."""
    entry = {
        "Concurrency": 8,
        "ExpectedPerformance": [figure("OutputTokenThroughput", 1000, "avg")],
    }
    read = parse.job(benchmark_job(entry))
    on = Terms({"ml.x": Price(Fraction("1.8"), OF_OPTION)}, benchmarked_on=Fleet("ml.x", 2))
    assert language_costs(read, on) == {"cost-per-hour": 3.6, "cost-per-1m-tokens": 1}
    pricer = Pricer(on._replace(benchmarked_on=None))
    assert pricer.read(read) is read
    assert pricer.caveats[0] == InstancesAreUnknown("bench")


def test_reserved_capacity_is_named() -> None:
    reserved = {"CapacityReservationConfig": {"MlReservationArns": ["arn"]}}
    pricer = Pricer(Terms({"ml.g6.24xlarge": Price(Fraction(8), "prices.csv")}))
    pricer.read(parse.job(recommendation_job(recorded_row(), ComputeSpec=reserved)))
    assert pricer.caveats == [CapacityIsReserved("chat")]


def test_two_caveats_about_jobs_of_one_name_are_both_given() -> None:
    reserved = {"CapacityReservationConfig": {"MlReservationArns": ["arn"]}}
    entry = {"Concurrency": 8, "ExpectedPerformance": [figure("OutputTokenThroughput", 1, "avg")]}
    pricer = Pricer(Terms({"ml.g6.24xlarge": Price(Fraction(8), "prices.csv")}))
    pricer.read(parse.job(recommendation_job(recorded_row(), ComputeSpec=reserved)))
    pricer.read(parse.job(benchmark_job(entry, AIBenchmarkJobName="chat")))
    assert {type(caveat) for caveat in pricer.caveats[:2]} == {
        CapacityIsReserved,
        InstancesAreUnknown,
    }
