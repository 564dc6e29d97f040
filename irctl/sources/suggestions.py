"""Hints for a name that no job has: the closest names, and where else to look."""

from collections.abc import Sequence
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from irctl.errors import IrctlError
from irctl.jobs.kinds import Kind
from irctl.sources.client import single_attempt
from irctl.sources.pacing import together
from irctl.sources.reference import JobName
from irctl.sources.settings import EVERY_REGION

if TYPE_CHECKING:
    from irctl.sources.aws import Account

_MOST_NAMES = 100
_ALL_REGIONS = f"all regions (--region {EVERY_REGION})"


def everywhere(
    accounts: Sequence["Account"], name: str, kinds: Sequence[Kind], options: str
) -> str:
    """A hint with the closest names of jobs in several places, and where they are.

    `options` are those with which another command asks these places.
    """
    from difflib import get_close_matches

    names = together({account: partial(account.suggestions.names, kinds) for account in accounts})
    places: dict[str, list[str]] = {}
    for account, of_account in names.items():
        for known in of_account:
            places.setdefault(known, []).append(account.region)
    closest = get_close_matches(name, places)
    if not closest:
        return f"list the jobs: irctl list{options}"
    named = [f"{known} ({', '.join(dict.fromkeys(places[known]))})" for known in closest]
    return f"did you mean {' or '.join(named)}?"


class Suggestions:
    """The hints of one account."""

    def __init__(self, account: "Account"):
        self._account = account
        self._newest_names: dict[str, list[str]] = {}
        """The names of the newest jobs of each kind that was asked for."""
        self._lock = Lock()

    def for_job(self, name: JobName, kinds: Sequence[Kind]) -> str:
        """A hint for a job that does not exist."""
        region = self._account.region
        if name.region in (None, region) or self._account.settings.demo:
            return self.for_name(name.name, kinds, may_be_elsewhere=name.arn is None)
        return f"the ARN is of {name.region}: omit --region {region}"

    def for_name(self, name: str, kinds: Sequence[Kind], *, may_be_elsewhere: bool = True) -> str:
        """A hint with the closest names of jobs of some kinds, and where else to look."""
        from difflib import get_close_matches

        looks_elsewhere = may_be_elsewhere and not self._account.settings.demo
        names = get_close_matches(name, self.names(kinds))
        if names:
            elsewhere = f" or look in {_ALL_REGIONS}" if looks_elsewhere else ""
            return f"did you mean {' or '.join(names)}?{elsewhere}"
        region = self._account.region
        options = self._account.settings._replace(region=region).options
        elsewhere = f"look in {_ALL_REGIONS}, or " if looks_elsewhere else ""
        return f"{elsewhere}list the jobs in {region}: irctl list{options}"

    def names(self, kinds: Sequence[Kind]) -> list[str]:
        """The names of the newest jobs of some kinds; none where they cannot be listed."""
        with self._lock:  # fetched once, however many names are unknown
            unknown = [kind for kind in kinds if kind.name not in self._newest_names]
            requests = {kind.name: partial(self._fetch, kind) for kind in unknown}
            self._newest_names |= together(requests)
            return [name for kind in kinds for name in self._newest_names[kind.name]]

    def _fetch(self, kind: Kind) -> list[str]:
        """The names of the newest jobs of a kind; none if the first attempt fails."""
        from irctl.jobs.listing import Listing

        before = single_attempt.set(True)
        try:
            page = next(self._account.list_jobs(Listing(limit=_MOST_NAMES), kind), [])
        except IrctlError:
            return []
        finally:
            single_attempt.reset(before)
        return [job.name for job in page if job.name]
