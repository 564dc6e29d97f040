"""Only jobs of one model are choices for the same traffic."""

from irctl.decisions.boards import boards
from irctl.jobs import parse
from irctl.jobs.model import Job
from tests.made import benchmark_job, language_row, recommendation_job


def of_model(uri: str, name: str) -> Job:
    source = {"ModelSource": {"S3": {"S3Uri": uri}}}
    return parse.job(recommendation_job(language_row(), name=name, **source))


BENCHMARK = parse.job(benchmark_job({"Concurrency": 1}))
A, B = of_model("s3://models/a", "a"), of_model("s3://models/b", "b")


def labels(*jobs: Job) -> list[list[str]]:
    return [[job.label for job in board.jobs] for board in boards(jobs)]


def test_jobs_of_one_model_are_on_one_board_and_others_on_their_own() -> None:
    assert labels(A, B, A) == [["a", "a"], ["b"]]


def test_a_benchmark_of_an_endpoint_is_on_the_board_of_the_only_model() -> None:
    """It names no model; where there are two, nobody knows which is its own."""
    assert labels(BENCHMARK, A) == [["bench", "a"]]
    assert labels(BENCHMARK, A, B) == [["bench"], ["a"], ["b"]]
    assert labels(BENCHMARK, BENCHMARK) == [["bench"], ["bench"]]
