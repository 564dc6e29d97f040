"""Links to the AWS console: hyperlinks on the names of jobs, and `--web`."""

import io
import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from irctl.cli import main
from irctl.invocation import World
from tests.program import NOON, irctl

PAGE = "https://us-east-1.console.aws.amazon.com/sagemaker/home?region=us-east-1"
LINK = re.compile(r"\x1b]8;;(.*?)\x1b\\(.*?)\x1b]8;;\x1b\\")
LINKED = {"FORCE_HYPERLINK": "1"}


class Browsed(NamedTuple):
    code: int
    out: str
    err: str
    pages: list[str]


def browse(*arguments: str, opens: bool = True) -> Browsed:
    """Run a command line with a browser of our own."""
    pages: list[str] = []

    def browser(address: str) -> bool:
        pages.append(address)
        return opens

    out, err = io.StringIO(), io.StringIO()
    world = World(None, out, err, environ={}, now=lambda: NOON, browse=browser)
    code = main(arguments, world)
    return Browsed(code, out.getvalue(), err.getvalue(), pages)


@pytest.fixture
def saved(tmp_path: Path) -> str:
    path = tmp_path / "job.json"
    path.write_text(irctl("describe", "resnet50-default", "--demo", "--json").out)
    return str(path)


def in_partition(saved: str, partition: str, region: str) -> str:
    path = Path(saved)
    job = json.loads(path.read_text())
    job["JobArn"] = job["JobArn"].replace(":aws:", f":{partition}:").replace("us-east-1", region)
    path.write_text(json.dumps(job))
    return saved


@pytest.mark.parametrize("command", ["list", "describe"])
def test_the_name_of_a_job_is_a_hyperlink_and_the_columns_stay(command: str, saved: str) -> None:
    plain, linked = irctl(command, saved), irctl(command, saved, environ=LINKED)
    ((address, text),) = LINK.findall(linked.out)
    assert address.startswith(PAGE)
    assert text == "resnet50-default"
    assert LINK.sub(r"\2", linked.out) == plain.out


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "tsv", "markdown", "text", "name"])
def test_other_formats_have_no_hyperlinks(format: str, saved: str) -> None:
    for command in ("list", "describe"):
        assert "\x1b" not in irctl(command, saved, "-o", format, environ=LINKED).out


def test_the_demo_account_is_in_no_console() -> None:
    for arguments in (["list", "--demo"], ["describe", "resnet50-default", "--demo"]):
        assert "\x1b" not in irctl(*arguments, environ=LINKED).out
        done = browse(*arguments, "--web")
        assert (done.code, done.out, done.pages) == (2, "", [])


@pytest.mark.parametrize(
    ("partition", "region", "host"),
    [
        ("aws", "eu-west-1", "eu-west-1.console.aws.amazon.com"),
        ("aws-cn", "cn-northwest-1", "console.amazonaws.cn"),
        ("aws-us-gov", "us-gov-east-1", "console.amazonaws-us-gov.com"),
    ],
)
def test_web_opens_the_page_of_the_jobs_partition(
    saved: str, partition: str, region: str, host: str
) -> None:
    done = browse("describe", in_partition(saved, partition, region), "--web")
    assert (done.code, done.out) == (0, "")
    (page,) = done.pages
    assert page.startswith(f"https://{host}/sagemaker/home?region={region}#")
    assert page in done.err


def test_without_a_browser_the_address_is_printed(saved: str) -> None:
    done = browse("describe", saved, "--web", opens=False)
    assert done.code == 1
    assert done.out.strip() == done.pages[0]


def test_a_job_without_a_known_console_opens_nothing(saved: str) -> None:
    done = browse("describe", in_partition(saved, "aws-iso", "us-iso-east-1"), "--web")
    assert (done.code, done.out, done.pages) == (5, "", [])


@pytest.mark.parametrize(
    "options", [["--json"], ["--status", "FAILED"], ["--limit", "1"], ["job.json"], ["-o", "csv"]]
)
def test_web_shows_no_list(options: list[str]) -> None:
    done = browse("list", "--web", *options)
    assert (done.code, done.out, done.pages) == (2, "", [])
