"""Jobs from Amazon SageMaker. The only module that talks to AWS, and it only reads."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import botocore.session
from botocore.config import Config
from botocore.exceptions import (
    InvalidRegionError,
    NoCredentialsError,
)

from irctl import __version__
from irctl.errors import ExitCode, IrctlError
from irctl.jobs import parse
from irctl.jobs.listing import Listing
from irctl.jobs.model import Document, Job, JobSummary, Step
from irctl.jobs.scaling import Scaling
from irctl.sources import answers, aws_errors, service_model
from irctl.sources.pacing import MOST_REQUESTS
from irctl.sources.settings import Settings

if TYPE_CHECKING:
    from types_boto3_sagemaker.client import SageMakerClient

OPERATIONS = (
    "DescribeInferenceRecommendationsJob",
    "GetScalingConfigurationRecommendation",
    "ListInferenceRecommendationsJobSteps",
    "ListInferenceRecommendationsJobs",
)
"""Everything irctl may ask of AWS; the client refuses to send any other operation."""

_TIMEOUTS = Config(connect_timeout=5, read_timeout=10)
_LONGEST_ANSWER_S = 30.0
_DEMO_REGION = "us-east-1"
_DEMO_ENDPOINT = "https://demo.invalid"
"""Nothing is sent there; named so that no configured endpoint is looked for."""
_MOST_EMPTY_PAGES = 100
_PAGE = 100
"""The most entries the API puts on a page."""
_COURTESY: ContextVar[bool] = ContextVar("_COURTESY", default=False)
"""Whether what is asked for is not worth a second try."""


class Account:
    """The Inference Recommender jobs of one account and region."""

    def __init__(
        self,
        settings: Settings,
        *,
        now: Callable[[], datetime],
        trace: Callable[[str], None] | None = None,
        ask: Callable[[str], str] | None = None,
        like: "Account | None" = None,
        longest_answer_s: float = _LONGEST_ANSWER_S,
    ):
        """`now` is the demo account's clock; `trace` is told of each answer; `ask` asks the
        user for an MFA code (botocore's own way otherwise); `like` is an account with the
        same credentials, which are not asked for again; `longest_answer_s` is how long an
        answer may take, however steadily its bytes come.

        Raises IrctlError when no client can be made.
        """
        self._where = aws_errors.Where(settings.profile, settings.region)
        with self._told():
            self._session: botocore.session.Session = (
                like._session if like else _session(settings, ask)
            )
            session = self._session
            region = _region(session, settings)
            self._where = aws_errors.Where(
                session.profile,
                region,
                session.full_config,
                # botocore takes these before any profile but one that is asked for.
                settings.profile is None and bool(os.environ.get("AWS_ACCESS_KEY_ID")),
            )
            # Before the first request, so that what is wrong is told once for all jobs.
            with self._told_of_credentials():
                self._credentials = session.get_credentials()
            try:
                self._client = _client(session, region, settings)
                _check_endpoint(self._client.meta.endpoint_url)
            except ValueError as error:
                raise aws_errors.no_client(error, self._where) from error
            self._refresh_credentials()
        self.region: str = self._client.meta.region_name
        self._names: list[str] | None = None
        self._names_lock = Lock()
        self._options = settings._replace(region=self.region).options
        events = self._client.meta.events
        events.register("before-parameter-build.sagemaker", _only_reads)
        events.register("before-call.sagemaker", self._refresh_credentials)
        events.register("before-parse.sagemaker", answers.only_answers)
        events.register("after-call.sagemaker", answers.unsigned)
        events.register("after-call.sagemaker", answers.all_members)
        events.register_first("needs-retry.sagemaker", _one_try)
        if settings.demo:
            from irctl.sources.demo.wire import Wire

            events.register("before-send.sagemaker", cast("Callable[..., None]", Wire(now)))
        else:
            events.register("before-send.sagemaker", answers.whole(self._client, longest_answer_s))
        if trace is not None:
            events.register("response-received.sagemaker", _tracer(trace))

    def describe(self, name: str) -> Job:
        """A job and its results. Raises IrctlError."""
        try:
            with self._told(name):
                response = self._client.describe_inference_recommendations_job(JobName=name)
                return self._job(dict(response), name)
        except IrctlError as error:
            if error.code is ExitCode.NO_SUCH_JOB:
                error.hint = self._closest(name)
            raise

    def list_jobs(self, listing: Listing) -> Iterator[list[JobSummary]]:
        """The jobs that match, a page at a time as they come. Raises IrctlError."""
        left = listing.limit
        for page in self._pages(
            self._client.list_inference_recommendations_jobs,
            listing.request(),
            "InferenceRecommendationsJobs",
            left,
        ):
            with self._told():
                yield [parse.job_summary(entry) for entry in page]

    def steps(self, name: str, status: str | None = None) -> Iterator[list[Step]]:
        """The benchmarks of a job, a page at a time. Raises IrctlError."""
        request = {"JobName": name} | ({"Status": status} if status else {})
        position = 0
        try:
            for page in self._pages(
                self._client.list_inference_recommendations_job_steps, request, "Steps"
            ):
                with self._told(name):
                    steps = [parse.step(entry, position + i) for i, entry in enumerate(page)]
                position += len(steps)
                yield steps
        except IrctlError as error:
            if error.code is ExitCode.NO_SUCH_JOB:
                error.hint = self._closest(name)
            raise

    def scaling(self, name: str, request: Document) -> Scaling:
        """The scaling that AWS recommends for what a job measured; `request` is the rest
        of GetScalingConfigurationRecommendation's. Raises IrctlError."""
        with self._told(name):
            response = self._client.get_scaling_configuration_recommendation(
                InferenceRecommendationsJobName=name, **request
            )
            return parse.scaling(dict(response))

    def _pages(
        self,
        operation: Callable[..., Mapping[str, Any]],
        request: Document,
        entries: str,
        limit: int | None = None,
    ) -> Iterator[list[Any]]:
        """The entries of each page, no more than `limit` altogether."""
        tokens = set()
        empty = 0
        while limit is None or limit > 0:
            request = {**request, "MaxResults": _PAGE if limit is None else min(_PAGE, limit)}
            with self._told(request.get("JobName")):
                response = operation(**request)
                page = response.get(entries) or []
            empty = 0 if page else empty + 1
            page = page[:limit]
            yield page
            if limit is not None:
                limit -= len(page)
            following = response.get("NextToken")
            if not following:
                return
            if following in tokens:
                raise IrctlError("AWS sent the same page token twice", "try again")
            if empty == _MOST_EMPTY_PAGES:
                raise IrctlError(f"AWS sent {empty} empty pages, one after the other", "try again")
            tokens.add(following)
            request["NextToken"] = following

    def _refresh_credentials(self, **_: Any) -> None:
        """Has them renewed, if need be, where what goes wrong is known to be theirs: in the
        midst of a request it would be taken for SageMaker's."""
        with self._told_of_credentials():
            if self._credentials is None:
                raise NoCredentialsError
            _check_credentials(self._credentials.get_frozen_credentials())

    @contextmanager
    def _told_of_credentials(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            raise aws_errors.no_credentials(error, self._where) from error

    def _job(self, response: Document, name: str) -> Job:
        response.pop("ResponseMetadata", None)
        other = parse.what_it_is(response)
        if other is not None:
            raise aws_errors.unreadable(f"AWS answered with {other}")
        return parse.job(response, name)

    def _closest(self, name: str) -> str:
        """A hint for a name that isn't there: its nearest neighbours, if they can be had."""
        from difflib import get_close_matches

        with self._names_lock:  # asked for once, however many names are wrong
            if self._names is None:
                self._names = self._some_names()
        close = get_close_matches(name, self._names)
        if close:
            return f"the closest names in {self.region}: {', '.join(close)}"
        return f"list the jobs there: irctl list{self._options}"

    def _some_names(self) -> list[str]:
        """The names of the newest jobs; none where one try does not get them."""
        before = _COURTESY.set(True)
        try:
            page = next(self.list_jobs(Listing(limit=_PAGE)), [])
        except IrctlError:
            return []
        finally:
            _COURTESY.reset(before)
        return [job.name for job in page if job.name]

    @contextmanager
    def _told(self, job: str | None = None) -> Iterator[None]:
        """Turns whatever goes wrong between here and AWS into an IrctlError."""
        try:
            yield
        except Exception as failure:
            error = aws_errors.told(failure, self._where, job)
            if error is None:
                raise
            if error is failure:
                raise
            raise error from failure


def _session(settings: Settings, ask: Callable[[str], str] | None) -> botocore.session.Session:
    """A session configured as the AWS CLI would be; that of the demo account reads no
    environment variable and no file."""
    if settings.demo:
        nothing = (None, None, None, None)
        no_file = (None, None, os.devnull, None)
        session = botocore.session.Session(
            session_vars={"profile": nothing, "config_file": no_file, "credentials_file": no_file}
        )
        session.set_credentials("demo", "demo")
    else:
        session = botocore.session.Session(profile=settings.profile)
        # Those of the services that credentials come from, too.
        session.set_default_client_config(_TIMEOUTS)
        if ask is not None:
            by_role = session.get_component("credential_provider").get_provider("assume-role")
            by_role._prompter = ask
    if service_model.applies(os.environ):
        session.register_component("data_loader", service_model.TrimmedLoader(OPERATIONS))
    return session


def _region(session: botocore.session.Session, settings: Settings) -> str | None:
    if settings.demo:
        return _DEMO_REGION
    configured = session.get_config_variable("region")
    # The AWS CLI looks at AWS_REGION first; botocore does not know it.
    ambient = os.environ.get("AWS_REGION") or configured
    region: str | None = settings.region or ambient
    if ambient != configured:  # for what credentials come from, too
        session.set_config_variable("region", ambient)
    if region and region != region.strip():  # botocore lets a line break pass
        raise InvalidRegionError(region_name=region)
    return region


def _client(
    session: botocore.session.Session, region: str | None, settings: Settings
) -> "SageMakerClient":
    config = _TIMEOUTS.merge(
        Config(max_pool_connections=MOST_REQUESTS, user_agent_extra=f"irctl/{__version__}")
    )
    if "AWS_RETRY_MODE" not in os.environ and "retry_mode" not in session.get_scoped_config():
        config = config.merge(Config(retries={"mode": "standard"}))
    endpoint_url = _DEMO_ENDPOINT if settings.demo else settings.endpoint_url
    client = session.create_client(
        "sagemaker", region_name=region, endpoint_url=endpoint_url, config=config
    )
    return cast("SageMakerClient", client)


def _check_credentials(keys: Any) -> None:
    """Raises ValueError for what no header can hold, such as the line break after a secret
    that was read from a file: sent on, it would be quoted in an error."""
    named = {
        "access key": keys.access_key,
        "secret key": keys.secret_key,
        "session token": keys.token or "",
    }
    for name, value in named.items():
        if not (value.isascii() and value.isprintable() and value == value.strip()):
            raise ValueError(f"the {name} holds a space, a line break or a character of no key")


def _check_endpoint(url: str) -> None:
    """Raises ValueError for a URL that nothing can be sent to; botocore takes some."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:  # a port that is no number
        usable = False
    if not usable:
        raise ValueError(f"Invalid endpoint: {url}")


def _only_reads(model: Any, **_: Any) -> None:
    if model.name not in OPERATIONS:
        raise IrctlError(f"refused to call {model.name}: irctl only reads")


def _one_try(caught_exception: Exception | None, response: Any, **_: Any) -> None:
    """Ends a request that failed before botocore decides to try it again."""
    if not _COURTESY.get():
        return
    if caught_exception is not None:
        raise caught_exception
    if response[0].status_code >= 300:
        raise IrctlError(f"HTTP status {response[0].status_code}")


def _tracer(trace: Callable[[str], None]) -> Callable[..., None]:
    """Tells what was asked and answered; never a header or a credential."""

    def received(
        response_dict: Mapping[str, Any] | None,
        exception: Exception | None,
        event_name: str,
        **_: Any,
    ) -> None:
        operation = event_name.rpartition(".")[2]
        if response_dict is None:
            trace(f"{operation}: {type(exception).__name__}")
        else:
            request_id = response_dict["headers"].get("x-amzn-requestid", "-")
            trace(f"{operation}: HTTP {response_dict['status_code']}, request id {request_id}")

    return received
