"""`irctl list`: which jobs are there."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Annotated

import typer

from irctl import options
from irctl.answers.list import report
from irctl.context import Context
from irctl.jobs import times
from irctl.jobs.listing import ORDERS, SORTS, Listing, one_of, select, status
from irctl.jobs.model import Job, JobSummary, summary

_FILTERS = "Filters"
_TIME = "a date (2026-11-01), an ISO time, or how long ago (90m, 12h, 7d)."


def _filter(flag: str, metavar: str, help: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(
        flag, metavar=metavar, help=help, rich_help_panel=_FILTERS
    )
    return option


@options.command
def run(
    context: Context,
    saved: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[JOB]...",
            help="List these jobs instead: saved responses, names or ARNs.",
            show_default=False,
            callback=options.once,
        ),
    ] = None,
    name: Annotated[str | None, _filter("--name", "TEXT", "The name contains this.")] = None,
    state: Annotated[str | None, _filter("--status", "STATUS", "As COMPLETED or FAILED.")] = None,
    model: Annotated[str | None, _filter("--model", "NAME", "The model has this name.")] = None,
    model_package: Annotated[
        str | None, _filter("--model-package", "ARN", "The model package version has this ARN.")
    ] = None,
    created_after: Annotated[
        str | None, _filter("--created-after", "TIME", f"Created after this: {_TIME}")
    ] = None,
    created_before: Annotated[
        str | None, _filter("--created-before", "TIME", "Created before this.")
    ] = None,
    modified_after: Annotated[
        str | None, _filter("--modified-after", "TIME", "Changed after this.")
    ] = None,
    modified_before: Annotated[
        str | None, _filter("--modified-before", "TIME", "Changed before this.")
    ] = None,
    sort_by: Annotated[
        str, typer.Option(metavar="KEY", help=f"One of {', '.join(SORTS)}.")
    ] = "CreationTime",
    sort_order: Annotated[
        str | None,
        typer.Option(metavar="ORDER", help="Ascending or Descending; newest first by default."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Stop after this many jobs.")
    ] = None,
) -> None:
    """Which Inference Recommender jobs are there, and how did they end?

    Examples:

      irctl list --demo
      irctl list --demo --status FAILED --created-after 2026-01-01
      irctl list --demo -o csv
    """

    def time(option: str, text: str | None) -> datetime | None:
        return options.read_given(
            option, text, lambda given: times.from_person(given, context.now())
        )

    key = options.read("--sort-by", sort_by, lambda given: one_of(given, SORTS))
    listing = Listing(
        name_contains=name,
        status=options.read_given("--status", state, status),
        model_name=model,
        model_package_version_arn=model_package,
        creation_time_after=time("--created-after", created_after),
        creation_time_before=time("--created-before", created_before),
        last_modified_time_after=time("--modified-after", modified_after),
        last_modified_time_before=time("--modified-before", modified_before),
        sort_by=key,
        sort_order=options.read_given(
            "--sort-order", sort_order, lambda given: one_of(given, ORDERS)
        )
        or ("Descending" if key == "CreationTime" else "Ascending"),
        limit=limit,
    )
    with context.progress("Listing jobs") as progress:
        if not saved:
            account = context.account()
            pages = _counted(account.list_jobs(listing), progress.advance)
            # The usual cause is another region than the jobs'.
            empty = f"no jobs {'match ' if listing.filters else ''}in {account.region}"
            context.show(report(pages, empty))
        elif found := _saved(context, saved):
            context.show(report([select(found, listing)], "no jobs match"))


def _counted(
    pages: Iterable[list[JobSummary]], advance: Callable[[int], None]
) -> Iterator[list[JobSummary]]:
    for page in pages:
        advance(len(page))
        yield page


def _saved(context: Context, texts: list[str]) -> list[JobSummary]:
    """Those that can be had: where there is none, nothing is said of what matches."""
    found = []
    for outcome in context.jobs.many(texts):
        if isinstance(outcome, Job):
            found.append(summary(outcome))
        else:
            context.problem(outcome)
    return found
