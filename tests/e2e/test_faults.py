"""What a network and AWS can do: the right code, one line, a hint that helps, and no retry
where none can help."""

import json
import time
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
    delayed,
    failing,
    hung,
    normal,
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


WAITED_OUT = 1
"""The code of what `wait` waits out, until its own time is over."""
Outcome = tuple[Result, int]


def fares(irctl: Irctl, fault: Fault, command: str) -> Outcome:
    """How a command fares against a service with a fault, and how many requests it made."""
    server = Server([samples.job()])
    server.steps["resnet50"] = [samples.step("resnet50", 1)]
    server.always(fault.behaviour)
    # That all are tried three times is seen in one command, which is run as it is installed.
    tried_again = fault.behaviour is not hung and command == "describe"
    settings = {"AWS_MAX_ATTEMPTS": None if tried_again else "1"}
    pointed = irctl.but(AWS_ENDPOINT_URL_SAGEMAKER=server.url, **settings)
    run = pointed if fault.behaviour is hung or tried_again else pointed.inside
    try:
        return run(*COMMANDS[command]), len(server.requests)
    finally:
        server.stop()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_by_every_command_with_what_failed_and_what_to_do(
    irctl: Irctl, name: str
) -> None:
    fault = FAULTS[name]
    with ThreadPoolExecutor(len(COMMANDS) if fault.behaviour is hung else 1) as pool:
        outcomes = dict(
            zip(COMMANDS, pool.map(lambda each: fares(irctl, fault, each), COMMANDS), strict=True)
        )

    for command, (result, requests) in outcomes.items():
        told_as_a_failure(result, fault.code, command)
        assert result.seconds < 16, command
        if command == "wait" and fault.code == WAITED_OUT:
            assert fault.said in result.err
            assert "gave up" in result.error
            continue
        if command == "describe":
            assert requests == (fault.requests or requests), "retried where that helps only"
        else:
            assert requests == 1, command
        assert fault.said in result.error, command
        assert fault.advised in result.hint, command


def told_as_a_failure(result: Result, code: int, command: str) -> None:
    """One error with its hint and its code, nothing that could be taken for a result, and
    no traceback."""
    gave_up = command == "wait" and code == WAITED_OUT
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
    elif command == "wait":
        assert result.out == ("no job was seen\n" if gave_up else "")
    else:
        assert result.out == "", command


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

    results = irctl.but(AWS_MAX_ATTEMPTS="1").each_inside(COMMANDS.values())
    for command, result in zip(COMMANDS, results, strict=True):
        told_as_a_failure(result, 1, command)
        assert url in result.err
        assert command == "wait" or "--region" in result.hint
        assert result.seconds < 10


def test_a_name_that_does_not_resolve_is_told_with_the_address(irctl: Irctl) -> None:
    nowhere = irctl.but(
        AWS_ENDPOINT_URL_SAGEMAKER=None,
        AWS_ENDPOINT_URL="https://no-such-host.invalid",
        AWS_MAX_ATTEMPTS="1",
    )

    results = nowhere.each_inside(COMMANDS.values())
    for command, result in zip(COMMANDS, results, strict=True):
        told_as_a_failure(result, 1, command)
        assert "no-such-host.invalid" in result.err
        assert command == "wait" or "--region" in result.hint
        assert result.seconds < 20


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


def test_the_closest_names_are_looked_for_once_and_not_for_long(
    irctl: Irctl, server: Server
) -> None:
    """They are a courtesy: one try, however many names are unknown."""
    for unknown in ("resnet-50", "resnet-51"):
        server.about(unknown, normal)
    for behaviour in (closed_early, throttled, failing("InternalFailure", "", 500)):
        server.requests.clear()
        server.always(behaviour)

        result = irctl("rank", "resnet-50", "resnet-51")

        assert (result.code, len(result.errors)) == (3, 2)
        assert "irctl list --region us-east-2" in result.err
        assert server.operations.count("ListInferenceRecommendationsJobs") == 1


def test_the_closest_names_are_not_waited_for_longer_than_one_answer(
    irctl: Irctl, server: Server
) -> None:
    server.about("resnet-50", normal)
    server.always(hung)

    result = irctl("describe", "resnet-50")

    assert result.code == 3
    assert result.error == "no job named resnet-50 in us-east-2"
    assert result.seconds < 14


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


