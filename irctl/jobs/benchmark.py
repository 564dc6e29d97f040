"""AI benchmark jobs: where in S3 their results are, and the gate that they may fail."""

import re
from typing import NamedTuple

from irctl.jobs.kinds import AI_BENCHMARK
from irctl.jobs.metrics import Number
from irctl.jobs.model import Job
from irctl.jobs.statuses import Outcome

BUNDLE = "output.tar.gz"
"""The name that SageMaker gives to the archive of results."""
# Compiled when the place of results is asked for.
_S3 = r"s3://(?P<bucket>[^/]+)/?(?P<prefix>.*)"
_HTTPS = (
    r"https://s3[a-z0-9.-]*\.amazonaws\.com[a-z.]*/(?P<bucket>[^/]+)/?(?P<prefix>.*)",
    r"https://(?P<bucket>[^/]+)\.s3[a-z0-9.-]*\.amazonaws\.com[a-z.]*/?(?P<prefix>.*)",
)


PLACES = ("s3",)
"""Where --results reads them."""


class Location(NamedTuple):
    """Where in S3 the output of a job is."""

    bucket: str
    prefix: str
    """Of its keys; empty, or with a slash at the end."""

    def uri(self, key: str) -> str:
        return f"s3://{self.bucket}/{key}"

    @property
    def copy_command(self) -> str:
        """A command that copies the results of the job to a directory, as shell text."""
        from shlex import quote

        return (
            f"aws s3 cp --recursive {quote(self.uri(self.prefix))} results/ "
            f"--exclude '*' --include '*{BUNDLE}'"
        )


def location(job: Job) -> Location | None:
    """Return where the results of a benchmark job are; None for a URI that S3 does not have."""
    uri = job.setup.output_uri or ""
    matches = [re.fullmatch(pattern, uri) for pattern in (_S3, *_HTTPS)]
    match = next(filter(None, matches), None)
    if match is None:
        return None
    prefix = match["prefix"].strip("/")
    return Location(match["bucket"], f"{prefix}/" if prefix else "")


class UsableResults(NamedTuple):
    """Which results of benchmark jobs the user wants."""

    in_s3: bool = False
    """Those that a job left in S3, too."""
    failed_gate: bool = False
    """Those of jobs that failed their validity gate, too."""

    def includes(self, job: Job) -> bool:
        """Whether the results of a job are to be read from S3."""
        return self.in_s3 and not job.recommendations and self.allows(job)

    def allows(self, job: Job) -> bool:
        """Whether a benchmark job measured what can be used."""
        is_usable = job.outcome is Outcome.READY or (self.failed_gate and gate_failure(job))
        return job.kind is AI_BENCHMARK and bool(is_usable)


class GateFailure(NamedTuple):
    """Why a benchmark job failed although it measured: too many of its requests failed."""

    error_rate: Number | None
    """In percent."""
    failed: int | None = None
    total: int | None = None


_RATE = re.compile(
    r"error rate(?: of)? (?P<rate>[0-9]{1,3}(?:\.[0-9]{1,9})?)%"
    r"(?: \((?P<failed>[0-9]{1,12})/(?P<total>[0-9]{1,12})\))?",
    re.IGNORECASE | re.ASCII,
)


def gate_failure(job: Job) -> GateFailure | None:
    """Return why a job failed its validity gate; None if it did not, or failed otherwise.

    A recorded reason: `AlgorithmError: Benchmark error rate 3.33% (10/300) exceeds maximum 1%.`
    """
    reason = job.failure_reason or ""
    is_failed = job.kind is AI_BENCHMARK and job.outcome is Outcome.FAILED
    if not is_failed or "error rate" not in reason.lower():
        return None
    match = _RATE.search(reason)
    if match is None:
        return GateFailure(None)
    counts = [int(text) for text in (match["failed"], match["total"]) if text]
    return GateFailure(float(match["rate"]), *counts)
