"""`irctl rank`: recommendations, best first."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING

from irctl import options
from irctl.context import Context
from irctl.decisions.criteria import Wish
from irctl.decisions.quantities import Rate
from irctl.decisions.ranking import Ranker, normalised, rank
from irctl.errors import UsageError
from irctl.jobs.metrics import METRICS, Metric
from irctl.options import benchmarks, limits, metrics, packages, prices, traffic
from irctl.options.metrics import Weight
from irctl.output.formats import FORMATS, PICTURE_FORMATS

if TYPE_CHECKING:
    from irctl.decisions.at_load import Load
    from irctl.decisions.reading import Reader
    from irctl.jobs.model import Job, Recommendation
    from irctl.jobs.model_package import ModelPackage


@options.command_printing((*FORMATS, *PICTURE_FORMATS))
def run(
    context: Context,
    given: packages.JobsOrGroup,
    by: metrics.By = None,
    weights: metrics.Weights = None,
    maximum: limits.Max = None,
    minimum: limits.Min = None,
    pareto: metrics.Pareto = False,
    top: metrics.Top = None,
    rate: traffic.RankedRate = None,
    utilization: traffic.Utilization = None,
    latency_unit: metrics.Unit = None,
    terms: prices.Prices = prices.OF_JOBS,
    usable: benchmarks.Benchmarks = benchmarks.NONE,
    all_jobs: options.AllJobs = False,
) -> None:
    """Rank recommendations by cost, latency, throughput or a weighted score.

    Recommendations beyond a limit are excluded, and the reason is shown.

    Examples:

      irctl rank resnet50-default --demo
      irctl rank resnet50-default --demo --by latency --max cost-per-hour=0.5
      irctl rank resnet50-default resnet50-default-v2 --demo --pareto --json
      irctl rank bert-serverless --demo --traffic 5/s
      irctl rank --model-package sentiment --demo
    """
    context.benchmarks = usable
    wish = Wish(
        by=tuple(by or ()),
        weights=_shares(weights or []),
        limits=limits.together(maximum, minimum),
        pareto=pareto,
        traffic=rate,
    )
    reader = context.reader(latency_unit, terms)
    load = _load(rate, utilization)
    if given.group is None:
        jobs = reader.read_all(context.results(given.jobs, are_all_wanted=all_jobs))
        _show_ranking(context, jobs, wish, reader, load, top)
    elif pareto or top:
        raise UsageError(
            "--model-package cannot be combined with --pareto or --top",
            "it takes the best recommendation of each version",
        )
    else:
        _show_versions(context, given.group, wish, reader, load)


def _show_ranking(
    context: Context,
    jobs: "Iterator[Job]",
    wish: Wish,
    reader: "Reader",
    load: "Load | None",
    top: int | None,
) -> None:
    """Show the recommendations of all jobs, best first."""
    # Not for --help and the Tab key, which need the options only.
    from irctl.answers import sentences
    from irctl.answers.rank import report
    from irctl.answers.readings import with_readings
    from irctl.decisions.ranking_review import about_ranking
    from irctl.decisions.review import JobReview

    first = next(jobs, None)
    if first is None:
        return
    criteria = wish.of(first)
    review = JobReview(criteria.limits, criteria.chosen)
    ranker = Ranker(criteria, top)
    for job in chain([first], jobs):
        review.add(job)
        ranker.add((load.of_job(job) if load else job).recommendations)
    ranking = ranker.ranking()
    warnings = sentences.warnings([*reader.caveats, *review.caveats(), *about_ranking(ranking)])
    answer = report(
        ranking,
        kind=first.kind,
        warnings=warnings,
        left_out=context.left_out,
        several=review.count > 1,
        priced=load is not None or reader.has_prices or bool(reader.prices),
        load=load,
    )
    context.show(with_readings(answer, reader))


def _show_versions(
    context: Context, group: "ModelPackage", wish: Wish, reader: "Reader", load: "Load | None"
) -> None:
    """Show the best recommendation for each version of a model package group."""
    from irctl.answers import sentences
    from irctl.answers.readings import with_readings
    from irctl.answers.versions import report
    from irctl.decisions.change import Noise
    from irctl.decisions.review import JobReview
    from irctl.decisions.versions import over_versions

    versions = context.versions(group)
    arns = [version.job_arn for version in versions if version.job_arn]
    jobs = [*reader.read_all(context.results(arns))]
    if not jobs:
        return
    criteria = wish.of(jobs[0])
    review = JobReview(criteria.limits, criteria.chosen)
    for job in jobs:
        review.add(job)

    def best_of(job: "Job") -> "Recommendation | None":
        ranking = rank((load.of_job(job) if load else job).recommendations, criteria, 1)
        return ranking.ranked[0].recommendation if ranking.ranked else None

    results = over_versions(versions, jobs, best_of, METRICS, Noise())
    answer = report(
        group,
        results,
        criteria,
        warnings=sentences.warnings([*reader.caveats, *review.caveats()]),
        left_out=context.left_out,
        load=load,
    )
    context.show(with_readings(answer, reader))


def _load(rate: Rate | None, utilization: Fraction | None) -> "Load | None":
    if rate is None:
        if utilization is not None:
            raise UsageError("--utilization goes with --traffic RATE")
        return None
    from irctl.decisions.at_load import Load

    return Load(rate, utilization)


def _shares(weights: Sequence[Weight]) -> dict[Metric, float]:
    """Return weights that sum to 1. Raise UsageError."""
    if len({weight.metric for weight in weights}) < len(weights):
        raise UsageError("--weight: each metric takes one weight")
    try:
        return normalised(dict(weights)) if weights else {}
    except ValueError as error:
        raise UsageError(f"--weight: {error}") from None
