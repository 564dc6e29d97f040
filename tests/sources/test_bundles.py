"""Results of benchmarks from archives and directories."""

import gzip
import io
import json
import os
import tarfile
from pathlib import Path
from typing import Any

import pytest

from irctl.errors import IrctlError
from irctl.jobs.model import Job
from irctl.sources import files
from irctl.sources.reference import SavedFile
from tests import aiperf as made
from tests.aiperf import CUSTOMER_DATA, PROFILE

SWEEP = "sweep_aggregate/profile_export_aiperf_sweep.json"


def jobs(path: Path | str) -> list[Job]:
    outcomes = list(files.jobs(SavedFile(str(path)), lambda: None))
    assert all(isinstance(outcome, Job) for outcome in outcomes), outcomes
    return [outcome for outcome in outcomes if isinstance(outcome, Job)]


def concurrencies(job: Job) -> list[Any]:
    return [row.configuration.concurrency for row in job.recommendations]


def save(directory: Path, documents: dict[str, Any]) -> Path:
    for name, value in documents.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return directory


@pytest.mark.parametrize("format", [tarfile.USTAR_FORMAT, tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
@pytest.mark.parametrize("prefix", ["", "./", "x" * 90 + "/", "é" * 60 + "/"])
def test_an_archive_of_every_format_is_read(tmp_path: Path, format: int, prefix: str) -> None:
    documents = {**CUSTOMER_DATA, f"{prefix}{PROFILE}": made.run(8)}
    (tmp_path / "any.name").write_bytes(made.archive(documents, format=format))
    (job,) = jobs(tmp_path / "any.name")
    assert concurrencies(job) == [8]


def test_an_archive_may_have_other_things_around_the_results(tmp_path: Path) -> None:
    """Folders, links and devices are passed over; nothing is extracted."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as tar:
        for name, type in (("./", tarfile.DIRTYPE), ("s", tarfile.SYMTYPE), ("d", tarfile.CHRTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = type, "/etc/passwd"
            tar.addfile(member)
        content = json.dumps(made.sweep(1, 4)).encode()
        member = tarfile.TarInfo(f"./{SWEEP}")
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    path = save(tmp_path, {"output.tar.gz": stream.getvalue()}) / "output.tar.gz"
    assert concurrencies(*jobs(path)) == [1, 4]
    assert os.listdir(tmp_path) == ["output.tar.gz"]


def test_an_archive_is_read_from_standard_input() -> None:
    content = made.archive({PROFILE: made.run(3)})
    (job,) = files.jobs(SavedFile("-"), lambda: io.BytesIO(content))
    assert isinstance(job, Job)
    assert (job.label, concurrencies(job)) == ("stdin", [3])


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (made.run(8, "0.8.0"), [8]),
        (made.sweep(1, 4), [1, 4]),
        (made.repetitions(4), [4]),
        (made.search((1, True), (2, False)), [1, 2]),
        (made.checkpoint(1, 2), [1, 2]),
    ],
)
def test_a_file_is_recognized_by_its_members(
    tmp_path: Path, document: Any, expected: list[int]
) -> None:
    (job,) = jobs(save(tmp_path, {"data": document}) / "data")
    assert (job.kind.name, concurrencies(job)) == ("ai-benchmark", expected)


TREE = {f"concurrency_{c}/{PROFILE}": made.run(c) for c in (1, 4)}


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ({PROFILE: made.run(8), **CUSTOMER_DATA}, {"bench": [8]}),
        ({SWEEP: made.sweep(1, 4), **TREE}, {"bench": [1, 4]}),
        (TREE, {"bench": [1, 4]}),
        ({"a/output/output.tar.gz": made.archive({PROFILE: made.run(8)})}, {"bench/a": [8]}),
        ({f"{name}/{PROFILE}": made.run(2) for name in "ab"}, {"bench/a": [2], "bench/b": [2]}),
        ({f"{name}.json": made.run(2) for name in "ab"}, {"bench/a": [2], "bench/b": [2]}),
        ({"x": made.run(2), "notes.json": {"a": 1}, "log": b"{"}, {"bench/x": [2]}),
        ({PROFILE: made.run(8), "log.gz": gzip.compress(b"no archive")}, {"bench": [8]}),
    ],
)
def test_a_directory_has_the_benchmarks_that_are_in_it(
    tmp_path: Path, documents: dict[str, Any], expected: dict[str, list[int]]
) -> None:
    directory = save(tmp_path / "bench", documents)
    assert {job.label: concurrencies(job) for job in jobs(directory)} == expected


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("today/output.tar.gz", "today"),
        ("today/output/output.tar.gz", "today"),
        ("today/profile_export_aiperf.json", "today"),
        ("today/baseline.tar.gz", "baseline"),
        ("today/baseline.json", "baseline"),
    ],
)
def test_a_job_has_the_name_that_says_most(tmp_path: Path, path: str, label: str) -> None:
    content = made.archive({PROFILE: made.run(1)}) if path.endswith("gz") else made.run(1)
    (job,) = jobs(save(tmp_path, {path: content}) / path)
    assert job.label == label


def error(path: Path) -> IrctlError:
    """The only error about a file or a directory."""
    try:
        (only,) = files.jobs(SavedFile(str(path)), lambda: None)
    except IrctlError as raised:
        only = raised
    assert isinstance(only, IrctlError)
    return only


@pytest.mark.parametrize(
    ("documents", "words"),
    [
        ({}, "no results of AIPerf in this directory"),
        ({"notes.json": {"a": 1}}, "no results of AIPerf in this directory"),
        ({PROFILE: b"{"}, "cut short"),
        ({PROFILE: b"\xff\xfe"}, "not text in UTF-8"),
        ({PROFILE: made.run(1), f"x/{PROFILE}": b" " * (17 << 20)}, "larger than 16 MiB"),
        ({"output.tar.gz": made.archive({PROFILE: b"[]"})[:-9]}, "the archive is cut off"),
    ],
)
def test_what_is_wrong_in_a_directory_is_said(
    tmp_path: Path, documents: dict[str, Any], words: str
) -> None:
    (tmp_path / "bench").mkdir()
    assert words in error(save(tmp_path / "bench", documents)).message


def test_links_in_a_directory_are_not_followed(tmp_path: Path) -> None:
    save(tmp_path / "outside", {PROFILE: made.run(1)})
    directory = save(tmp_path / "bench", {"notes.json": {"a": 1}})
    (directory / "folder").symlink_to(tmp_path / "outside")
    assert "no results" in error(directory).message
    (directory / PROFILE).symlink_to(tmp_path / "outside" / PROFILE)
    assert "is a link" in error(directory).message


def test_a_directory_with_very_many_files_is_refused(tmp_path: Path) -> None:
    for number in range(5_001):
        (tmp_path / str(number)).touch()
    assert "5,000" in error(tmp_path).message
