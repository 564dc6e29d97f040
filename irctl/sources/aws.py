"""The jobs of one account and region, fetched from Amazon SageMaker."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from botocore import xform_name

from irctl.jobs import parse
from irctl.jobs.kinds import INFERENCE, Kind
from irctl.jobs.model import Document, Job, JobSummary, Source, Step
from irctl.jobs.recognition import other_than_job
from irctl.sources import identity, operations
from irctl.sources.aws_errors import translated_errors, unknown_to_botocore, unreadable
from irctl.sources.bounds import DEFAULT_BOUNDS, Bounds
from irctl.sources.client import sagemaker_client
from irctl.sources.paging import Operation, Page, pages
from irctl.sources.reference import JobArn, parse_arn
from irctl.sources.session import Session
from irctl.sources.settings import Place, Settings
from irctl.sources.suggestions import Suggestions

if TYPE_CHECKING:
    from irctl.jobs.listing import Listing
    from irctl.jobs.model_package import ModelPackage
    from irctl.jobs.scaling import Scaling
    from irctl.jobs.versions import Version
    from irctl.sources.s3 import Results


class Account:
    """The Inference Recommender jobs of one account and region."""

    def __init__(
        self,
        settings: Settings,
        *,
        now: Callable[[], datetime],
        trace: Callable[[str], None] | None = None,
        ask: Callable[[str], str] | None = None,
        session: Session | None = None,
        bounds: Bounds = DEFAULT_BOUNDS,
    ):
        """Raise IrctlError when no client can be created.

        `now` is the demo account's clock; `trace` logs each response; `ask` asks the user for
        an MFA code; `session` is that of another region, with its credentials and bounds.
        """
        self.session = session or Session(settings, ask, bounds)
        self.settings = settings
        self._trace = trace
        self._results: Results | None = None
        self._results_lock = Lock()
        self._client = sagemaker_client(
            self.session,
            settings,
            now=now,
            trace=trace,
        )
        self.session.refresh_credentials()
        self.region: str = self._client.meta.region_name
        self.place = Place(self.session.profile, self.region)
        self._target = self.session.target(self.region)
        self.suggestions = Suggestions(self)
        self.last_heard = 0.0
        """When the last response arrived, by time.monotonic()."""
        self._client.meta.events.register("response-received.sagemaker", self._hear)

    def _hear(self, response_dict: Document | None, **_: Any) -> None:
        if response_dict is not None:
            self.last_heard = time.monotonic()

    def describe(self, name: str, arn: JobArn | None = None, kind: Kind = INFERENCE) -> Job:
        """A job of a kind and its results. Raise IrctlError, also if the job has another ARN."""
        operation = self._operation(operations.of(kind).describe)
        with self._translated_errors(name):
            response = dict(operation(**{kind.members.name: name}))
            response.pop("ResponseMetadata", None)
            other = other_than_job(response)
            if other is not None:
                raise unreadable(f"AWS answered with {other}")
            job = parse.job(response, name, kind)
        if arn is not None and not self.settings.demo:  # the demo account has one region
            arn = arn._replace(region=self.region)  # --region overrides that of the ARN
        identity.check_job(name, arn, job)
        return job._replace(source=self._source(job))

    def located(self, job: JobSummary) -> JobSummary:
        """A job of a list with the place that it was listed in."""
        return job._replace(source=self._source(job))

    def _source(self, job: Job | JobSummary) -> Source:
        """Where a job was read; its ARN says which AWS account the profile is of."""
        if self.session.account_id is None:
            arn = parse_arn(job.arn or "")
            self.session.account_id = arn and arn.account
        return Source(region=self.region, profile=self.place.profile)

    def list_jobs(self, listing: "Listing", kind: Kind = INFERENCE) -> Iterator[list[JobSummary]]:
        """The jobs of a kind that match, one page at a time as they are fetched.

        Raise IrctlError.
        """
        return (page.entries for page in self.job_pages(listing, kind))

    def job_pages(self, listing: "Listing", kind: Kind = INFERENCE) -> Iterator[Page[JobSummary]]:
        """The jobs as `list_jobs` yields them, and whether more requests follow."""
        room = listing.limit
        for page in self._pages(
            self._operation(operations.of(kind).list),
            listing.request(kind),
            kind.jobs,
            None if listing.is_filtered_here else listing.limit,
        ):
            with self._translated_errors():
                jobs = [parse.job_summary(entry, kind) for entry in page.entries]
            if listing.is_filtered_here:
                jobs = [job for job in jobs if listing.passes(job)][:room]
            room = None if room is None else room - len(jobs)
            yield Page(jobs, has_next=page.has_next and room != 0)
            if room == 0:
                return

    def versions(self, group: "ModelPackage") -> "list[Version]":
        """The versions of a model package group, the oldest first. Raise IrctlError."""
        from irctl.jobs.versions import read_version

        versions: list[Version] = []
        for page in self._pages(
            self._operation("ListModelPackages"),
            {"ModelPackageGroupName": group.identifier},
            "ModelPackageSummaryList",
            noun="model package group",
        ):
            with self._translated_errors():
                versions += map(read_version, page.entries)
        return sorted(versions, key=lambda version: version.number)

    def steps(self, name: str, status: str | None = None) -> Iterator[list[Step]]:
        """The benchmarks of a job, one page at a time. Raise IrctlError."""
        operation = self._operation("ListInferenceRecommendationsJobSteps")
        request = {"JobName": name} | ({"Status": status} if status else {})
        position = 0
        for page in self._pages(operation, request, "Steps"):
            with self._translated_errors(name):
                steps = [parse.step(entry, position + i) for i, entry in enumerate(page.entries)]
            for step in steps:
                identity.check_name(name, step.job_name)
            position += len(steps)
            yield steps

    def scaling(self, name: str, request: Document) -> "Scaling":
        """The scaling that AWS recommends for a job's results. Raise IrctlError.

        `request` contains the other parameters of GetScalingConfigurationRecommendation.
        """
        from irctl.jobs.scaling import parse

        with self._translated_errors(name):
            response = self._client.get_scaling_configuration_recommendation(
                InferenceRecommendationsJobName=name, **request
            )
            scaling = parse(dict(response))
        identity.check_name(name, scaling.job_name)
        return scaling

    def with_results(self, job: Job) -> Job:
        """An AI benchmark job with the results that it left in S3. Raise IrctlError."""
        from irctl.sources.s3 import Results

        with self._results_lock:  # a session creates one client at a time
            if self._results is None:
                self._results = Results(self.session, self.region, self._trace)
        read = parse.job({**job.document, **self._results.of(job)}, job.label, job.kind)
        return read._replace(source=job.source).labelled(job.label)

    def _operation(self, name: str) -> Operation:
        """An operation of the client. Raise RefusedError if botocore does not have it."""
        method: Operation | None = getattr(self._client, xform_name(name), None)
        if method is None:
            raise unknown_to_botocore(name)
        return method

    def _pages(
        self,
        operation: Operation,
        request: Document,
        entries: str,
        limit: int | None = None,
        noun: str = "job",
    ) -> Iterator[Page[Any]]:
        """The entries of each page, at most `limit` in total.

        `noun` says what the request names, which may not exist.
        """
        name = request.get("JobName") or request.get("ModelPackageGroupName")
        translated = partial(self._translated_errors, name, noun)
        most_pages = self.session.bounds.pages
        return pages(operation, request, entries, most_pages, translated, limit)

    def _translated_errors(
        self, name: str | None = None, noun: str = "job"
    ) -> AbstractContextManager[None]:
        return translated_errors(self._target, name=name, noun=noun)
