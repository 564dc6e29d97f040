"""`irctl wait` against jobs that change, are throttled, fail and go away."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from tests.e2e import samples
from tests.e2e.server import Exchange, Server, failing, held, hung, normal, raw, throttled
from tests.program import NOON, Run, irctl

from .pending import job, step

LIST = "ListInferenceRecommendationsJobs"
DESCRIBE = "DescribeInferenceRecommendationsJob"
STEPS = "ListInferenceRecommendationsJobSteps"


@pytest.fixture
def sagemaker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-2",
        "AWS_MAX_ATTEMPTS": "1",  # irctl's own patience is what is tested
    }.items():
        monkeypatch.setenv(name, value)
    server = Server()
    yield server
    server.stop()


def wait(sagemaker: Server, *arguments: str, then: Callable[[Run], None] = lambda run: None) -> Run:
    """A run in which `then` moves the world on after each sleep."""
    run = Run()
    run.on_sleep = lambda: then(run)
    return run("wait", *arguments, "--endpoint-url", sagemaker.url)


def test_jobs_that_have_ended_are_reported_at_once() -> None:
    done = Run()("wait", "resnet50-default", "--demo")
    assert (done.code, done.slept) == (0, [])
    assert "COMPLETED" in done.out


def test_a_failed_job_of_the_demo_account_is_explained_by_the_demo_account() -> None:
    done = Run()("wait", "bert-failed", "--demo")
    assert done.code == 9
    assert "hint: see its benchmarks: irctl steps bert-failed --demo" in done.err


def test_the_demo_job_ends_by_the_clock() -> None:
    done = Run()("wait", "gpt2-running", "--demo", "--interval", "10s")
    assert done.code == 0
    assert 2 <= len(done.slept) <= 6
    lines = done.err.splitlines()
    assert lines[0] == "irctl: gpt2-running is IN_PROGRESS, 1 of 4 benchmarks done"
    assert lines[-1] == "irctl: gpt2-running is COMPLETED"
    assert len(lines) == len(set(lines))


def test_json_is_an_array_of_responses_that_other_commands_read() -> None:
    done = irctl("wait", "resnet50-default", "churn-stairs", "--demo", "--json")
    described = json.loads(irctl("describe", "resnet50-default", "--demo", "--json").out)
    assert json.loads(done.out)[0] == described
    assert len(json.loads(done.out)) == 2
    ranked = irctl("rank", "-", "--json", stdin=done.out.encode())
    assert ranked.code == 0


def test_a_job_is_looked_at_about_every_interval_until_it_ends(sagemaker: Server) -> None:
    sagemaker.add(job("a"))

    def then(run: Run) -> None:
        if len(run.slept) == 3:
            sagemaker.add(job("a", "COMPLETED"))

    done = wait(sagemaker, "a", then=then)
    assert done.code == 0
    assert len(done.slept) == 3
    assert all(27 <= seconds <= 33 for seconds in done.slept)
    lines = done.err.splitlines()
    assert (lines[0], lines[-1]) == ("irctl: a is IN_PROGRESS", "irctl: a is COMPLETED")


def test_many_jobs_are_polled_with_one_request(sagemaker: Server) -> None:
    names = [f"job-{number}" for number in range(20)]
    sagemaker.add(*map(job, names))
    first: list[int] = []

    def then(run: Run) -> None:
        first.append(len(sagemaker.operations))
        if len(run.slept) == 4:
            sagemaker.add(*(job(name, "COMPLETED") for name in names))

    done = wait(sagemaker, *names, then=then)
    assert done.code == 0
    polls = sagemaker.operations[first[0] : first[-1]]
    assert polls.count(LIST) == 3
    assert polls.count(DESCRIBE) == 0
    assert polls.count(STEPS) == 3 * 5  # of a few jobs in turn


def test_without_permission_to_list_each_job_is_described(sagemaker: Server) -> None:
    sagemaker.add(job("a"), job("b"))
    sagemaker.about(LIST, failing("AccessDeniedException"))

    def then(run: Run) -> None:
        if len(run.slept) == 3:
            sagemaker.add(job("a", "COMPLETED"), job("b", "COMPLETED"))

    done = wait(sagemaker, "a", "b", then=then)
    assert done.code == 0
    assert sagemaker.operations.count(LIST) == 1
    assert "not allowed" not in done.err


def test_throttling_is_waited_out_with_longer_and_longer_pauses(sagemaker: Server) -> None:
    sagemaker.add(job("a"))

    looks: list[float] = []

    def throttle(exchange: Exchange) -> None:
        looks.append(sum(run.slept))
        if len(looks) == 4:
            sagemaker.add(job("a", "COMPLETED"))
            normal(exchange)
        else:
            throttled(exchange)

    sagemaker.then(normal, normal)  # the job and its benchmarks, once
    sagemaker.about(DESCRIBE, throttle)
    run = Run()
    done = run("wait", "a", "--endpoint-url", sagemaker.url)
    assert done.code == 0
    pauses = [later - earlier for earlier, later in zip([0, *looks], looks, strict=False)]
    for expected, pause in zip([30, 60, 120, 240], pauses, strict=True):
        assert pause == pytest.approx(expected, rel=0.1)
    assert done.err.count("still waiting") == 1
    assert "throttled" in done.err


@pytest.mark.parametrize(
    ("status", "code"), [(500, "InternalFailure"), (503, "ServiceUnavailable")]
)
def test_a_fault_that_passes_does_not_end_the_wait(
    sagemaker: Server, status: int, code: str
) -> None:
    sagemaker.add(job("a"), job("b", "COMPLETED"))
    sagemaker.about(DESCRIBE, failing(code, status=status))

    def then(run: Run) -> None:
        if len(run.slept) == 2:
            sagemaker.about(DESCRIBE, normal)
            sagemaker.add(job("a", "COMPLETED"))

    assert wait(sagemaker, "a", "b", then=then).code == 0


def test_a_job_that_was_never_seen_is_given_up_with_the_reason(sagemaker: Server) -> None:
    sagemaker.about(DESCRIBE, failing("InternalFailure", status=500))
    done = wait(sagemaker, "a")
    assert done.code == 1
    assert "InternalFailure" in done.err.splitlines()[-2]


def test_credentials_that_expire_end_the_wait(sagemaker: Server) -> None:
    sagemaker.add(job("a"))

    def then(run: Run) -> None:
        sagemaker.about(DESCRIBE, failing("ExpiredTokenException"))

    assert wait(sagemaker, "a", then=then).code == 4


def test_a_failed_job_is_reported_with_its_benchmarks_and_its_log(sagemaker: Server) -> None:
    sagemaker.add(job("a", "FAILED", FailureReason="INVALID_INPUT"), job("b", "COMPLETED"))
    sagemaker.steps["a"] = [step("a", "COMPLETED"), step("a", "FAILED", "out of memory")]
    done = wait(sagemaker, "a", "b")
    assert done.code == 9
    assert "a benchmark of a failed: ml.c5.large: out of memory" in done.err
    assert "irctl: error: a is FAILED: INVALID_INPUT" in done.err
    assert "--region us-east-2" in done.err
    assert "--log-group-name /aws/sagemaker/InferenceRecommendationsJobs" in done.err
    assert "--log-stream-name a/execution" in done.err
    assert "COMPLETED" in done.out


def test_a_job_that_is_stopped_meanwhile_is_no_success(sagemaker: Server) -> None:
    sagemaker.add(job("a"))

    def then(run: Run) -> None:
        sagemaker.add(job("a", ["STOPPING", "STOPPED"][len(run.slept) - 1]))

    done = wait(sagemaker, "a", then=then)
    assert (done.code, len(done.slept)) == (9, 2)


def test_a_deleted_job_is_reported(sagemaker: Server) -> None:
    sagemaker.add(job("a"), job("b", "COMPLETED"))

    def then(run: Run) -> None:
        del sagemaker.jobs["a"]

    done = wait(sagemaker, "a", "b", then=then)
    assert done.code == 3
    assert "irctl: error: a was deleted while irctl waited\n" in done.err


def test_into_a_pipe_the_time_is_reported_once_a_minute(sagemaker: Server) -> None:
    sagemaker.add(job("a"))
    sagemaker.steps["a"] = [step("a", "COMPLETED"), step("a", "IN_PROGRESS")]

    def then(run: Run) -> None:
        if run.now - NOON >= timedelta(minutes=10):
            sagemaker.add(job("a", "COMPLETED"))

    done = wait(sagemaker, "a", "--interval", "5m", then=then)
    first, *lines, last = done.err.splitlines()
    assert first == "irctl: a is IN_PROGRESS, 1 of 2 benchmarks done"
    assert lines[0] == "irctl: a is IN_PROGRESS after 1 h 41 min, 1 of 2 benchmarks done"
    assert 9 <= len(lines) <= 16
    assert last == "irctl: a is COMPLETED"


def test_for_many_jobs_the_time_is_reported_on_one_line(sagemaker: Server) -> None:
    names = [f"job-{number}" for number in range(6)]
    sagemaker.add(*map(job, names), job("done", "COMPLETED"))

    def then(run: Run) -> None:
        if len(run.slept) == 3:
            sagemaker.add(*(job(name, "COMPLETED") for name in names))

    done = wait(sagemaker, *names, "done", then=then)
    assert done.err.count(" of waiting\n") == 1
    assert "irctl: 1 of 7 jobs have ended after 1 min of waiting\n" in done.err


def test_the_timeout_is_kept_if_aws_stops_answering(
    sagemaker: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_MAX_ATTEMPTS")
    sagemaker.add(job("a"))
    sagemaker.then(normal, normal)  # the job and its benchmarks, once
    sagemaker.always(hung)
    done = wait(sagemaker, "a", "--timeout", "20s")
    assert done.code == 8
    assert "IN_PROGRESS" in done.out
    # Whoever waits for the end of a request that hangs makes another.
    assert sagemaker.operations.count(DESCRIBE) == 2


def test_the_timeout_is_kept_if_aws_never_answers(
    sagemaker: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_MAX_ATTEMPTS")
    sagemaker.always(hung)
    done = wait(sagemaker, "a", "--timeout", "1s")
    assert done.code == 8
    assert "a is not seen yet" in done.err
    assert sagemaker.operations.count(DESCRIBE) == 2


def test_jobs_of_one_name_in_two_regions_have_their_regions(sagemaker: Server) -> None:
    sagemaker.always(hung)
    regions = ("us-east-2", "eu-west-1")
    arns = [job("a")["JobArn"].replace("us-east-2", region) for region in regions]
    done = wait(sagemaker, *arns, "b", "--timeout", "1s")
    for name in ("a (us-east-2)", "a (eu-west-1)", "b"):
        assert f"{name} is not seen yet" in done.err


def test_jobs_that_answer_are_seen_next_to_one_that_hangs(sagemaker: Server) -> None:
    sagemaker.add(job("a"), job("b", "COMPLETED"), job("c", "COMPLETED"))
    sagemaker.about("a", hung)
    done = wait(sagemaker, "a", "b", "c", "--timeout", "1s")
    assert done.code == 8
    assert done.out.count("COMPLETED") == 2
    assert "a is not seen yet" in done.err


def test_a_count_of_benchmarks_that_hangs_delays_nothing(sagemaker: Server) -> None:
    sagemaker.add(job("a"))
    sagemaker.about(STEPS, hung)

    def then(run: Run) -> None:
        if len(run.slept) == 3:
            sagemaker.add(job("a", "COMPLETED"))

    done = wait(sagemaker, "a", then=then)
    assert done.code == 0
    # The first count is still under way at the later looks.
    assert sagemaker.operations.count(STEPS) == 1


def test_a_count_of_benchmarks_may_arrive_after_the_look(sagemaker: Server) -> None:
    sagemaker.add(job("a"))
    sagemaker.steps["a"] = [step("a", "COMPLETED")]
    release = threading.Event()
    sagemaker.about(STEPS, held(release))

    def then(run: Run) -> None:
        release.set()
        if sagemaker.operations.count(STEPS) > 1:  # once the first has arrived
            sagemaker.add(job("a", "COMPLETED"))

    done = wait(sagemaker, "a", then=then)
    assert done.code == 0
    assert "a is IN_PROGRESS, 1 of 1 benchmarks done" in done.err


def test_reasons_of_failed_benchmarks_that_hang_delay_nothing(
    sagemaker: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_MAX_ATTEMPTS")
    sagemaker.add(job("a", "FAILED"), job("b", "FAILED"))
    sagemaker.about(STEPS, hung)
    done = wait(sagemaker, "a", "b")
    assert done.code == 9
    assert "irctl: error: b is FAILED\n" in done.err
    assert sagemaker.operations.count(STEPS) <= 2


@pytest.mark.parametrize("body", [b"<html>", b"garbage", b"", b"[]", b'{"JobName": 1}'])
def test_a_garbled_answer_after_a_good_one_may_pass(sagemaker: Server, body: bytes) -> None:
    sagemaker.add(job("a"))

    def then(run: Run) -> None:
        garbled = sagemaker.operations.count(DESCRIBE) < 4
        sagemaker.about(DESCRIBE, raw(body) if garbled else normal)
        sagemaker.add(job("a", "COMPLETED"))

    done = wait(sagemaker, "a", then=then)
    assert done.code == 0
    assert done.err.count("still waiting") == 1


def test_a_garbled_first_answer_ends_the_wait(sagemaker: Server) -> None:
    sagemaker.about(DESCRIBE, raw(b"garbage"))
    assert wait(sagemaker, "a").code == 5


def test_an_aws_that_cannot_be_reached_is_given_up_within_two_minutes(sagemaker: Server) -> None:
    run = Run()
    done = run("wait", "a", "b", "--endpoint-url", "http://127.0.0.1:1")
    assert done.code == 1
    assert "http://127.0.0.1:1" in done.err.splitlines()[-2]
    assert sum(done.slept) < 120


def test_a_job_that_never_was_ends_the_wait_at_once(sagemaker: Server) -> None:
    done = wait(sagemaker, "nope")
    assert (done.code, done.slept, done.out) == (3, [], "")


def test_the_timeout_reports_that_the_job_continues(sagemaker: Server) -> None:
    sagemaker.add(job("a"), job("b", "COMPLETED"))
    done = wait(sagemaker, "a", "b", "--timeout", "90s")
    assert done.code == 8
    assert sum(done.slept) == pytest.approx(90)
    assert "gave up after 1 min 30 s: a is IN_PROGRESS" in done.err
    assert "hint: the job continues; wait again: irctl wait a" in done.err
    assert "IN_PROGRESS" in done.out


def test_by_default_it_waits_as_long_as_the_job_may_take(sagemaker: Server) -> None:
    sagemaker.add(job("a"))
    done = wait(sagemaker, "a", "--interval", "10m")
    assert done.code == 8
    assert sum(done.slept) == pytest.approx(7200 + 15 * 60)


def test_a_failure_outweighs_a_timeout(sagemaker: Server) -> None:
    sagemaker.add(job("a"), job("b", "FAILED"))
    assert wait(sagemaker, "a", "b", "--timeout", "1s").code == 9


def test_an_interrupt_reports_that_the_job_continues(sagemaker: Server) -> None:
    sagemaker.add(job("a"))

    def then(run: Run) -> None:
        raise KeyboardInterrupt

    done = wait(sagemaker, "a", then=then)
    assert (done.code, done.out) == (130, "")
    last = done.err.splitlines()[-1]
    assert last.startswith("irctl: interrupted; the job continues; wait again: irctl wait a")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["saved.json"], "saved.json"),
        (["a", "--interval", "soon"], "45s, 90m or 2h"),
        (["a", "--timeout", "5"], "45s, 90m or 2h"),
    ],
)
def test_a_wrong_command_line(arguments: list[str], problem: str) -> None:
    done = irctl("wait", *arguments, "--demo")
    assert done.code == 2
    assert problem in done.err


# AI jobs

GATE = "AlgorithmError: Benchmark error rate 3.33% (10/300) exceeds maximum 1%."


def test_an_ai_job_is_asked_for_every_30_seconds_at_least(sagemaker: Server) -> None:
    sagemaker.add(samples.ai_recommendation_job("llama", "InProgress"))

    def then(run: Run) -> None:
        if len(run.slept) == 3:
            sagemaker.add(samples.ai_recommendation_job("llama"))

    done = wait(sagemaker, "llama", "--interval", "1s", then=then)
    assert done.code == 0
    assert all(27 <= seconds <= 33 for seconds in done.slept)
    assert sagemaker.operations.count(DESCRIBE) == 1
    assert sagemaker.operations.count("DescribeAIBenchmarkJob") == 1
    assert done.err.splitlines()[-1] == "irctl: llama is Completed"


def test_an_ai_job_may_take_hours(sagemaker: Server) -> None:
    sagemaker.add(samples.ai_recommendation_job("llama", "InProgress"))

    def then(run: Run) -> None:
        if run.now - NOON > timedelta(hours=10):
            sagemaker.add(samples.ai_recommendation_job("llama"))

    assert wait(sagemaker, "llama", "--interval", "1h", "-q", then=then).code == 0


def test_several_ai_jobs_are_polled_with_one_request_for_each_kind(sagemaker: Server) -> None:
    """The jobs are only described again once a list shows that they have ended."""
    makers = {"r": samples.ai_recommendation_job, "b": samples.ai_benchmark_job}
    names = ("r1", "r2", "b1", "b2")
    sagemaker.add(*(makers[name[0]](name, "InProgress") for name in names))
    counts: list[int] = []

    def then(run: Run) -> None:
        counts.append(len(sagemaker.operations))
        if len(run.slept) == 3:
            sagemaker.add(*(makers[name[0]](name) for name in names))

    assert wait(sagemaker, *names, then=then).code == 0
    polls = sagemaker.operations[counts[0] : counts[2]]
    assert sorted(polls) == ["ListAIBenchmarkJobs"] * 2 + ["ListAIRecommendationJobs"] * 2


def test_a_benchmark_that_its_validity_gate_failed_is_explained(sagemaker: Server) -> None:
    sagemaker.add(samples.ai_benchmark_job("chat", "Failed", FailureReason=GATE))
    done = wait(sagemaker, "chat")
    assert (done.code, "3.33% (10/300)" in done.err) == (9, True)
    assert "aws s3 cp --recursive s3://results/chat/" in done.err


def test_another_failed_ai_job_names_its_log_or_the_job(sagemaker: Server) -> None:
    log = {"LogGroupArn": "arn:aws:logs:r:1:log-group:/aws/x", "LogStreamName": "chat/1"}
    output = {"S3OutputLocation": "s3://b/", "CloudWatchLogs": [log]}
    sagemaker.add(
        samples.ai_benchmark_job("chat", "Failed", OutputConfig=output),
        samples.ai_recommendation_job("llama", "Stopped"),
    )
    done = wait(sagemaker, "chat", "llama")
    assert done.code == 9
    assert "--log-stream-name chat/1" in done.err
    assert "irctl describe llama" in done.err