# What happens to one of two jobs, or to a later request; each with the code it ends with.
LATER: dict[str, tuple[Behaviour, int]] = {
    "500": (failing("InternalFailure", "", 500), 1),
    "credentials that expire": (failing("ExpiredTokenException", "it is over"), 4),
    "a web page": (page(200), 5),
}


@pytest.mark.parametrize(("behaviour", "code"), LATER.values(), ids=LATER)
def test_what_came_of_several_jobs_is_never_presented_as_whole(
    irctl: Irctl, server: Server, behaviour: Behaviour, code: int
) -> None:
    server.add(samples.job("bert"))
    server.about("bert", behaviour)
    both = ("resnet50", "bert", "--json")

    ranked, compared, planned, checked = irctl.but(AWS_MAX_ATTEMPTS="1").each(
        ("rank", *both),
        ("compare", *both),
        ("plan", *both, "--traffic", "200/s"),
        ("check", *both, "--max", "latency=500"),
    )

    for result in (ranked, compared, planned, checked):
        assert result.code == code
        assert result.error.startswith("bert: ")
        assert result.hint
        assert result.error in json.loads(result.out)["Warnings"], "what is missing is in the JSON"
    assert json.loads(checked.out)["Passed"] is False
    assert "gate not met: what could not be had was not judged" in checked.err


def test_no_other_job_takes_the_place_of_a_baseline_that_is_missing(
    irctl: Irctl, server: Server
) -> None:
    server.add(samples.job("bert"), samples.job("third"))
    server.about("bert", failing("AccessDeniedException", "no"))

    result = irctl.inside("compare", "bert", "resnet50", "third")

    assert (result.code, result.out) == (4, "")
    assert result.errors[0].startswith("bert: not allowed")
    assert result.errors[1].startswith("the first JOB")
    assert irctl.inside("compare", "resnet50", "bert", "third").out
    chosen = irctl.inside("compare", "bert", "resnet50", "third", "--baseline", "third", "--json")
    assert json.loads(chosen.out)["Baseline"] == "third"


@pytest.mark.parametrize(("behaviour", "code"), LATER.values(), ids=LATER)
def test_a_second_request_that_fails_leaves_no_half_of_a_result(
    irctl: Irctl, server: Server, behaviour: Behaviour, code: int
) -> None:
    """A page after the first, a baseline after its job, a scaling after what it is for."""
    server.add(*(samples.job(f"job-{number}") for number in range(3)))
    server.steps["resnet50"] = [samples.step("resnet50", number) for number in range(1, 4)]
    server.page_size = 2
    tries = irctl.but(AWS_MAX_ATTEMPTS="1")

    for command in (
        ("list", "--json"),
        ("steps", "resnet50", "--json"),
        ("steps", "resnet50", "-o", "markdown"),
        ("scaling", "resnet50", "--max-rate", "200/s"),
        ("compare", "resnet50", "--baseline", "job-1"),
        ("check", "resnet50", "--baseline", "job-1", "--max-regression", "latency=5%"),
    ):
        server.then(normal, behaviour)

        result = tries(*command)

        assert (result.code, result.out) == (code, ""), command
        assert result.error
        assert result.hint
        assert "gate met" not in result.err


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "jsonl"])
def test_rows_of_a_page_before_a_failure_stay_and_the_exit_code_tells(
    irctl: Irctl, server: Server, form: str
) -> None:
    server.steps["resnet50"] = [samples.step("resnet50", number) for number in range(1, 4)]
    server.page_size = 2
    server.then(normal, failing("ExpiredTokenException", "it is over"))

    result = irctl("steps", "resnet50", "-o", form)

    assert result.code == 4
    assert {f"sm-epc-ml.c5.{n}xlarge" in result.out for n in (1, 2)} == {True}
    assert "ml.c5.3xlarge" not in result.out
    assert "expired" in result.error


NO_LISTS = {
    "another object": b'{"message":"API quota exceeded"}',
    "null for a list": b'{"InferenceRecommendationsJobs":null,"Steps":null}',
    "an object for a list": b'{"InferenceRecommendationsJobs":{},"Steps":{}}',
    "after a byte order mark": b'\xef\xbb\xbf{"InferenceRecommendationsJobs":[],"Steps":[]}',
    "UTF-16": '{"InferenceRecommendationsJobs":[],"Steps":[]}'.encode("utf-16"),
    "a page token that is no text": (
        b'{"InferenceRecommendationsJobs":[{}],"Steps":[{}],"NextToken":5}'
    ),
}


