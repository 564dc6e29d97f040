"""Hints for a name that no job has: the closest names, and where else to look."""

from collections.abc import Sequence
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from irctl.errors import IrctlError
from irctl.jobs.kinds import Kind
from irctl.jobs.listing import Listing
from irctl.sources.client import single_attempt
from irctl.sources.pacing import together
from irctl.sources.reference import JobName

if TYPE_CHECKING:
    from irctl.sources.aws import Account

_MOST_NAMES = 100


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
            return self.for_name(name.name, kinds)
        return f"the ARN is of {name.region}: omit --region {region}"

    def for_name(self, name: str, kinds: Sequence[Kind]) -> str:
        """A hint with the closest names of jobs of some kinds."""
        from difflib import get_close_matches

        names = get_close_matches(name, self._names(kinds))
        if names:
            return f"did you mean {' or '.join(names)}?{self._or_elsewhere(' or is it in', '?')}"
        region = self._account.region
        options = self._account.settings._replace(region=region).options
        elsewhere = self._or_elsewhere("look in", ", or ")
        return f"{elsewhere}list the jobs in {region}: irctl list{options}"

    def _or_elsewhere(self, before: str, after: str = "") -> str:
        """A part of a hint: where else the job may be. The demo account has one region."""
        if self._account.settings.demo:
            return ""
        configured = self._account.session.region(None)
        if configured in (None, self._account.region):
            return f"{before} another region (--region REGION){after}"
        return f"{before} the configured region (--region {configured}){after}"

    def _names(self, kinds: Sequence[Kind]) -> list[str]:
        with self._lock:  # fetched once, however many names are unknown
            unknown = [kind for kind in kinds if kind.name not in self._newest_names]
            requests = {kind.name: partial(self._fetch, kind) for kind in unknown}
            self._newest_names |= together(requests)
            return [name for kind in kinds for name in self._newest_names[kind.name]]

    def _fetch(self, kind: Kind) -> list[str]:
        """The names of the newest jobs of a kind; none if the first attempt fails."""
        before = single_attempt.set(True)
        try:
            page = next(self._account.list_jobs(Listing(limit=_MOST_NAMES), kind), [])
        except IrctlError:
            return []
        finally:
            single_attempt.reset(before)
        return [job.name for job in page if job.name]
