"""Jobs by what the user called them."""

import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

from irctl.errors import ExitCode, IrctlError, UsageError
from irctl.jobs import parse
from irctl.jobs.model import Job, Step
from irctl.sources.aws import Account
from irctl.sources.jobs import Jobs, no_results
from irctl.sources.settings import Settings


class FakeAccount:
    """An account that has the jobs it is given, and counts the questions."""

    def __init__(self, *names: str):
        self.names = names
        self.asked: list[str] = []

    def describe(self, name: str) -> Job:
        self.asked.append(name)
        if name not in self.names:
            raise IrctlError(f"no job named {name}", code=ExitCode.NO_SUCH_JOB)
        return parse.job({"JobName": name, "Status": "COMPLETED"})

    def steps(self, name: str, status: str | None = None) -> Iterator[list[Step]]:
        self.asked.append(name)
        entries = [{"JobName": name, "Status": each} for each in ("COMPLETED", "FAILED")]
        for entry in entries:
            if status in (None, entry["Status"]):
                yield [parse.step(entry)]


class Accounts:
    """The accounts of several regions, made when they are asked for."""

    def __init__(self, **accounts: FakeAccount):
        self.accounts = {name.replace("_", "-"): each for name, each in accounts.items()}
        self.asked: list[str | None] = []

    def __call__(self, region: str | None) -> Account:
        self.asked.append(region)
        return cast("Account", self.accounts[region or "default"])


def jobs(accounts: Any, stdin: str | None = None) -> Jobs:
    stream: BinaryIO | None = None if stdin is None else io.BytesIO(stdin.encode())
    return Jobs(accounts, stdin=lambda: stream)


def no_account(region: str | None) -> Account:
    raise AssertionError("files need no account")


def labels(outcomes: Iterator[Job | IrctlError]) -> list[str]:
    return [each.label if isinstance(each, Job) else f"error: {each.message}" for each in outcomes]


def arn(name: str, region: str) -> str:
    return f"arn:aws:sagemaker:{region}:111122223333:inference-recommendations-job/{name}"


def test_one_job_by_name_is_asked_for_in_the_configured_region() -> None:
    accounts = Accounts(default=FakeAccount("a"))

    assert jobs(accounts).one("a").name == "a"
    assert accounts.asked == [None]


def test_one_job_by_arn_is_asked_for_in_the_region_of_the_arn() -> None:
    accounts = Accounts(eu_west_1=FakeAccount("a"))

    assert jobs(accounts).one(arn("a", "eu-west-1")).name == "a"
    assert accounts.asked == ["eu-west-1"]


def test_one_job_from_standard_input_needs_no_account() -> None:
    assert jobs(no_account, '{"JobName":"piped"}').one("-").name == "piped"


def test_one_job_of_several_in_a_file_is_refused() -> None:
    with pytest.raises(IrctlError, match="several jobs") as caught:
        jobs(no_account, '{"JobName":"a"}\n{"JobName":"b"}').one("-")

    assert caught.value.code is ExitCode.UNREADABLE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"JobName":"a"} trailing', "not JSON"),
        ('{"JobName":"a"}\n{"JobName":', "line 2: cut short"),
        ('{"JobName":\n{"JobName":"a"}', "line 1: cut short"),
    ],
)
def test_what_is_broken_beside_one_job_is_told_rather_than_several_jobs(
    text: str, said: str
) -> None:
    for read in (jobs(no_account, text).one, lambda job: next(jobs(no_account, text).steps(job))):
        with pytest.raises(IrctlError, match=said):
            read("-")


def test_many_jobs_come_in_the_order_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "saved.json"
    path.write_text('[{"JobName":"f1"},{"JobName":"f2"}]')
    accounts = Accounts(default=FakeAccount("a", "b"), eu_west_1=FakeAccount("c"))

    found = jobs(accounts, '{"JobName":"piped"}').many(
        ["b", str(path), arn("c", "eu-west-1"), "-", "a"]
    )

    assert labels(found) == ["b", "f1", "f2", "c", "piped", "a"]


def test_a_job_that_cannot_be_had_leaves_its_error_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "saved.json"
    path.write_text('{"JobName": 1}')
    accounts = Accounts(default=FakeAccount("a", "c"))

    found = jobs(accounts).many(["a", "b", str(path), str(tmp_path / "gone.json"), "c"])

    assert labels(found) == [
        "a",
        "error: no job named b",
        f"error: {path}: JobName: expected text, got 1",
        f"error: {tmp_path / 'gone.json'}: no such file",
        "c",
    ]


