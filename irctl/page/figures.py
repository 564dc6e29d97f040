"""The pictures of the page: each drawn twice, for a wide screen and for a phone."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from irctl.answers.report import BoardAnswer, Question
from irctl.answers.verdicts.facts import latency_name
from irctl.answers.verdicts.ribbon import ribbon
from irctl.decisions.limits import missed
from irctl.jobs.kinds import INFERENCE
from irctl.jobs.listed import steps_of
from irctl.jobs.metrics import (
    COST_PER_INFERENCE,
    COST_PER_MILLION_TOKENS,
    LATENCY,
    TOKEN_THROUGHPUT,
    Metric,
)
from irctl.jobs.model import Job
from irctl.output import svg
from irctl.output.report import Report
from irctl.output.scene import Element, Picture, Scene, Sheet
from irctl.page import templates
from irctl.page.markup import Html, tag
from irctl.pictures import (
    benchmarks_layout,
    bill_layout,
    day,
    day_layout,
    tradeoff,
    tradeoff_layout,
)

_WIDE, _HALF, _NARROW = 1060, 620, 380
"""Pixels; `report.css` shows the narrow one below 640."""


def _no_templates(scene: Scene, sheet: Sheet) -> Sequence[Element]:
    return ()


Templates = Callable[[Scene, Sheet], Sequence[Element]]


def figure(
    picture: Picture,
    name: str,
    caption: str,
    *,
    width: float = _WIDE,
    templates: Templates = _no_templates,
) -> Html:
    def drawn(sheet: Sheet, kind: str) -> str:
        scene = picture(sheet)
        return svg.part_of_page(scene, f"{name}-{kind}", kind, templates(scene, sheet))

    wide, narrow = drawn(svg.sheet(width), "wide"), drawn(svg.sheet(_NARROW), "narrow")
    # Where there is no style, one drawing is enough.
    hidden = narrow.replace("<svg", '<svg display="none"', 1)
    return tag("figure", tag("figcaption", caption), Html(wide), Html(hidden))


def of_bill(answer: BoardAnswer, question: Question, number: int) -> Html:
    """Draw what each configuration costs at any traffic."""
    words = ribbon(answer.stretches, answer.names, of_tokens=question.sizing.of_tokens)
    caption = (
        "Each step is one more instance. The ribbon shows the cheapest configuration at each "
        "traffic; very short stretches are left out."
    )
    return figure(
        lambda sheet: bill_layout.scene(answer.bill, sheet, words),
        f"bill-{number}-picture",
        caption,
        templates=templates.of_bill,
    )


class Drawn(NamedTuple):
    """A picture with the title of its part of the page."""

    title: str
    figure: Html


class _Axes(NamedTuple):
    """Two metrics to draw against each other."""

    title: str
    metrics: tuple[Metric, Metric]
    caption: str


def of_tradeoff(answer: BoardAnswer, question: Question, name: str) -> Drawn | None:
    """Draw latency against the first of some metrics that two configurations have."""
    drawn = (_of_tradeoff(answer, question, axes, name) for axes in _axes(question))
    return next(filter(None, drawn), None)


_LINES = " A line joins the concurrencies of a benchmark."
_RING = " A line joins the concurrencies of a benchmark; the ring is the highest within the limits."


def _axes(question: Question) -> list[_Axes]:
    if question.kind is INFERENCE:
        caption = "Lower left is better. Configurations behind the line cost more and are slower."
        return [_Axes("Latency against cost", (COST_PER_INFERENCE, LATENCY), caption)]
    latency = question.latency
    against = f"against {latency_name(latency)}"
    cost = _Axes(
        f"Cost of tokens {against}",
        (COST_PER_MILLION_TOKENS, latency),
        "Lower left is better. At full load, at the prices below.",
    )
    throughput = _Axes(
        f"Token throughput {against}", (TOKEN_THROUGHPUT, latency), "Upper left is better."
    )
    return [cost, throughput]


def _of_tradeoff(answer: BoardAnswer, question: Question, axes: _Axes, name: str) -> Drawn | None:
    series = answer.bill.series
    limits = question.sizing.limits_on_measured
    excluded = [one.number for one in series if missed(limits, one.recommendation.metrics)]
    shown = tradeoff.tradeoff(series, axes.metrics, limits, excluded)
    if len(shown.dots) < 2:
        return None
    names = ", ".join(dot.series.name for dot in shown.dots if dot.on_front)
    drawn = figure(
        lambda sheet: tradeoff_layout.scene(
            shown, sheet, f"On the Pareto front: {names or 'none'}."
        ),
        name,
        axes.caption + ((_RING if limits else _LINES) if shown.curves else ""),
        width=_HALF,
        templates=partial(
            templates.of_tradeoff,
            limited="x" if shown.x.key == question.latency.key else "y",
        ),
    )
    return Drawn(axes.title, drawn)


def benchmark_jobs(job: Job) -> list[str]:
    """Return the names of the benchmark jobs that a recommendation job made."""
    arns = [r.deployment.benchmark_arn for r in job.recommendations if r.deployment]
    return [arn.rpartition("/")[2] for arn in arns if arn]


def of_benchmarks(job: Job, name: str) -> Html | None:
    """Draw when the benchmarks of a job ran; None where the job does not say."""
    steps = steps_of(job)
    if not any(step.benchmark.invocation_start_time for step in steps):
        return None
    caption = "Each bar is a benchmark, from its first request to its last."
    return figure(lambda sheet: benchmarks_layout.scene(steps, sheet), name, caption, width=_HALF)


def of_day(answer: BoardAnswer, question: Question, number: int) -> Html | None:
    """Draw the hours of a traffic profile; None without one."""
    shown = day.day(answer.plans, question.sizing)
    if shown is None:
        return None
    caption = "The fleet that follows the traffic against the one that is sized for its peak."
    return figure(lambda sheet: day_layout.scene(shown, sheet), f"day-{number}-picture", caption)


def of_comparison(compared: Report, name: str) -> Html:
    """Draw the changes against the baseline."""
    caption = "Changes from the baseline; those in the grey band are within run-to-run noise."
    return figure(compared.picture, name, caption) if compared.picture else Html()
