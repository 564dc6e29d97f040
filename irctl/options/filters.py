"""Which jobs to list, and in which order."""

from datetime import datetime
from functools import partial
from typing import Annotated, Any

import typer

from irctl.decisions import quantities
from irctl.jobs import listing
from irctl.jobs.listing import ORDERS, SORTS, one_of
from irctl.options.shared import world
from irctl.options.values import comma_separated, flat_unique, parser

_PANEL = "Filters"


def _filter(flag: str, metavar: str, help: str) -> Any:
    return typer.Option(flag, metavar=metavar, help=help, rich_help_panel=_PANEL)


def _time(flag: str, help: str) -> Any:
    def read(typer_context: typer.Context, text: str | None) -> Any:
        now = world(typer_context).now
        return parser(lambda given: quantities.moment(given, now()))(text)

    return typer.Option(
        flag, metavar="TIME", help=help, parser=str, callback=read, rich_help_panel=_PANEL
    )


Name = Annotated[str | None, _filter("--name", "TEXT", "Jobs whose name contains this.")]
Statuses = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        metavar="STATUS[,STATUS]",
        parser=parser(comma_separated(listing.status)),
        callback=flat_unique,
        help="Jobs with this status, such as FAILED, or one of several; repeatable.",
        rich_help_panel=_PANEL,
    ),
]
Model = Annotated[str | None, _filter("--model", "NAME", "Jobs for the model with this name.")]
ModelPackage = Annotated[
    str | None,
    _filter("--model-package", "ARN", "Jobs for the model package version with this ARN."),
]
CreatedAfter = Annotated[
    datetime | None,
    _time(
        "--created-after",
        "Jobs created after a date (2026-11-01), an ISO time, or a time ago (90m, 12h, 7d).",
    ),
]
CreatedBefore = Annotated[datetime | None, _time("--created-before", "Jobs created before this.")]
ModifiedAfter = Annotated[datetime | None, _time("--modified-after", "Jobs modified after this.")]
ModifiedBefore = Annotated[
    datetime | None, _time("--modified-before", "Jobs modified before this.")
]
StepStatus = Annotated[
    str | None,
    typer.Option(
        "--status",
        metavar="STATUS",
        parser=parser(listing.status),
        help="Show only steps with this status, such as FAILED.",
    ),
]
SortBy = Annotated[
    str,
    typer.Option(
        "--sort-by",
        metavar="KEY",
        parser=parser(partial(one_of, valid=SORTS, kind="sort key")),
        help=f"Sort by {', '.join(SORTS)}.",
    ),
]
SortOrder = Annotated[
    str | None,
    typer.Option(
        "--sort-order",
        metavar="ORDER",
        parser=parser(partial(one_of, valid=ORDERS, kind="order")),
        help="Ascending or Descending (default: newest first, names and statuses from A to Z).",
    ),
]
MaxJobs = Annotated[
    int | None,
    typer.Option(
        "--limit", metavar="N", parser=parser(quantities.count), help="List at most this many jobs."
    ),
]
