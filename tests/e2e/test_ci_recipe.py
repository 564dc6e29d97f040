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


SECTION = README.partition("\n## Run in CI\n")[2].partition("\n## ")[0]


def steps() -> dict[str, str]:
    """Return the YAML of each step of the workflow by its name."""
    (workflow,) = re.findall(r"```yaml\n(.*?)```", SECTION, re.DOTALL)
    named = re.split(r"^  - (?=name: |uses: )", workflow, flags=re.MULTILINE)[1:]
    return {step.partition("\n")[0].removeprefix("name: "): step for step in named}


def script(step: str) -> str:
    """Return the shell script of a step."""
    several = re.search(r"run: \|\n(.*)", step, re.DOTALL)
    assert several
    return textwrap.dedent(several[1])


GATE = script(steps()["Check the deployed configuration"])


def test_irctl_is_installed_before_it_is_used() -> None:
    names = list(steps())
    install = steps()["Install irctl"]
    assert "pipx install" in install
    assert names.index("Install irctl") < names.index("Check the deployed configuration")


def test_the_junit_report_is_uploaded_whatever_the_result() -> None:
    upload = steps()["Keep the report"]
    assert "if: always()" in upload
    assert "path: irctl.xml" in upload


@pytest.fixture
def ci(irctl: Irctl, server: Server) -> Irctl:
    """A checkout with a policy, in a job whose summary is a file."""
    server.add(samples.job("good", InferenceRecommendations=[samples.recommendation(latency=50)]))
    server.add(samples.job("slow", InferenceRecommendations=[samples.recommendation(latency=500)]))
    server.add(samples.failed("failed"), samples.in_progress("running"))
    (irctl.home / "irctl.toml").write_text("[max]\nlatency = 100\n")
    summary = str(irctl.home / "summary.md")
    return irctl.but(GITHUB_STEP_SUMMARY=summary, DEPLOYED="ml.c5.xlarge")


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
def test_the_step_exits_as_check_does_and_writes_the_summary_and_the_report_either_way(
    ci: Irctl, job: str, code: int, annotation: str
) -> None:
    done = ci.but(JOB=job).shell(f"set -e\n{GATE}")

    assert done.code == code, done.err
    assert done.out.startswith(annotation)
    if job in SUMMARIES:
        verdict, table, failures = SUMMARIES[job]
        summary = (ci.home / "summary.md").read_text()
        assert summary.startswith(f"# {job}\n\ngate {verdict}")
        assert table in summary
        suite = ElementTree.parse(ci.home / "irctl.xml").getroot()
        assert len(list(suite.iter("failure"))) == failures


SUMMARIES = {
    "good": ("met", "| met |", 0),
    "slow": ("not met", "| not met |", 2),
    "running": ("not met", "IN\\_PROGRESS", 2),
}
"""The verdict of the summary, a text in it, and the number of failures in the JUnit report."""


def test_the_gate_is_on_the_configuration_that_is_deployed(ci: Irctl, server: Server) -> None:
    fast = samples.recommendation("ml.g5.xlarge", latency=10)
    slow = samples.recommendation("ml.c5.xlarge", latency=500)
    server.add(samples.job("mixed", InferenceRecommendations=[fast, slow]))
    assert ci.but(JOB="mixed", DEPLOYED="ml.g5.xlarge").shell(f"set -e\n{GATE}").code == 0
    assert ci.but(JOB="mixed", DEPLOYED="ml.c5.xlarge").shell(f"set -e\n{GATE}").code == 10
