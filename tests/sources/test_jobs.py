"""Jobs by what the user typed."""

import io
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from irctl.errors import ExitCode, IrctlError, UsageError
from irctl.jobs import parse
from irctl.jobs.kinds import INFERENCE, Kind
from irctl.jobs.model import Job, Step
from irctl.sources.accounts import Accounts, Reach
from irctl.sources.aws import Account
from irctl.sources.jobs import Jobs, no_results
from irctl.sources.reference import JobArn, JobName
from irctl.sources.settings import Settings


class FakeAccount:
    """An account with some jobs, which records the requests."""

    def __init__(self, *names: str):
        self.names = names
        self.requests: list[str] = []

    def describe(self, name: str, arn: JobArn | None = None, kind: Kind = INFERENCE) -> Job:
        self.requests.append(name)
        if name not in self.names or kind is not INFERENCE:
            hint = "look elsewhere"
            raise IrctlError(f"no job named {name}", hint, ExitCode.NO_SUCH_JOB)
        return parse.job({"JobName": name, "Status": "COMPLETED"})

    def steps(self, name: str, status: str | None = None) -> Iterator[list[Step]]:
        self.requests.append(name)
        for step_status in ("COMPLETED", "FAILED"):
            if status in (None, step_status):
                yield [parse.step({"JobName": name, "Status": step_status})]


class Regions(Accounts):
    """The accounts in several regions, which records the regions requested."""

    def __init__(self, **accounts: FakeAccount):
        self.fakes = {region.replace("_", "-"): account for region, account in accounts.items()}
        self.regions: list[str | None] = []

    @property
    def are_several(self) -> bool:
        return False

    def reach(self, name: JobName | None = None) -> Reach:
        region = name and name.region
        self.regions.append(region)
        return Reach([cast("Account", self.fakes[region or "default"])])


def jobs(accounts: Accounts, stdin: str | None = None) -> Jobs:
    stream: BinaryIO | None = None if stdin is None else io.BytesIO(stdin.encode())
    return Jobs(accounts, stdin=lambda: stream)


no_account = Regions()
"""Files need none."""


def labels(outcomes: Iterator[Job | IrctlError]) -> list[str]:
    return [
        outcome.label if isinstance(outcome, Job) else f"error: {outcome.message}"
        for outcome in outcomes
    ]


def arn(name: str, region: str) -> str:
    return f"arn:aws:sagemaker:{region}:111122223333:inference-recommendations-job/{name}"


def test_a_job_given_by_name_is_fetched_from_the_configured_region() -> None:
    accounts = Regions(default=FakeAccount("a"))

    assert jobs(accounts).one("a").name == "a"
    assert accounts.regions == [None]


def test_a_job_given_by_arn_is_fetched_from_the_region_of_the_arn() -> None:
    accounts = Regions(eu_west_1=FakeAccount("a"))

    assert jobs(accounts).one(arn("a", "eu-west-1")).name == "a"
    assert accounts.regions == ["eu-west-1"]


def test_a_job_from_standard_input_needs_no_account() -> None:
    assert jobs(no_account, '{"JobName":"piped"}').one("-").name == "piped"


def test_a_file_of_several_jobs_is_rejected_where_one_is_expected() -> None:
    with pytest.raises(IrctlError, match="several jobs") as caught:
        jobs(no_account, '{"JobName":"a"}\n{"JobName":"b"}').one("-")

    assert caught.value.code is ExitCode.UNREADABLE


@pytest.mark.parametrize(
    ("text", "explanation"),
    [
        ('{"JobName":"a"} trailing', "not JSON"),
        ('{"JobName":"a"}\n{"JobName":', "line 2: cut short"),
        ('{"JobName":\n{"JobName":"a"}', "line 1: cut short"),
    ],
)
def test_a_syntax_error_is_reported_before_the_number_of_jobs(text: str, explanation: str) -> None:
    for read in (jobs(no_account, text).one, lambda job: next(jobs(no_account, text).steps(job))):
        with pytest.raises(IrctlError, match=explanation):
            read("-")


def test_several_jobs_are_returned_in_the_order_given(tmp_path: Path) -> None:
    path = tmp_path / "saved.json"
    path.write_text('[{"JobName":"f1"},{"JobName":"f2"}]')
    accounts = Regions(default=FakeAccount("a", "b"), eu_west_1=FakeAccount("c"))

    outcomes = jobs(accounts, '{"JobName":"piped"}').many(
        ["b", str(path), arn("c", "eu-west-1"), "-", "a"]
    )

    assert labels(outcomes) == ["b", "f1", "f2", "c", "piped", "a"]


