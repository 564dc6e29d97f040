"""Lists of several pages."""

import json
import threading

import pytest

from . import samples
from .program import Irctl
from .server import Behaviour, Server, cut_short, failing, held, normal, raw

MANY = 250
LIST = ("list", "--kind", "inference")
"""A list of one kind, which makes its requests one after the other."""


@pytest.fixture(autouse=True)
def many_jobs(server: Server) -> None:
    names = [f"job-{number:03}" for number in range(MANY)]
    server.add(*(samples.job(name) for name in names))


def test_every_page_is_listed(irctl: Irctl, server: Server) -> None:
    result = irctl.inside(*LIST, "-o", "csv")

    rows = result.out.splitlines()
    assert [row.split(",")[0] for row in rows[1:]] == list(server.jobs)
    tokens = [request.body.get("NextToken") for request in server.requests]
    assert tokens == [None, "page-100", "page-200"]


def test_no_page_is_fetched_beyond_the_limit(irctl: Irctl, server: Server) -> None:
    result = irctl.inside(*LIST, "--limit", "120", "--json")

    assert len(json.loads(result.out)["InferenceRecommendationsJobs"]) == 120
    assert [request.body["MaxResults"] for request in server.requests] == [100, 20]

    server.requests.clear()
    assert len(irctl.inside(*LIST, "--limit", "3", "-o", "jsonl").out.splitlines()) == 3
    assert [request.body["MaxResults"] for request in server.requests] == [3]


def test_entries_beyond_the_limit_are_dropped(irctl: Irctl, server: Server) -> None:
    jobs = [{"JobName": f"job-{n}", "Status": "COMPLETED"} for n in range(5)]
    server.then(raw(json.dumps({"InferenceRecommendationsJobs": jobs}).encode()))

    assert len(irctl.inside(*LIST, "--limit", "3", "-o", "jsonl").out.splitlines()) == 3


@pytest.mark.parametrize("form", ["table", "csv", "jsonl"])
def test_the_first_page_is_printed_before_the_last_arrives(
    irctl: Irctl, server: Server, form: str
) -> None:
    release = threading.Event()
    server.then(normal, normal, held(release))

    process = irctl.start(*LIST, "-o", form)
    assert process.stdout is not None
    early = [process.stdout.readline() for _ in range(150)]
    release.set()
    rest, _ = process.communicate()

    assert b"job-147" in b"".join(early)
    assert b"job-249" in rest
    assert process.returncode == 0


def test_steps_are_numbered_across_pages(irctl: Irctl, server: Server) -> None:
    server.page_size = 2
    server.steps["job-000"] = [samples.step("job-000", number) for number in range(1, 6)]

    result = irctl.inside("steps", "job-000", "-o", "csv")

    assert [row.split(",")[0] for row in result.out.splitlines()] == ["number", *"12345"]


def test_an_empty_page_does_not_end_a_list(irctl: Irctl, server: Server) -> None:
    server.then(raw(b'{"InferenceRecommendationsJobs":[],"NextToken":"page-200"}'))

    result = irctl.inside(*LIST, "-o", "jsonl")

    assert len(result.out.splitlines()) == 50


def test_an_empty_list_is_a_success(irctl: Irctl, server: Server) -> None:
    server.jobs.clear()

    assert irctl.inside(*LIST, "--json").out.split() == [
        "{",
        '"InferenceRecommendationsJobs":',
        "[],",
        '"Warnings":',
        "[]",
        "}",
    ]
    table = irctl.inside(*LIST)
    assert (table.code, table.err) == (0, "")
    assert "us-east-2" in table.out


