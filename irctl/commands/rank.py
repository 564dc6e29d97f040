"""`irctl rank`: recommendations, best first."""

from collections.abc import Sequence

from irctl import options
from irctl.answers import sentences
from irctl.answers.rank import report
from irctl.answers.readings import with_readings
from irctl.context import Context
from irctl.decisions.limits import Limit
from irctl.decisions.ranking import Criteria, Ranker, normalised
from irctl.decisions.reading import Reader
from irctl.decisions.review import JobReview, about_ranking
from irctl.errors import UsageError
from irctl.jobs.metrics import Metric
from irctl.options import limits, metrics, prices
from irctl.options.metrics import Weight
from irctl.output.formats import FORMATS, PICTURE_FORMATS


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
    latency_unit: metrics.Unit = None,
    terms: prices.Prices = prices.OF_JOBS,
    all_jobs: options.AllJobs = False,
) -> None:
    """Rank recommendations by cost, latency, throughput or a weighted score.

    Recommendations beyond a limit are excluded, and the reason is shown.

    Examples:

      irctl rank resnet50-default --demo
      irctl rank resnet50-default --demo --by latency --max cost-per-hour=0.5
      irctl rank resnet50-default resnet50-default-v2 --demo --pareto --json
    """
    criteria = _criteria(by, weights or [], limits.together(maximum, minimum), pareto)
    review = JobReview(criteria.limits)
    ranker = Ranker(criteria, top)
    reader = Reader(latency_unit, terms)
    for job in reader.read_all(context.results(jobs, are_all_wanted=all_jobs)):
        review.add(job)
        ranker.add(job.recommendations)
    if review.count:
        ranking = ranker.ranking()
        warnings = sentences.warnings([*reader.caveats, *review.caveats(), *about_ranking(ranking)])
        answer = report(
            ranking,
            warnings=warnings,
            left_out=context.left_out,
            several=review.count > 1,
            priced=reader.has_prices,
        )
        context.show(with_readings(answer, reader))


def _criteria(
    by: Sequence[Metric] | None,
    weights: Sequence[Weight],
    limits: Sequence[Limit],
    pareto: bool,
) -> Criteria:
    """Return the criteria of the command line. Raise UsageError."""
    if len({weight.metric for weight in weights}) < len(weights):
        raise UsageError("--weight: each metric takes one weight")
    try:
        shares = normalised(dict(weights)) if weights else {}
    except ValueError as error:
        raise UsageError(f"--weight: {error}") from None
    defaults = Criteria()
    chosen = tuple(by or shares)
    return Criteria(
        by=chosen or defaults.by,
        weights=shares,
        limits=tuple(limits),
        pareto=pareto,
        pareto_metrics=chosen or defaults.pareto_metrics,
    )
