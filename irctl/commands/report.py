"""`irctl report`: the decision as a page to send on, or as a comment on a pull request."""

import re
from dataclasses import replace
from functools import partial

from irctl import options
from irctl.answers import report as answer
from irctl.answers import sentences
from irctl.answers.report import Question
from irctl.context import Context
from irctl.decisions.boards import boards
from irctl.decisions.plan_metrics import on_plan
from irctl.decisions.sizing import Sizing
from irctl.errors import UsageError
from irctl.options import limits, metrics, prices, traffic
from irctl.options import report as report_options
from irctl.output.formats import REPORT_FORMATS

_LONGEST_NAME = 80


@options.command_printing(REPORT_FORMATS)
def run(
    context: Context,
    jobs: options.Jobs,
    rates: traffic.Rates = None,
    average: traffic.Average = None,
    peak: traffic.Peak = None,
    traffic_profile: traffic.ProfileFile = None,
    repeat: traffic.Repeat = False,
    utilization: traffic.Utilization = None,
    min_instances: traffic.MinInstances = None,
    survive_az: traffic.SurviveAz = False,
    maximum: limits.PlanMax = None,
    minimum: limits.PlanMin = None,
    latency_unit: metrics.Unit = None,
    terms: prices.Prices = prices.OF_JOBS,
    is_anonymous: report_options.Anonymous = False,
    includes_response: report_options.IncludeResponse = False,
    opens: report_options.Open = False,
    all_jobs: options.AllJobs = False,
) -> None:
    """Write a page that shows what to deploy and why, and plans again in its reader's browser.

    The page is one file that needs no network. Without traffic it shows what is the cheapest at
    which traffic. With -o markdown it is a comment for a pull request.

    Examples:

      irctl report resnet50-default --demo --traffic 100/s > report.html
      irctl report resnet50-default --demo --traffic 100/s --max latency=100 -o markdown
      irctl report resnet50-default resnet50-default-v2 --demo > report.html
    """
    from irctl.page import comment, page
    from irctl.page.disclosure import disclosed
    from irctl.page.origins import Reading, origin

    _check(context, is_anonymous=is_anonymous, includes_response=includes_response, opens=opens)
    wanted = traffic.optional(rates, average, peak, traffic_profile, repeat=repeat)
    sizing = Sizing(
        utilization=utilization or Sizing().utilization,
        min_instances=min_instances or 1,
        survives_zone=survive_az,
        limits=answer.ordered(map(on_plan, limits.together(maximum, minimum))),
    )
    reader = context.reader(latency_unit, terms)
    fetched = list(reader.read_all(context.results(jobs, are_all_wanted=all_jobs)))
    if not fetched:
        return
    question = Question(wanted, sizing)
    shown = disclosed(fetched, is_anonymous=is_anonymous)
    answers = [answer.answer(board, question) for board in boards(shown)]
    _choose_file(context, shown[0].label, opens=opens)
    about = sentences.warnings(reader.caveats)
    names = [job.label for job in shown] if is_anonymous else jobs
    settings = context.shared.settings._replace(profile=None, endpoint_url=None)
    reading = Reading(terms, latency_unit, reader.prices)
    source = origin(names, settings.options, question, reading, context.now())
    responses = [job.document for job in fetched] if includes_response else []
    result = answer.report(answers, question, warnings=about)
    shown_as = (answers, question, source, [*about, *context.left_out])
    context.show(
        replace(
            result,
            page=partial(page.render, *shown_as, responses=responses),
            comment=partial(comment.render, *shown_as),
        )
    )
    if opens:
        context.keep_file()
        context.open_file()


def _check(context: Context, *, is_anonymous: bool, includes_response: bool, opens: bool) -> None:
    """Raise UsageError if options exclude each other."""
    if is_anonymous and includes_response:
        raise UsageError("--anonymous and --include-response exclude each other")
    if opens and context.shared.output != "html":
        raise UsageError("--open opens a page: it goes with --output html")


def _choose_file(context: Context, name: str, *, opens: bool) -> None:
    """Write a page to a file where no one could read it: on a terminal, or to be opened."""
    is_seen = context.out.style.width is not None
    if context.shared.output == "html" and context.shared.out is None and (is_seen or opens):
        shown = re.sub(r"[^\w.-]+", "-", name, flags=re.ASCII).strip("-.")[:_LONGEST_NAME]
        context.write_to(f"irctl-report-{shown or 'job'}.html")
