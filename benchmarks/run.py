"""Measure irctl relative to other programs in the same run.

Run `python benchmarks/run.py` with the Python of irctl's environment. It installs awscli into an
environment of its own in this folder, starts a server on loopback, runs each command alternately
with its peer, and prints the ratio of the medians with its goal.
"""

import argparse
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
IRCTL = str(BIN / "irctl")
DESCRIBE = ["sagemaker", "describe-inference-recommendations-job", "--job-name", "job-1"]


# A shell's call when Tab is pressed after `irctl rank job-1 --by la`.
TAB = ["env", "_IRCTL_COMPLETE=bash", "_IRCTL_LINE=irctl rank job-1 --by la", IRCTL]


class Cost(NamedTuple):
    """The cost of one run of a process."""

    cpu_s: float
    wall_s: float
    peak_mib: float


def run(command: Sequence[str], environment: dict[str, str]) -> Cost:
    start = time.monotonic()
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} exited with {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def in_turn(
    commands: Sequence[Sequence[str]], environment: dict[str, str], runs: int
) -> list[Cost]:
    """Return the median cost of each command, run alternately after one uncounted round."""
    costs: list[list[Cost]] = [[] for _ in commands]
    for turn in range(runs + 1):
        for command, measured in zip(commands, costs, strict=True):
            cost = run(command, environment)
            if turn:
                measured.append(cost)
    return [Cost(*map(statistics.median, zip(*counted, strict=True))) for counted in costs]


@contextmanager
def server(latency_ms: int) -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, HERE / "server.py", str(latency_ms)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


def installed(package: str, program: str) -> str:
    """Return the path of a package's program, installed with the same Python in an environment."""
    environment = HERE / f".{package}"
    if not (environment / "installed").exists():
        venv.create(environment, with_pip=True)
        subprocess.run([environment / "bin" / "pip", "install", "-q", package], check=True)
        (environment / "installed").touch()
    return str(environment / "bin" / program)


def aws() -> str:
    """Return the path of the AWS CLI."""
    return installed("awscli", "aws")


def jobs_file(path: Path, jobs: int, recommendations: int) -> str:
    """Write jobs with random recommendations as JSON Lines; return the path."""
    sys.path.insert(0, str(HERE))
    from server import described

    chance = random.Random(1)
    with path.open("w") as file:
        for number in range(jobs):
            job = described(f"job-{number}")
            template = job["InferenceRecommendations"][0]
            job["InferenceRecommendations"] = [
                {**template, "RecommendationId": f"job-{number}/{i}", "Metrics": measured(chance)}
                for i in range(recommendations)
            ]
            file.write(json.dumps(job) + "\n")
    return str(path)


def measured(chance: random.Random) -> dict[str, float]:
    hourly, rate = chance.choice((0.115, 0.204, 0.736)), chance.randint(100, 5000)
    return {
        "CostPerHour": hourly,
        "CostPerInference": hourly / rate / 60,
        "MaxInvocations": rate,
        "ModelLatency": chance.randint(5, 2000),
    }


def print_row(name: str, figure: str, goal: str, *, is_met: bool) -> None:
    print(f"| {name} | {figure} | {goal} | {'yes' if is_met else 'no'} |", flush=True)


def start_up(environment: dict[str, str], runs: int, job: str) -> None:
    rows = [
        ("`irctl describe NAME --json` over HTTP", [IRCTL, "describe", "job-1", "--json"], 0.37),
        ("`irctl describe NAME` as a table over HTTP", [IRCTL, "describe", "job-1"], 0.58),
        ("`irctl rank FILE` as a table", [IRCTL, "rank", job], 0.21),
        ("`irctl report FILE`", [IRCTL, "report", job, "--traffic", "100/s"], 0.65),
        (
            "`irctl plan FILE --traffic 100/s -o svg`",
            [IRCTL, "plan", job, "--traffic", "100/s", "-o", "svg"],
            0.46,
        ),
        ("`irctl describe FILE --json`", [IRCTL, "describe", job, "--json"], 0.25),
        ("`irctl --version`", [IRCTL, "--version"], 0.12),
        ("a completion without job names", TAB, 0.18),
        ("`irctl --help`", [IRCTL, "--help"], 0.25),
        ("`irctl rank --help`", [IRCTL, "rank", "--help"], 0.25),
    ]
    peers = [[aws(), *DESCRIBE], [sys.executable, str(HERE / "signed_request.py")]]
    costs = in_turn([*peers, *(command for _, command, _ in rows)], environment, runs)
    (aws_s, request_s), ours = [cost.cpu_s for cost in costs[:2]], costs[2:]
    print(f"\nProcessor time relative to `aws {' '.join(DESCRIBE[:2])}` ({aws_s:.3f} s):\n")
    print("| command | ratio | goal | met |\n|---|---|---|---|")
    for (name, _, goal), cost in zip(rows, ours, strict=True):
        print_at_most(name, cost.cpu_s / aws_s, goal)
    print(f"\nProcessor time relative to `python signed_request.py` ({request_s:.3f} s):\n")
    print("| command | ratio | goal | met |\n|---|---|---|---|")
    print_at_most(rows[0][0], ours[0].cpu_s / request_s, 1.2)


def print_at_most(name: str, ratio: float, goal: float) -> None:
    print_row(name, f"{ratio:.2f}", f"at most {goal:.2f}", is_met=ratio <= goal)


def scale(environment: dict[str, str], directory: Path) -> None:
    print("\nScale:\n\n| scale | measured | goal | met |\n|---|---|---|---|")
    with server(latency_ms=50) as url:
        slow = {**environment, "AWS_ENDPOINT_URL_SAGEMAKER": url}
        names = [f"job-{number}" for number in range(200)]
        one, many = in_turn(
            [[IRCTL, "rank", "job-0", "--json"], [IRCTL, "rank", *names, "--json"]], slow, 3
        )
        more = many.wall_s - one.wall_s
        print_row(
            "rank of 200 jobs, 50 ms each, in addition to one job",
            f"{more:.2f} s",
            "at most 2 s",
            is_met=more <= 2,
        )

    paginator = (
        "import boto3; client = boto3.client('sagemaker'); "
        "[len(page) for page in "
        "client.get_paginator('list_inference_recommendations_jobs').paginate()]"
    )
    ours, theirs = in_turn([[IRCTL, "list"], [sys.executable, "-c", paginator]], environment, 3)
    ratio = ours.cpu_s / theirs.cpu_s
    print_row(
        "list of 5,000 jobs against boto3's paginator",
        f"{ratio:.2f}",
        "at most 2",
        is_met=ratio <= 2,
    )

    jobs = jobs_file(directory / "jobs.jsonl", 10_000, 10)
    copy = (
        "import json, sys\n"
        f"for line in open({jobs!r}): sys.stdout.write(json.dumps(json.loads(line)) + '\\n')"
    )
    rank = [IRCTL, "rank", jobs, "-o", "jsonl"]
    plain, everything, best = in_turn(
        [[sys.executable, "-c", copy], rank, [*rank, "--top", "10"]], environment, 3
    )
    ratio = everything.cpu_s / plain.cpu_s
    print_row(
        "rank of 10,000 jobs of 10 as JSON Lines against json.loads and json.dumps",
        f"{ratio:.2f}",
        "at most 4",
        is_met=ratio <= 4,
    )
    print_row(
        "rank of 10,000 jobs of 10 with --top 10: memory",
        f"{best.peak_mib:.0f} MiB",
        "at most 150 MiB",
        is_met=best.peak_mib <= 150,
    )

    archive_peers(environment, jobs, everything.cpu_s)

    front = (
        "import random, sys, time; from irctl.decisions.pareto import front; "
        "n = int(sys.argv[1]); c = random.Random(1); "
        "p = [(c.random(), c.random()) for _ in range(n)]; t = time.process_time(); front(p); "
        "print(time.process_time() - t)"
    )

    many = jobs_file(directory / "configurations.json", 1, 5000)
    page = run([IRCTL, "report", many, "--traffic", "100/s"], environment)
    row = "page of 5,000 configurations: processor time"
    print_row(row, f"{page.cpu_s:.2f} s", "at most 1.5 s", is_met=page.cpu_s <= 1.5)

    def front_s(points: int) -> float:
        command = [sys.executable, "-c", front, str(points)]
        done = [
            float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            for _ in range(5)
        ]
        return statistics.median(done)

    ratio = front_s(200_000) / front_s(100_000)
    print_row(
        "Pareto front of twice 100,000 points", f"{ratio:.2f}", "at most 2.5", is_met=ratio <= 2.5
    )


def archive_peers(environment: dict[str, str], jobs: str, rank_s: float) -> None:
    """Print rows against programs that sort the same archive in the same order."""
    sort = (
        "[inputs.InferenceRecommendations[]]"
        " | sort_by(.Metrics.CostPerInference, .Metrics.ModelLatency)[]"
    )
    query = (
        "COPY (SELECT r.* FROM (SELECT unnest(InferenceRecommendations) AS r FROM "
        f"read_json('{jobs}')) ORDER BY r.Metrics.CostPerInference, r.Metrics.ModelLatency) "
        "TO '/dev/stdout' (FORMAT json)"
    )
    duckdb = [installed("duckdb", "python"), "-c", f'import duckdb; duckdb.sql("""{query}""")']
    jq = shutil.which("jq")
    rows = [("jq", [jq, "-nc", sort, jobs], 0.8)] if jq else []
    for name, command, goal in [*rows, ("DuckDB", duckdb, 3.0)]:
        (peer,) = in_turn([command], environment, 3)
        ratio = rank_s / peer.cpu_s
        row = f"the same against {name}, which sorts without checking or warning"
        print_row(row, f"{ratio:.2f}", f"at most {goal:.1f}", is_met=ratio <= goal)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=11, help="counted runs of each command")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as scratch, server(latency_ms=0) as url:
        directory = Path(scratch)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": scratch,
            "AWS_ACCESS_KEY_ID": "benchmark",
            "AWS_SECRET_ACCESS_KEY": "benchmark",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL_SAGEMAKER": url,
        }
        job = jobs_file(directory / "job.json", 1, 10)
        versions = ", ".join(f"{name} {version(name)}" for name in ("botocore", "typer", "rich"))
        peer = subprocess.run(
            [aws(), "--version"], capture_output=True, text=True, check=True
        ).stdout.split()[0]
        print(f"Python {platform.python_version()}, {versions}, {peer}, median of {runs} runs")
        start_up(environment, runs, job)
        scale(environment, directory)


if __name__ == "__main__":
    main()
