"""The decision as a comment on a pull request: Markdown that is short whatever the jobs are."""

from collections.abc import Iterator, Sequence

from irctl import __version__
from irctl.answers.report import BoardAnswer, Question
from irctl.answers.verdicts import report as verdict
from irctl.answers.verdicts.facts import latency_name
from irctl.answers.verdicts.plan import load
from irctl.answers.verdicts.ribbon import ribbon
from irctl.decisions.plan import Plan
from irctl.jobs.metrics import Metric
from irctl.jobs.model import Job
from irctl.output import numbers
from irctl.output.markdown import escaped
from irctl.output.text import first_names, markup
from irctl.page.configurations import verdict as verdict_of_row
from irctl.page.origins import Origin

MOST_CHARACTERS = 60_000
"""GitHub's limit for a comment is 65,536."""
_MOST_ROWS = 10
_MOST_LISTED = 10
_MOST_OF_A_TEXT = 300
_MOST_OF_A_COMMAND = 5000
_CELLS = 16
"""Of a bar."""
_FULL, _EMPTY = "\N{FULL BLOCK}", "\N{LIGHT SHADE}"


def render(
    answers: Sequence[BoardAnswer],
    question: Question,
    origin: Origin,
    warnings: Sequence[str],
    picture: str | None = None,
) -> Iterator[str]:
    """Yield the comment: as many answers as have room, and then what comes with them.

    The picture is the address of one, which is shown first.
    """
    if picture:
        yield f"![The cost a month at any traffic]({picture})\n\n"
    about = [*warnings, *(text for answer in answers for text in answer.warnings)]
    rest = _list(about, "more warnings") + _details(answers, origin)
    room = MOST_CHARACTERS - len(rest) - _MOST_OF_A_TEXT
    parts = [part for answer in answers for part in _board(answer, question)]
    for number, part in enumerate(parts):
        room -= len(part)
        if room < 0:
            yield f"{len(parts) - number} more parts are on the page.\n\n"
            break
        yield part
    yield rest


def _board(answer: BoardAnswer, question: Question) -> Iterator[str]:
    """Yield the answer for each traffic, and who is the cheapest where."""
    name = _text(first_names([job.label for job in answer.board.jobs]))
    for traffic in question.traffics:
        plans = answer.plans_of(traffic)
        headline = verdict.headline(plans[0] if plans else None, answer.names)
        heading = f"### {name}: {_text(headline.text)}"
        body = [_paragraph(plans, answer, question), "", *_table(plans, answer, question)]
        yield "\n".join([heading, "", *body, "", ""])
    of_tokens = question.sizing.of_tokens
    cheapest = _text(ribbon(answer.stretches, answer.names, of_tokens=of_tokens))
    if not question.traffics:
        conditions = verdict.conditions(None, question.sizing)
        yield f"### {name}: cheapest by traffic\n\n{conditions}: {cheapest}.\n\n"
    elif len(answer.stretches) > 1:
        yield f"Cheapest by traffic: {cheapest}.\n\n"


def _list(texts: Sequence[str], more: str) -> str:
    """Return the first of some texts as a list, and how many are left."""
    shown = [f"- {_text(text)}\n" for text in texts[:_MOST_LISTED]]
    left = len(texts) - len(shown)
    return "".join([*shown, *([f"- {left} {more}\n"] if left else []), "\n" if shown else ""])


def _paragraph(plans: Sequence[Plan], answer: BoardAnswer, question: Question) -> str:
    if not plans:
        return ""
    best, sizing = plans[0], question.sizing
    sentences = [
        f"{verdict.conditions(best.traffic, sizing)}.",
        verdict.why(plans, answer.names),
        *(_of_feasible(best, answer) if best.feasible else []),
    ]
    return " ".join(_text(sentence) for sentence in sentences if sentence)


def _of_feasible(best: Plan, answer: BoardAnswer) -> list[str | None]:
    to_do = [f"To do: {text}." for text in verdict.to_do(best)]
    loads = [f"Its {text}." for text in load(best.recommendation)]
    return [verdict.until(best, answer.names), verdict.against_today(best), *to_do, *loads]


def _table(plans: Sequence[Plan], answer: BoardAnswer, question: Question) -> list[str]:
    rows = plans[:_MOST_ROWS]
    highest = max((plan.cost_per_month or 0 for plan in rows), default=0)
    lines = [
        f"| Configuration | Fleet | Cost/month | | {latency_name(question.latency)} | Verdict |",
        "|---|--:|--:|---|--:|---|",
        *(_row(plan, answer, question.latency, highest) for plan in rows),
    ]
    more = len(plans) - len(rows)
    return [*lines, "", f"{more:,} more configurations are on the page."] if more else lines


def _row(plan: Plan, answer: BoardAnswer, limited: Metric, highest: float) -> str:
    name = _text(answer.names[id(plan.recommendation)])
    latency = limited.of(plan.recommendation.metrics)
    cost = plan.cost_per_month
    cells = [
        f"**{name}**" if plan.cheapest else name,
        _fleet(plan),
        numbers.NOTHING if cost is None else escaped(numbers.usd(cost)),
        "" if cost is None else f"`{_bar(cost / highest if highest else 0)}`",
        numbers.NOTHING if latency is None else numbers.with_unit(latency, "ms"),
        _text(verdict_of_row(plan)),
    ]
    return f"| {' | '.join(cells)} |"


def _fleet(plan: Plan) -> str:
    if plan.instances is not None:
        return numbers.number(plan.instances)
    if plan.max_concurrency is None:
        return numbers.NOTHING
    return f"concurrency {plan.max_concurrency:,}"


def _bar(share: float) -> str:
    full = min(max(round(share * _CELLS), 0), _CELLS)
    return _FULL * full + _EMPTY * (_CELLS - full)


def _details(answers: Sequence[BoardAnswer], origin: Origin) -> str:
    jobs = [_job(job) for answer in answers for job in answer.board.jobs]
    command = markup(origin.command[:_MOST_OF_A_COMMAND])
    return (
        "<details><summary>How this was made</summary>\n\n"
        f"<pre>{command}</pre>\n\n"
        f"irctl {__version__}, {numbers.time(origin.time)}\n\n{_list(jobs, 'more jobs')}"
        "</details>\n"
    )


def _job(job: Job) -> str:
    return ", ".join(filter(None, [job.label, job.type, job.status, job.arn]))


def _text(text: str) -> str:
    """Return a text as Markdown shows it, cut if it is very long."""
    cut = text if len(text) <= _MOST_OF_A_TEXT else f"{text[:_MOST_OF_A_TEXT]}..."
    return escaped(cut)
