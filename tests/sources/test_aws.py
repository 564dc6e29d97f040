"""An account against botocore's Stubber, which checks requests and responses by their model."""

import math
import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from botocore.stub import Stubber

from irctl.errors import ExitCode, IrctlError
from irctl.jobs.kinds import INFERENCE, Kind
from irctl.jobs.listing import Listing
from irctl.jobs.metrics import COST_PER_HOUR, THROUGHPUT, metric
from irctl.jobs.model import Job
from irctl.jobs.model_package import model_package
from irctl.sources.aws import Account
from irctl.sources.bounds import Bounds
from irctl.sources.lookup import Lookup
from irctl.sources.reference import JobName
from irctl.sources.service_model import OPERATIONS
from irctl.sources.settings import Settings
from tests.e2e.server import Server, dripped, hung, normal, throttled

NOW = datetime(2026, 11, 1, 12, tzinfo=timezone.utc)
CREATED = datetime(2026, 3, 8, 23, 40, 9, 593000, tzinfo=timezone.utc)
ROLE = "arn:aws:iam::111122223333:role/Recommender"
PACKAGE = "arn:aws:sagemaker:us-east-2:111122223333:model-package/m/1"


def clock() -> datetime:
    return NOW


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cache: Path) -> None:
    """Credentials in the environment, no region, no files."""
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture
def account() -> Account:
    return Account(Settings(region="us-east-2"), now=clock)


@pytest.fixture
def stub(account: Account) -> Iterator[Stubber]:
    with Stubber(account._client) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


def job(name: str = "resnet50", **members: Any) -> dict[str, Any]:
    """A response with everything that the model requires."""
    return {
        "JobName": name,
        "JobType": "Default",
        "JobArn": f"arn:aws:sagemaker:us-east-2:111122223333:inference-recommendations-job/{name}",
        "RoleArn": ROLE,
        "Status": "COMPLETED",
        "CreationTime": CREATED,
        "LastModifiedTime": CREATED + timedelta(hours=1),
        "InputConfig": {"ModelPackageVersionArn": PACKAGE},
        **members,
    }


def summary(name: str) -> dict[str, Any]:
    entry = job(name, JobDescription="a test")
    del entry["InputConfig"]
    return entry


def step(number: int, status: str = "COMPLETED") -> dict[str, Any]:
    return {
        "StepType": "BENCHMARK",
        "JobName": "resnet50",
        "Status": status,
        "InferenceBenchmark": {
            "Metrics": {"MaxInvocations": 100 * number, "ModelLatency": 7},
            "ModelConfiguration": {},
        },
    }


def looked_up(account: Account, name: str, kind: Kind | None = INFERENCE) -> Job:
    return Lookup(account, kind, lambda warning: None).job(JobName(name))


def refused(
    account: Account, stub: Stubber, code: str, message: str = "", status: int = 400
) -> Any:
    """The error that irctl reports for an error response to describe."""
    stub.add_client_error(
        "describe_inference_recommendations_job", code, message, http_status_code=status
    )
    with pytest.raises(IrctlError) as caught:
        account.describe("resnet50")
    return caught.value


def test_describe_drops_only_the_metadata(account: Account, stub: Stubber) -> None:
    recommendation = {
        "RecommendationId": "resnet50/abcd1234",
        "Metrics": {"CostPerHour": 0.238, "CpuUtilization": math.nan},
        "EndpointConfiguration": {
            "EndpointName": "e",
            "VariantName": "v",
            "InstanceType": "ml.c5.xlarge",
        },
        "ModelConfiguration": {"InferenceSpecificationName": "onnx"},
    }
    response = job(
        InferenceRecommendations=[recommendation],
        ResponseMetadata={"HTTPStatusCode": 200},
    )
    stub.add_response("describe_inference_recommendations_job", response, {"JobName": "resnet50"})

    described = account.describe("resnet50")

    assert described.name == "resnet50"
    assert COST_PER_HOUR.of(described.recommendations[0].metrics) == 0.238
    assert metric("cpu").of(described.recommendations[0].metrics) is None
    assert set(described.document) == set(response) - {"ResponseMetadata"}
    assert described.document["CreationTime"] == "2026-03-08T23:40:09.593000+00:00"


