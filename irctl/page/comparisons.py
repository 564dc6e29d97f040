"""The changes between the jobs of one model, as a part of the page."""

from collections.abc import Callable, Sequence

from irctl.answers import compare as compare_answer
from irctl.answers import sentences
from irctl.answers.report import BoardAnswer
from irctl.decisions.baseline import baseline, named
from irctl.decisions.change import Noise
from irctl.decisions.compare import compare
from irctl.jobs.metrics import COST_PER_INFERENCE
from irctl.jobs.model import Job


def with_comparison(
    answer: BoardAnswer,
    texts: Sequence[str],
    against: str | None,
    noise: Noise,
    fetch: Callable[[str], Job],
) -> BoardAnswer:
    """Add the changes from a baseline: the first job, unless `against` names another.

    Nothing is added to a single job without a baseline. The texts are the JOBs of the command.
    Raise ChoiceError, and what `fetch` raises.
    """
    jobs = named(texts, answer.board.jobs)
    if against is None and len(jobs) < 2:
        return answer
    chosen, first = baseline(against or jobs[0].key, jobs, "exact", COST_PER_INFERENCE, fetch)
    in_order = sorted([*filter(None, [first]), *jobs], key=lambda job: job is not first)
    by_key = {job.key: job.job for job in in_order}
    result = compare(by_key, chosen, "exact", COST_PER_INFERENCE, noise)
    return answer._replace(
        comparison=compare_answer.report(
            result, by_key, noise, warnings=sentences.warnings(result.caveats), left_out=[]
        )
    )
