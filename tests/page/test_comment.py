"""The comment is short whatever the jobs are, and says what to deploy first."""

from pathlib import Path

from tests.made import environment, real_time
from tests.page.test_page import report, saved
from tests.program import irctl
from tests.trust.hostile import TEXTS

DEMO = ["resnet50-default", "--demo", "-o", "markdown"]


def test_a_comment_begins_with_the_verdict_and_its_conditions() -> None:
    lines = report(*DEMO, "--traffic", "100/s", "--max", "latency=100").splitlines()
    assert lines[0] == (
        "### resnet50-default: 7 \N{MULTIPLICATION SIGN} ml.c6i.xlarge, \\$1,042.44 a month"
    )
    assert lines[2].startswith("For 100/s at 50% utilization, latency at most 100 ms. ")
    rows = [line for line in lines if line.startswith("|")][2:]
    assert len(rows) == 6
    assert rows[0].startswith("| **ml.c6i.xlarge** | 7 | \\$1,042.44 | `")
    assert rows[-1].endswith("| latency 187 ms is above 100 ms |")


def test_without_traffic_a_comment_says_who_is_cheapest_where() -> None:
    text = report(*DEMO)
    assert "ml.m5.large up to 201/min" in text
    assert "|---" not in text


def test_a_comment_begins_with_the_picture_at_an_address() -> None:
    address = "https://example.com/bill.svg?run=1"
    text = report(*DEMO, "--traffic", "9/s", "--picture", address)
    assert text.startswith(f"![The cost a month at any traffic]({address})\n\n### resnet50")
    for options in (["--picture", "javascript:alert(1)"], ["--picture", address, "-o", "html"]):
        assert irctl("report", *DEMO, *options).code == 2


def test_details_are_folded() -> None:
    _, _, details = report(*DEMO, "--traffic", "9/s").partition("<details>")
    assert "<pre>irctl report resnet50-default --demo --traffic 9/s</pre>" in details
    assert details.rstrip().endswith("</details>")


def test_a_comment_of_any_job_is_below_the_limit_of_github(tmp_path: Path) -> None:
    long = {f"VARIABLE_{number}": "value " * 400 for number in range(9)}
    entries = [
        real_time(f"ml.{text}" * 50, latency=number, **environment(**long, N=str(number)))
        for number, text in enumerate(TEXTS)
    ]
    job = saved(tmp_path, *entries, name="name " * 5000)
    text = report(job, "--traffic", ",".join(f"{n}/s" for n in range(1, 25)), "-o", "markdown")
    assert 30_000 < len(text) < 60_000
    assert text.count("\n|") <= text.count("### ") * 12
    assert text.rstrip().endswith("</details>")