def test_list_sends_every_filter_as_the_api_names_it(account: Account, stub: Stubber) -> None:
    listing = Listing(
        name_contains="res",
        statuses=("COMPLETED",),
        model_name="resnet",
        model_package=model_package(PACKAGE),
        creation_time_after=CREATED,
        creation_time_before=CREATED + timedelta(days=1),
        last_modified_time_after=CREATED + timedelta(days=2),
        last_modified_time_before=CREATED + timedelta(days=3),
        sort_by="Name",
        sort_order="Ascending",
        limit=7,
    )
    stub.add_response(
        "list_inference_recommendations_jobs",
        {"InferenceRecommendationsJobs": [summary("resnet50")]},
        {
            "NameContains": "res",
            "StatusEquals": "COMPLETED",
            "ModelNameEquals": "resnet",
            "ModelPackageVersionArnEquals": PACKAGE,
            "CreationTimeAfter": CREATED,
            "CreationTimeBefore": CREATED + timedelta(days=1),
            "LastModifiedTimeAfter": CREATED + timedelta(days=2),
            "LastModifiedTimeBefore": CREATED + timedelta(days=3),
            "SortBy": "Name",
            "SortOrder": "Ascending",
            "MaxResults": 7,
        },
    )

    (page,) = account.list_jobs(listing)

    assert [job.name for job in page] == ["resnet50"]
    assert page[0].description == "a test"


def test_list_without_filters_requests_large_pages_with_the_newest_first(
    account: Account, stub: Stubber
) -> None:
    stub.add_response(
        "list_inference_recommendations_jobs",
        {"InferenceRecommendationsJobs": []},
        {"SortBy": "CreationTime", "SortOrder": "Descending", "MaxResults": 100},
    )

    assert list(account.list_jobs(Listing())) == [[]]


def test_list_fetches_a_page_only_when_it_is_needed(account: Account, stub: Stubber) -> None:
    request = {"SortBy": "CreationTime", "SortOrder": "Descending", "MaxResults": 100}
    stub.add_response(
        "list_inference_recommendations_jobs",
        {"InferenceRecommendationsJobs": [summary("one")], "NextToken": "more"},
        request,
    )
    pages = account.list_jobs(Listing())

    assert [job.name for job in next(pages)] == ["one"]
    stub.assert_no_pending_responses()

    stub.add_response(
        "list_inference_recommendations_jobs",
        {"InferenceRecommendationsJobs": [summary("two")]},
        {**request, "NextToken": "more"},
    )
    assert [[job.name for job in page] for page in pages] == [["two"]]


def test_the_limit_applies_to_all_pages_together(account: Account, stub: Stubber) -> None:
    request = {"SortBy": "CreationTime", "SortOrder": "Descending"}
    names = [f"job-{number}" for number in range(100)]
    stub.add_response(
        "list_inference_recommendations_jobs",
        {"InferenceRecommendationsJobs": list(map(summary, names)), "NextToken": "a"},
        {**request, "MaxResults": 100},
    )
    stub.add_response(
        "list_inference_recommendations_jobs",
        {"InferenceRecommendationsJobs": list(map(summary, names[:5])), "NextToken": "b"},
        {**request, "MaxResults": 3, "NextToken": "a"},
    )

    pages = list(account.list_jobs(Listing(limit=103)))

    assert [len(page) for page in pages] == [100, 3]


@pytest.mark.parametrize("tokens", ["aa", "aba"])
def test_a_repeated_page_token_is_an_error(account: Account, stub: Stubber, tokens: str) -> None:
    for token in tokens:
        stub.add_response(
            "list_inference_recommendations_jobs",
            {"InferenceRecommendationsJobs": [], "NextToken": token},
        )

    with pytest.raises(IrctlError, match="token"):
        list(account.list_jobs(Listing()))


def test_steps_are_numbered_across_pages(account: Account, stub: Stubber) -> None:
    stub.add_response(
        "list_inference_recommendations_job_steps",
        {"Steps": [step(1), step(2)], "NextToken": "more"},
        {"JobName": "resnet50", "MaxResults": 100},
    )
    stub.add_response(
        "list_inference_recommendations_job_steps",
        {"Steps": [step(3, "FAILED")]},
        {"JobName": "resnet50", "MaxResults": 100, "NextToken": "more"},
    )

    pages = list(account.steps("resnet50"))

    steps = [step for page in pages for step in page]
    assert [step.benchmark.position for step in steps] == [0, 1, 2]
    assert [THROUGHPUT.of(step.benchmark.metrics) for step in steps] == [100, 200, 300]
    assert steps[2].status == "FAILED"


