"""The steps of action.yml: `decide` checks and reports, `comment` updates the pull request.

Inputs and the files of the runner are environment variables, as GitHub sets them. It needs the
standard library, and irctl as the command beside this Python.
"""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

Environment = Mapping[str, str]

IRCTL = str(Path(sys.executable).with_name("irctl"))
JUDGED = {0: "met", 10: "not met"}
"""The exit codes of `irctl check` for limits that were compared."""
LARGEST = 65_000
"""Characters; GitHub accepts comments of up to 65,536."""


def decide(environment: Environment) -> None:
    """Check and report. The exit code of the check is an output."""
    asked = _words(environment, "JOBS", "OPTIONS", "CHECK_OPTIONS")
    check = _irctl("check", *asked, "--json")
    print(_again("check", *asked, "-o", "github"), end="", flush=True)
    outputs = {"code": str(check.returncode), "passed": "false"}
    if check.returncode in JUDGED:
        outputs |= outputs_of(json.loads(check.stdout))
        verdict = f"**Gate {JUDGED[check.returncode]}.**\n\n"
    else:
        verdict = f"**irctl check exited with {check.returncode}**, see the log of the step.\n\n"
    shown = _words(environment, "JOBS", "OPTIONS", "REPORT_OPTIONS")
    decision = _irctl("report", *shown, "--quiet", "-o", "markdown").stdout
    if decision:
        outputs["page"] = environment["PAGE"]
        Path(environment["PAGE"]).write_text(_again("report", *shown), encoding="utf-8")
    limits = _again("check", *asked, "-o", "markdown")
    details = f"\n<details><summary>Limits</summary>\n\n{limits}\n</details>\n"
    comment = verdict + decision
    comment += details if limits and len(comment + details) < LARGEST else ""
    _comment(environment).write_text(comment, encoding="utf-8")
    _append(environment["GITHUB_STEP_SUMMARY"], comment)
    _append(environment["GITHUB_OUTPUT"], "".join(f"{k}={v}\n" for k, v in outputs.items()))


def outputs_of(check: Mapping[str, Any]) -> dict[str, str]:
    """Return the outputs of the action for the JSON of `irctl check`."""
    passing = [row for row in check["Recommendations"] if row["Passed"]]
    best: Mapping[str, Any] = min(passing, key=_monthly_cost, default={})
    cost = _monthly_cost(best)
    configuration = best.get("EndpointConfiguration") or {}
    hosting = "serverless" if configuration.get("ServerlessConfig") else ""
    instance_type = str(configuration.get("InstanceType") or hosting)
    return {
        "passed": "true" if check["Passed"] else "false",
        "instance-type": " ".join(instance_type.split()),  # an output is one line
        "monthly-cost": f"{cost:.2f}" if cost < float("inf") else "",
    }


def _monthly_cost(row: Mapping[str, Any]) -> float:
    cost = (row.get("Plan") or {}).get("CostPerMonth")
    return float("inf") if cost is None else float(cost)


def comment(environment: Environment) -> None:
    """Create the comment on the pull request, or update that of an earlier run."""
    event = json.loads(Path(environment["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    number = (event.get("pull_request") or {}).get("number")
    if number is None:
        print("::notice::irctl: no comment, since this run is not of a pull request")
        return
    marker = f"<!-- irctl: {environment['PAGE']} -->"
    body = f"{marker}\n{_comment(environment).read_text(encoding='utf-8')}"
    repository = f"/repos/{environment['GITHUB_REPOSITORY']}"
    issue = f"{repository}/issues/{number}/comments"
    try:
        earlier = next(_with_marker(environment, issue, marker), None)
        if earlier is None:
            _request(environment, "POST", issue, {"body": body})
        else:
            path = f"{repository}/issues/comments/{earlier}"
            _request(environment, "PATCH", path, {"body": body})
    except (HTTPError, URLError) as error:  # the check decides, not the comment
        print(f"::warning::irctl: the comment could not be written: {error}")


def _with_marker(environment: Environment, issue: str, marker: str) -> Iterator[int]:
    """Yield the IDs of the comments of this action, oldest first."""
    for page in range(1, 100):
        comments = _request(environment, "GET", f"{issue}?per_page=100&page={page}")
        yield from (entry["id"] for entry in comments if entry["body"].startswith(marker))
        if len(comments) < 100:
            return


def _request(environment: Environment, method: str, path: str, body: object = None) -> Any:
    request = Request(  # noqa: S310 - GitHub sets the address
        environment["GITHUB_API_URL"] + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {environment['TOKEN']}",
            "Accept": "application/vnd.github+json",
            "Content-Type": "application/json",
        },
    )
    with urlopen(request, timeout=30) as response:  # noqa: S310
        return json.load(response)


def _words(environment: Environment, *names: str) -> list[str]:
    """Return the words of some inputs, quoted as in a shell."""
    return [word for name in names for word in shlex.split(environment[name])]


def _irctl(*arguments: str, stderr: int | None = None) -> "subprocess.CompletedProcess[str]":
    command = [IRCTL, *arguments]
    return subprocess.run(  # noqa: S603 - the words of the workflow, without a shell
        command, stdout=subprocess.PIPE, stderr=stderr, text=True, encoding="utf-8", check=False
    )


def _again(*arguments: str) -> str:
    """Return another format of a result whose messages are in the log already."""
    return _irctl(*arguments, stderr=subprocess.DEVNULL).stdout


def _comment(environment: Environment) -> Path:
    return Path(environment["RUNNER_TEMP"]) / "irctl-comment.md"


def _append(path: str, text: str) -> None:
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(text)


STEPS: dict[str, Callable[[Environment], None]] = {"decide": decide, "comment": comment}

if __name__ == "__main__":
    STEPS[sys.argv[1]](os.environ)
