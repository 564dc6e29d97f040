"""`irctl rank`: recommendations, best first."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING

from irctl import options
from irctl.context import Context
from irctl.decisions.criteria import Wish
from irctl.decisions.quantities import Rate
from irctl.decisions.ranking import Ranker, normalised
from irctl.errors import UsageError
from irctl.jobs.metrics import Metric
from irctl.options import benchmarks, limits, metrics, prices, traffic
from irctl.options.metrics import Weight
from irctl.output.formats import FORMATS, PICTURE_FORMATS

if TYPE_CHECKING:
    from irctl.decisions.at_load import Load


@options.command_printing((*FORMATS, *PICTURE_FORMATS))
def run(
    context: Context,
    jobs: options.Jobs,
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
    """
    # Not for --help and the Tab key, which need the options only.
    from irctl.answers import sentences
    from irctl.answers.rank import report
    from irctl.answers.readings import with_readings
    from irctl.decisions.ranking_review import about_ranking
    from irctl.decisions.review import JobReview

    context.benchmarks = usable
    wish = Wish(
        by=tuple(by or ()),
        weights=_shares(weights or []),
        limits=limits.together(maximum, minimum),
        pareto=pareto,
        traffic=rate,
    )
    reader = context.reader(latency_unit, terms)
    fetched = reader.read_all(context.results(jobs, are_all_wanted=all_jobs))
    load = _load(rate, utilization)
    first = next(fetched, None)
    if first is None:
        return
    criteria = wish.of(first)
    review = JobReview(criteria.limits, criteria.chosen)
    ranker = Ranker(criteria, top)
    for job in chain([first], fetched):
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
