"""Jobs that a list of the account finds: those that match a pattern, and the newest."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timezone

from irctl.errors import ExitCode, IrctlError, RefusedError, UsageError
from irctl.jobs.kinds import INFERENCE, Kind
from irctl.jobs.listing import Listing
from irctl.jobs.model import JobSummary
from irctl.sources.accounts import PATIENT, Patience, Reach
from irctl.sources.lists import OF_SERVICE, JobList
from irctl.sources.reference import JobPattern, LatestJob, is_reserved
from irctl.sources.wanted import MOST_MATCHES, Wanted

_MOST_NAMED = 10
_LONG_AGO = datetime.min.replace(tzinfo=timezone.utc)


class Search:
    """A search for jobs of some kinds in the places that a question reaches."""

    def __init__(
        self,
        reach: Reach,
        kinds: Sequence[Kind],
        warn: Callable[[str], None],
        *,
        most: int | None = MOST_MATCHES,
        patience: Patience = PATIENT,
    ):
        """`most` is how many jobs may match a pattern; None is any number."""
        self._reach = reach
        self._kinds = kinds
        self._warn = warn
        self._most = most
        self._patience = patience
        self._refusals: Sequence[IrctlError] = ()

    def matching(self, pattern: JobPattern, wanted: Wanted) -> list[str]:
        """Return the JOBs that match, by name. Raise IrctlError for none, or for too many."""
        listing = Listing(
            name_contains=pattern.literal or None,
            statuses=wanted.statuses,
            sort_by="Name",
            sort_order="Ascending",
        )
        texts: dict[tuple[str, ...], str] = {}
        hides = self._most is not None and not pattern.literal
        for job in self._jobs(listing, wanted, pattern.matches, hides_service_benchmarks=hides):
            text = self._text(job)
            texts[job.name or "", job.kind.name, text] = text
            if self._most is not None and len(texts) > self._most:
                raise UsageError(
                    f"more than {self._most} jobs match {pattern.text}",
                    "use a narrower pattern, or all of them: --all-jobs",
                )
        if not texts:
            raise self._none(f"matches {pattern.text}", pattern.literal, wanted, pattern.matches)
        return [texts[key] for key in sorted(texts)]

    def latest(self, reference: LatestJob, wanted: Wanted) -> str:
        """Return the JOB that was created last. Raise IrctlError without any."""
        listing = Listing(name_contains=reference.part or None, statuses=wanted.statuses)
        hides = not reference.part.startswith(OF_SERVICE.rstrip("-"))
        for page in self._pages(listing, hides_service_benchmarks=hides):
            candidates = [
                job for job in page if wanted.fits(job) and reference.matches(job.name or "")
            ]
            if candidates:
                return self._text(max(candidates, key=lambda job: job.creation_time or _LONG_AGO))
        about = f"has {reference.part} in its name" if reference.part else "exists"
        raise self._none(about, reference.part, wanted, reference.matches)

    def _jobs(
        self,
        listing: Listing,
        wanted: Wanted,
        matches: Callable[[str], bool],
        *,
        hides_service_benchmarks: bool,
    ) -> Iterator[JobSummary]:
        for page in self._pages(listing, hides_service_benchmarks=hides_service_benchmarks):
            yield from (job for job in page if job.name and wanted.fits(job) and matches(job.name))

    def _pages(
        self, listing: Listing, *, hides_service_benchmarks: bool = True
    ) -> Iterator[list[JobSummary]]:
        jobs = JobList(
            self._reach,
            self._kinds,
            listing,
            hides_service_benchmarks=hides_service_benchmarks,
            patience=self._patience,
        )
        self._refusals = jobs.missing
        for warning in jobs.warnings:
            self._warn(warning)
        yield from jobs

    def _none(
        self, about: str, part: str, wanted: Wanted, matches: Callable[[str], bool]
    ) -> IrctlError:
        """The error that no job was found, which names those that only have another status."""
        kind = f"{wanted.value} job".lstrip()
        message = f"no {kind} in {self._where} {about}"
        if self._refusals:  # there may be one
            first = self._refusals[0]
            return RefusedError(f"{message}, of those that AWS listed", first.hint, first.code)
        others = []
        if wanted is not Wanted.ANY:
            page = next(iter(self._pages(Listing(name_contains=part or None))), [])
            others = [f"{job.name} is {job.status}" for job in page if matches(job.name or "")]
        named = ", ".join(others[:_MOST_NAMED]) + (", ..." if len(others) > _MOST_NAMED else "")
        return IrctlError(
            message,
            f"{wanted.others}: {named}" if others else self._suggestion(part),
            ExitCode.NO_SUCH_JOB,
        )

    @property
    def _where(self) -> str:
        if not self._reach.are_several:
            return self._reach.accounts[0].region
        from irctl.sources.outages import places

        return places(self._reach.accounts)

    def _suggestion(self, part: str) -> str:
        if not self._reach.are_several:
            return self._reach.accounts[0].suggestions.for_name(part, self._kinds)
        from irctl.sources.suggestions import everywhere

        return everywhere(self._reach.accounts, part, self._kinds, self._reach.options)

    def _text(self, job: JobSummary) -> str:
        """The JOB that means this job: its ARN if its name means, or may mean, another one."""
        name = job.name or ""
        means_another = is_reserved(name) or job.kind is not INFERENCE or self._reach.are_several
        return job.arn if job.arn and means_another else name
