"""The results of a benchmark at several concurrencies: which of them can be planned with."""

from collections.abc import Sequence

from irctl.decisions.limits import Limit, missed
from irctl.jobs.kinds import AI_BENCHMARK
from irctl.jobs.metrics import Number
from irctl.jobs.model import Job, Recommendation


def plannable(job: Job, limits: Sequence[Limit]) -> list[Recommendation]:
    """Return the recommendations of a job without those that another makes superfluous.

    What an endpoint serves within limits is what it was measured to serve at the highest
    concurrency that keeps them: lower ones serve less, and nothing is known in between. All
    are returned where none keeps them.
    """
    if job.kind is not AI_BENCHMARK:
        return list(job.recommendations)
    keeping = [r for r in job.recommendations if not missed(limits, r.metrics)]
    if not keeping:
        return list(job.recommendations)
    highest = max(keeping, key=_concurrency)
    above = [r for r in job.recommendations if _concurrency(r) > _concurrency(highest)]
    return [highest, *above]


def _concurrency(recommendation: Recommendation) -> Number:
    return recommendation.configuration.concurrency or 0
