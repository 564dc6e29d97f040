"""Results of benchmark jobs in S3: found, never guessed, and streamed."""

import functools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from irctl.errors import ExitCode, IrctlError
from irctl.jobs import parse
from irctl.jobs.model import Job
from irctl.sources.s3 import Results
from irctl.sources.session import Session
from irctl.sources.settings import Settings
from tests import aiperf as made
from tests.aiperf import CUSTOMER_DATA, PROFILE
from tests.e2e.s3 import Bucket


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def bucket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cache: Path) -> Iterator[Bucket]:
    """A bucket at AWS_ENDPOINT_URL_S3, and credentials in the environment."""
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with Bucket() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", server.url)
        yield server


def job(name: str = "llama", uri: str = "s3://bucket/benchmarks/") -> Job:
    return parse.job(
        {
            "AIBenchmarkJobName": name,
            "AIBenchmarkJobStatus": "Completed",
            "OutputConfig": {"S3OutputLocation": uri},
        }
    )


def results() -> Results:
    return Results(Session(Settings(region="us-east-1")), "us-east-1")


def concurrencies(of: Job) -> list[Any]:
    return [row["Concurrency"] for row in results().of(of)["BenchmarkResults"]]


@functools.cache
def archive(concurrency: int, padding: int = 0) -> bytes:
    prompts = {"inputs.json": os.urandom(padding)} if padding else CUSTOMER_DATA
    return made.archive({**prompts, "s.json/x": b"", f"./{PROFILE}": made.run(concurrency)})


def key(name: str) -> str:
    return f"benchmarks/{name}/output/output.tar.gz"


@pytest.mark.parametrize(
    "uri",
    [
        "s3://bucket/benchmarks/llama/",
        "s3://bucket/benchmarks/llama",
        "s3://bucket/benchmarks",
        "s3://bucket",
        "https://s3.us-east-1.amazonaws.com/bucket/benchmarks/",
        "https://bucket.s3.us-east-1.amazonaws.com/benchmarks/",
        "https://bucket.s3.amazonaws.com",
    ],
)
def test_the_only_archive_below_the_output_location_is_the_one(bucket: Bucket, uri: str) -> None:
    bucket.objects = {key("llama"): archive(4), "benchmarks/llama/output/other.tar.gz": b""}
    assert concurrencies(job(uri=uri)) == [4]


def test_a_location_does_not_include_those_that_begin_like_it(bucket: Bucket) -> None:
    bucket.objects = {key("llama"): archive(4), key("llama-2"): archive(8)}
    assert concurrencies(job(uri="s3://bucket/benchmarks/llama")) == [4]


@pytest.mark.parametrize("name", ["llama", "llama-c1", "llama-c10"])
def test_of_several_archives_that_in_the_folder_of_the_job_is_the_one(
    bucket: Bucket, name: str
) -> None:
    names = ("llama", "llama-c1", "llama-c10", "other")
    bucket.objects = {key(name): archive(number) for number, name in enumerate(names, 1)}
    assert concurrencies(job(name)) == [names.index(name) + 1]


def error(of: Job) -> IrctlError:
    with pytest.raises(IrctlError) as caught:
        results().of(of)
    return caught.value


@pytest.mark.parametrize("names", [("llama-c1", "other"), ("llama/a", "llama/b"), ("x", "LLAMA")])
def test_of_several_archives_none_is_guessed(bucket: Bucket, names: tuple[str, ...]) -> None:
    bucket.objects = {key(name): archive(1) for name in names}
    refused = error(job())
    assert refused.code is ExitCode.USAGE
    assert all(key(name) in refused.message for name in names)
    assert "aws s3 cp s3://bucket/benchmarks/" in str(refused.hint)
    assert "GetObject" not in bucket.requests


