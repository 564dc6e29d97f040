"""The places that could not be asked, summed up."""

from types import SimpleNamespace
from typing import cast

import pytest

from irctl.errors import IrctlError
from irctl.sources import outages
from irctl.sources.accounts import Outage, Reach
from irctl.sources.aws import Account
from irctl.sources.settings import Place

ASKED = [f"xx-north-{number}" for number in range(1, 9)]


def summary(missing: int, *profiles: str, part: str = "") -> str:
    """The summary of the first regions of each profile, of eight that were asked."""
    places = [Place(profile, region) for profile in profiles for region in ASKED]
    accounts = [cast("Account", SimpleNamespace(place=place)) for place in places]
    silent = [Outage(p, IrctlError("silent"), part) for p in places if p.region in ASKED[:missing]]
    return outages.summary(Reach(accounts, are_several=True), silent)


@pytest.mark.parametrize(
    ("missing", "regions"),
    [
        (1, "xx-north-1"),
        (4, "xx-north-1, xx-north-2, xx-north-3, xx-north-4"),
        (5, "5 of 8 regions"),
        (8, "all 8 regions"),
    ],
)
def test_regions_are_named_unless_most_are_missing(missing: int, regions: str) -> None:
    assert summary(missing, "dev") == f"{regions} (silent)"


def test_profiles_that_lack_the_same_regions_are_named_together() -> None:
    assert summary(1, "a", "b", "c") == "xx-north-1 with profiles a, b and c (silent)"


def test_what_could_not_be_asked_for_is_said_once() -> None:
    assert summary(8, "dev", part="AI jobs in ") == "AI jobs in all 8 regions (silent)"
    assert summary(2, "dev", part="AI jobs in ") == "AI jobs in xx-north-1, xx-north-2 (silent)"