def test_steps_are_filtered_by_the_service(account: Account, stub: Stubber) -> None:
    stub.add_response(
        "list_inference_recommendations_job_steps",
        {"Steps": []},
        {"JobName": "resnet50", "Status": "FAILED", "MaxResults": 100},
    )

    assert list(account.steps("resnet50", "FAILED")) == [[]]


def test_the_hint_for_an_unknown_job_lists_the_closest_names(
    account: Account, stub: Stubber
) -> None:
    stub.add_client_error("describe_inference_recommendations_job", "ResourceNotFound", "no")
    stub.add_response(
        "list_inference_recommendations_jobs",
        {"InferenceRecommendationsJobs": [summary("resnet50"), summary("bert")]},
    )

    with pytest.raises(IrctlError) as caught:
        looked_up(account, "resnet51")

    assert caught.value.code is ExitCode.NO_SUCH_JOB
    assert caught.value.message == "no job named resnet51 in us-east-2"
    assert str(caught.value.hint).startswith("did you mean resnet50?")


def test_an_unknown_job_is_reported_even_if_jobs_cannot_be_listed(
    account: Account, stub: Stubber
) -> None:
    stub.add_client_error("describe_inference_recommendations_job", "ResourceNotFound", "no")
    stub.add_client_error("list_inference_recommendations_jobs", "AccessDeniedException", "no")

    with pytest.raises(IrctlError, match="no job named resnet51") as caught:
        looked_up(account, "resnet51")

    assert str(caught.value.hint).endswith("irctl list --region us-east-2")


def test_the_command_in_a_hint_reaches_the_same_account() -> None:
    url = "http://127.0.0.1:1/?a=1&b=2"
    settings = Settings(region="us-east-2", endpoint_url=url)
    account = Account(settings, now=clock)
    with Stubber(account._client) as stub:
        stub.add_client_error("describe_inference_recommendations_job", "ResourceNotFound", "no")
        stub.add_client_error("list_inference_recommendations_jobs", "AccessDeniedException", "no")
        with pytest.raises(IrctlError) as caught:
            looked_up(account, "nope")

    assert str(caught.value.hint).endswith(f"irctl list --region us-east-2 --endpoint-url '{url}'")
    assert Settings("my own", "x").options == " --profile 'my own' --region x"
    assert Settings(demo=True, kind="ai-benchmark").options == " --demo --kind ai-benchmark"


@pytest.mark.parametrize(
    ("code", "message", "status", "exit_code"),
    [
        ("AccessDeniedException", "User is not authorized", 400, ExitCode.CREDENTIALS),
        ("AccessDenied", "no", 403, ExitCode.CREDENTIALS),
        ("ExpiredTokenException", "The token is expired", 400, ExitCode.CREDENTIALS),
        ("ExpiredToken", "The token is expired", 403, ExitCode.CREDENTIALS),
        ("RequestExpired", "Request has expired", 400, ExitCode.CREDENTIALS),
        ("UnrecognizedClientException", "invalid token", 400, ExitCode.CREDENTIALS),
        ("InvalidClientTokenId", "invalid token", 403, ExitCode.CREDENTIALS),
        ("InvalidSignatureException", "does not match", 400, ExitCode.CREDENTIALS),
        ("SignatureDoesNotMatch", "does not match", 403, ExitCode.CREDENTIALS),
        ("MissingAuthenticationTokenException", "missing", 400, ExitCode.CREDENTIALS),
        ("OptInRequired", "not subscribed", 403, ExitCode.CREDENTIALS),
        ("ThrottlingException", "Rate exceeded", 400, ExitCode.AWS),
        ("Throttling", "Rate exceeded", 400, ExitCode.AWS),
        ("TooManyRequestsException", "", 429, ExitCode.AWS),
        ("ServiceUnavailable", "", 503, ExitCode.AWS),
        ("InternalFailure", "", 500, ExitCode.AWS),
        ("SomethingNew", "what", 400, ExitCode.AWS),
        ("ValidationException", "1 validation error detected", 400, ExitCode.USAGE),
    ],
)
def test_each_error_code_of_aws_has_an_exit_code_and_a_hint(
    account: Account, stub: Stubber, code: str, message: str, status: int, exit_code: ExitCode
) -> None:
    error = refused(account, stub, code, message, status)

    assert error.code is exit_code
    assert code in error.message
    assert message in error.message
    assert error.hint


