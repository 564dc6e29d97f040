"""The steps of the GitHub Action, run as a runner runs them, with a GitHub API on loopback."""

import json
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from .program import Irctl

REPOSITORY = Path(__file__).parents[2]
ACTION = (REPOSITORY / "action.yml").read_text()
pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")


def script(step: str) -> str:
    """Return the shell script of a step."""
    (text,) = re.findall(rf"    - name: {step}\n(.*?)(?=\n    - name: |\Z)", ACTION, re.DOTALL)
    if one := re.search(r"      run: (?!\|)(.*)", text):
        return one[1]
    return textwrap.dedent(text.partition("run: |\n")[2])


@dataclass
class GitHub:
    """The comments of a pull request, and the requests that were made for them."""

    url: str
    status: int = 200
    comments: list[dict[str, Any]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def answer(self, method: str, path: str, body: dict[str, Any]) -> Any:
        self.requests.append(f"{method} {path}")
        if method == "GET":
            page = int(path.rpartition("=")[2])
            return self.comments[100 * (page - 1) : 100 * page]
        if method == "POST":
            self.comments.append({"id": len(self.comments) + 1, **body})
            return self.comments[-1]
        comment = next(c for c in self.comments if c["id"] == int(path.rpartition("/")[2]))
        comment.update(body)
        return comment


@pytest.fixture
def github() -> Iterator[GitHub]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(size)) if size else {}
            answer = hub.answer(self.command, self.path, body)
            self.send_response(hub.status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Print nothing."""

    for method in ("GET", "POST", "PATCH"):
        setattr(Handler, f"do_{method}", Handler.answer)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        hub = GitHub(f"http://127.0.0.1:{server.server_port}")
        Thread(target=server.serve_forever, daemon=True).start()
        yield hub
        server.shutdown()


@dataclass
class Runner:
    """A runner with the action and its irctl, and what its steps wrote."""

    folder: Path
    environ: dict[str, str]

    def step(self, name: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script(name)],
            env={**self.environ, **variables},
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    @property
    def outputs(self) -> dict[str, str]:
        lines = (self.folder / "output").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    def decide(self, jobs: str, options: str = "", check: str = "", report: str = "") -> str:
        """Run the check and the report. Return the summary."""
        inputs = {"JOBS": jobs, "OPTIONS": options, "CHECK_OPTIONS": check}
        done = self.step("Check and report", **inputs, REPORT_OPTIONS=report)
        assert done.returncode == 0, done.stderr
        return (self.folder / "summary.md").read_text()


@pytest.fixture
def runner(irctl: Irctl, github: GitHub) -> Runner:
    folder = irctl.home
    programs = folder / "temp" / "irctl" / "bin"
    programs.mkdir(parents=True)
    (programs / "python").symlink_to(sys.executable)
    (programs / "irctl").symlink_to(irctl.path)
    (folder / "event.json").write_text('{"pull_request": {"number": 7}}')
    files = {
        "RUNNER_TEMP": folder / "temp",
        "GITHUB_ACTION_PATH": REPOSITORY,
        "GITHUB_OUTPUT": folder / "output",
        "GITHUB_STEP_SUMMARY": folder / "summary.md",
        "GITHUB_EVENT_PATH": folder / "event.json",
    }
    named = {name: str(path) for name, path in files.items()}
    hub = {"GITHUB_API_URL": github.url, "GITHUB_REPOSITORY": "a/model", "TOKEN": "t"}
    return Runner(folder, {**irctl.environ, **named, **hub, "PAGE": "page.html"})


DEMO = "resnet50-default --demo"
CODE = "Exit as irctl check did"
COMMENT = "Comment on the pull request"


def test_a_gate_that_is_met_gives_outputs_a_summary_and_a_page(runner: Runner) -> None:
    summary = runner.decide(DEMO, "--traffic 100/s --max latency=100")

    assert runner.outputs == {
        "code": "0",
        "passed": "true",
        "instance-type": "ml.c6i.xlarge",
        "monthly-cost": "1042.44",
        "page": "page.html",
    }
    assert summary.startswith("**Gate met.**\n\n### resnet50-default: 7 \u00d7 ml.c6i.xlarge")
    assert summary.count("<details>") == summary.count("</details>") == 2
    assert (runner.folder / "page.html").read_text().startswith("<!doctype html>")


def test_a_gate_that_is_not_met_fails_the_last_step_alone(runner: Runner) -> None:
    summary = runner.decide(DEMO, "--traffic 100/s", check="--max monthly-cost=10")
    outputs = runner.outputs

    assert summary.startswith("**Gate not met.**")
    assert (outputs["passed"], outputs["instance-type"], outputs["monthly-cost"]) == (
        "false",
        "",
        "",
    )
    assert runner.step(CODE, CODE=outputs["code"]).returncode == 10


def test_a_job_that_does_not_exist_is_no_verdict_and_inputs_are_words_never_a_script(
    runner: Runner,
) -> None:
    script = "--recommendation '$(touch made) `touch made` ; touch made'"
    summary = runner.decide("nowhere --demo", check=f"--max latency=1 {script}")

    assert "exited with 3" in summary
    assert runner.outputs == {"code": "3", "passed": "false"}
    assert runner.step(CODE, CODE="3").returncode == 3
    assert not (runner.folder / "made").exists()


def test_one_comment_is_updated_in_place_and_a_refusal_is_a_warning(
    runner: Runner, github: GitHub
) -> None:
    github.comments = [{"id": n, "body": "well done"} for n in range(1, 151)]
    (runner.folder / "temp" / "irctl-comment.md").write_text("**Gate met.**")
    first, second = runner.step(COMMENT), runner.step(COMMENT)

    assert (first.returncode, second.returncode) == (0, 0)
    assert [request.partition("?")[0] for request in github.requests] == [
        "GET /repos/a/model/issues/7/comments",
        "GET /repos/a/model/issues/7/comments",
        "POST /repos/a/model/issues/7/comments",
        "GET /repos/a/model/issues/7/comments",
        "GET /repos/a/model/issues/7/comments",
        "PATCH /repos/a/model/issues/comments/151",
    ]
    assert len(github.comments) == 151
    assert github.comments[-1]["body"] == "<!-- irctl: page.html -->\n**Gate met.**"

    github.status = 403
    refused = runner.step(COMMENT)
    assert refused.returncode == 0
    assert refused.stdout.startswith("::warning::")


def test_a_run_without_a_pull_request_writes_no_comment(runner: Runner, github: GitHub) -> None:
    (runner.folder / "event.json").write_text('{"ref": "refs/heads/main"}')

    assert runner.step(COMMENT).returncode == 0
    assert github.requests == []
