"""The changes between the jobs of one model, as a part of the page."""

from collections.abc import Callable

from irctl.answers import compare as compare_answer
from irctl.answers import sentences
from irctl.answers.report import BoardAnswer
from irctl.decisions.baseline import baseline
from irctl.decisions.change import Noise
from irctl.decisions.compare import compare
from irctl.decisions.criteria import default_metric
from irctl.jobs.model import Job


def with_comparison(
    answer: BoardAnswer, against: str | None, noise: Noise, fetch: Callable[[str], Job]
) -> BoardAnswer:
    """Add the changes from a baseline: the first job, unless `against` names another.

    Nothing is added to a single job without a baseline. Raise ChoiceError, and what `fetch` raises.
    """
    jobs = answer.board.jobs
    if against is None and len(jobs) < 2:
        return answer
    by = default_metric(jobs[0])
    chosen, first = baseline(against or jobs[0].label, jobs, "exact", by, fetch)
    in_order = sorted([*filter(None, [first]), *jobs], key=lambda job: job is not first)
    by_label = {job.label: job for job in in_order}
    result = compare(by_label, chosen, "exact", by, noise)
    return answer._replace(
        comparison=compare_answer.report(
            result, by_label, noise, warnings=sentences.warnings(result.caveats), left_out=[]
        )
    )
