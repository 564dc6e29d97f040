"""The pictures of the page: each drawn twice, for a wide screen and for a phone."""

from irctl.answers.report import BoardAnswer, Question
from irctl.answers.verdicts.ribbon import ribbon
from irctl.decisions.limits import missed
from irctl.jobs.metrics import COST_PER_INFERENCE, LATENCY
from irctl.output import svg
from irctl.output.scene import Picture
from irctl.page.markup import Html, tag
from irctl.pictures import bill, tradeoff

_WIDE, _HALF, _NARROW = 1060, 620, 380
"""Pixels; `report.css` shows the narrow one below 640."""


def figure(picture: Picture, name: str, caption: str, *, width: float = _WIDE) -> Html:
    drawn = [
        Html(svg.part_of_page(picture(svg.sheet(size)), f"{name}-{kind}", kind))
        for size, kind in ((width, "wide"), (_NARROW, "narrow"))
    ]
    return tag("figure", tag("figcaption", caption), *drawn)


def of_bill(answer: BoardAnswer, number: int) -> Html:
    """Draw what each configuration costs at any traffic."""
    words = ribbon(answer.stretches, answer.names)
    caption = (
        "Each step is one more instance; the ribbon shows which configuration is the cheapest "
        "where."
    )
    return figure(
        lambda sheet: bill.scene(answer.bill, sheet, words), f"bill-{number}-picture", caption
    )


def of_tradeoff(answer: BoardAnswer, question: Question, number: int) -> Html | None:
    """Draw latency against the cost of an inference, with the Pareto front; None without two."""
    series = answer.bill.series
    limits = question.sizing.limits_on_measured
    excluded = [one.number for one in series if missed(limits, one.recommendation.metrics)]
    shown = tradeoff.tradeoff(series, (COST_PER_INFERENCE, LATENCY), limits, excluded)
    if len(shown.dots) < 2:
        return None
    names = ", ".join(dot.series.name for dot in shown.dots if dot.on_front)
    caption = "Lower left is better. What is behind the line costs more and is slower."
    return figure(
        lambda sheet: tradeoff.scene(shown, sheet, f"On the Pareto front: {names or 'none'}."),
        f"tradeoff-{number}-picture",
        caption,
        width=_HALF,
    )