def test_a_repeated_page_token_is_an_error(irctl: Irctl, server: Server) -> None:
    server.always(
        raw(b'{"InferenceRecommendationsJobs":[{"JobName":"a"}],"NextToken":"round-and-round"}')
    )

    result = irctl.inside(*LIST, "-o", "csv")

    assert result.code == 1
    assert "token" in result.error
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        (failing("ExpiredTokenException", "The security token has expired"), 4),
        (cut_short, 1),
        (raw(b"<html>Sign in to the network</html>"), 5),
        (raw(b"{}"), 5),
    ],
    ids=["credentials expire", "cut short", "a web page", "an empty object"],
)
def test_a_later_page_that_fails_leaves_no_partial_document(
    irctl: Irctl, server: Server, behaviour: Behaviour, code: int
) -> None:
    server.then(normal, *[behaviour] * 3)

    document = irctl.inside(*LIST, "--json")

    assert (document.code, document.out) == (code, "")
    assert document.error
    assert document.hint


def test_rows_printed_before_a_failure_stay_and_the_exit_code_reports_it(
    irctl: Irctl, server: Server
) -> None:
    server.then(normal, normal, failing("ExpiredTokenException", "The token has expired"))

    result = irctl.inside(*LIST)

    assert result.code == 4
    assert result.out.count("job-") == 200
    assert "expired" in result.error


def test_filters_are_sent_as_the_api_names_them(irctl: Irctl, server: Server) -> None:
    result = irctl.inside(
        *LIST,
        *("--name", "job-1", "--status", "in-progress", "--model", "resnet"),
        *("--created-after", "2026-01-01", "--created-before", "2026-02-01T12:00+01:00"),
        *("--modified-after", "2026-01-02", "--modified-before", "2026-02-02"),
        *("--sort-by", "name", "--sort-order", "descending"),
        *("--model-package", "arn:aws:sagemaker:us-east-2:111122223333:model-package/m/1"),
    )

    assert result.code == 0
    assert server.requests[0].body == {
        "NameContains": "job-1",
        "StatusEquals": "IN_PROGRESS",
        "ModelNameEquals": "resnet",
        "ModelPackageVersionArnEquals": (
            "arn:aws:sagemaker:us-east-2:111122223333:model-package/m/1"
        ),
        "CreationTimeAfter": 1767225600,
        "CreationTimeBefore": 1769943600,
        "LastModifiedTimeAfter": 1767312000,
        "LastModifiedTimeBefore": 1769990400,
        "SortBy": "Name",
        "SortOrder": "Descending",
        "MaxResults": 100,
    }


@pytest.mark.parametrize("filters", [("--status", "failed,stopped"), ("--model-package", "churn")])
def test_of_what_irctl_filters_no_job_is_lost_and_no_page_fetched_beyond_the_limit(
    irctl: Irctl, server: Server, filters: tuple[str, str]
) -> None:
    """The service filters by one status and by one version at most."""
    for number, name in enumerate(("job-005", "job-120", "job-240"), 1):
        server.jobs[name]["Status"] = "STOPPED" if name == "job-120" else "FAILED"
        server.jobs[name]["InputConfig"]["ModelPackageVersionArn"] = (
            f"arn:aws:sagemaker:us-east-2:111122223333:model-package/churn/{number}"
        )
    wanted = (*LIST, *filters, "-o", "jsonl")

    everything = irctl.inside(*wanted).out.splitlines()
    assert [json.loads(line)["JobName"] for line in everything] == ["job-005", "job-120", "job-240"]
    assert all("StatusEquals" not in request.body for request in server.requests)

    server.requests.clear()
    first = irctl.inside(*wanted, "--limit", "2").out.splitlines()
    assert first == everything[:2]
    assert [request.body["MaxResults"] for request in server.requests] == [100, 100]


def test_steps_are_filtered_by_the_service(irctl: Irctl, server: Server) -> None:
    server.steps["job-000"] = [
        samples.step("job-000", 1),
        samples.step("job-000", 2, "FAILED"),
    ]

    result = irctl.inside("steps", "job-000", "--status", "failed")

    assert server.requests[0].body["Status"] == "FAILED"
    assert "benchmark 2 ran out of memory" in result.out
    assert "ml.c5.1xlarge" not in result.out