@pytest.mark.parametrize("knows_ranges", [True, False])
@pytest.mark.parametrize("sends_sizes", [True, False])
@pytest.mark.parametrize("padding", [0, 9 << 20])
def test_an_archive_of_any_size_is_streamed(
    bucket: Bucket, padding: int, sends_sizes: bool, knows_ranges: bool
) -> None:
    bucket.knows_ranges, bucket.sends_sizes = knows_ranges, sends_sizes
    bucket.objects = {key("llama"): archive(4, padding=padding)}
    assert concurrencies(job()) == [4]
    parts = bucket.requests.count("GetObject")
    assert parts == (3 if padding and knows_ranges else parts)


def test_nothing_is_asked_for_beyond_the_end(bucket: Bucket) -> None:
    bucket.objects = {key("llama"): archive(4, padding=(8 << 20) - 60_000).ljust(8 << 20, b"\0")}
    assert concurrencies(job()) == [4]
    assert bucket.requests.count("GetObject") == 2


def test_every_page_of_a_location_is_looked_at(bucket: Bucket) -> None:
    bucket.page_size = 3
    bucket.objects = {f"benchmarks/{n}": b"" for n in range(10)} | {key("zzz"): archive(4)}
    assert concurrencies(job()) == [4]
    assert bucket.requests.count("ListObjectsV2") == 4


def test_a_location_with_very_many_objects_is_refused(bucket: Bucket) -> None:
    bucket.page_size = 1
    bucket.objects = {f"benchmarks/{n}": b"" for n in range(101)}
    assert "aws s3 cp --recursive s3://bucket/benchmarks/" in str(error(job()).hint)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: b"", "not an archive"),
        (lambda: b"<html>", "damaged"),
        (lambda: archive(4, padding=9 << 20)[:-500], "cut off"),
        (lambda: made.archive({"x": b""}), "no results of AIPerf"),
    ],
    ids=["empty", "a page", "cut off", "no results"],
)
def test_what_is_wrong_with_an_archive_is_said(
    bucket: Bucket, content: Callable[[], bytes], words: str
) -> None:
    bucket.objects = {key("llama"): content()}
    refused = error(job())
    assert refused.code is ExitCode.UNREADABLE
    assert words in refused.message
    assert f"s3://bucket/{key('llama')}" in refused.message


def test_an_archive_that_is_missing_is_said(bucket: Bucket) -> None:
    assert error(job()).code is ExitCode.UNREADABLE
    assert "s3://bucket/benchmarks/" in error(job()).message


@pytest.mark.parametrize("uri", ["", "bucket/x", "http://bucket/x", "https://example.com/bucket/"])
def test_a_location_outside_of_s3_is_refused(bucket: Bucket, uri: str) -> None:
    assert error(job(uri=uri)).code is ExitCode.UNREADABLE
    assert bucket.requests == []


@pytest.mark.parametrize(
    ("operation", "action"), [("ListObjectsV2", "s3:ListBucket"), ("GetObject", "s3:GetObject")]
)
def test_a_refusal_names_the_action_that_is_missing(
    bucket: Bucket, operation: str, action: str
) -> None:
    bucket.objects = {key("llama"): archive(4)}
    bucket.denied = {operation: "AccessDenied"}
    assert error(job()).code is ExitCode.CREDENTIALS
    assert action in str(error(job()).hint)


def test_an_archive_that_changes_while_it_is_read_is_refused(bucket: Bucket) -> None:
    class Changing(dict[str, bytes]):
        """Objects that are longer each time they are read."""

        def __getitem__(self, key: str) -> bytes:
            content = super().__getitem__(key)
            self[key] = content + b"\0"
            return content

    bucket.objects = Changing({key("llama"): archive(4)})
    assert "PreconditionFailed" in error(job()).message


def test_the_client_refuses_every_other_operation() -> None:
    client: Any = results()._client
    for call in (client.put_object, client.delete_object):
        with pytest.raises(IrctlError, match="irctl only reads"):
            call(Bucket="bucket", Key="key")
