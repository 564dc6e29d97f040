"""`irctl list`: the jobs of an account."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Annotated

from irctl import browser, options
from irctl.answers.list import fields_of_list, hidden, report
from irctl.context import Context
from irctl.errors import IrctlError, UsageError
from irctl.jobs.console import jobs_page
from irctl.jobs.kinds import Kind
from irctl.jobs.labels import with_sources_of_namesakes
from irctl.jobs.listing import Listing, select
from irctl.jobs.model import JobSummary
from irctl.options import filters
from irctl.options.shared import job_argument
from irctl.options.web import Web
from irctl.output.report import Field
from irctl.sources.wanted import Wanted

Jobs = Annotated[
    list[str] | None,
    job_argument(
        "[JOB]...",
        "List these jobs instead of the account's: saved lists or responses, names, ARNs or "
        "patterns in quotes.",
    ),
]


@options.command
def run(
    context: Context,
    jobs: Jobs = None,
    listing: filters.Filters = filters.NONE,
    web: Web = False,
    all_jobs: options.AllJobs = False,
) -> None:
    """List Inference Recommender jobs and their status.

    Examples:

      irctl list --demo
      irctl list --demo --status FAILED,STOPPED --since 2026-10-01
      irctl list --demo --model-package resnet50 --sort created --order asc
      irctl list --demo -o csv
    """
    if web:
        if jobs or listing.limit or listing.filters:
            raise UsageError("--web opens the page of all jobs: it takes no JOB and no filter")
        _open_page(context)
        return
    with context.progress("Listing jobs") as progress:
        if not jobs:
            _show_account(context, listing, progress.advance, with_hidden=all_jobs)
        elif summaries := _summaries(context, jobs, are_all_wanted=all_jobs):
            jobs_of_list = select(summaries, listing)
            if not context.accounts.are_several:
                jobs_of_list = with_sources_of_namesakes(jobs_of_list)
            context.show(report([jobs_of_list], "no jobs match", fields=_fields(context)))


def _open_page(context: Context) -> None:
    """Open the page of all jobs of a region in the AWS console."""
    browser.check_page(context)
    if context.accounts.are_several:
        raise UsageError("--web opens the page of one region", "give one --region")
    browser.open_page(context, jobs_page(context.accounts.reach().accounts[0].region))


def _show_account(
    context: Context, listing: Listing, advance: Callable[[int], None], *, with_hidden: bool
) -> None:
    """Show the jobs of the account, and what is not among them."""
    _check_applies(listing, context.shared.kind)
    hides = not with_hidden and listing.name_contains is None
    jobs = context.jobs.listed(listing, hides_service_benchmarks=hides)
    # The usual cause is that the jobs are in another region.
    empty = f"no jobs {'match ' if listing.filters else ''}in {jobs.where}"
    pages = _counted(jobs, advance)
    context.show(report(pages, empty, jobs.kinds, jobs.warnings, fields=_fields(context)))
    if jobs.hidden:
        context.messages.say(hidden(jobs.hidden))
    if listing.is_about_models and context.shared.kind is None:
        context.messages.say(
            "AI jobs are not listed: --model, --model-package, --modified-after and "
            "--modified-before are for inference jobs"
        )
    for problem in jobs.problems:
        context.problem(problem, is_summed_up=jobs.has_summed_up)


def _fields(context: Context) -> Sequence[Field[JobSummary]]:
    return fields_of_list(
        by_place=context.accounts.are_several, are_chosen=bool(context.shared.columns)
    )


def _check_applies(listing: Listing, kind: Kind | None) -> None:
    """Raise UsageError for a filter that no job of the kind can pass."""
    if kind is not None and not listing.applies_to(kind):
        raise UsageError(
            f"no {kind.plural} can pass the filters: they have no model or time of modification, "
            "and no status such as PENDING"
        )


def _counted(
    pages: Iterable[list[JobSummary]], advance: Callable[[int], None]
) -> Iterator[list[JobSummary]]:
    for page in pages:
        advance(len(page))
        yield page


def _summaries(context: Context, texts: Sequence[str], *, are_all_wanted: bool) -> list[JobSummary]:
    """Summarize the jobs that could be read; report the others as problems."""
    outcomes = context.expanded(texts, Wanted.ANY, are_all_wanted=are_all_wanted)
    names = [name for name in outcomes if isinstance(name, str)]
    problems = [error for error in outcomes if isinstance(error, IrctlError)]
    summaries = []
    for outcome in chain(problems, context.jobs.summaries(names)):
        if isinstance(outcome, JobSummary):
            summaries.append(outcome)
        else:
            context.problem(outcome)
    return summaries
