"""What irctl says of values that it cannot read, for the page's script to say too."""

from collections.abc import Callable, Mapping
from functools import partial

from irctl.answers.report import Question
from irctl.decisions import quantities
from irctl.decisions.plan_metrics import MONTHLY_COST

_PROBES: Mapping[str, tuple[Callable[[str], object], str]] = {
    "rate": (quantities.rate, "?"),
    "unitless": (quantities.rate, "17"),
    "unit": (quantities.rate, "17/fortnight"),
    "zero": (quantities.rate, "0/s"),
    "utilization": (quantities.utilization, "117%"),
    "min-instances": (quantities.count, "?"),
    "monthly-cost": (partial(quantities.value, metric=MONTHLY_COST), "?"),
}
"""A reader, and a text that it refuses."""
_NOT_TOKENS = "this page plans output tokens: expected such as 500 tokens/s, got '{text}'"

_SELF_CHECK = {
    "right": "This page recomputed {total} results of irctl and agrees with all of them.",
    "wrong": "This page agrees with {right} of {total} results of irctl: trust the command line, "
    "not this page's controls.",
}


def messages(question: Question) -> dict[str, str]:
    """Return the messages by what they are about, with `{text}` and `{unit}` in them."""
    latency = partial(quantities.value, metric=question.latency, among=question.kind.metrics)
    probed = {name: _message(read, text) for name, (read, text) in _PROBES.items()}
    return {**probed, "latency": _message(latency, "?"), "tokens": _NOT_TOKENS, **_SELF_CHECK}


def _message(read: Callable[[str], object], text: str) -> str:
    try:
        read(text)
    except ValueError as error:
        return str(error).replace(text, "{text}").replace("fortnight", "{unit}")
    raise AssertionError(f"{text!r} can be read")
