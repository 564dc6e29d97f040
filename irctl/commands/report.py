"""`irctl report`: the decision as a page to send on, or as a comment on a pull request."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from irctl import browser, options
from irctl.answers import report as answer
from irctl.answers import sentences
from irctl.answers.report import BoardAnswer, Question
from irctl.context import Context
from irctl.decisions.boards import boards
from irctl.decisions.change import Noise
from irctl.decisions.criteria import limits_of
from irctl.decisions.limits import Limit
from irctl.decisions.plan_metrics import on_plan
from irctl.decisions.reading import Reader
from irctl.decisions.sizing import Sizing
from irctl.decisions.traffic import Traffic
from irctl.errors import UsageError
from irctl.jobs.kinds import Kind
from irctl.jobs.model import Document, Job
from irctl.options import benchmarks, comparison, current, limits, metrics, prices, traffic
from irctl.options import report as report_options
from irctl.options.report import Disclosure
from irctl.output.formats import REPORT_FORMATS
from irctl.output.report import Report

if TYPE_CHECKING:
    from irctl.page.origins import Origin

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
    today: current.Today = None,
    against: comparison.Baseline = None,
    thresholds: comparison.Thresholds = None,
    disclosure: report_options.Shown = report_options.NOTHING_MORE,
    usable: benchmarks.Benchmarks = benchmarks.NONE,
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
    context.benchmarks = usable
    from irctl.page.disclosure import disclosed
    from irctl.page.origins import Reading, origin

    _check(context, disclosure, against)
    wanted = traffic.optional(rates, average, peak, traffic_profile, repeat=repeat)
    sizing = Sizing(
        utilization=utilization or Sizing().utilization,
        min_instances=min_instances or 1,
        survives_zone=survive_az,
    )
    given = limits.together(maximum, minimum)
    noise = comparison.noise(thresholds)
    reader = context.reader(latency_unit, terms)
    fetched = list(reader.read_all(context.results(jobs, are_all_wanted=all_jobs)))
    if not fetched:
        return
    question = _question(wanted, sizing, fetched[0].kind, given)
    question = question._replace(current=reader.pricer.current(today, fetched))
    shown = disclosed(fetched, is_anonymous=disclosure.is_anonymous)
    names = [job.label for job in shown] if disclosure.is_anonymous else jobs
    answers = [answer.answer(board, question) for board in boards(shown)]
    answers = _compared(context, reader, answers, against, noise)
    account_options = context.shared.settings._replace(profile=None, endpoint_url=None).options
    reading = Reading(terms, latency_unit, reader.prices, usable)
    source = origin(names, account_options, question, reading, context.now())
    responses = [job.document for job in fetched] if disclosure.includes_response else []
    warnings = _warnings(context, reader, disclosure)
    _choose_file(context, shown[0].label, disclosure)
    context.show(_report(answers, question, source, warnings, responses, disclosure.picture))
    if disclosure.is_opened:
        context.keep_file()
        browser.open_file(context)


def _check(context: Context, disclosure: Disclosure, against: str | None) -> None:
    """Raise UsageError if options exclude each other."""
    if disclosure.is_anonymous and against is not None:
        raise UsageError(
            "--anonymous and --baseline exclude each other", "give the baseline as the first JOB"
        )
    if disclosure.is_opened and context.shared.output != "html":
        raise UsageError("--open opens a page: it goes with --output html")
    if disclosure.picture and context.shared.output != "markdown":
        raise UsageError("--picture is for a comment: it goes with --output markdown")


def _question(
    traffics: Sequence[Traffic], sizing: Sizing, kind: Kind, given: Sequence[Limit]
) -> Question:
    """Return what is asked of jobs of a kind. Raise UsageError for a limit on another kind's."""
    sizing = sizing._replace(
        limits=tuple(map(on_plan, limits_of(kind, given))),
        of_tokens=any(one.is_of_tokens for one in traffics),
    )
    return Question(traffics, sizing, kind).ordered()


def _compared(
    context: Context,
    reader: Reader,
    answers: Sequence[BoardAnswer],
    against: str | None,
    noise: Noise,
) -> list[BoardAnswer]:
    """Add the changes from the baseline. Raise UsageError for jobs of several models."""
    if against is None and all(len(board_answer.board.jobs) < 2 for board_answer in answers):
        return list(answers)
    from irctl.page.comparisons import with_comparison
    from irctl.page.disclosure import disclosed

    if against is not None and len(answers) > 1:
        raise UsageError("--baseline: the jobs are of different models, which are not compared")

    def fetch(text: str) -> Job:
        return disclosed([reader.read(context.result(text))], is_anonymous=False)[0]

    return [with_comparison(board_answer, against, noise, fetch) for board_answer in answers]


def _warnings(context: Context, reader: Reader, disclosure: Disclosure) -> list[str]:
    """Return what to know of the jobs; where they are anonymous, only how many are missing."""
    if not disclosure.is_anonymous:
        return [*sentences.warnings(reader.caveats), *context.left_out]
    missing = len(context.left_out)
    return [f"jobs that could not be used: {missing}"] if missing else []


def _report(
    answers: Sequence[BoardAnswer],
    question: Question,
    source: "Origin",
    warnings: Sequence[str],
    responses: Sequence[Document],
    picture: str | None,
) -> Report:
    def page() -> Iterator[str]:
        from irctl.page import page

        return page.render(answers, question, source, warnings, responses)

    def comment() -> Iterator[str]:
        from irctl.page import comment

        return comment.render(answers, question, source, warnings, picture)

    return replace(answer.report(answers, question, warnings=warnings), page=page, comment=comment)


def _choose_file(context: Context, name: str, disclosure: Disclosure) -> None:
    """Write a page to a file where no one could read it: on a terminal, or to be opened."""
    is_seen = context.out.style.width is not None
    if context.shared.output != "html" or context.shared.out is not None:
        return
    if is_seen or disclosure.is_opened:
        shown = re.sub(r"[^\w.-]+", "-", name, flags=re.ASCII).strip("-.")[:_LONGEST_NAME]
        context.write_to(f"irctl-report-{shown or 'job'}.html")
