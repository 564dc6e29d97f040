"""The places that could not be asked, summed up."""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from irctl.errors import IrctlError, RejectedError
from irctl.sources.accounts import Outage, Reach
from irctl.sources.settings import Place

if TYPE_CHECKING:
    from irctl.sources.aws import Account

_MOST_NAMED = 3
"""Regions in a sentence; of more, only the number."""

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


def summary(reach: Reach, outages: Sequence[Outage]) -> str:
    """The places by the reason why they are missing, in one sentence."""
    return "; ".join(
        f"{_titles(reach, group)} ({reason})"
        for reason, group in _grouped(outages, lambda outage: outage.error.reason).items()
    )


def _grouped(values: Iterable[_Value], key: Callable[[_Value], _Key]) -> dict[_Key, list[_Value]]:
    groups: dict[_Key, list[_Value]] = {}
    for value in values:
        groups.setdefault(key(value), []).append(value)
    return groups


def _profile(outage: Outage) -> str | None:
    return outage.place.profile


def _titles(reach: Reach, outages: Sequence[Outage]) -> str:
    """The places; profiles that lack the same regions are named together."""
    regions = {
        profile: _regions(group, len(reach.regions_of(profile)))
        for profile, group in _grouped(outages, _profile).items()
    }
    profiles = _grouped(regions, lambda profile: regions[profile])
    names_profiles = reach.has_several_profiles
    return ", ".join(
        _title(named, profiles[named], names_profiles=names_profiles) for named in profiles
    )


def _regions(outages: Iterable[Outage], asked: int) -> str:
    """The regions of a profile, by what could not be asked for; of most, only the number."""
    titles = []
    for part, group in _grouped(outages, lambda outage: outage.part).items():
        regions = list(dict.fromkeys(place.region for place, _, _ in group if place.region))
        titles.append(part + _number_or_names(regions, asked))
    return ", ".join(titles)


def _number_or_names(regions: Sequence[str], asked: int) -> str:
    number = len(regions)
    if number <= max(_MOST_NAMED, asked / 2):
        return ", ".join(regions)
    return f"all {asked} regions" if number == asked else f"{number} of {asked} regions"


def _title(regions: str, profiles: Sequence[str | None], *, names_profiles: bool) -> str:
    names = in_words([profile or "default" for profile in profiles])
    titles = f"profile{'s'[: len(profiles) - 1]} {names}"
    return " with ".join(filter(None, [regions, titles if names_profiles or not regions else ""]))


def in_words(names: Sequence[str]) -> str:
    """Join names: `a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def places(accounts: Sequence["Account"]) -> str:
    """The places in words, as far as they fit in a sentence."""
    regions = list(_grouped(accounts, lambda account: account.region))
    profiles = _grouped(accounts, lambda account: account.place.profile)
    named = ", ".join(regions) if len(regions) <= _MOST_NAMED else f"{len(regions)} regions"
    return f"{named} of {len(profiles)} profiles" if len(profiles) > 1 else named


def problem(
    reach: Reach, outages: Iterable[Outage], answered: Collection[Place]
) -> IrctlError | None:
    """The first outage that is an error, and gives the exit code.

    Where all regions were asked for, one that is missing is none if another region of the same
    profile answered.
    """
    forgiven = {place.profile for place in answered} if reach.has_every_region else set()
    return next((error for place, error, _ in outages if place.profile not in forgiven), None)


def doubts(
    reach: Reach, outages: Sequence[Outage], answered: Collection[Place]
) -> list[IrctlError]:
    """The errors that leave open whether there is a job: regions that are not enabled have none."""
    by_rejection = _grouped(outages, lambda outage: isinstance(outage.error, RejectedError))
    rejection = problem(reach, by_rejection.get(True, ()), answered)
    others = [outage.error for outage in by_rejection.get(False, ())]
    return [*others, rejection] if rejection else others


def nothing_answered(reach: Reach, outages: Sequence[Outage]) -> IrctlError:
    """The error that no place could be asked."""
    first = outages[0].error
    if len(outages) == 1:
        return first
    return IrctlError(f"no region answered: {summary(reach, outages)}", first.hint, first.code)
