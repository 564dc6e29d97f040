"""What the page's script computes with, and plans of irctl by which it checks itself."""

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import inf, isfinite
from typing import Any

from irctl import __version__
from irctl.answers import reasons
from irctl.answers.plan_sentences import serves_less, task
from irctl.answers.report import BoardAnswer, Question, is_on_monthly_cost
from irctl.answers.verdicts.facts import cost_of_work, measured
from irctl.answers.verdicts.plan import load, name_of_today
from irctl.answers.verdicts.report import against_today, condition, headline, until, why
from irctl.decisions import capacity
from irctl.decisions.current import Current
from irctl.decisions.limits import Limit, missed
from irctl.decisions.plan import MissingValue, Plan, ProvisionedIsExtra
from irctl.decisions.quantities import load as read_load
from irctl.decisions.sizing import (
    Sizing,
    price_of_one,
    price_of_request,
    rate_of_one,
    slowness,
)
from irctl.decisions.sweep import plans as plans_of_sweep
from irctl.decisions.sweep import sweep
from irctl.decisions.traffic import Traffic, constant
from irctl.decisions.work import OF_REQUESTS, Work, work
from irctl.jobs.exact import number
from irctl.jobs.model import Configuration, Document, Recommendation
from irctl.output import numbers
from irctl.output.text import plain
from irctl.page.command import limit_option
from irctl.page.messages import messages
from irctl.pictures.series import Series

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
        "options": _options(question),
        "messages": messages(question),
        "areTokens": question.sizing.of_tokens,
        "work": _work(OF_REQUESTS),
        "cost": cost_of_work(question.kind),
        "limits": [_limit(limit) for limit in question.fixed_limits_on_plan],
        "conditions": [
            list(map(condition, question.fixed_limits_on_measured)),
            list(map(condition, question.fixed_limits_on_plan)),
        ],
        "today": _today(question.current),
        "given": _given(question.traffics),
        "state": state(question),
        "responses": responses,
        "boards": [_board(answer, rows, question) for answer, rows in boards],
    }


def _options(question: Question) -> dict[str, list[str]]:
    """Return the option of each control, what is before its value, and a value without option."""
    return {
        "traffic": ["--traffic"],
        "utilization": ["--utilization", "", "50%"],
        "min-instances": ["--min-instances", "", "1"],
        "latency": ["--max", f"{question.latency.name}="],
        "monthly-cost": ["--max", "monthly-cost="],
        "survive-az": ["--survive-az"],
        "jobs": [],
    }


def _work(costs: Work) -> dict[str, str | None]:
    return {name: _fraction(multiple) for (name, _), multiple in costs.items()}


