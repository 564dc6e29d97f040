"""Two metrics against each other, such as latency against cost, with the Pareto front."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from irctl.decisions.limits import Limit
from irctl.decisions.pareto import front
from irctl.jobs.metrics import Metric, Unit
from irctl.jobs.model import Configuration
from irctl.output.palette import SLOTS, slot
from irctl.output.scene import (
    Role,
)
from irctl.pictures.series import Series

MOST_MARKS = 100
_COSTS = (
    Unit.USD,
    Unit.USD_PER_HOUR,
    Unit.USD_PER_MILLION,
    Unit.USD_PER_THOUSAND,
    Unit.USD_PER_MONTH,
)


class Dot(NamedTuple):
    """One configuration."""

    series: Series
    x: float
    y: float
    on_front: bool
    is_excluded: bool
    role: Role
    text: str
    """Its name, or the concurrency where a line has the name."""


class Curve(NamedTuple):
    """One configuration that was measured at several concurrencies, in their order."""

    name: str
    dots: Sequence[Dot]

    @property
    def best(self) -> Dot | None:
        """The highest concurrency that meets the limits."""
        return next((dot for dot in reversed(self.dots) if not dot.is_excluded), None)


class Tradeoff(NamedTuple):
    """What the picture shows, for any sheet."""

    x: Metric
    y: Metric
    dots: Sequence[Dot]
    """The most important first."""
    limits: Sequence[Limit]
    notes: Sequence[str] = ()
    """What is not shown."""
    curves: Sequence[Curve] = ()

    @property
    def title(self) -> str:
        return f"{heading(self.y)} against {heading(self.x)}"


def axes(metrics: Sequence[Metric]) -> tuple[Metric, Metric]:
    """Return what is across and what is up: the first two that differ.

    Across is a cost, else one of which less is better, such as a latency.
    """
    first, second = list(dict.fromkeys(metrics))[:2]
    return min((first, second), (second, first), key=lambda pair: _order(pair[0]))


def _order(metric: Metric) -> tuple[bool, bool]:
    return metric.unit not in _COSTS, metric.higher_is_better


def heading(metric: Metric) -> str:
    return metric.heading.format(metric.statistic)


def tradeoff(
    series: Sequence[Series],
    metrics: Sequence[Metric],
    limits: Sequence[Limit] = (),
    excluded: Collection[int] = (),
) -> Tradeoff:
    """Return what the picture of configurations shows, by two of some metrics.

    The `excluded` are the numbers of the series that break a limit; none is on the front.
    """
    x, y = axes(metrics)
    dots = [
        dot for shown in series if (dot := _dot(shown, x, y, is_excluded=shown.number in excluded))
    ]
    dots = _with_front(dots, x, y)
    dots.sort(key=lambda dot: (dot.is_excluded, not dot.on_front, x.badness(dot.x)))
    notes = _notes(len(series), len(dots), x, y)
    curves = _curves(dots[:MOST_MARKS])
    on_curves = {dot.series.number: dot for curve in curves for dot in curve.dots}
    shown = [on_curves.get(dot.series.number, dot) for dot in dots[:MOST_MARKS]]
    return Tradeoff(x, y, shown, limits, notes, curves)


def _dot(one: Series, x: Metric, y: Metric, *, is_excluded: bool) -> Dot | None:
    values = one.recommendation.metrics
    x_value, y_value = x.of(values), y.of(values)
    if x_value is None or y_value is None:
        return None
    return Dot(
        series=one,
        x=x_value,
        y=y_value,
        on_front=False,
        is_excluded=is_excluded,
        role=one.role,
        text=one.name,
    )


def _with_front(dots: Sequence[Dot], x: Metric, y: Metric) -> list[Dot]:
    """Mark the dots that no other beats on both axes; those excluded beat none."""
    able = [dot for dot in dots if not dot.is_excluded]
    on_front = front([(x.badness(dot.x), y.badness(dot.y)) for dot in able])
    best = {dot.series.number for dot, is_on in zip(able, on_front, strict=True) if is_on}
    return [dot._replace(on_front=dot.series.number in best) for dot in dots]


def _curves(dots: Sequence[Dot]) -> list[Curve]:
    """Return the configurations that were measured at several concurrencies, each in a colour."""
    alike: dict[tuple[str, Configuration], list[Dot]] = {}
    for dot in dots:
        recommendation = dot.series.recommendation
        if recommendation.configuration.concurrency is not None:
            bare = recommendation.configuration._replace(concurrency=None)
            alike.setdefault((recommendation.job_name, bare), []).append(dot)
    several = [(key, group) for key, group in alike.items() if len(group) > 1]
    return [
        _curve(bare.title if bare.hosting else job_name, group, number)
        for number, ((job_name, bare), group) in enumerate(several)
    ]


def _curve(name: str, dots: Sequence[Dot], number: int) -> Curve:
    role = slot(number if number < SLOTS else None)
    in_order = sorted(dots, key=_concurrency)
    return Curve(name, [dot._replace(role=role, text=f"{_concurrency(dot):g}") for dot in in_order])


def _concurrency(dot: Dot) -> float:
    return dot.series.recommendation.configuration.concurrency or 0


def _notes(total: int, measured: int, x: Metric, y: Metric) -> list[str]:
    notes = []
    if total > measured:
        notes.append(f"{total - measured} without {x.name} or {y.name} not shown")
    if measured > MOST_MARKS:
        notes.append(f"the best {MOST_MARKS} of {measured:,} shown")
    return notes
