"""The jobs of one account and region, fetched from Amazon SageMaker."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Any

from irctl.errors import ExitCode, IrctlError
from irctl.jobs import parse
from irctl.jobs.listing import Listing
from irctl.jobs.model import Document, Job, JobSummary, Step
from irctl.jobs.recognition import other_than_job
from irctl.jobs.scaling import Scaling
from irctl.sources import identity
from irctl.sources.aws_errors import translated_errors, unreadable
from irctl.sources.bounds import DEFAULT_BOUNDS, Bounds
from irctl.sources.client import sagemaker_client, single_attempt
from irctl.sources.reference import JobArn
from irctl.sources.session import Session
from irctl.sources.settings import Settings

if TYPE_CHECKING:
    from irctl.sources.s3 import Results

_MOST_EMPTY_PAGES = 100
_PAGE_SIZE = 100
"""The API's maximum."""

_Operation = Callable[..., Mapping[str, Any]]


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
        self._settings = settings
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
        self._target = self.session.target(self.region)
        self._newest_names: list[str] | None = None
        self._newest_names_lock = Lock()

    def describe(self, name: str, arn: JobArn | None = None) -> Job:
        """A job and its results. Raise IrctlError, also if the job has another ARN."""
        with self._suggested_names(name, arn), self._translated_errors(name):
            response = dict(self._client.describe_inference_recommendations_job(JobName=name))
            response.pop("ResponseMetadata", None)
            other = other_than_job(response)
            if other is not None:
                raise unreadable(f"AWS answered with {other}")
            job = parse.job(response, name)
        if arn is not None and not self._settings.demo:  # the demo account has one region
            arn = arn._replace(region=self.region)  # --region overrides that of the ARN
        identity.check_job(name, arn, job)
        return job

    def list_jobs(self, listing: Listing) -> Iterator[list[JobSummary]]:
        """The jobs that match, one page at a time as they are fetched. Raise IrctlError."""
        has_several = len(listing.statuses) > 1  # the service filters by one
        room = listing.limit
        for page in self._pages(
            self._client.list_inference_recommendations_jobs,
            listing.request(),
            "InferenceRecommendationsJobs",
            None if has_several else listing.limit,
        ):
            with self._translated_errors():
                jobs = [parse.job_summary(entry) for entry in page]
            if has_several:
                jobs = [job for job in jobs if listing.has_any_status(job)][:room]
            yield jobs
            if room is not None:
                room -= len(jobs)
                if room <= 0:
                    return

    def steps(self, name: str, status: str | None = None) -> Iterator[list[Step]]:
        """The benchmarks of a job, one page at a time. Raise IrctlError."""
        operation = self._client.list_inference_recommendations_job_steps
        request = {"JobName": name} | ({"Status": status} if status else {})
        position = 0
        with self._suggested_names(name):
            for page in self._pages(operation, request, "Steps"):
                with self._translated_errors(name):
                    steps = [parse.step(entry, position + i) for i, entry in enumerate(page)]
                for step in steps:
                    identity.check_name(name, step.job_name)
                position += len(steps)
                yield steps

    def scaling(self, name: str, request: Document) -> Scaling:
        """The scaling that AWS recommends for a job's results. Raise IrctlError.

        `request` contains the other parameters of GetScalingConfigurationRecommendation.
        """
        with self._translated_errors(name):
            response = self._client.get_scaling_configuration_recommendation(
                InferenceRecommendationsJobName=name, **request
            )
            scaling = parse.scaling(dict(response))
        identity.check_name(name, scaling.job_name)
        return scaling

    def results(self, job: Job) -> Document:
        """The results that an AI benchmark job left in S3. Raise IrctlError."""
        from irctl.sources.s3 import Results

        with self._results_lock:  # a session creates one client at a time
            if self._results is None:
                self._results = Results(self.session, self.region, self._trace)
        return self._results.of(job)

    def _pages(
        self, operation: _Operation, request: Document, entries: str, limit: int | None = None
    ) -> Iterator[list[Any]]:
        """The entries of each page, at most `limit` in total."""
        tokens = set()
        empty_pages = 0
        most_pages = self.session.bounds.pages
        while limit is None or limit > 0:
            request = {
                **request,
                "MaxResults": _PAGE_SIZE if limit is None else min(_PAGE_SIZE, limit),
            }
            with self._translated_errors(request.get("JobName")):
                response = operation(**request)
            page = (response.get(entries) or [])[:limit]
            yield page
            if limit is not None:
                limit -= len(page)
            empty_pages = 0 if page else empty_pages + 1
            token = response.get("NextToken")
            if not token:
                return
            if token in tokens:
                raise IrctlError("AWS sent the same page token twice", "try again")
            if empty_pages == _MOST_EMPTY_PAGES:
                raise IrctlError(f"AWS sent {empty_pages} empty pages in a row", "try again")
            tokens.add(token)
            if len(tokens) == most_pages:
                raise IrctlError(
                    f"AWS sent {most_pages:,} pages, and the list goes on",
                    "list fewer: irctl list has --limit, --name and --created-after",
                )
            request["NextToken"] = token

    @contextmanager
    def _suggested_names(self, name: str, arn: JobArn | None = None) -> Iterator[None]:
        """Add a hint to the error that there is no job of this name, or with this ARN."""
        try:
            yield
        except IrctlError as error:
            if error.code is ExitCode.NO_SUCH_JOB:
                if arn is None or arn.region == self.region or self._settings.demo:
                    error.hint = self.names_hint(name)
                else:
                    error.hint = f"the ARN is of {arn.region}: omit --region {self.region}"
            raise

    def names_hint(self, name: str) -> str:
        """A hint with the closest job names, for an error about an unknown name."""
        from difflib import get_close_matches

        with self._newest_names_lock:  # fetched once, however many names are unknown
            if self._newest_names is None:
                self._newest_names = self._fetch_newest_names()
        names = get_close_matches(name, self._newest_names)
        if names:
            return f"did you mean {' or '.join(names)}?{self._or_elsewhere(' or is it in', '?')}"
        options = self._settings._replace(region=self.region).options
        elsewhere = self._or_elsewhere("look in", ", or ")
        return f"{elsewhere}list the jobs in {self.region}: irctl list{options}"

    def _or_elsewhere(self, before: str, after: str = "") -> str:
        """A part of a hint: where else the job may be. The demo account has one region."""
        if self._settings.demo:
            return ""
        configured = self.session.region(None)
        if configured in (None, self.region):
            return f"{before} another region (--region REGION){after}"
        return f"{before} the configured region (--region {configured}){after}"

    def _fetch_newest_names(self) -> list[str]:
        """The names of the newest jobs; none if the first attempt fails."""
        before = single_attempt.set(True)
        try:
            page = next(self.list_jobs(Listing(limit=_PAGE_SIZE)), [])
        except IrctlError:
            return []
        finally:
            single_attempt.reset(before)
        return [job.name for job in page if job.name]

    def _translated_errors(self, job: str | None = None) -> AbstractContextManager[None]:
        return translated_errors(self._target, job=job)
