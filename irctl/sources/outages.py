"""The places that could not be asked, summed up."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from irctl.errors import IrctlError, RejectedError
from irctl.sources.accounts import Outage, Reach
from irctl.sources.settings import Place

if TYPE_CHECKING:
    from irctl.sources.aws import Account

_MOST_NAMED = 3
"""Regions in a sentence; of more, only the number."""


def summary(outages: Sequence[Outage]) -> str:
    """The places by the reason why they are missing, in one sentence."""
    names_profiles = len({outage.place.profile for outage in outages}) > 1
    by_reason: dict[str, list[Outage]] = {}
    for outage in outages:
        by_reason.setdefault(outage.error.reason, []).append(outage)
    return "; ".join(
        f"{_titles(group, names_profiles=names_profiles)} ({reason})"
        for reason, group in by_reason.items()
    )


def _titles(outages: Sequence[Outage], *, names_profiles: bool) -> str:
    """The places; profiles that lack the same regions are named together."""
    regions: dict[str | None, list[str]] = {}
    for place, _, part in outages:
        named = regions.setdefault(place.profile, [])
        if place.region and f"{part}{place.region}" not in named:
            named.append(f"{part}{place.region}")
    profiles: dict[str, list[str]] = {}
    for profile, named in regions.items():
        profiles.setdefault(", ".join(named), []).append(profile or "default")
    return ", ".join(
        _title(named, names, names_profiles=names_profiles) for named, names in profiles.items()
    )


def _title(regions: str, profiles: Sequence[str], *, names_profiles: bool) -> str:
    titles = f"profile{'s' if len(profiles) > 1 else ''} {' and '.join(profiles)}"
    if not regions:
        return titles
    return f"{regions} with {titles}" if names_profiles else regions


def places(accounts: Sequence["Account"]) -> str:
    """The places in words, as far as they fit in a sentence."""
    regions = list(dict.fromkeys(account.region for account in accounts))
    profiles = list(dict.fromkeys(account.place.profile for account in accounts))
    named = ", ".join(regions) if len(regions) <= _MOST_NAMED else f"{len(regions)} regions"
    return named + (f" of {len(profiles)} profiles" if len(profiles) > 1 else "")


def problem(
    reach: Reach, outages: Sequence[Outage], answered: Collection[Place]
) -> IrctlError | None:
    """The first outage that is an error, and gives the exit code.

    Where all regions were asked for, one that is missing is none if another region of the same
    profile answered.
    """
    profiles = {place.profile for place in answered} if reach.has_every_region else set()
    errors = [outage.error for outage in outages if outage.place.profile not in profiles]
    return errors[0] if errors else None


def doubts(
    reach: Reach, outages: Sequence[Outage], answered: Collection[Place]
) -> list[IrctlError]:
    """The errors that leave open whether there is a job: regions that are not enabled have none."""
    rejected = [outage for outage in outages if isinstance(outage.error, RejectedError)]
    first_rejection = problem(reach, rejected, answered)
    others = [outage.error for outage in outages if not isinstance(outage.error, RejectedError)]
    return [*others, *([first_rejection] if first_rejection else [])]


def nothing_answered(outages: Sequence[Outage]) -> IrctlError:
    """The error that no place could be asked."""
    first = outages[0].error
    if len(outages) == 1:
        return first
    return IrctlError(f"no region answered: {summary(outages)}", first.hint, first.code)
