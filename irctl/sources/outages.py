"""The places that could not be asked, summed up."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from irctl.errors import ExitCode, IrctlError
from irctl.sources.accounts import Outage, Reach
from irctl.sources.settings import Place

if TYPE_CHECKING:
    from irctl.sources.aws import Account

_MOST_NAMED = 3
"""Regions in a sentence; of more, only the number."""


def summary(outages: Sequence[Outage]) -> str:
    """The places by the reason why they are missing, in one sentence."""
    names_profiles = len({outage.place.profile for outage in outages}) > 1
    groups: dict[tuple[str, str, str | None], list[str | None]] = {}
    for place, error, part in outages:
        regions = groups.setdefault((error.reason, part, place.profile), [])
        if place.region not in regions:
            regions.append(place.region)
    return "; ".join(
        f"{part}{_title(regions, profile, names_profiles=names_profiles)} ({reason})"
        for (reason, part, profile), regions in groups.items()
    )


def _title(regions: Sequence[str | None], profile: str | None, *, names_profiles: bool) -> str:
    name = f"profile {profile}" if profile else "the default profile"
    named = ", ".join(region for region in regions if region)
    if not named:
        return name
    return f"{named} with {name}" if names_profiles else named


def places(accounts: Sequence["Account"]) -> str:
    """The places in words, as far as they fit in a sentence."""
    regions = list(dict.fromkeys(account.region for account in accounts))
    profiles = list(dict.fromkeys(account.place.profile for account in accounts))
    named = ", ".join(regions) if len(regions) <= _MOST_NAMED else f"{len(regions)} regions"
    return named + (f" of {len(profiles)} profiles" if len(profiles) > 1 else "")


def exit_code(reach: Reach, outages: Sequence[Outage], answered: Collection[Place]) -> ExitCode:
    """The exit code of the first outage that matters.

    Where all regions were asked for, one that is missing does not matter if another region of
    the same profile answered.
    """
    profiles = {place.profile for place in answered} if reach.has_every_region else set()
    codes = [error.code for place, error, _ in outages if place.profile not in profiles]
    return codes[0] if codes else ExitCode.OK


def nothing_answered(outages: Sequence[Outage]) -> IrctlError:
    """The error that no place could be asked."""
    first = outages[0].error
    if len(outages) == 1:
        return first
    return IrctlError(f"no region answered: {summary(outages)}", first.hint, first.code)
