"""What a network and AWS can do: the right code, one line, a hint that helps, and no retry
where none can help."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from . import samples
from .program import Irctl, Result
from .server import (
    Behaviour,
    Server,
    closed_early,
    cut_short,
    delayed,
    failing,
    hung,
    raw,
    reset_before,
    reset_midway,
    throttled,
    truncated,
)

PAGE = b"<!DOCTYPE html>\n<html><body>Sign in to the guest network</body></html>"
NOT_ALLOWED = (
    "User: arn:aws:iam::111122223333:user/ann is not authorized to perform: "
    "sagemaker:DescribeInferenceRecommendationsJob"
)
SKEWED = (
    "Signature expired: 20260308T230000Z is now earlier than 20260308T233500Z "
    "(20260308T234000Z - 5 min.)"
)


@pytest.fixture(autouse=True)
def one_job(server: Server) -> None:
    server.add(samples.job())
    server.steps["resnet50"] = [samples.step("resnet50", 1)]


def page(status: int) -> Behaviour:
    return raw(PAGE, status=status, content_type="text/html")


class Fault(NamedTuple):
    behaviour: Behaviour
    """What happens at every request."""
    code: int
    requests: int | None
    """How many are made; None where that differs between versions of botocore."""
    said: str
    """Words of the message."""
    advised: str
    """Words of the hint."""


FAULTS: dict[str, Fault] = {
    # Trying again may help.
    "throttling": Fault(throttled, 1, 3, "throttled", "AWS_MAX_ATTEMPTS"),
    "throttling by status": Fault(raw(b"", status=429), 1, None, "throttled", "AWS_MAX_ATTEMPTS"),
    "500": Fault(failing("InternalFailure", "oh no", 500), 1, 3, "oh no", "health.aws"),
    "503 from a proxy": Fault(page(503), 1, 3, "503", "try again"),
    "504 from a proxy": Fault(page(504), 1, 3, "504", "try again"),
    "closed early": Fault(closed_early, 1, 3, "closed", "try again"),
    "reset at once": Fault(reset_before, 1, 3, "closed", "try again"),
    "reset midway": Fault(reset_midway, 1, 3, "closed", "try again"),
    "a body cut short": Fault(cut_short, 1, 3, "closed", "try again"),
    "hung, tried once": Fault(hung, 1, 1, "imeout", "try again"),
    # It cannot.
    "access denied": Fault(
        failing("AccessDeniedException", NOT_ALLOWED), 4, 1, NOT_ALLOWED, "allow sagemaker:"
    ),
    "expired token": Fault(
        failing("ExpiredTokenException", "it is over"), 4, 1, "expired", "AWS_SESSION_TOKEN"
    ),
    "unrecognized client": Fault(
        failing("UnrecognizedClientException", "The security token is invalid."),
        *(4, 1, "refused the credentials", "AWS_ACCESS_KEY_ID"),
    ),
    "invalid signature": Fault(
        failing("InvalidSignatureException", "The signature does not match."),
        *(4, 1, "refused the credentials", "AWS_SECRET_ACCESS_KEY"),
    ),
    "a clock that is wrong": Fault(
        failing("InvalidSignatureException", SKEWED), 4, 1, "time", "clock"
    ),
    "an error whose name has a namespace": Fault(
        failing("com.amazonaws.sagemaker#AccessDeniedException:http://x/", "no"),
        *(4, 1, "AccessDeniedException", "--profile"),
    ),
    "403 without a body": Fault(raw(b"", status=403), 4, 1, "403", "AWS_ACCESS_KEY_ID"),
    "403 from a proxy": Fault(page(403), 1, 1, "not answered by AWS", "HTTPS_PROXY"),
    "404 from a proxy": Fault(page(404), 1, 1, "not answered by AWS", "--endpoint-url"),
    "407 from a proxy": Fault(page(407), 1, 1, "not answered by AWS", "HTTPS_PROXY"),
    "a redirect": Fault(
        raw(b"", status=302, headers={"Location": "http://127.0.0.1:1/"}),
        *(1, 1, "302", "AWS_ENDPOINT_URL"),
    ),
    "validation": Fault(
        failing("ValidationException", "Value at 'jobName'"), 2, 1, "Value at 'jobName'", "--help"
    ),
    "an error of the future": Fault(
        failing("BrandNewException", "hm"), 1, 1, "BrandNewException: hm", "--debug"
    ),
    "half a document in a whole body": Fault(truncated, 5, 1, "not JSON", "--endpoint-url"),
    "a web page": Fault(page(200), 5, 1, "a web page", "HTTPS_PROXY"),
    "garbage": Fault(raw(b"\x00\xff\xfe garbage"), 5, 1, "not JSON", "--endpoint-url"),
    "an empty body": Fault(raw(b""), 5, 1, "is empty", "--endpoint-url"),
    "a list": Fault(raw(b"[]"), 5, 1, "an empty list", "--endpoint-url"),
    "a string": Fault(raw(b'"ok"'), 5, 1, "not an object", "--endpoint-url"),
    "null": Fault(raw(b"null"), 5, 1, "null", "--endpoint-url"),
    "endless brackets": Fault(raw(b"[" * 100_000), 5, 1, "not JSON", "--endpoint-url"),
}


COMMANDS = {
    "describe": ("describe", "resnet50"),
    "list": ("list",),
    "list as JSON Lines": ("list", "-o", "jsonl"),
    "steps": ("steps", "resnet50"),
    "rank": ("rank", "resnet50"),
}
# Every fault meets describe; these meet the other commands too.
FOR_ALL = ("access denied", "a body cut short", "a web page", "an empty body", "a list")
CASES = [
    (fault, command)
    for fault in FAULTS
    for command in COMMANDS
    if command == "describe" or fault in FOR_ALL
]
Outcome = tuple[Result, int]


@pytest.fixture(scope="module")
def outcomes(
    tmp_path_factory: pytest.TempPathFactory, cache: Path
) -> dict[tuple[str, str], Outcome]:
    """How each command fared, and how many requests it made; several at once, because
    most of the time is spent waiting."""
    home = tmp_path_factory.mktemp("home")

    def outcome(case: tuple[str, str]) -> Outcome:
        fault, command = case
        server = Server([samples.job()])
        server.steps["resnet50"] = [samples.step("resnet50", 1)]
        server.always(FAULTS[fault].behaviour)
        tries = {"AWS_MAX_ATTEMPTS": "1"} if FAULTS[fault].behaviour is hung else {}
        try:
            result = Irctl.installed(home, cache, server.url).but(**tries)(*COMMANDS[command])
        finally:
            server.stop()
        return result, len(server.requests)

    with ThreadPoolExecutor(4) as pool:
        return dict(zip(CASES, pool.map(outcome, CASES), strict=True))


@pytest.mark.parametrize(("fault", "command"), CASES)
def test_a_fault_is_told_with_what_failed_and_what_to_do(
    outcomes: dict[tuple[str, str], Outcome], fault: str, command: str
) -> None:
    expected = FAULTS[fault]

    result, requests = outcomes[fault, command]

    assert (result.code, result.out) == (expected.code, ""), result.err
    assert len(result.err.splitlines()) == 2, "one error, one hint, no traceback"
    assert requests == (expected.requests or requests)
    assert result.seconds < 16
    if command == "describe":
        assert expected.said in result.error
        assert expected.advised in result.hint


@pytest.mark.parametrize(
    "behaviour",
    [throttled, failing("InternalFailure", "", 500), cut_short, reset_before, closed_early],
    ids=["throttled", "500", "cut short", "reset", "closed"],
)
def test_a_fault_that_passes_is_not_seen(
    irctl: Irctl, server: Server, behaviour: Behaviour
) -> None:
    server.then(behaviour)

    result = irctl("describe", "resnet50")

    assert (result.code, result.err) == (0, "")
    assert "ml.g4dn.xlarge" in result.out
    assert len(server.requests) == 2


def test_tries_follow_the_configuration_of_the_aws_cli(irctl: Irctl, server: Server) -> None:
    server.always(failing("InternalFailure", "", 500))

    irctl.but(AWS_MAX_ATTEMPTS="1")("describe", "resnet50")
    assert len(server.requests) == 1

    server.requests.clear()
    irctl.but(AWS_MAX_ATTEMPTS="5", AWS_RETRY_MODE="standard")("describe", "resnet50")
    assert len(server.requests) == 5


def test_nobody_listening_is_told_with_the_address(irctl: Irctl, server: Server) -> None:
    url = server.url
    server.stop()

    for command in (("describe", "resnet50"), ("list",), ("steps", "resnet50")):
        result = irctl(*command)

        assert (result.code, result.out) == (1, "")
        assert url in result.error
        assert "--region" in result.hint
        assert result.seconds < 5


def test_a_name_that_does_not_resolve_is_told_with_the_address(irctl: Irctl) -> None:
    result = irctl("describe", "resnet50", "--endpoint-url", "http://no-such-host.invalid")

    assert (result.code, result.out) == (1, "")
    assert "no-such-host.invalid" in result.error
    assert "--region" in result.hint
    assert result.seconds < 20


def test_a_server_without_tls_is_told_apart(irctl: Irctl, server: Server) -> None:
    result = irctl("describe", "resnet50", "--endpoint-url", server.url.replace("http:", "https:"))

    assert (result.code, result.out) == (1, "")
    assert "SSL" in result.error
    assert "AWS_CA_BUNDLE" in result.hint


def test_a_slow_answer_is_waited_for_in_silence(irctl: Irctl, server: Server) -> None:
    server.then(delayed(2))

    result = irctl("describe", "resnet50")

    assert (result.code, result.err) == (0, "")
    assert 2 <= result.seconds < 8


def test_many_jobs_are_asked_for_at_once(irctl: Irctl, server: Server) -> None:
    """Sixteen jobs of half a second each take far less than eight seconds."""
    names = [f"job-{number}" for number in range(16)]
    server.add(*(samples.job(name) for name in names))
    server.always(delayed(0.5))

    result = irctl("rank", *names)

    assert result.code == 0
    assert result.seconds < 4
    arrived = [request.time for request in server.requests]
    assert max(arrived) - min(arrived) < 2


def test_a_job_is_asked_for_once_however_often_it_is_named(irctl: Irctl, server: Server) -> None:
    irctl("rank", "resnet50", "resnet50")

    assert len(server.requests) == 1


def test_an_unknown_name_is_answered_with_the_closest(irctl: Irctl, server: Server) -> None:
    server.add(samples.job("bert-default"), samples.job("resnet50-advanced"))

    for command in ("describe", "steps", "rank"):
        result = irctl(command, "resnet-50")

        assert (result.code, result.out) == (3, "")
        assert result.error == "no job named resnet-50 in us-east-2"
        assert "resnet50" in result.hint
        assert "bert" not in result.hint


def test_an_unknown_name_is_told_though_the_names_cannot_be_listed(
    irctl: Irctl, server: Server
) -> None:
    for code in ("ResourceNotFound", "com.amazonaws.sagemaker#ResourceNotFound"):
        server.then(failing(code, "Job does not exist."), failing("AccessDeniedException", "no"))

        result = irctl("describe", "resnet50")

        assert result.code == 3
        assert result.error == "no job named resnet50 in us-east-2"
        assert "irctl list --region us-east-2" in result.hint


def test_a_value_of_the_wrong_type_from_aws_is_named_by_its_place(
    irctl: Irctl, server: Server
) -> None:
    server.then(
        raw(
            b'{"JobName":"resnet50","Status":"COMPLETED","InferenceRecommendations":'
            b'[{"Metrics":{"MaxInvocations":"many"}}]}'
        )
    )

    result = irctl("describe", "resnet50")

    assert result.code == 5
    assert (
        'InferenceRecommendations[0].Metrics.MaxInvocations: expected a number, got "many"'
        in result.error
    )


def test_several_at_once_with_an_empty_home_all_succeed(irctl: Irctl) -> None:
    """They share the cache in the home directory, which none of them finds there."""
    fresh = irctl.but(XDG_CACHE_HOME=None)
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: fresh("describe", "resnet50", "--json"), range(8)))

    assert {(result.code, result.err) for result in results} == {(0, "")}
    assert len({result.out for result in results}) == 1