@pytest.mark.parametrize("body", NO_LISTS.values(), ids=NO_LISTS)
@pytest.mark.parametrize("command", [("list", "--json"), ("steps", "resnet50", "-o", "csv")])
def test_what_is_no_list_is_never_an_empty_list(
    irctl: Irctl, server: Server, command: tuple[str, ...], body: bytes
) -> None:
    server.always(raw(body))

    result = irctl.inside(*command)

    assert (result.code, result.out) == (5, "")
    assert "not one job's results" not in result.error, "a list was asked for"
    assert len(server.requests) == 1


def test_empty_pages_without_end_are_given_up(irctl: Irctl, server: Server) -> None:
    def another(exchange: Exchange) -> None:
        token = f"page-{len(server.requests)}"
        exchange.send(200, json.dumps({"Steps": [], "NextToken": token}).encode())

    server.always(another)

    result = irctl("steps", "resnet50")

    assert (result.code, result.out) == (1, "")
    assert "empty pages" in result.error
    assert len(server.requests) == 100


def test_a_time_that_no_calendar_has_is_told_for_its_job_alone(
    irctl: Irctl, server: Server
) -> None:
    server.about("weird", raw(b'{"JobName":"weird","Status":"COMPLETED","CreationTime":1e20}'))

    result = irctl("rank", "resnet50", "weird", "--json")

    assert result.code == 5
    assert result.error.startswith("weird: AWS's response cannot be read")
    assert len(json.loads(result.out)["Recommendations"]) == 3


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_an_empty_list_has_its_header(irctl: Irctl, server: Server, form: str) -> None:
    server.jobs.clear()

    result = irctl("list", "-o", form)

    assert (result.code, result.err) == (0, "")
    assert len(result.out.splitlines()) == 1
    assert result.out.startswith("job_name")


# Faults that no waiting mends, met after the job was seen on its way.
ENDS_A_WAIT = (
    "access denied",
    "validation",
    "a web page",
    "garbage",
)


@pytest.mark.parametrize("name", ENDS_A_WAIT)
def test_a_wait_ends_at_once_with_what_does_not_pass(
    irctl: Irctl, server: Server, name: str
) -> None:
    fault = FAULTS[name]
    server.add(samples.in_progress())
    server.then(normal, normal)  # the job and its benchmarks, once
    server.always(fault.behaviour)

    result = irctl("wait", "llama-running", "--interval", "1s")

    assert (result.code, result.out) == (fault.code, "")
    assert fault.said in result.error
    assert fault.advised in result.hint
    assert "still waiting" not in result.err
    assert server.operations.count("DescribeInferenceRecommendationsJob") == 2
    assert result.seconds < 8


def test_a_wait_goes_on_through_what_passes(irctl: Irctl, server: Server) -> None:
    server.add(samples.in_progress())
    server.then(normal, normal, throttled, page(503), normal)

    def ends() -> None:
        while len(server.requests) < 4:
            time.sleep(0.05)
        server.add(samples.job("llama-running"))

    with ThreadPoolExecutor(1) as pool:
        ended = pool.submit(ends)
        result = irctl.but(AWS_MAX_ATTEMPTS="1")("wait", "llama-running", "--interval", "1s")
        ended.result()

    assert result.code == 0
    assert "throttled" in result.err
    assert "llama-running is COMPLETED" in result.err


def test_only_steps_that_come_of_a_saved_job_lack_those_that_failed(
    irctl: Irctl, server: Server
) -> None:
    server.steps["resnet50"] = [
        samples.step("resnet50", 1),
        samples.step("resnet50", 2, "FAILED"),
    ]
    (irctl.home / "steps.json").write_text(irctl("steps", "resnet50", "--json").out)
    (irctl.home / "job.json").write_text(irctl("describe", "resnet50", "--json").out)

    steps, job = irctl("steps", "steps.json"), irctl("steps", "job.json")

    assert (steps.code, steps.err) == (0, "")
    assert "ran out of memory" in steps.out
    assert job.code == 0
    assert "give the job's name to see those that failed" in job.err
