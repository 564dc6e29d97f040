"""What to compare with, and how."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, NamedTuple

import typer

from irctl.decisions import partners
from irctl.decisions.change import Noise
from irctl.decisions.partners import Match
from irctl.decisions.quantities import share
from irctl.errors import UsageError
from irctl.jobs.metrics import Metric, metric
from irctl.options.values import parser

_PANEL = "Comparison"


class Threshold(NamedTuple):
    """How large a change is noise, of one metric if it is named."""

    metric: Metric | None
    share: Fraction


def _threshold(text: str) -> Threshold:
    name, equals, value = text.rpartition("=")
    return Threshold(metric(name) if equals else None, share(value))


Baseline = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="JOB",
        help="Compare with this job; with `endpoint`, the existing endpoint that the job "
        "measured; or with a recommendation, by its instance type or ID.",
        rich_help_panel=_PANEL,
    ),
]
Pairing = Annotated[
    Match | None,
    typer.Option(
        "--match",
        metavar="HOW",
        parser=parser(partners.match),
        help="How to pair the recommendations of two jobs: exact (default: same instances, "
        "serverless settings, environment, compilation and inference specification) or "
        "instance-type.",
        rich_help_panel=_PANEL,
    ),
]
Thresholds = Annotated[
    list[Threshold] | None,
    typer.Option(
        "--threshold",
        metavar="[METRIC=]SHARE",
        parser=parser(_threshold),
        help=f"Treat changes up to this as noise (default: {float(Noise().share):.0%} of what was "
        "measured, 0% of cost-per-hour); repeatable.",
        rich_help_panel=_PANEL,
    ),
]


def noise(thresholds: Sequence[Threshold] | None) -> Noise:
    """Return the noise that the options describe. Raise UsageError."""
    given = dict(thresholds or ())
    if len(given) < len(thresholds or ()):
        raise UsageError("--threshold: give one SHARE, and one for each METRIC")
    default = Noise()
    share = given.pop(None, default.share)
    own = {metric: threshold for metric, threshold in given.items() if metric is not None}
    return Noise(share, {**default.by_metric, **own})