@pytest.mark.parametrize("code", ["ResourceNotFound", "ResourceNotFoundException"])
def test_an_unknown_job_has_its_exit_code(account: Account, stub: Stubber, code: str) -> None:
    stub.add_client_error("describe_inference_recommendations_job", code, "gone")

    with pytest.raises(IrctlError) as caught:
        account.describe("resnet50")

    assert caught.value.code is ExitCode.NO_SUCH_JOB


def test_a_validation_error_may_mean_that_the_job_is_not_found(
    account: Account, stub: Stubber
) -> None:
    stub.add_client_error(
        "describe_inference_recommendations_job",
        "ValidationException",
        "Could not find inference recommendations job",
    )

    with pytest.raises(IrctlError) as caught:
        account.describe("resnet50")

    assert caught.value.code is ExitCode.NO_SUCH_JOB


def test_the_hint_for_bad_credentials_depends_on_their_source(
    account: Account, stub: Stubber, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "AWS_ACCESS_KEY_ID" in refused(account, stub, "ExpiredTokenException").hint

    config = tmp_path / "config"
    config.write_text(
        "[profile keys]\naws_access_key_id=a\naws_secret_access_key=b\n"
        "[profile sso]\nsso_start_url=https://x\naws_access_key_id=a\naws_secret_access_key=b\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    for profile, command in (
        ("keys", "aws configure --profile keys"),
        ("sso", "sign in: aws sso login --profile sso"),
    ):
        other = Account(Settings(profile=profile, region="us-east-2"), now=clock)
        with Stubber(other._client) as stubber:
            assert command in refused(other, stubber, "ExpiredTokenException").hint


def test_a_value_of_the_wrong_type_is_reported_by_path(account: Account, stub: Stubber) -> None:
    response = job(InputConfig={"JobDurationInSeconds": 5})
    stub.add_response("describe_inference_recommendations_job", response)
    response["InputConfig"] = {"JobDurationInSeconds": "an hour"}

    with pytest.raises(IrctlError) as caught:
        account.describe("resnet50")

    assert caught.value.code is ExitCode.UNREADABLE
    assert "InputConfig.JobDurationInSeconds" in caught.value.message


def test_the_trace_logs_every_attempt() -> None:
    log: list[str] = []
    settings = Settings(region="us-east-2", endpoint_url="http://127.0.0.1:1")
    account = Account(settings, now=clock, trace=log.append)

    with pytest.raises(IrctlError, match=r"127\.0\.0\.1:1"):
        account.describe("resnet50")

    assert log == ["DescribeInferenceRecommendationsJob: EndpointConnectionError"] * 3


@pytest.mark.parametrize("demo", [False, True])
def test_only_operations_that_read_can_be_called(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, demo: bool
) -> None:
    """Every other operation of SageMaker is refused before anything is sent."""
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))  # botocore's whole model of SageMaker
    account = Account(Settings(region="us-east-2", demo=demo), now=clock)
    client: Any = account._client
    sent: list[str] = []
    client.meta.events.register("request-created.sagemaker", lambda **_: sent.append("a request"))
    others = set(client.meta.service_model.operation_names) - set(OPERATIONS)

    for operation in others:
        with pytest.raises(IrctlError, match="irctl only reads"):
            client._make_api_call(operation, {})

    assert len(others) > 300
    assert sent == []
    assert set(OPERATIONS) <= set(client.meta.service_model.operation_names)


def test_the_operations_that_can_be_called_are_those_that_read() -> None:
    assert all(name.startswith(("Describe", "List", "Get")) for name in OPERATIONS)
    assert len(OPERATIONS) == 9


def test_the_client_only_knows_the_operations_that_read(account: Account) -> None:
    """Its service model is trimmed to them."""
    assert set(account._client.meta.service_model.operation_names) == set(OPERATIONS)


def test_time_outs_and_attempts_are_limited(account: Account) -> None:
    config: Any = account._client.meta.config
    assert config.connect_timeout <= 10
    assert config.read_timeout <= 30
    assert config.retries["mode"] == "standard"


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.stop()


