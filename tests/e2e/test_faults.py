"""Faults of the network and of AWS: exit code, message, hint, and retries only if they help."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest

from . import samples
from .commands import COMMANDS
from .program import Irctl, Result
from .server import (
    Behaviour,
    Exchange,
    Server,
    closed_early,
    cut_short,
    failing,
    held,
    normal,
    raw,
    reset_before,
    reset_midway,
    throttled,
    together,
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
    """The response to every request."""
    code: int
    requests: int | None
    """How many are made; None if that differs between versions of botocore."""
    message: str
    """A part of the message that identifies the fault."""
    hint: str
    """What the hint names."""


FAULTS: dict[str, Fault] = {
    # A retry may help.
    "throttling": Fault(throttled, 1, 3, "throttled", "AWS_MAX_ATTEMPTS"),
    "throttling by status": Fault(raw(b"", status=429), 1, None, "throttled", "AWS_MAX_ATTEMPTS"),
    "500": Fault(failing("InternalFailure", "oh no", 500), 1, 3, "oh no", "health.aws"),
    "503 from a proxy": Fault(page(503), 1, 3, "503", "try again"),
    "504 from a proxy": Fault(page(504), 1, 3, "504", "try again"),
    "closed early": Fault(closed_early, 1, 3, "closed", "try again"),
    "reset at once": Fault(reset_before, 1, 3, "closed", "try again"),
    "reset midway": Fault(reset_midway, 1, 3, "closed", "try again"),
    "a body cut short": Fault(cut_short, 1, 3, "closed", "try again"),
    # A retry cannot help.
    "access denied": Fault(
        failing("AccessDeniedException", NOT_ALLOWED), 4, 1, NOT_ALLOWED, "allow sagemaker:"
    ),
    "expired token": Fault(
        failing("ExpiredTokenException", "it is over"), 4, 1, "expired", "AWS_SESSION_TOKEN"
    ),
    "unrecognized client": Fault(
        failing("UnrecognizedClientException", "The security token is invalid."),
        *(4, 1, "credentials", "AWS_ACCESS_KEY_ID"),
    ),
    "invalid signature": Fault(
        failing("InvalidSignatureException", "The signature does not match."),
        *(4, 1, "credentials", "AWS_SECRET_ACCESS_KEY"),
    ),
    "a clock that is wrong": Fault(
        failing("InvalidSignatureException", SKEWED), 4, 1, "time", "clock"
    ),
    "an error whose name has a namespace": Fault(
        failing("com.amazonaws.sagemaker#AccessDeniedException:http://x/", "no"),
        *(4, 1, "AccessDeniedException", "--profile"),
    ),
    "403 without a body": Fault(raw(b"", status=403), 4, 1, "403", "AWS_ACCESS_KEY_ID"),
    "403 from a proxy": Fault(page(403), 1, 1, "403", "HTTPS_PROXY"),
    "404 from a proxy": Fault(page(404), 1, 1, "404", "--endpoint-url"),
    "407 from a proxy": Fault(page(407), 1, 1, "407", "HTTPS_PROXY"),
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


FOR_EVERY_COMMAND = ("throttling", "500", "access denied", "a web page", "an empty body")
FOR_EVERY_FAULT = ("describe", "list", "steps", "scaling", "wait", "check")
"""One command for each kind of request, and those whose exit code is a verdict."""
OF_ONE_KIND = ("--kind", "inference")
"""Each command then makes one request at a time."""
WAITS_THROUGH = 1
"""The exit code of faults that `wait` waits through, until its own time-out."""
Outcome = tuple[Result, int]


def outcome(irctl: Irctl, fault: Fault, command: str) -> Outcome:
    """How a command ends against a service with a fault, and how many requests it makes."""
    server = Server([samples.job()])
    server.steps["resnet50"] = [samples.step("resnet50", 1)]
    server.always(fault.behaviour)
    # One command shows the retries; the others make one attempt.
    retries = command == "describe"
    pointed = irctl.but(
        AWS_ENDPOINT_URL_SAGEMAKER=server.url, AWS_MAX_ATTEMPTS=None if retries else "1"
    )
    try:
        return pointed.inside(*COMMANDS[command], *OF_ONE_KIND), len(server.requests)
    finally:
        server.stop()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_reported_with_its_code_message_and_hint(irctl: Irctl, name: str) -> None:
    fault = FAULTS[name]
    for command in COMMANDS if name in FOR_EVERY_COMMAND else FOR_EVERY_FAULT:
        result, requests = outcome(irctl, fault, command)

        assert_failed(result, fault.code, command)
        if command == "wait" and fault.code == WAITS_THROUGH:
            assert fault.message in result.err
            continue
        if command == "describe":
            assert requests == (fault.requests or requests)
        else:
            assert requests == 1, command
        assert fault.message in result.error, command
        assert fault.hint in result.hint, command


def assert_failed(result: Result, code: int, command: str) -> None:
    """One error with its hint and code, nothing that looks like a result, no traceback."""
    gave_up = command == "wait" and code == WAITS_THROUGH
    assert result.code == (8 if gave_up else code), (command, result.err)
    assert result.error, command
    assert result.hint, command
    more = {"check": ["irctl: gate not met: "]}.get(command, [])
    if gave_up:
        more = ["irctl: resnet50 is ", "irctl: warning: "]
    others = [
        line
        for line in result.err.splitlines()
        if not line.startswith(("irctl: error: ", "hint: ", *more))
    ]
    assert others == [], command
    if command == "check":
        assert "met" not in result.out.replace("not met", "")
        assert "PASS" not in result.out.upper()
    elif gave_up:
        assert "resnet50" not in result.out
    else:
        assert result.out == "", command


@pytest.mark.parametrize(
    "behaviour",
    [throttled, failing("InternalFailure", "", 500), cut_short, reset_before, closed_early],
    ids=["throttled", "500", "cut short", "reset", "closed"],
)
def test_a_retry_that_succeeds_hides_the_fault(
    irctl: Irctl, server: Server, behaviour: Behaviour
) -> None:
    server.then(behaviour)

    result = irctl.inside("describe", "resnet50")

    assert (result.code, result.err) == (0, "")
    assert "ml.g4dn.xlarge" in result.out
    assert len(server.requests) == 2


def test_attempts_are_configured_as_for_the_aws_cli(irctl: Irctl, server: Server) -> None:
    server.always(failing("InternalFailure", "", 500))

    irctl.but(AWS_MAX_ATTEMPTS="1").inside("describe", "resnet50")
    assert len(server.requests) == 1

    server.requests.clear()
    patient = irctl.but(AWS_MAX_ATTEMPTS="5", AWS_RETRY_MODE="standard")
    patient.inside("describe", "resnet50")
    assert len(server.requests) == 5


def test_a_refused_connection_is_reported_with_its_address(irctl: Irctl, server: Server) -> None:
    url = server.url
    server.stop()

    results = irctl.but(AWS_MAX_ATTEMPTS="1").each_inside(COMMANDS.values())
    for command, result in zip(COMMANDS, results, strict=True):
        assert_failed(result, 1, command)
        assert url in result.err
        assert command == "wait" or "--region" in result.hint


def test_an_unknown_host_is_reported_with_its_name(irctl: Irctl) -> None:
    nowhere = irctl.but(
        AWS_ENDPOINT_URL_SAGEMAKER=None,
        AWS_ENDPOINT_URL="https://no-such-host.invalid",
        AWS_MAX_ATTEMPTS="1",
    )

    results = nowhere.each_inside(COMMANDS.values())
    for command, result in zip(COMMANDS, results, strict=True):
        assert_failed(result, 1, command)
        assert "no-such-host.invalid" in result.err
        assert command == "wait" or "--region" in result.hint


def test_a_slow_response_is_waited_for_in_silence(irctl: Irctl, server: Server) -> None:
    release = threading.Event()
    server.then(held(release))

    process = irctl.start("describe", "resnet50")
    server.wait_for_requests(1)
    assert process.poll() is None
    release.set()
    out, err = process.communicate()

    assert (process.returncode, err) == (0, b"")
    assert b"ml.g4dn.xlarge" in out


def test_sixteen_jobs_are_fetched_at_once(irctl: Irctl, server: Server) -> None:
    names = [f"job-{number}" for number in range(16)]
    server.add(*(samples.job(name) for name in names))
    server.always(together(16))

    assert irctl("rank", *names).code == 0


def test_a_job_is_fetched_once_however_often_it_is_given(irctl: Irctl, server: Server) -> None:
    irctl.inside("rank", "resnet50", "resnet50")

    assert len(server.requests) == 1


def test_the_hint_for_an_unknown_name_lists_the_closest_names(irctl: Irctl, server: Server) -> None:
    server.add(samples.job("bert-default"), samples.job("resnet50-advanced"))

    for command in ("describe", "steps", "rank"):
        result = irctl.inside(command, "resnet-50")

        assert (result.code, result.out) == (3, "")
        assert "resnet-50" in result.error
        assert "resnet50" in result.hint
        assert "bert" not in result.hint


def test_the_closest_names_are_fetched_in_one_attempt_however_many_names_are_unknown(
    irctl: Irctl, server: Server
) -> None:
    for unknown in ("resnet-50", "resnet-51"):
        server.about(unknown, normal)
    for behaviour in (closed_early, throttled, failing("InternalFailure", "", 500)):
        server.requests.clear()
        server.always(behaviour)

        result = irctl.inside("rank", "resnet-50", "resnet-51")

        assert (result.code, len(result.errors)) == (3, 2)
        assert "irctl list --region us-east-2" in result.err
        assert server.operations.count("ListInferenceRecommendationsJobs") == 1


def test_an_unknown_name_is_reported_even_if_jobs_cannot_be_listed(
    irctl: Irctl, server: Server
) -> None:
    for code in ("ResourceNotFound", "com.amazonaws.sagemaker#ResourceNotFound"):
        server.then(failing(code, "Job does not exist."), failing("AccessDeniedException", "no"))

        result = irctl.inside("describe", "resnet50", *OF_ONE_KIND)

        assert result.code == 3
        assert "resnet50" in result.error
        assert "irctl list --region us-east-2" in result.hint


def test_a_value_of_the_wrong_type_is_reported_with_its_path(irctl: Irctl, server: Server) -> None:
    server.then(
        raw(
            b'{"JobName":"resnet50","Status":"COMPLETED","InferenceRecommendations":'
            b'[{"Metrics":{"MaxInvocations":"many"}}]}'
        )
    )

    result = irctl.inside("describe", "resnet50")

    assert result.code == 5
    assert "InferenceRecommendations[0].Metrics.MaxInvocations" in result.error


def test_several_processes_may_fill_an_empty_cache_at_once(irctl: Irctl) -> None:
    fresh = irctl.but(XDG_CACHE_HOME=None)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: fresh("describe", "resnet50", "--json"), range(4)))

    assert {(result.code, result.err) for result in results} == {(0, "")}
    assert len({result.out for result in results}) == 1


# Faults of one of two jobs, or of a later request, with their exit codes.
LATER: dict[str, tuple[Behaviour, int]] = {
    "500": (failing("InternalFailure", "", 500), 1),
    "credentials that expire": (failing("ExpiredTokenException", "it is over"), 4),
    "a web page": (page(200), 5),
}


@pytest.mark.parametrize(("behaviour", "code"), LATER.values(), ids=LATER)
def test_a_result_without_one_of_its_jobs_is_never_presented_as_complete(
    irctl: Irctl, server: Server, behaviour: Behaviour, code: int
) -> None:
    server.add(samples.job("bert"))
    server.about("bert", behaviour)
    both = ("resnet50", "bert", "--json")

    ranked, compared, planned, checked = irctl.but(AWS_MAX_ATTEMPTS="1").each_inside(
        (
            ("rank", *both),
            ("compare", *both),
            ("plan", *both, "--traffic", "200/s"),
            ("check", *both, "--max", "latency=500"),
        )
    )

    for result in (ranked, compared, planned, checked):
        assert result.code == code
        assert result.error.startswith("bert: ")
        assert result.hint
        assert result.error in json.loads(result.out)["Warnings"]
    assert json.loads(checked.out)["Passed"] is False
    assert "gate not met" in checked.err


def test_no_other_job_replaces_a_baseline_that_cannot_be_fetched(
    irctl: Irctl, server: Server
) -> None:
    server.add(samples.job("bert"), samples.job("third"))
    server.about("bert", failing("AccessDeniedException", "no"))

    result = irctl.inside("compare", "bert", "resnet50", "third")

    assert (result.code, result.out) == (4, "")
    assert result.errors[0].startswith("bert: ")
    assert len(result.errors) == 2
    assert irctl.inside("compare", "resnet50", "bert", "third").out
    chosen = irctl.inside("compare", "bert", "resnet50", "third", "--baseline", "third", "--json")
    assert json.loads(chosen.out)["Baseline"] == "third"


@pytest.mark.parametrize(("behaviour", "code"), LATER.values(), ids=LATER)
def test_a_later_request_that_fails_leaves_no_partial_result(
    irctl: Irctl, server: Server, behaviour: Behaviour, code: int
) -> None:
    """The second page, a baseline after its job, the scaling after the job it is for."""
    server.add(*(samples.job(f"job-{number}") for number in range(3)))
    server.steps["resnet50"] = [samples.step("resnet50", number) for number in range(1, 4)]
    server.page_size = 2
    single = irctl.but(AWS_MAX_ATTEMPTS="1")

    for command in (
        ("list", "--json", *OF_ONE_KIND),
        ("steps", "resnet50", "--json"),
        ("steps", "resnet50", "-o", "markdown"),
        ("scaling", "resnet50", "--max-rate", "200/s"),
        ("compare", "resnet50", "--baseline", "job-1"),
        ("check", "resnet50", "--baseline", "job-1", "--max-regression", "latency=5%"),
    ):
        server.then(normal, behaviour)

        result = single.inside(*command)

        assert (result.code, result.out) == (code, ""), command
        assert result.error
        assert result.hint
        assert "gate met" not in result.err


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "jsonl"])
def test_rows_printed_before_a_failure_stay_and_the_exit_code_reports_it(
    irctl: Irctl, server: Server, form: str
) -> None:
    server.steps["resnet50"] = [samples.step("resnet50", number) for number in range(1, 4)]
    server.page_size = 2
    server.then(normal, failing("ExpiredTokenException", "it is over"))

    result = irctl.inside("steps", "resnet50", "-o", form)

    assert result.code == 4
    assert {f"sm-epc-ml.c5.{n}xlarge" in result.out for n in (1, 2)} == {True}
    assert "ml.c5.3xlarge" not in result.out
    assert "expired" in result.error


NOT_LISTS = {
    "another object": b'{"message":"API quota exceeded"}',
    "null for a list": b'{"InferenceRecommendationsJobs":null,"Steps":null}',
    "an object for a list": b'{"InferenceRecommendationsJobs":{},"Steps":{}}',
    "after a byte order mark": b'\xef\xbb\xbf{"InferenceRecommendationsJobs":[],"Steps":[]}',
    "UTF-16": '{"InferenceRecommendationsJobs":[],"Steps":[]}'.encode("utf-16"),
    "a page token that is not text": (
        b'{"InferenceRecommendationsJobs":[{}],"Steps":[{}],"NextToken":5}'
    ),
}


@pytest.mark.parametrize("body", NOT_LISTS.values(), ids=NOT_LISTS)
@pytest.mark.parametrize("command", [("list", "--json"), ("steps", "resnet50", "-o", "csv")])
def test_a_malformed_list_is_never_read_as_an_empty_one(
    irctl: Irctl, server: Server, command: tuple[str, ...], body: bytes
) -> None:
    server.always(raw(body))

    result = irctl.inside(*command, *OF_ONE_KIND)

    assert (result.code, result.out) == (5, "")
    assert "not one job's results" not in result.error, "a list was requested"
    assert len(server.requests) == 1


def test_an_endless_series_of_empty_pages_is_an_error(irctl: Irctl, server: Server) -> None:
    def another(exchange: Exchange) -> None:
        token = f"page-{len(server.requests)}"
        exchange.send(200, json.dumps({"Steps": [], "NextToken": token}).encode())

    server.always(another)

    result = irctl.inside("steps", "resnet50")

    assert (result.code, result.out) == (1, "")
    assert result.hint
    assert len(server.requests) == 100


def test_an_impossible_time_is_an_error_of_its_job_only(irctl: Irctl, server: Server) -> None:
    server.about("weird", raw(b'{"JobName":"weird","Status":"COMPLETED","CreationTime":1e20}'))

    result = irctl.inside("rank", "resnet50", "weird", "--json")

    assert result.code == 5
    assert result.error.startswith("weird: ")
    assert len(json.loads(result.out)["Recommendations"]) == 3


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_an_empty_list_has_a_header(irctl: Irctl, server: Server, form: str) -> None:
    server.jobs.clear()

    result = irctl.inside("list", "-o", form)

    assert (result.code, result.err) == (0, "")
    assert len(result.out.splitlines()) == 1
    assert result.out.startswith("job_name")


# Faults that do not pass by waiting.
ENDS_A_WAIT = ("access denied", "validation")


@pytest.mark.parametrize("name", ENDS_A_WAIT)
def test_wait_stops_at_once_for_a_fault_that_does_not_pass(
    irctl: Irctl, server: Server, name: str
) -> None:
    fault = FAULTS[name]
    server.add(samples.in_progress())
    server.then(normal, normal)  # the job and its benchmarks, once
    server.always(fault.behaviour)

    result = irctl.inside("wait", "llama-running", "--interval", "1s")

    assert (result.code, result.out) == (fault.code, "")
    assert fault.message in result.error
    assert fault.hint in result.hint
    assert "still waiting" not in result.err
    assert server.operations.count("DescribeInferenceRecommendationsJob") == 2


def test_wait_continues_through_faults_that_pass(irctl: Irctl, server: Server) -> None:
    server.add(samples.in_progress())

    def complete(exchange: Exchange) -> None:
        server.add(samples.job("llama-running"))
        normal(exchange)

    server.then(normal, normal, throttled, page(503), complete)

    result = irctl.but(AWS_MAX_ATTEMPTS="1").inside("wait", "llama-running", "--interval", "1s")

    assert result.code == 0
    assert "throttled" in result.err
    assert "llama-running is COMPLETED" in result.err


def test_failed_steps_are_missing_only_from_a_saved_job(irctl: Irctl, server: Server) -> None:
    server.steps["resnet50"] = [
        samples.step("resnet50", 1),
        samples.step("resnet50", 2, "FAILED"),
    ]
    for name, command in (("steps.json", "steps"), ("job.json", "describe")):
        (irctl.home / name).write_text(irctl.inside(command, "resnet50", "--json").out)

    steps, job = irctl.inside("steps", "steps.json"), irctl.inside("steps", "job.json")

    assert (steps.code, steps.err) == (0, "")
    assert "ran out of memory" in steps.out
    assert job.code == 0
    assert "failed" in job.err
