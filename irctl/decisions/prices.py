"""What instances cost: prices as users state them."""

from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from irctl.decisions import quantities
from irctl.decisions.caveats import Caveat
from irctl.jobs.exact import exact
from irctl.jobs.metrics import COST_PER_HOUR

OF_OPTION = "--price"
"""The source of a price on the command line."""
OF_JOB = "job"
"""The source of a price that a job reports."""


class Price(NamedTuple):
    """What one instance costs."""

    per_hour: Fraction
    """US dollars."""
    source: str
    date: str | None = None
    """When the source published it, in ISO 8601."""


class Fleet(NamedTuple):
    """Some instances of one type."""

    instance_type: str
    instances: int = 1


LookUp = Callable[[Collection[str], str | None], Mapping[str, Price | Caveat]]
"""Returns the price of each of some instance types in a region, or why it has none."""


class Terms(NamedTuple):
    """The prices that apply in place of the jobs', and what is taken off them."""

    prices: Mapping[str, Price] = MappingProxyType({})
    """By instance type."""
    discount: Fraction = Fraction(0)
    """A share of every instance's price, from 0 to below 1."""
    look_up: LookUp | None = None
    """Finds the prices of other types, in place of the jobs'."""
    asks_aws: bool = False
    """Whether AWS's Price List is to be asked: `look_up` has to do so."""
    region: str | None = None
    """The region of the prices to look up; None for that of the job."""
    benchmarked_on: Fleet | None = None
    """The instances behind the endpoint of a benchmark job, which does not state them."""

    @property
    def are_given(self) -> bool:
        """Whether they differ from what the jobs report."""
        return self._replace(benchmarked_on=None) != Terms()


class AppliedPrice(NamedTuple):
    """A price by which recommendations were judged."""

    instance_type: str
    price: Price
    discount: Fraction

    @property
    def per_hour(self) -> Fraction:
        """US dollars for one instance, the discount taken off."""
        return self.price.per_hour * (1 - self.discount)


class StatedPrice(NamedTuple):
    """A price on the command line."""

    instance_type: str
    per_hour: Fraction
    """US dollars."""


def price(text: str) -> StatedPrice:
    """Read `TYPE=USD`. Raise ValueError."""
    instance_type, equals, amount = text.partition("=")
    if not (equals and instance_type.strip()):
        raise ValueError(f"expected TYPE=USD, such as ml.c5.xlarge=0.204, got {text!r}")
    return StatedPrice(instance_type.strip(), dollars_per_hour(amount))


def fleet(text: str) -> Fleet:
    """Read `TYPE` or `TYPE:COUNT`. Raise ValueError."""
    instance_type, colon, count = text.strip().partition(":")
    try:
        if instance_type and not instance_type.isdigit():
            return Fleet(instance_type, quantities.count(count) if colon else 1)
    except ValueError:
        pass
    raise ValueError(f"expected TYPE:COUNT, such as ml.m5.xlarge:5, got {text!r}")


def dollars_per_hour(text: str) -> Fraction:
    """Read a price an hour from 0 on, `8.344`, `$8.344` or `8.344/h`. Raise ValueError."""
    amount = quantities.value(text, COST_PER_HOUR)
    if amount < 0:
        raise ValueError(f"expected a price from $0 on, got {text!r}")
    return exact(amount)


def discount(text: str) -> Fraction:
    """Read a share from 0 to below 1. Raise ValueError."""
    share = quantities.share(text)
    if share >= 1:
        raise ValueError(f"expected a discount below 100%, such as 27%, got {text!r}")
    return share