def test_an_endless_response_is_a_time_out(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bytes keep coming, so that no time-out between two of them ends it."""
    server.always(dripped)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "2")
    settings = Settings(region="us-east-2", endpoint_url=server.url)
    account = Account(settings, now=clock, bounds=Bounds(response_s=0.2))

    with pytest.raises(IrctlError, match=re.escape(server.url)) as raised:
        account.describe("resnet50")

    assert raised.value.code is ExitCode.AWS
    server.wait_for_requests(2)


def test_a_server_that_never_responds_is_a_time_out(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.always(hung)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    settings = Settings(region="us-east-2", endpoint_url=server.url)
    account = Account(settings, now=clock, bounds=Bounds(read_s=0.2))
    requests = (
        lambda: account.describe("resnet50"),
        lambda: list(account.list_jobs(Listing())),
        lambda: list(account.steps("resnet50")),
        lambda: account.scaling("resnet50", {"RecommendationId": "x"}),
    )

    for request in requests:
        with pytest.raises(IrctlError, match=re.escape(server.url)) as raised:
            request()

        assert raised.value.code is ExitCode.AWS
        assert "AWS_MAX_ATTEMPTS" in str(raised.value.hint)
    server.wait_for_requests(len(requests))


def test_an_operation_without_success_ends_before_its_attempts_do(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.always(hung)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "50")
    settings = Settings(region="us-east-2", endpoint_url=server.url)
    account = Account(settings, now=clock, bounds=Bounds(response_s=0.2, operation_s=0.3))

    with pytest.raises(IrctlError, match=r"0\.3 s.*" + re.escape(server.url)) as raised:
        account.describe("resnet50")

    assert raised.value.code is ExitCode.AWS
    assert len(server.requests) < 50


def test_the_last_failure_is_named_when_time_is_up(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.always(throttled)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "50")
    settings = Settings(region="us-east-2", endpoint_url=server.url)
    account = Account(settings, now=clock, bounds=Bounds(operation_s=0.1))

    with pytest.raises(IrctlError, match="ThrottlingException"):
        account.describe("resnet50")


def test_a_list_with_too_many_pages_ends(server: Server) -> None:
    server.add(*(job(f"job-{number}") for number in range(4)))
    server.page_size = 1
    settings = Settings(region="us-east-2", endpoint_url=server.url)

    complete = Account(settings, now=clock, bounds=Bounds(pages=4)).list_jobs(Listing())
    cut = Account(settings, now=clock, bounds=Bounds(pages=3)).list_jobs(Listing())

    assert sum(map(len, complete)) == 4
    with pytest.raises(IrctlError, match="3 pages") as raised:
        list(cut)
    assert raised.value.code is ExitCode.AWS
    assert "--limit" in str(raised.value.hint)
    assert Bounds().pages == 10_000


def test_the_closest_names_are_waited_for_once(server: Server) -> None:
    server.always(hung)
    server.about("DescribeInferenceRecommendationsJob", normal)
    settings = Settings(region="us-east-2", endpoint_url=server.url)
    account = Account(settings, now=clock, bounds=Bounds(read_s=1))

    for name in ("resnet-50", "resnet-51"):
        with pytest.raises(IrctlError, match=name) as raised:
            looked_up(account, name)
        assert raised.value.code is ExitCode.NO_SUCH_JOB

    assert server.operations.count("ListInferenceRecommendationsJobs") == 1


def test_a_configured_retry_mode_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_RETRY_MODE", "adaptive")
    account = Account(Settings(region="us-east-2"), now=clock)

    config: Any = account._client.meta.config
    assert config.retries["mode"] == "adaptive"


def test_a_missing_region_is_a_usage_error() -> None:
    with pytest.raises(IrctlError, match="region") as caught:
        Account(Settings(), now=clock)

    assert caught.value.code is ExitCode.USAGE


@pytest.mark.parametrize(
    "url", ["nonsense", "http://", "http://[", "ftp://x", "http://x:99999", "http://x:port", ""]
)
def test_an_invalid_endpoint_url_is_a_usage_error(url: str) -> None:
    with pytest.raises(IrctlError, match="endpoint") as caught:
        Account(Settings(region="us-east-2", endpoint_url=url), now=clock)

    assert caught.value.code is ExitCode.USAGE
    assert "https://HOST:PORT" in str(caught.value.hint)


def test_an_invalid_region_is_a_usage_error() -> None:
    with pytest.raises(IrctlError, match="US EAST") as caught:
        Account(Settings(region="US EAST"), now=clock)

    assert caught.value.code is ExitCode.USAGE
