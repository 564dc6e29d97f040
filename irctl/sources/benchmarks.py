"""The benchmark jobs behind the recommendations of an AI recommendation job."""

from functools import partial
from typing import TYPE_CHECKING

from irctl.errors import UsageError
from irctl.jobs.kinds import AI_BENCHMARK
from irctl.jobs.model import Document, Job, Recommendation, Step
from irctl.jobs.statuses import is_same
from irctl.sources.pacing import together
from irctl.sources.reference import JobArn, parse_arn

if TYPE_CHECKING:
    from irctl.sources.aws import Account


def saved_steps(job: Job) -> list[Step]:
    """A step for each recommendation of a saved job, which does not say how its benchmark went.

    Raise UsageError for a benchmark job.
    """
    _check_has_steps(job)
    return [_step(job, row, None) for row in job.recommendations]


def _check_has_steps(job: Job) -> None:
    if job.kind is AI_BENCHMARK:
        raise UsageError(
            f"{job.label} is {job.kind.title}, which has no steps",
            f"see its results: irctl describe {job.label}",
        )


def steps_behind(job: Job, account: "Account", status: str | None = None) -> list[Step]:
    """A step for each recommendation, as its benchmark job went; of any status without one.

    Raise UsageError for a benchmark job, and IrctlError if a benchmark job cannot be fetched.
    """
    _check_has_steps(job)
    arns = {row.position: _benchmark_arn(row) for row in job.recommendations}
    benchmarks = together(
        {
            position: partial(account.describe, arn.name, arn, AI_BENCHMARK)
            for position, arn in arns.items()
            if arn is not None
        }
    )
    steps = [_step(job, row, benchmarks.get(row.position)) for row in job.recommendations]
    return [step for step in steps if status is None or is_same(step.status, status)]


def _benchmark_arn(row: Recommendation) -> JobArn | None:
    return parse_arn((row.deployment and row.deployment.benchmark_arn) or "")


def _named(row: Recommendation) -> Document:
    """Return the member that names the benchmark job behind a recommendation."""
    arn = row.deployment and row.deployment.benchmark_arn
    return {"AIBenchmarkJobArn": arn} if arn else {}


def _step(job: Job, row: Recommendation, benchmark: Job | None) -> Step:
    return Step(
        job_name=job.name,
        type=None,
        status=benchmark and benchmark.status,
        benchmark=row,
        endpoint_metrics={},
        failure_reason=benchmark and benchmark.failure_reason,
        document=benchmark.document if benchmark else _named(row),
    )
