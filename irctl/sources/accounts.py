"""The accounts and regions that a command asks: one, or several places at once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from irctl.errors import ExitCode, IrctlError
from irctl.sources.settings import EVERY_REGION, Place, Settings

if TYPE_CHECKING:
    from irctl.jobs.model import Job
    from irctl.sources.aws import Account
    from irctl.sources.reference import JobArn, JobName
    from irctl.sources.session import Session


class Outage(NamedTuple):
    """A place that could not be asked, and why; without a region, a whole profile."""

    place: Place
    error: IrctlError
    part: str = ""
    """What could not be asked for, where the place answered other questions."""


class Reach(NamedTuple):
    """The accounts and regions that a question goes to."""

    accounts: Sequence["Account"]
    outages: Sequence[Outage] = ()
    """The profiles that could not sign in."""
    are_several: bool = False
    """Whether several places were asked for, however many of them can be asked."""
    options: str = ""
    """The options with which another command asks several places."""
    has_every_region: bool = False
    """Whether the regions were not named, so that some of them may be missing."""

    @property
    def has_several_profiles(self) -> bool:
        places = [account.place for account in self.accounts]
        silent = [outage.place for outage in self.outages]
        return len({place.profile for place in (*places, *silent)}) > 1

    def regions_of(self, profile: str | None) -> Sequence[str]:
        """The regions in which a profile is asked."""
        places = [account.place for account in self.accounts]
        return [str(place.region) for place in places if place.profile == profile]


class Patience(NamedTuple):
    """How to wait for the answers of several places."""

    deadline: float = inf
    """When to give up, by time.monotonic()."""
    waiting: Callable[[Sequence["Account"]], None] = lambda accounts: None
    """Gets the accounts that have not answered yet."""
    silence_s: float = 10.0
    """How long to wait for the last places after all others have answered."""

    @property
    def seconds_left(self) -> float:
        return self.deadline - monotonic()


PATIENT = Patience()


class Accounts:
    """The accounts in some regions of some profiles, each opened when it is first used."""

    def __init__(
        self,
        settings: Settings,
        profiles: Sequence[str] = (),
        regions: Sequence[str] = (),
        *,
        now: Callable[[], datetime],
        trace: Callable[[str], None] | None = None,
        ask: Callable[[str], str] | None = None,
    ):
        """The demo account has one place. The other parameters are those of an Account."""
        self._settings = settings
        self._profiles: Sequence[str | None] = () if settings.demo else profiles
        self._regions = () if settings.demo else regions
        self._now = now
        self._trace = trace
        self._ask = ask
        self._sessions: dict[str | None, Session] = {}
        self._accounts: dict[Place, Account] = {}
        self._everywhere: Reach | None = None

    @property
    def are_several(self) -> bool:
        """Whether several places were asked for."""
        return len(self._profiles) > 1 or len(self._regions) > 1 or self._has_every_region

    @property
    def _has_every_region(self) -> bool:
        return EVERY_REGION in self._regions

    def reach(self, name: "JobName | None" = None) -> Reach:
        """Where to ask: for a job, or for all. An ARN is asked for in its own region.

        Raise IrctlError if no place can be asked.
        """
        if not self.are_several:
            return Reach([self._only(name and name.region)])
        if name is None or name.arn is None:
            self._everywhere = self._everywhere or self._opened(self._profiles_or_default)
            return self._everywhere
        return self._reach_of(name.arn)

    def _reach_of(self, arn: "JobArn") -> Reach:
        region = self._regions[0] if self._has_one_region else arn.region
        reach = self._opened(self._profiles_of(arn.account), [region])
        is_one = len(reach.accounts) == 1 and not reach.outages
        return reach._replace(are_several=not is_one, has_every_region=False)

    def of(self, job: "Job") -> "Account":
        """The account that a job was read from; for a saved one, that of its region."""
        source = job.source
        if source.region is None:
            return self._only(job.region)
        return self.at(Place(source.profile, source.region))

    def at(self, place: Place) -> "Account":
        """The account of a profile in a region. Raise IrctlError if it cannot be opened."""
        if place not in self._accounts:
            from irctl.sources.aws import Account

            account = Account(
                self._settings._replace(profile=place.profile, region=place.region),
                now=self._now,
                trace=self._trace,
                ask=self._ask,
                session=self._sessions.get(place.profile),
            )
            self._sessions[place.profile] = self._sessions[account.place.profile] = account.session
            self._accounts[place] = self._accounts[account.place] = account
        return self._accounts[place]

    def session(self, profile: str | None = None) -> "Session":
        """The session of a profile, or of the first. Raise IrctlError if it cannot be loaded."""
        profile = profile or self._profiles_or_default[0]
        if profile not in self._sessions:
            from irctl.sources.session import Session

            region = self._regions[0] if self._has_one_region else None
            settings = self._settings._replace(profile=profile, region=region)
            self._sessions[profile] = Session(settings, self._ask)
        return self._sessions[profile]

    def _only(self, region: str | None) -> "Account":
        """The account of the first profile in the one region of --region, else in another."""
        region = self._regions[0] if self._has_one_region else region
        return self.at(Place(self._profiles_or_default[0], region))

    @property
    def _profiles_or_default(self) -> Sequence[str | None]:
        return self._profiles or (None,)

    @property
    def _has_one_region(self) -> bool:
        return len(self._regions) == 1 and not self._has_every_region

    def _opened(self, profiles: Sequence[str | None], regions: Sequence[str | None] = ()) -> Reach:
        """The accounts of profiles in some regions, or in those asked for.

        The profiles sign in one after another: each may ask for an MFA code, once.
        """
        accounts: list[Account] = []
        outages: list[Outage] = []
        for profile in profiles:
            try:
                accounts += self._of_profile(profile, regions)
            except IrctlError as error:
                if error.code is not ExitCode.CREDENTIALS:
                    raise
                outages.append(Outage(Place(profile), error))
        if not accounts:
            raise outages[0].error
        return Reach(
            accounts,
            outages,
            are_several=True,
            options=self._settings.options,
            has_every_region=self._has_every_region,
        )

    def _of_profile(
        self, profile: str | None, regions: Sequence[str | None]
    ) -> "Iterator[Account]":
        if not regions:
            is_every = self._has_every_region
            regions = self.session(profile).every_region() if is_every else self._regions or (None,)
        for region in regions:
            yield self.at(Place(profile, region))

    def _profiles_of(self, account_id: str) -> Sequence[str | None]:
        """The profiles of an AWS account, as far as they are known; otherwise all."""
        ids = {}
        for profile in self._profiles_or_default:
            with suppress(IrctlError):
                ids[profile] = self.session(profile).account_id
        known = [profile for profile, known_id in ids.items() if known_id == account_id]
        return known or self._profiles_or_default
