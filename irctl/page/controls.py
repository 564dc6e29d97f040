"""What a reader of the page can change; hidden until the script works."""

from collections.abc import Mapping, Sequence
from math import ceil, floor, log10
from typing import NamedTuple

from irctl.answers.report import BoardAnswer, Question
from irctl.answers.verdicts.facts import latency_name
from irctl.decisions.sizing import rate_of_one
from irctl.page.markup import Html, join, tag


class _Control(NamedTuple):
    key: str
    label: str
    placeholder: str
    range: tuple[int, int] | None = None
    """The ends of its slider, in hundredths of a power of ten or in percent; None without one."""


def section(
    answers: Sequence[BoardAnswer],
    question: Question,
    state: Mapping[str, str],
    plan_command: str,
) -> Html:
    controls = _controls(answers, question)
    return tag(
        "section",
        tag(
            "div",
            tag("button", "Reset", type="button", id="reset", disabled=True),
            class_="tools interactive",
            hidden=True,
        ),
        tag("h2", "What if", id="what-if-heading"),
        tag(
            "p",
            "Trying other traffic and limits needs JavaScript; all else works without it.",
            class_="sub static",
        ),
        tag(
            "div",
            tag("div", *(_field(control, state) for control in controls), class_="controls"),
            _choices(answers, state),
            class_="interactive",
            hidden=True,
        ),
        tag(
            "div",
            tag("code", plan_command, id="command", tabindex="0"),
            tag("button", "Copy", type="button", id="copy", class_="interactive", hidden=True),
            class_="command",
        ),
        tag("p", id="announcement", class_="announcement", role="status"),
        id="what-if",
        class_="card",
        aria_labelledby="what-if-heading",
    )  # fmt: skip


def _controls(answers: Sequence[BoardAnswer], question: Question) -> list[_Control]:
    recommendations = [r for answer in answers for r in answer.recommendations]
    of_tokens, latency = question.sizing.of_tokens, question.latency
    rates = [float(rate_of_one(r, of_tokens=of_tokens) or 0) for r in recommendations]
    latencies = latency.known(recommendation.metrics for recommendation in recommendations)
    example = "2M tokens/min, 500 tokens/s" if of_tokens else "200/s, 12k/min, 5M/day"
    costs = [plan.cost_per_month or 0 for answer in answers for plan in answer.plans]
    return [
        _Control("traffic", "Traffic", example, _range(rates, 1 / 60, 60)),
        _Control("utilization", "Utilization", "50%", (5, 100)),
        _Control("min-instances", "Minimum instances", "1"),
        _Control("latency", f"{latency_name(latency)} at most", "any", _range(latencies, 0.8, 1.3)),
        _Control("monthly-cost", "Monthly cost at most", "any", _range(costs, 0.5, 100)),
    ]


def _range(values: Sequence[float], below: float, above: float) -> tuple[int, int]:
    """Return the ends of a logarithmic slider around the values above 0."""
    positive = [value for value in values if value > 0] or [100.0]
    return floor(log10(min(positive) * below) * 100), ceil(log10(max(positive) * above) * 100)


def _field(control: _Control, state: Mapping[str, str]) -> Html:
    key = control.key
    return tag(
        "div",
        tag("label", control.label, for_=key),
        tag(
            "input",
            type="text",
            id=key,
            value=state[key],
            placeholder=control.placeholder,
            spellcheck="false",
            autocomplete="off",
            aria_describedby=f"{key}-error",
        ),
        _slider(control) if control.range else None,
        tag("p", id=f"{key}-error", class_="error", role="alert"),
    )


def _slider(control: _Control) -> Html:
    low, high = control.range or (0, 1)
    return tag(
        "input",
        type="range",
        id=f"{control.key}-slider",
        min=str(low),
        max=str(high),
        aria_label=f"{control.label}, slider",
    )


def _choices(answers: Sequence[BoardAnswer], state: Mapping[str, str]) -> Html:
    zones = tag(
        "label",
        tag("input", type="checkbox", id="survive-az", checked=bool(state["survive-az"])),
        " Survive the loss of a zone",
    )
    jobs = answers[0].board.jobs
    if len(answers) > 1 or len(jobs) < 2:
        return tag("fieldset", tag("legend", "Redundancy"), zones)
    boxes = [
        tag(
            "label",
            tag("input", type="checkbox", data_job=str(number), checked=True),
            f" {job.label}",
        )
        for number, job in enumerate(jobs, 1)
    ]
    return join(
        tag("fieldset", tag("legend", "Redundancy"), zones),
        tag("fieldset", tag("legend", "Jobs"), *boxes),
    )
