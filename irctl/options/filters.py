"""Which jobs to list, and in which order."""

from datetime import datetime
from functools import partial
from typing import Annotated, Any

import typer

from irctl.decisions import quantities
from irctl.errors import UsageError
from irctl.jobs import listing
from irctl.jobs.listing import ORDERS, SORTS, one_of
from irctl.jobs.model_package import ModelPackage as ModelPackageFilter
from irctl.jobs.model_package import model_package
from irctl.options.shared import Group, world
from irctl.options.values import comma_separated, flat_unique, parser

_PANEL = "Filters"


def _filter(flag: str, metavar: str, help: str) -> Any:
    return typer.Option(flag, metavar=metavar, help=help, rich_help_panel=_PANEL)


def _time(*flags: str, help: str) -> Any:
    def read(typer_context: typer.Context, text: str | None) -> Any:
        now = world(typer_context).now
        return parser(lambda given: quantities.moment(given, now()))(text)

    return typer.Option(
        *flags, metavar="TIME", help=help, parser=str, callback=read, rich_help_panel=_PANEL
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
    ModelPackageFilter | None,
    typer.Option(
        "--model-package",
        metavar="GROUP[/VERSION]",
        parser=parser(model_package),
        help="Jobs for a version of this model package group, or for this version only. An ARN "
        "works too.",
        rich_help_panel=_PANEL,
    ),
]
CreatedAfter = Annotated[
    datetime | None,
    _time(
        "--since",
        "--created-after",
        help="Jobs created after this: how long ago (12h, 30d, 2w), a date (2026-11-01) or an ISO "
        "time.",
    ),
]
CreatedBefore = Annotated[
    datetime | None, _time("--until", "--created-before", help="Jobs created before this.")
]
ModifiedAfter = Annotated[
    datetime | None, _time("--modified-after", help="Jobs modified after this.")
]
ModifiedBefore = Annotated[
    datetime | None, _time("--modified-before", help="Jobs modified before this.")
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
        "--sort",
        "--sort-by",
        metavar="KEY",
        parser=parser(partial(one_of, valid=SORTS, kind="sort key")),
        help=f"Sort by {', '.join(SORTS)} (default: created).",
    ),
]
SortOrder = Annotated[
    str | None,
    typer.Option(
        "--order",
        "--sort-order",
        metavar="ORDER",
        parser=parser(partial(one_of, valid=ORDERS, kind="order")),
        help="asc or desc (default: newest first, names and statuses from A to Z).",
    ),
]
MaxJobs = Annotated[
    int | None,
    typer.Option(
        "--limit", metavar="N", parser=parser(quantities.count), help="List at most this many jobs."
    ),
]


def _listing(
    name: Name = None,
    statuses: Statuses = None,
    model: Model = None,
    model_package: ModelPackage = None,
    created_after: CreatedAfter = None,
    created_before: CreatedBefore = None,
    modified_after: ModifiedAfter = None,
    modified_before: ModifiedBefore = None,
    sort_by: SortBy = "CreationTime",
    sort_order: SortOrder = None,
    limit: MaxJobs = None,
) -> listing.Listing:
    """Return what the options ask for: the newest first, names and statuses from A to Z.

    Raise UsageError for a time span that is over before it begins.
    """
    _check_span("--since", created_after, "--until", created_before)
    _check_span("--modified-after", modified_after, "--modified-before", modified_before)
    return listing.Listing(
        name_contains=name,
        statuses=tuple(statuses or ()),
        model_name=model,
        model_package=model_package,
        creation_time_after=created_after,
        creation_time_before=created_before,
        last_modified_time_after=modified_after,
        last_modified_time_before=modified_before,
        sort_by=sort_by,
        sort_order=sort_order or ("Descending" if sort_by == "CreationTime" else "Ascending"),
        limit=limit,
    )


def _check_span(
    first_option: str, first: datetime | None, last_option: str, last: datetime | None
) -> None:
    if first and last and first > last:
        raise UsageError(f"{first_option} is later than {last_option}: no job can match")


NONE = listing.Listing()
Filters = Annotated[listing.Listing, Group(_listing)]
