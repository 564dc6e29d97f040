"""The decision as a comment on a pull request: Markdown that is short whatever the jobs are."""

from collections.abc import Iterator, Sequence

from irctl import __version__
from irctl.answers.report import BoardAnswer, Question
from irctl.answers.verdicts import report as verdict
from irctl.answers.verdicts.ribbon import ribbon
from irctl.decisions.plan import Plan
from irctl.jobs.metrics import LATENCY
from irctl.jobs.model import Job
from irctl.output import numbers
from irctl.output.markdown import escaped
from irctl.output.text import first_names, markup
from irctl.page.configurations import verdict as verdict_of_row
from irctl.page.origins import Origin

MOST_CHARACTERS = 60_000
"""GitHub's limit for a comment is 65,536."""
_MOST_ROWS = 10
_MOST_BOARDS = 10
_MOST_WARNINGS = 10
_MOST_OF_A_TEXT = 300
_MOST_OF_A_COMMAND = 5000
_CELLS = 16
"""Of a bar."""
_FULL, _EMPTY = "\N{FULL BLOCK}", "\N{LIGHT SHADE}"


def render(
    answers: Sequence[BoardAnswer], question: Question, origin: Origin, warnings: Sequence[str]
) -> Iterator[str]:
    """Yield the comment."""
    for answer in answers[:_MOST_BOARDS]:
        yield "\n".join([*_board(answer, question), ""])
    if len(answers) > _MOST_BOARDS:
        yield f"{len(answers) - _MOST_BOARDS} more models are on the page.\n\n"
    about = [*warnings, *(text for answer in answers for text in answer.warnings)]
    if about:
        shown = about[:_MOST_WARNINGS]
        more = len(about) - len(shown)
        yield "\n".join([*(f"- {_text(text)}" for text in shown), ""])
        yield f"- {more} more warnings\n" if more else ""
        yield "\n"
    yield _details(answers, origin)


def _board(answer: BoardAnswer, question: Question) -> list[str]:
    names = first_names([job.label for job in answer.board.jobs])
    if not question.traffics:
        cheapest = ribbon(answer.stretches, answer.names)
        conditions = verdict.conditions(None, question.sizing)
        return [f"### {_text(names)}: cheapest by traffic", "", f"{conditions}: {_text(cheapest)}."]
    lines = []
    for traffic in question.traffics:
        plans = answer.plans_of(traffic)
        headline = verdict.headline(plans[0] if plans else None, answer.names)
        lines += [f"### {_text(names)}: {_text(headline.text)}", ""]
        lines += [_paragraph(plans, answer, question), "", *_table(plans, answer), ""]
    if len(answer.stretches) > 1:
        cheapest = ribbon(answer.stretches, answer.names)
        lines += [f"Cheapest by traffic: {_text(cheapest)}.", ""]
    return lines


def _paragraph(plans: Sequence[Plan], answer: BoardAnswer, question: Question) -> str:
    if not plans:
        return ""
    best, sizing = plans[0], question.sizing
    sentences = [
        f"{verdict.conditions(best.traffic, sizing)}.",
        verdict.why(plans, answer.names),
        verdict.until(best, answer.names) if best.feasible else None,
        *(f"To do: {text}." for text in (verdict.to_do(best) if best.feasible else [])),
    ]
    return " ".join(_text(sentence) for sentence in sentences if sentence)


def _table(plans: Sequence[Plan], answer: BoardAnswer) -> list[str]:
    rows = plans[:_MOST_ROWS]
    highest = max((plan.cost_per_month or 0 for plan in rows), default=0)
    lines = [
        "| Configuration | Fleet | Cost/month | | Latency | Verdict |",
        "|---|--:|--:|---|--:|---|",
        *(_row(plan, answer, highest) for plan in rows),
    ]
    more = len(plans) - len(rows)
    return [*lines, "", f"{more:,} more configurations are on the page."] if more else lines


def _row(plan: Plan, answer: BoardAnswer, highest: float) -> str:
    name = _text(answer.names[id(plan.recommendation)])
    latency = LATENCY.of(plan.recommendation.metrics)
    cost = plan.cost_per_month
    cells = [
        f"**{name}**" if plan.cheapest else name,
        _fleet(plan),
        numbers.NOTHING if cost is None else escaped(numbers.usd(cost)),
        f"`{_bar((cost or 0) / highest if highest else 0)}`",
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
    jobs = [job for answer in answers for job in answer.board.jobs]
    lines = [f"- {_text(_job(job))}" for job in jobs[:_MOST_BOARDS]]
    if len(jobs) > _MOST_BOARDS:
        lines.append(f"- {len(jobs) - _MOST_BOARDS} more jobs")
    command = markup(origin.command[:_MOST_OF_A_COMMAND])
    return (
        "<details><summary>How this was made</summary>\n\n"
        f"<pre>{command}</pre>\n\n"
        f"irctl {__version__}, {numbers.time(origin.time)}\n\n" + "\n".join(lines) + "\n\n"
        "</details>\n"
    )


def _job(job: Job) -> str:
    return ", ".join(filter(None, [job.label, job.type, job.status, job.arn]))


def _text(text: str) -> str:
    """Return a text as Markdown shows it, cut if it is very long."""
    cut = text if len(text) <= _MOST_OF_A_TEXT else f"{text[:_MOST_OF_A_TEXT]}..."
    return escaped(cut)
