"""What the versions of a model come down to, in a sentence."""

from collections.abc import Iterator, Mapping, Sequence

from irctl.answers.verdicts.compare import change
from irctl.decisions.change import Change
from irctl.decisions.quantities import Rate
from irctl.decisions.versions import VersionResult
from irctl.jobs.metrics import Metric
from irctl.output import numbers


def of_versions(
    results: Sequence[VersionResult],
    named: Sequence[Metric],
    decisive: Metric | None,
    traffic: Rate | None = None,
) -> str:
    """Compare the last version that has a result with the first, and with the one before it.

    `named` are the metrics that the sentence names; the decisive one says which version is best,
    at some traffic if it is given.
    """
    known = [result for result in results if result.best is not None]
    if not known:
        return "no version has a recommendation within the limits"
    last = known[-1]
    values = f"version {last.version.number}: {', '.join(_values(last, named))}"
    if len(known) == 1:
        return f"only one version has a result; {values}"
    parts = [values, _against(known[0], last.since_first, named)]
    if len(known) > 2:
        parts.append(_against(known[-2], last.since_previous, named))
    return "; ".join([*parts, *_best(known, decisive, f" at {traffic.text}" if traffic else "")])


def _values(result: VersionResult, named: Sequence[Metric]) -> Iterator[str]:
    if result.best is not None:
        yield result.best.title
    for metric in named:
        value = metric.of(result.values)
        if value is not None:
            yield numbers.quantity(value, metric.unit)


def _against(
    other: VersionResult, changed: Mapping[Metric, Change], named: Sequence[Metric]
) -> str:
    moves = (
        f"{metric.name} {change(changed[metric])}"
        for metric in named
        if changed[metric].change is not None
    )
    return f"against version {other.version.number}: {', '.join(moves) or 'no metric in common'}"


def _best(known: Sequence[VersionResult], decisive: Metric | None, traffic: str) -> Iterator[str]:
    """Yield which version is the best by the decisive metric, or that none has a value of it."""
    if decisive is None:
        return
    best = min(known, key=lambda result: decisive.badness_in(result.values))
    if decisive.of(best.values) is None:
        yield f"no version has a {decisive.name}; choose another --by"
    else:
        yield f"best by {decisive.name}{traffic}: version {best.version.number}"
