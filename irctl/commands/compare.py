"""`irctl compare`: recommendations side by side."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from irctl import options
from irctl.answers import sentences
from irctl.answers.compare import report
from irctl.answers.readings import with_readings
from irctl.context import Context
from irctl.decisions import review
from irctl.decisions.baseline import baseline
from irctl.decisions.compare import compare
from irctl.decisions.criteria import default_metric, metric_of
from irctl.decisions.partners import Baseline, Match, best_first, the_one
from irctl.decisions.together import check_comparable
from irctl.decisions.versions import job_about, over_versions
from irctl.errors import IrctlError
from irctl.jobs.metrics import METRICS, Metric
from irctl.jobs.model import Job, Recommendation
from irctl.options import benchmarks, comparison, metrics, packages, prices
from irctl.output.formats import FORMATS, PICTURE_FORMATS

if TYPE_CHECKING:
    from irctl.decisions.change import Noise
    from irctl.decisions.versions import VersionJob
    from irctl.jobs.model_package import ModelPackage
    from irctl.output.report import Report


@options.command_printing((*FORMATS, *PICTURE_FORMATS))
def run(
    context: Context,
    given: packages.JobsOrGroup,
    against: comparison.Baseline = None,
    by: metrics.ByOne = None,
    match: comparison.Pairing = None,
    thresholds: comparison.Thresholds = None,
    latency_unit: metrics.Unit = None,
    terms: prices.Prices = prices.OF_JOBS,
    usable: benchmarks.Benchmarks = benchmarks.NONE,
    all_jobs: options.AllJobs = False,
) -> None:
    """Compare recommendations between jobs, or within one job.

    The baseline is the first job by default; of one job, its best recommendation; of the versions
    of a model package group, the oldest one.

    Examples:

      irctl compare resnet50-default resnet50-default-v2 --demo
      irctl compare resnet50-default --demo --baseline ml.c5.xlarge --by latency
      irctl compare fraud-xgboost --demo --baseline endpoint --json
      irctl compare --model-package sentiment --demo --baseline sentiment/4
    """
    context.benchmarks = usable
    match = match or "exact"
    noise = comparison.noise(thresholds)
    reader = context.reader(latency_unit, terms)
    versions, against = _versions(context, given.group, against)
    numbers = {arn: version.number for version, arn in versions if arn}
    results = context.results([*numbers] or given.jobs, are_all_wanted=all_jobs)
    fetched = [*reader.read_all(_fetched(context, results, against))]
    if not fetched:
        return
    by = _metric(fetched[0], by)

    def fetch(text: str) -> Job:
        return reader.read(context.result(text))

    chosen, compared = _baseline(fetch, against, fetched, match, by)
    check_comparable(compared)
    by_label = {job.label: job for job in compared}
    result = compare(by_label, chosen, match, by, noise)
    about = review.about_jobs(compared)
    warnings = sentences.warnings([*reader.caveats, *about, *result.caveats])
    answer = report(
        result, by_label, noise, warnings=warnings, left_out=context.left_out, versions=numbers
    )
    answer = _with_versions(answer, given.group, versions, fetched, by, noise)
    context.show(with_readings(answer, reader))


def _versions(
    context: Context, group: "ModelPackage | None", against: str | None
) -> "tuple[list[VersionJob], str | None]":
    """Return the versions of a group with their jobs, and the JOB that --baseline means."""
    if group is None:
        return [], against
    versions = context.versions(group)
    return versions, against and job_about(against, group, versions)


def _metric(job: Job, by: Metric | None) -> Metric:
    return metric_of(job.kind, by) if by else default_metric(job)


def _with_versions(
    answer: "Report",
    group: "ModelPackage | None",
    versions: "Sequence[VersionJob]",
    jobs: Sequence[Job],
    by: Metric,
    noise: "Noise",
) -> "Report":
    """Return the answer about a group with the best recommendation for each version before it."""
    if group is None:
        return answer
    from irctl.answers.versions import with_versions

    def best_of(job: Job) -> Recommendation | None:
        return next(iter(best_first(job.recommendations, by)), None)

    results = over_versions(versions, jobs, best_of, METRICS, noise)
    return with_versions(answer, group, results, by, noise)


def _fetched(context: Context, jobs: Iterable[Job], against: str | None) -> list[Job]:
    """Fetch the jobs. Raise IrctlError if the first, which is the baseline, is missing."""
    fetched: list[Job] = []
    is_first_missing = False
    for job in jobs:
        is_first_missing = is_first_missing or (not fetched and bool(context.left_out))
        fetched.append(job)
    if fetched and is_first_missing and against is None:
        raise IrctlError(
            "the first JOB, which is the baseline, could not be used",
            "choose another baseline: --baseline JOB",
            context.exit_code,
        )
    return fetched


def _baseline(
    fetch: Callable[[str], Job],
    text: str | None,
    jobs: list[Job],
    match: Match,
    by: Metric,
) -> tuple[Baseline, list[Job]]:
    """Return the baseline, and the jobs with that of the baseline first."""
    if text is None and len(jobs) == 1 and jobs[0].recommendations:
        return the_one(best_first(jobs[0].recommendations, by)[0]), jobs
    chosen, first = baseline(text or jobs[0].label, jobs, match, by, fetch)
    if first is None:
        return chosen, jobs
    return chosen, [first, *(job for job in jobs if job is not first)]