def test_an_error_among_several_names_its_job_and_one_alone_does_not() -> None:
    class Refusing(FakeAccount):
        def describe(self, name: str) -> Job:
            raise IrctlError("not allowed")

    accounts = Accounts(default=Refusing())

    assert labels(jobs(accounts).many(["a", "b", "a"])) == [
        "error: a: not allowed",
        "error: b: not allowed",
        "error: a: not allowed",
    ]
    assert labels(jobs(accounts).many(["a"])) == ["error: not allowed"]


def test_a_job_named_twice_is_fetched_once_and_comes_twice() -> None:
    account = FakeAccount("a")

    found = jobs(Accounts(default=account)).many(["a", "a"])

    assert labels(found) == ["a", "a"]
    assert account.asked == ["a"]


def test_many_jobs_are_fetched_at_the_same_time() -> None:
    """Each waits until all have been asked for; one after the other would never end."""
    everyone = threading.Barrier(8, timeout=10)

    class Waiting(FakeAccount):
        def describe(self, name: str) -> Job:
            everyone.wait()
            return super().describe(name)

    names = [f"job-{number}" for number in range(8)]

    assert labels(jobs(Accounts(default=Waiting(*names))).many(names)) == names


def test_standard_input_twice_is_a_wrong_command_line() -> None:
    with pytest.raises(UsageError, match="standard input"):
        list(jobs(no_account, "{}").many(["-", "-"]))


def test_a_name_that_is_none_is_told_before_anything_is_asked() -> None:
    account = FakeAccount("a")

    with pytest.raises(UsageError):
        list(jobs(Accounts(default=account)).many(["a", "not a name"]))

    assert account.asked == []


def test_a_bug_in_between_is_not_taken_for_a_problem_of_the_job() -> None:
    class Broken(FakeAccount):
        def describe(self, name: str) -> Job:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(jobs(Accounts(default=Broken())).many(["a"]))


def test_steps_of_a_job_in_aws_come_by_pages_and_by_status() -> None:
    source = jobs(Accounts(default=FakeAccount("a"), eu_west_1=FakeAccount("a")))

    assert [len(page) for page in source.steps("a")] == [1, 1]
    (page,) = source.steps(arn("a", "eu-west-1"), "FAILED")
    assert [step.status for step in page] == ["FAILED"]


def test_steps_of_a_saved_job_are_its_recommendations() -> None:
    text = json.dumps({"JobName": "a", "InferenceRecommendations": [{"RecommendationId": "x"}, {}]})

    (page,) = jobs(no_account, text).steps("-")
    assert [step.status for step in page] == ["COMPLETED", "COMPLETED"]
    assert list(jobs(no_account, text).steps("-", "FAILED")) == [[]]


def test_steps_of_a_saved_steps_response_are_its_own() -> None:
    text = json.dumps({"Steps": [{"Status": "FAILED"}, {"Status": "COMPLETED"}]})

    (page,) = jobs(no_account, text).steps("-", "FAILED")
    assert [step.status for step in page] == ["FAILED"]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("COMPLETED", None),
        (None, None),
        ("PENDING", ExitCode.NOT_FINISHED),
        ("IN_PROGRESS", ExitCode.NOT_FINISHED),
        ("FAILED", ExitCode.JOB_FAILED),
        ("STOPPING", ExitCode.JOB_FAILED),
        ("STOPPED", ExitCode.JOB_FAILED),
        ("DELETING", ExitCode.JOB_FAILED),
        ("DELETED", ExitCode.JOB_FAILED),
        ("BRAND_NEW", ExitCode.NOT_FINISHED),
    ],
)
def test_a_job_without_usable_results_has_the_exit_code_of_its_status(
    status: str | None, code: ExitCode | None
) -> None:
    job = parse.job({"JobName": "a", "Status": status, "FailureReason": "boom"})

    problem = no_results(job, Settings(region="eu-west-1"))

    assert (problem and problem.code) == code
    if problem and status:
        assert status in problem.message
        assert str(problem.hint).endswith(" a --region eu-west-1")
    if code is ExitCode.JOB_FAILED:
        assert problem is not None
        assert "boom" in problem.message