def state(question: Question) -> dict[str, str]:
    """Return the values of the controls, as they are typed."""
    sizing, traffics = question.sizing, question.traffics
    varies = bool(traffics) and traffics[0].varies
    return {
        "traffic": "" if varies else ",".join(traffic.label for traffic in traffics),
        "utilization": f"{number(sizing.utilization * 100)}%",
        "min-instances": str(sizing.min_instances),
        "latency": _bound(sizing.limits, question.is_on_latency),
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


def _today(current: Current | None) -> Document | None:
    if current is None or current.per_hour is None:
        return None
    return {"hour": _fraction(current.per_hour), "name": name_of_today(current)}


def _limit(limit: Limit) -> Document:
    return {
        "name": limit.metric.name,
        "isMax": limit.operator == "<=",
        "bound": float(limit.bound),
        "unit": limit.metric.unit.value,
        "isSingle": limit.metric.is_single_precision,
    }


def _board(answer: BoardAnswer, rows: Sequence[Plan], question: Question) -> Document:
    in_table = _places(plan.recommendation for plan in rows)
    able = _places(answer.contenders)
    shown = [r for r in answer.recommendations if id(r) in able or id(r) in in_table]
    places, jobs, names = _places(shown), _jobs(answer), answer.bill.names
    return {
        "jobs": [job.argument for job in answer.board.jobs],
        "measured": len(answer.recommendations),
        "configurations": [
            {
                **_configuration(r, names[id(r)], question),
                "job": jobs[id(r)],
                "row": in_table.get(id(r)),
            }
            for r in shown
        ],
        "checks": [_check(traffic, answer, places, question) for traffic in _traffics(question)],
        "answers": [_answer(answer, traffic) for traffic in question.traffics],
    }


def _places(recommendations: Iterable[Recommendation]) -> dict[int, int]:
    """Return the place of each, by its id()."""
    return {id(recommendation): place for place, recommendation in enumerate(recommendations)}


def _jobs(answer: BoardAnswer) -> dict[int, int]:
    """Return the place of the job of each recommendation on the board, by its id()."""
    jobs = enumerate(answer.board.jobs)
    return {id(recommendation): n for n, job in jobs for recommendation in job.recommendations}


def _answer(answer: BoardAnswer, traffic: Traffic) -> str:
    """Return what to deploy, what it costs and why, without what the page shows around it."""
    plans = answer.plans_of(traffic)
    if not plans:
        return headline(None, answer.names).fleet
    best = plans[0]
    more = [until(best, answer.names), against_today(best)] if best.feasible else []
    sentences = [why(plans, answer.names), *more]
    parts = [*headline(best, answer.names), " ".join(filter(None, sentences))]
    return ",".join(filter(None, parts))


def _configuration(recommendation: Recommendation, series: Series, question: Question) -> Document:
    of_tokens, fixed = question.sizing.of_tokens, question.fixed_limits_on_measured
    return {
        "name": series.name,
        "number": series.number,
        "role": series.role,
        "rate": _fraction(rate_of_one(recommendation, of_tokens=of_tokens)),
        "price": _fraction(_price(recommendation)),
        "latency": question.latency.of(recommendation.metrics),
        "problems": _problems(recommendation, of_tokens=of_tokens),
        "fixed": [_judged(limit, recommendation) for limit in fixed],
        **_serverless(recommendation.configuration),
        **(_language_model(recommendation, question) if recommendation.deployment else {}),
    }


def _language_model(recommendation: Recommendation, question: Question) -> Document:
    sizing, level = question.sizing, recommendation.configuration.concurrency
    slow, values = slowness(recommendation), recommendation.metrics
    return {
        "missing": reasons.is_missing(question.latency, values),
        "tie": slow if slow < inf else None,
        "multiple": sizing.of(recommendation).multiple,
        "work": _work(work(recommendation, of_tokens=sizing.of_tokens)),
        "facts": measured(recommendation, sizing.limits),
        "notes": load(recommendation),
        **({} if level is None else {"sweep": level, "beaten": serves_less(recommendation)}),
    }


def _price(recommendation: Recommendation) -> Fraction | None:
    """Return US dollars an hour: of an instance, or of a request a minute."""
    if not recommendation.configuration.is_serverless:
        return price_of_one(recommendation)
    price = price_of_request(recommendation)
    return None if price is None else price * 60


def _judged(limit: Limit, recommendation: Recommendation) -> tuple[float | None, str]:
    """Return how far a limit is missed, None where its value is missing, and why in words."""
    shortfall = limit.shortfall(recommendation.metrics)
    misses = map(reasons.missed, missed([limit], recommendation.metrics))
    return (shortfall if isfinite(shortfall) else None), "".join(misses)


def _problems(recommendation: Recommendation, *, of_tokens: bool) -> list[str]:
    """Return what is missing for a plan of any traffic."""
    traffic = constant(read_load("1 token/min" if of_tokens else "1/min"))
    unlimited = capacity.plan(recommendation, traffic, Sizing())
    missing = tuple(one for one in unlimited.problems if isinstance(one, MissingValue))
    return reasons.of_plan(unlimited._replace(problems=missing))


def _serverless(configuration: Configuration) -> Document:
    serverless = configuration.serverless
    if serverless is None or not configuration.is_serverless:
        return {}
    provisioned = serverless.provisioned_concurrency
    return {
        "serverless": True,
        "concurrency": serverless.max_concurrency,
        "tasks": [task(ProvisionedIsExtra(provisioned))] if provisioned else [],
    }


def _fraction(value: Fraction | None) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"


def _traffics(question: Question) -> list[Traffic]:
    steady = [traffic for traffic in question.traffics if not traffic.varies]
    noun = " tokens/" if question.sizing.of_tokens else "/"
    rates = (read_load(text.replace("/", noun)) for text in _CHECKED_RATES)
    return [*steady[:3], *map(constant, rates)]


def _check(
    traffic: Traffic,
    answer: BoardAnswer,
    places: dict[int, int],
    question: Question,
) -> Document:
    """Return the first plans for a traffic, in their order: what, how many and the bill."""
    jobs = [
        job._replace(recommendations=tuple(r for r in job.recommendations if id(r) in places))
        for job in answer.board.jobs
    ]
    swept = sweep(jobs, question.sizing)
    plans = plans_of_sweep(swept, [traffic], question.sizing)
    return {
        "traffic": traffic.label,
        "plans": [
            _checked(places[id(plan.recommendation)], plan) for plan in plans[:_CHECKED_PLANS]
        ],
    }


def _checked(place: int, plan: Plan) -> str:
    """Return which configuration a plan is of, its instances or concurrency, and its cost."""
    size = plan.instances if plan.max_concurrency is None else plan.max_concurrency
    cost = None if plan.cost_per_month is None else numbers.usd(plan.cost_per_month)
    return ",".join("" if part is None else str(part) for part in (place, size, cost))
