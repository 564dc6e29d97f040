"""What a comparison comes down to, in a sentence."""

from collections.abc import Mapping, Sequence

from irctl.decisions.change import Change, Noise, changes
from irctl.decisions.compare import Comparison, Existing, Row, conditions
from irctl.decisions.partners import best_first
from irctl.jobs.metrics import Metric
from irctl.jobs.model import Job
from irctl.output import numbers


def of_comparison(result: Comparison, jobs: Mapping[str, Job], noise: Noise) -> str:
    """Name the best configuration, its changes against the baseline, and the conditions."""
    best, by = result.best, result.by
    if not result.groups:
        return "no recommendation to compare"
    if result.best_endpoint is not None:
        return _endpoint_is_best(result, result.best_endpoint, jobs)
    if best is None:
        return f"no configuration has a {by.name}; choose another --by"
    job = jobs[best.job]
    name = best.recommendation.configuration.title
    name += f" of {best.job}" if len(jobs) > 1 else ""
    value = numbers.quantity(best.changes[by].value or 0, by.unit)
    against = _against_baseline(result, best, job, noise)
    counts = _counts(result, len(jobs))
    return f"{name} is best by {by.name} ({value}){against}{_held(job)}{counts}"


def _endpoint_is_best(result: Comparison, existing: Existing, jobs: Mapping[str, Job]) -> str:
    value = numbers.quantity(result.by.of(existing.endpoint.metrics) or 0, result.by.unit)
    name = existing.endpoint.title + (f" in {existing.job}" if len(jobs) > 1 else "")
    return (
        f"{name} is best by {result.by.name} ({value}); it is the baseline, and nothing beats it"
        f"{_held(jobs[existing.job])}{_counts(result, len(jobs))}"
    )


def _held(job: Job) -> str:
    return f" ({', '.join(conditions(job))})" if conditions(job) else ""


def _counts(result: Comparison, number_of_jobs: int) -> str:
    """Count what got better and worse in the metric that decides, and name the worst."""
    rows = [row for group in result.groups for row in group.rows if not row.is_baseline]
    metric = _first_compared(rows, (result.by, *result.usual))
    if metric is None:
        return ""
    short = metric.name if metric.statistic else min((metric.name, *metric.aliases), key=len)
    outcomes = [row.changes[metric].better for row in rows]
    better = outcomes.count(True)
    worse = [row for row, is_better in zip(rows, outcomes, strict=True) if is_better is False]
    if not worse:
        return f"; {better} better, none worse in {short}"
    worst = max(worse, key=lambda row: metric.badness(row.changes[metric].change or 0))
    name = worst.recommendation.configuration.title
    name += f" of {worst.job}" if number_of_jobs > 2 else ""
    return f"; {better} better, {len(worse)} worse: {name} {change(worst.changes[metric])} {short}"


def _first_compared(rows: Sequence[Row], metrics: Sequence[Metric]) -> Metric | None:
    """Return the first metric in which any row changed against the baseline."""
    return next(
        (m for m in metrics if any(row.changes[m].change is not None for row in rows)), None
    )


def _against_baseline(result: Comparison, best: Row, job: Job, noise: Noise) -> str:
    base = result.baseline
    if best.is_baseline:
        return "; it is the baseline, and nothing beats it"
    if base.partner(job, best.recommendation) is not None:
        is_same = base.kind == "Job" and base.is_same_configuration
        partner = "the same configuration in " if is_same else ""
        return f"; against {partner}{base.name}: {_changes(best.changes, result.usual)}"
    if not base.recommendations:
        return ""
    other = best_first(base.recommendations, result.by)[0]
    changed = changes(best.recommendation.metrics, other.metrics, noise, result.metrics)
    return (
        f"; {base.name} did not test it; against its best, {other.configuration.title}: "
        f"{_changes(changed, result.usual)}"
    )


def _changes(changed: Mapping[Metric, Change], named: Sequence[Metric]) -> str:
    parts = [
        f"{metric.name} {change(changed[metric])}"
        for metric in named
        if changed[metric].change is not None
    ]
    return ", ".join(parts) or "no metric in common"


def change(change: Change) -> str:
    """Return a change in short: `+22%`, `~` within the noise, `n/a` where it is unknown."""
    if change.change is None:
        return "n/a"
    return "~" if change.better is None else numbers.change(change.change)
