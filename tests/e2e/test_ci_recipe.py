"""The README's steps for a CI system behave as documented."""

import re
import textwrap
from pathlib import Path
from xml.etree import ElementTree

import pytest

from . import samples
from .program import Irctl
from .server import Server

README = (Path(__file__).parents[2] / "README.md").read_text()


def steps() -> list[str]:
    """Return the shell scripts in the section's YAML blocks."""
    section = README.partition("\n## Run in CI\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    scripts = []
    for block in blocks:
        several = re.search(r"run: \|\n(.*)", block, re.DOTALL)
        single = re.search(r"run: (?!\|)(.*)", block)
        assert several or single
        scripts.append(textwrap.dedent(several[1]) if several else single[1] if single else "")
    return scripts


GATE, JUNIT = steps()


@pytest.fixture
def ci(irctl: Irctl, server: Server) -> Irctl:
    """A checkout with a policy, in a job whose summary is a file."""
    server.add(samples.job("good", InferenceRecommendations=[samples.recommendation(latency=50)]))
    server.add(samples.job("slow", InferenceRecommendations=[samples.recommendation(latency=500)]))
    server.add(samples.failed("failed"), samples.in_progress("running"))
    (irctl.home / "irctl.toml").write_text("[max]\nlatency = 100\n")
    return irctl.but(GITHUB_STEP_SUMMARY=str(irctl.home / "summary.md"))


@pytest.mark.parametrize(
    ("job", "code", "annotation"),
    [
        ("good", 0, "::notice"),
        ("slow", 10, "::error"),
        ("failed", 9, "::error"),
        ("running", 8, "::error"),
        ("nowhere", 3, ""),
    ],
)
def test_the_exit_code_of_the_step_is_the_one_of_check(
    ci: Irctl, job: str, code: int, annotation: str
) -> None:
    done = ci.but(JOB=job).shell(f"set -e\n{GATE}")
    assert done.code == code, done.err
    assert done.out.startswith(annotation)


@pytest.mark.parametrize(("job", "verdict"), [("good", "met"), ("slow", "not met")])
def test_the_summary_contains_the_table_either_way(ci: Irctl, job: str, verdict: str) -> None:
    ci.but(JOB=job).shell(GATE)
    summary = (ci.home / "summary.md").read_text()
    assert "| Constraint | Wanted |" in summary
    assert f"| {verdict} |" in summary


@pytest.mark.parametrize(("job", "failures"), [("good", 0), ("slow", 2)])
def test_the_junit_report_is_written_either_way(ci: Irctl, job: str, failures: int) -> None:
    done = ci.but(JOB=job).shell(JUNIT)
    assert done.code == (10 if failures else 0)
    suite = ElementTree.parse(ci.home / "irctl.xml").getroot()
    assert len(list(suite.iter("failure"))) == failures
