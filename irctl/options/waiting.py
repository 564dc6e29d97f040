"""How long to wait for jobs, and how often to look."""

from datetime import timedelta
from typing import Annotated

import typer

from irctl.decisions.quantities import duration
from irctl.options.values import parser

_SHORTEST_INTERVAL = timedelta(seconds=1)


def _interval(text: str) -> timedelta:
    interval = duration(text)
    if interval < _SHORTEST_INTERVAL:
        raise ValueError(f"must be at least 1s, got {text!r}")
    return interval


Timeout = Annotated[
    timedelta | None,
    typer.Option(
        "--timeout",
        metavar="TIME",
        parser=parser(duration),
        help="Stop waiting after this time, such as 90m or 2h (default: 15 minutes more than "
        "the longest duration that the jobs allow themselves).",
    ),
]
Interval = Annotated[
    timedelta | None,
    typer.Option(
        "--interval",
        metavar="TIME",
        parser=parser(_interval),
        help="Time between two requests (default: 30s).",
    ),
]
