"""The configurations of an answer: their names, colours and shapes in every picture of it."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from irctl.decisions.pareto import front
from irctl.jobs.model import Recommendation
from irctl.output.palette import SLOTS, slot
from irctl.output.scene import Role, Shape
from irctl.output.text import plain
from irctl.output.titles import titles, without_count

_SHAPES: Sequence[tuple[re.Pattern[str], Shape]] = (
    (re.compile(r"ml\.(inf|trn)\d"), "diamond"),
    (re.compile(r"ml\.[gp]\d"), "triangle"),
)
SHAPES: Sequence[tuple[Shape, str]] = (
    ("circle", "CPU"),
    ("triangle", "GPU"),
    ("diamond", "Inferentia, Trainium"),
    ("square", "serverless"),
)
"""What each shape means."""


class Series(NamedTuple):
    """One configuration."""

    number: int
    """Its place among all of the answer."""
    recommendation: Recommendation
    name: str
    """Its title, and what tells it from others of this title."""
    slot: int | None
    """Its colour, of eight; None where others matter more."""

    @property
    def role(self) -> Role:
        return slot(self.slot)

    @property
    def short(self) -> str:
        """Its name without what all instance types have in common."""
        return self.name.replace("ml.", "")

    @property
    def shape(self) -> Shape:
        """What kind of hardware it is: a GPU, an accelerator of AWS, serverless, else a CPU."""
        configuration = self.recommendation.configuration
        if configuration.is_serverless:
            return "square"
        name = configuration.instance_type or ""
        return next((shape for pattern, shape in _SHAPES if pattern.match(name)), "circle")


def series(
    recommendations: Sequence[Recommendation],
    first: Iterable[Recommendation] = (),
    *,
    is_planned: bool = False,
) -> list[Series]:
    """Return the series of all recommendations of an answer, in their order.

    The colours go to the `first`, then to those on the Pareto front of their kind of job, then
    to the best by the first of its metrics. A planned one is named without the count it was tested
    with.
    """
    names = _names(recommendations, without_count if is_planned else _title)
    slots = {id(r): number for number, r in enumerate(by_weight(recommendations, first)[:SLOTS])}
    return [
        Series(index, recommendation, name, slots.get(id(recommendation)))
        for index, (recommendation, name) in enumerate(zip(recommendations, names, strict=True))
    ]


def by_weight(
    recommendations: Sequence[Recommendation], first: Iterable[Recommendation]
) -> list[Recommendation]:
    """Return recommendations by how much they matter to a reader."""
    metrics = recommendations[0].kind.pareto if recommendations else ()
    points = [tuple(metric.badness_in(r.metrics) for metric in metrics) for r in recommendations]
    on_front = front(points)
    order = sorted(range(len(points)), key=lambda index: (not on_front[index], points[index]))
    ordered = [*first, *(recommendations[index] for index in order)]
    return list({id(recommendation): recommendation for recommendation in ordered}.values())


def _names(
    recommendations: Sequence[Recommendation], title: Callable[[Recommendation], str]
) -> list[str]:
    """Return titles that tell configurations apart, with their job where several have one."""
    names = titles(recommendations, title)
    jobs: dict[str, set[str]] = {}
    for name, recommendation in zip(names, recommendations, strict=True):
        jobs.setdefault(name, set()).add(recommendation.job_name)
    return [
        plain(f"{name} of {recommendation.job_name}" if len(jobs[name]) > 1 else name)
        for name, recommendation in zip(names, recommendations, strict=True)
    ]


def _title(recommendation: Recommendation) -> str:
    return recommendation.title
