"""The fleet of today, and what a plan changes."""

from fractions import Fraction

import pytest

from irctl.decisions.caveats import PricesAreMissing
from irctl.decisions.current import Current, bill
from irctl.decisions.prices import OF_OPTION, Fleet, Price, Terms
from irctl.decisions.pricing import Pricer
from irctl.jobs.model import Job
from tests.made import job, real_time


def test_a_change_is_for_730_hours() -> None:
    """$1.50 instead of $2.00 an hour: 730 x 0.5 = $365 less, a quarter."""
    today = Current(None, Fraction(2))
    assert today.cost_per_month == 1460
    assert today.change_per_month(Fraction("1.5")) == -365
    assert today.relative_change(Fraction("1.5")) == -0.25


def test_the_error_of_a_32_bit_price_is_no_change() -> None:
    today = Current(None, Fraction("0.115"))
    assert today.change_per_month(Fraction("0.11500000208616257")) == 0


def test_without_a_cost_the_change_is_unknown() -> None:
    assert Current(None, None).change_per_month(Fraction(1)) is None
    assert Current(None, Fraction(1)).change_per_month(None) is None
    assert Current(None, Fraction(0)).relative_change(Fraction(1)) is None


def per_hour_of(pricer: Pricer, fleet: Fleet, read: Job) -> Fraction | None:
    current = pricer.current(fleet, [read])
    assert current is not None
    return current.per_hour


PRICE = Price(Fraction("0.3"), OF_OPTION)


@pytest.mark.parametrize(
    ("terms", "per_hour"),
    [
        (Terms(), Fraction("0.2") * 5),  # as the job reports: $0.60 for three
        (Terms({"ml.x": PRICE}), Fraction("0.3") * 5),
        (Terms({"ml.x": PRICE}, Fraction("0.5")), Fraction("0.15") * 5),
        (Terms(discount=Fraction("0.5")), Fraction("0.1") * 5),
    ],
)
def test_a_fleet_is_priced_on_the_terms_or_else_as_the_job_does(
    terms: Terms, per_hour: Fraction
) -> None:
    pricer = Pricer(terms)
    read = pricer.read(job(real_time("ml.x", cost=0.6, count=3)))
    assert per_hour_of(pricer, Fleet("ml.x", 5), read) == per_hour
    assert [a.instance_type for a in pricer.applied] == ["ml.x"]
    assert not pricer.caveats


def test_a_fleet_of_a_type_that_is_not_recommended_uses_the_stated_price() -> None:
    pricer = Pricer(Terms({"ml.y": PRICE}))
    read = pricer.read(job(real_time("ml.x")))
    assert per_hour_of(pricer, Fleet("ml.y", 2), read) == Fraction("0.6")
    assert not pricer.caveats


def test_a_fleet_without_a_price_is_named() -> None:
    pricer = Pricer(Terms())
    assert per_hour_of(pricer, Fleet("ml.y", 2), job(real_time("ml.x"))) is None
    assert pricer.caveats == [PricesAreMissing(("ml.y",))]


@pytest.mark.parametrize(
    ("text", "per_hour"),
    [
        ("2300/month", Fraction(2300, 730)),
        ("$2.3k/month", Fraction(2300, 730)),
        ("3.15/h", Fraction("3.15")),
        ("$0/h", Fraction(0)),
    ],
)
def test_a_bill_is_read_exactly(text: str, per_hour: Fraction) -> None:
    assert bill(text) == per_hour


@pytest.mark.parametrize("text", ["2300", "-1/month", "x/h", "2300/week", ""])
def test_anything_else_is_no_bill(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        bill(text)