def test_an_error_takes_the_place_of_its_job(tmp_path: Path) -> None:
    path = tmp_path / "saved.json"
    path.write_text('{"JobName": 1}')
    accounts = Regions(default=FakeAccount("a", "c"))

    outcomes = jobs(accounts).many(["a", "b", str(path), str(tmp_path / "gone.json"), "c"])

    a, unknown, broken, missing, c = labels(outcomes)
    assert (a, unknown, c) == ("a", "error: no job named b", "c")
    assert broken.startswith(f"error: {path}: JobName: ")
    assert missing.startswith(f"error: {tmp_path / 'gone.json'}: ")


def test_an_error_names_its_job_if_there_are_several() -> None:
    class Refusing(FakeAccount):
        def describe(self, name: str, arn: JobArn | None = None, kind: Kind = INFERENCE) -> Job:
            raise IrctlError("not allowed")

    accounts = Regions(default=Refusing())

    assert labels(jobs(accounts).many(["a", "b", "a"])) == [
        "error: a: not allowed",
        "error: b: not allowed",
        "error: a: not allowed",
    ]
    assert labels(jobs(accounts).many(["a"])) == ["error: not allowed"]


def test_a_job_given_twice_is_fetched_once_and_returned_twice() -> None:
    account = FakeAccount("a")

    outcomes = jobs(Regions(default=account)).many(["a", "a"])

    assert labels(outcomes) == ["a", "a"]
    assert account.requests == ["a"]


def test_several_jobs_are_fetched_at_the_same_time() -> None:
    """Each request waits until all have started."""
    everyone = threading.Barrier(8, timeout=10)

    class Waiting(FakeAccount):
        def describe(self, name: str, arn: JobArn | None = None, kind: Kind = INFERENCE) -> Job:
            everyone.wait()
            return super().describe(name, arn)

    names = [f"job-{number}" for number in range(8)]

    assert labels(jobs(Regions(default=Waiting(*names))).many(names)) == names


def test_standard_input_given_twice_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="standard input"):
        list(jobs(no_account, "{}").many(["-", "-"]))


def test_an_invalid_name_is_reported_before_any_request() -> None:
    account = FakeAccount("a")

    with pytest.raises(UsageError):
        list(jobs(Regions(default=account)).many(["a", "not a name"]))

    assert account.requests == []


def test_a_bug_is_not_reported_as_a_problem_of_the_job() -> None:
    class Broken(FakeAccount):
        def describe(self, name: str, arn: JobArn | None = None, kind: Kind = INFERENCE) -> Job:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(jobs(Regions(default=Broken())).many(["a"]))


def test_steps_of_a_job_in_aws_are_fetched_by_page_and_status() -> None:
    source = jobs(Regions(default=FakeAccount("a"), eu_west_1=FakeAccount("a")))

    assert [len(page) for page in source.steps("a")] == [1, 1]
    (page,) = source.steps(arn("a", "eu-west-1"), "FAILED")
    assert [step.status for step in page] == ["FAILED"]


def test_steps_of_a_saved_job_are_its_recommendations() -> None:
    text = json.dumps({"JobName": "a", "InferenceRecommendations": [{"RecommendationId": "x"}, {}]})

    (page,) = jobs(no_account, text).steps("-")
    assert [step.status for step in page] == ["COMPLETED", "COMPLETED"]
    assert list(jobs(no_account, text).steps("-", "FAILED")) == [[]]


def test_steps_of_a_saved_steps_response_are_filtered_by_status() -> None:
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
def test_the_status_of_a_job_without_results_decides_the_exit_code(
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


def test_reading_files_starts_no_threads(tmp_path: Path) -> None:
    path = tmp_path / "saved.json"
    path.write_text('[{"JobName":"a"},{"JobName":"b"}]')
    program = (
        "import sys\n"
        "from irctl.sources.jobs import Jobs\n"
        f"assert len(list(Jobs(None, None).many([{str(path)!r}] * 2))) == 4\n"
        "assert 'concurrent.futures' not in sys.modules"
    )

    subprocess.run([sys.executable, "-c", program], check=True)
