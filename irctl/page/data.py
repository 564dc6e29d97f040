"""What the page's script computes with, and plans of irctl by which it checks itself."""

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from irctl import __version__
from irctl.answers import reasons
from irctl.answers.report import (
    BoardAnswer,
    Question,
    can_change,
    is_on_latency,
    is_on_monthly_cost,
)
from irctl.answers.verdicts.report import headline
from irctl.decisions import capacity
from irctl.decisions.limits import Limit
from irctl.decisions.plan import MissingValue, Plan
from irctl.decisions.quantities import rate as read_rate
from irctl.decisions.sizing import Sizing, price_of_one, price_of_request, rate_of_one
from irctl.decisions.traffic import Traffic, constant
from irctl.jobs.exact import number
from irctl.jobs.metrics import METRICS
from irctl.jobs.model import Configuration, Document, Recommendation
from irctl.output import numbers
from irctl.output.text import plain
from irctl.page.command import limit_option

_CHECKED_RATES = ("1/min", "7/min", "33.3/s", "12k/min", "5M/day", "1000/s")
_CHECKED_PLANS = 10
"""Of each rate, the best and the next; more would not find more."""


def embedded(document: Document) -> str:
    """Return JSON that no text in it can end, all of its texts harmless but those of responses.

    ASCII, and without the characters that HTML gives a meaning to. Responses are only saved.
    """
    shown = _harmless(document) | {"responses": document["responses"]}
    text = json.dumps(shown, separators=(",", ":"), allow_nan=False)
    return text.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")


def _harmless(value: Any) -> Any:
    if isinstance(value, dict):
        return {plain(key): _harmless(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_harmless(item) for item in value]
    return plain(value) if isinstance(value, str) else value


def document(
    boards: Sequence[tuple[BoardAnswer, Sequence[Plan]]],
    question: Question,
    *,
    options: Document,
    responses: Sequence[Document],
) -> Document:
    """Return the data of the page; the plans of each board are the rows of its table.

    `options` are the words of which the script makes a command.
    """
    return {
        "version": __version__,
        **options,
        "metrics": [metric.name for metric in METRICS],
        "columns": [metric.column for metric in METRICS],
        "limits": [_limit(limit) for limit in question.sizing.limits if not can_change(limit)],
        "given": _given(question.traffics),
        "state": state(question),
        "responses": responses,
        "boards": [_board(answer, rows, question) for answer, rows in boards],
    }


def state(question: Question) -> dict[str, str]:
    """Return the values of the controls, as they are typed."""
    sizing, traffics = question.sizing, question.traffics
    varies = bool(traffics) and traffics[0].varies
    return {
        "traffic": "" if varies else ",".join(traffic.label for traffic in traffics),
        "utilization": f"{number(sizing.utilization * 100)}%",
        "min-instances": str(sizing.min_instances),
        "latency": _bound(sizing.limits, is_on_latency),
        "monthly-cost": _bound(sizing.limits, is_on_monthly_cost),
        "survive-az": "yes" if sizing.survives_zone else "",
        "jobs": "",
    }


def _bound(limits: Sequence[Limit], fits: Any) -> str:
    return next((limit_option(limit)[1].partition("=")[2] for limit in limits if fits(limit)), "")


def _given(traffics: Sequence[Traffic]) -> Document | None:
    """Return traffic that varies, which no rate can describe."""
    if not traffics or not traffics[0].varies:
        return None
    traffic = traffics[0]
    return {
        "label": traffic.label,
        "peak": _fraction(traffic.peak),
        "average": _fraction(traffic.average),
    }


def _limit(limit: Limit) -> Document:
    option, value = limit_option(limit)
    return {
        "name": limit.metric.name,
        "max": limit.operator == "<=",
        "bound": float(limit.bound),
        "unit": limit.metric.unit.value,
        "single": limit.metric.is_single_precision,
        "plan": limit.metric.is_of_plan,
        "words": [option, value],
    }


def _board(answer: BoardAnswer, rows: Sequence[Plan], question: Question) -> Document:
    in_table = _places(plan.recommendation for plan in rows)
    able = _places(answer.contenders)
    shown = [r for r in answer.recommendations if id(r) in able or id(r) in in_table]
    places, jobs = _places(shown), _jobs(answer)
    return {
        "jobs": [job.argument for job in answer.board.jobs],
        "measured": len(answer.recommendations),
        "configurations": [
            _configuration(r, answer, jobs[id(r)], in_table.get(id(r))) for r in shown
        ],
        "checks": [
            _check(traffic, shown, places, question) for traffic in _checked(question.traffics)
        ],
        "answers": [_headline(answer, traffic) for traffic in question.traffics],
    }


def _places(recommendations: Iterable[Recommendation]) -> dict[int, int]:
    """Return the place of each, by its id()."""
    return {id(recommendation): place for place, recommendation in enumerate(recommendations)}


def _jobs(answer: BoardAnswer) -> dict[int, int]:
    """Return the place of the job of each recommendation on the board, by its id()."""
    jobs = enumerate(answer.board.jobs)
    return {id(recommendation): n for n, job in jobs for recommendation in job.recommendations}


def _headline(answer: BoardAnswer, traffic: Traffic) -> str:
    plans = answer.plans_of(traffic)
    return headline(plans[0] if plans else None, answer.names).text


def _configuration(
    recommendation: Recommendation, answer: BoardAnswer, job: int, row: int | None
) -> Document:
    price = price_of_request if recommendation.configuration.is_serverless else price_of_one
    return {
        "name": answer.names[id(recommendation)],
        "number": answer.bill.names[id(recommendation)].number,
        "job": job,
        "row": row,
        "one": _fraction(rate_of_one(recommendation)),
        "price": _fraction(price(recommendation)),
        "values": [metric.of(recommendation.metrics) for metric in METRICS],
        "problems": _problems(recommendation),
        **_serverless(recommendation.configuration),
    }


def _problems(recommendation: Recommendation) -> list[str]:
    """Return what is missing for a plan of any traffic."""
    unlimited = capacity.plan(recommendation, constant(read_rate("1/min")), Sizing())
    missing = tuple(one for one in unlimited.problems if isinstance(one, MissingValue))
    return reasons.of_plan(unlimited._replace(problems=missing))


def _serverless(configuration: Configuration) -> Document:
    serverless = configuration.serverless
    if serverless is None or not configuration.is_serverless:
        return {"serverless": False}
    return {
        "serverless": True,
        "concurrency": serverless.max_concurrency,
        "provisioned": serverless.provisioned_concurrency,
    }


def _fraction(value: Fraction | None) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"


def _checked(traffics: Sequence[Traffic]) -> list[Traffic]:
    steady = [traffic for traffic in traffics if not traffic.varies]
    return [*steady[:3], *(constant(read_rate(text)) for text in _CHECKED_RATES)]


def _check(
    traffic: Traffic,
    shown: Sequence[Recommendation],
    places: dict[int, int],
    question: Question,
) -> Document:
    """Return the first plans for a traffic, in their order: what, how many and the bill."""
    plans = capacity.plans(shown, [traffic], question.sizing)
    return {
        "traffic": traffic.label,
        "plans": [
            [
                places[id(plan.recommendation)],
                plan.instances if plan.max_concurrency is None else plan.max_concurrency,
                None if plan.cost_per_month is None else numbers.usd(plan.cost_per_month),
                plan.feasible,
            ]
            for plan in plans[:_CHECKED_PLANS]
        ],
    }
