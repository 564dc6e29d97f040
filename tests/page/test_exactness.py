"""In every state, the page says what `irctl plan` says: in a browser, with generated jobs."""

import json
import os
import shlex
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from irctl.answers.report import Question
from irctl.answers.verdicts import report as verdict
from irctl.answers.verdicts.facts import facts as facts_of
from irctl.answers.verdicts.plan import load
from irctl.decisions import quantities, sweep
from irctl.decisions.crossover import with_crossovers
from irctl.decisions.limits import Limit, Operator, limit
from irctl.decisions.plan_metrics import LIMITED, on_plan
from irctl.decisions.sizing import Sizing
from irctl.decisions.traffic import constant
from irctl.jobs import parse
from irctl.jobs.model import Job
from irctl.output.titles import titles
from tests.made import (
    benchmark_job,
    figure,
    language_row,
    real_time,
    recommendation_job,
    response,
    serverless,
)
from tests.page.browser import Opened, needs_chromium
from tests.page.conftest import Report
from tests.program import irctl

pytestmark = needs_chromium
SEED = int(os.environ.get("IRCTL_SEED") or 1)
STATES = int(os.environ.get("IRCTL_FUZZ") or 40)
DEMO = ["resnet50-default", "--demo", "--traffic", "100/s", "--max", "latency=100"]


def single(value: float) -> float:
    """A 32-bit float, widened as the API widens it."""
    (widened,) = struct.unpack("<f", struct.pack("<f", value))
    return float(widened)


def entry(rng: Random) -> dict[str, Any]:
    """A recommendation: whole quotients, missing values and counts, prices of 0 among them."""
    latency = rng.choice([None, 50, 50, rng.randint(1, 300)])
    if rng.random() < 0.25:
        return serverless(
            per_inference=rng.choice([None, *(single(10 ** rng.uniform(-7, -4)) for _ in "ab")]),
            rate=rng.choice([None, 60, rng.randint(1, 500)]),
            concurrency=rng.choice([None, 1, 5, 20]),
            memory=rng.choice([1024, 2048, 3072]),
            latency=latency,
            provisioned=rng.choice([None, None, 2]),
        )
    return real_time(
        instance_type=rng.choice(["ml.c5.xlarge", "ml.m5.large", "ml.g5.xlarge"]),
        cost=rng.choice([single(rng.uniform(0.05, 5)), 0.125, single(0.115), 0.25, None, 0]),
        rate=rng.choice([rng.randint(1, 6000), 1000, 600, 30, None]),
        latency=latency,
        count=rng.choice([None, 1, 1, 2, 3]),
        per_inference=single(rng.uniform(1e-6, 1e-5)),
    )


def measured(rng: Random) -> list[dict[str, Any]]:
    """What was measured of a language model: whole quotients and missing values among it."""
    requests = rng.choice([None, rng.randint(1, 50), 10, 5, rng.uniform(0.1, 9)])
    tokens = rng.choice([None, rng.randint(100, 9000), 600])
    figures = [
        figure("RequestThroughput", requests, "avg"),
        figure("OutputTokenThroughput", tokens, "avg"),
        figure("TimeToFirstToken", rng.choice([None, 50, rng.randint(1, 300)]), "p50", "ms"),
        figure("InterTokenLatency", rng.choice([None, 20, 33.3]), "p50", "ms"),
        figure("RequestLatency", rng.choice([None, 900, rng.randint(500, 9999)]), "p50", "ms"),
        figure("ClientSideConcurrency", rng.choice([None, 8, 48])),
        figure("Cost", rng.choice([None, 3.6, 2, 0.5, rng.uniform(0.5, 9)])),
    ]
    return [known for known in figures if known["Value"] is not None]


def recommended(rng: Random) -> dict[str, Any]:
    """A recommendation of an AI recommendation job."""
    deployment: dict[str, Any] = {"InstanceType": rng.choice(["ml.g5.xlarge", "ml.g6.12xlarge"])}
    deployment["InstanceCount"] = rng.choice([1, 1, 2, 3])
    return language_row(ExpectedPerformance=measured(rng), DeploymentConfiguration=deployment)


def language_document(kind: str, count: int, rng: Random) -> dict[str, Any]:
    if kind == "recommendation":
        return recommendation_job(*(recommended(rng) for _ in range(count)))
    levels = [2**number for number in range(count)]
    return benchmark_job(
        *({"Concurrency": level, "ExpectedPerformance": measured(rng)} for level in levels)
    )


def state(rng: Random) -> dict[str, str]:
    chosen = {
        "traffic": rng.choice(
            [
                *(f"{rng.randint(1, 5000)}/s", f"{rng.randint(1, 90)}k/min", "5M/day", "33.3/s"),
                *("0.001/s", "1,500/min", f"{rng.randint(1, 10) * 60}/min", "9e9/s"),
            ]
        ),
        "utilization": rng.choice(["50%", "40%", "70%", "33.3%", "100%", "0.25", "12.5%"]),
        "min-instances": rng.choice(["1", "1", "2", str(rng.randint(3, 9))]),
        "latency": rng.choice(["", "", "50", "100ms", "0.05s", "49.99", str(rng.randint(1, 300))]),
        "monthly-cost": rng.choice(
            ["", "", "91.25", "182.5", "$365", "730/month", str(rng.randint(10, 5000))]
        ),
    }
    return {**chosen, **({"survive-az": "yes"} if rng.random() < 0.2 else {})}


def expected(job: Job, wanted: Mapping[str, str], fixed: Sequence[Limit] = ()) -> dict[str, Any]:
    """What irctl's own code answers."""
    recommendations = job.recommendations
    names = zip(map(id, recommendations), titles(recommendations), strict=True)
    by_id = dict(names)
    metrics = {"latency": job.kind.target.name, "monthly-cost": "monthly-cost"}
    changed = [
        limit(f"{metric}={wanted[name]}", "<=", LIMITED)
        for name, metric in metrics.items()
        if wanted[name]
    ]
    limits = tuple(map(on_plan, [*changed, *fixed]))
    sizing = Sizing(
        utilization=quantities.utilization(wanted["utilization"]),
        min_instances=int(wanted["min-instances"]),
        limits=limits,
        survives_zone="survive-az" in wanted,
        of_tokens="tok" in wanted["traffic"],
    )
    sizing = Question((), sizing, job.kind).ordered().sizing
    traffic = [constant(quantities.load(wanted["traffic"]))]
    swept = sweep.sweep([job], sizing)
    plans = with_crossovers(sweep.plans(swept, traffic, sizing), swept.plannable, sizing)
    best = plans[0]
    until = verdict.until(best, by_id) if best.feasible else None
    facts = [f"{fact.value} {fact.text}" for fact in facts_of(best, sizing)]
    return {
        "headline": verdict.headline(best, by_id).text,
        "why": " ".join(filter(None, [verdict.why(plans, by_id), until])),
        "facts": [*facts, *verdict.to_do(best), *load(best.recommendation)]
        if best.feasible
        else [],
    }


FIXED: Sequence[Sequence[tuple[str, Operator]]] = (
    (),
    (("instances=40", "<="), ("cost-per-million=30", "<="), ("latency=20", ">=")),
    (("cost-per-hour=0.3", ">="), ("cost-per-inference=2e-4", "<="), ("cost-per-hour=90", "<=")),
    (("cost-per-million=3", ">="), ("instances=2", ">=")),
)
"""Limits that a reader of the page cannot change."""


def words(limits: Sequence[tuple[str, Operator]]) -> list[str]:
    """The options that state limits."""
    options = {"<=": "--max", ">=": "--min"}
    return [word for text, operator in limits for word in (options[operator], text)]


@pytest.mark.parametrize(
    ("count", "fixed"), [(1, 0), (3, 0), (12, 0), (40, 0), (12, 1), (12, 2), (12, 3)]
)
def test_the_page_answers_as_irctl_does_in_any_state(
    count: int, fixed: int, opened: Opened, report: Report, tmp_path: Path
) -> None:
    rng = Random(SEED * 100 + count)
    document = response(*(entry(rng) for _ in range(count)))
    saved = tmp_path / "job.json"
    saved.write_text(json.dumps(document))
    opened.open(report(str(saved), "--traffic", "777/min", *words(FIXED[fixed])))
    right, total = opened.self_check
    assert right == total > 0
    states = [state(rng) for _ in range(STATES)]
    answers = opened.answers(states)
    job = parse.job(document)
    limits = [limit(text, operator, LIMITED) for text, operator in FIXED[fixed]]
    for wanted, answer in zip(states, answers, strict=True):
        answer.pop("command")
        assert answer == expected(job, wanted, limits), wanted


LANGUAGE_FIXED: Sequence[Sequence[tuple[str, Operator]]] = (
    (),
    (("instances=40", "<="), ("cost-per-1m-tokens=40", "<="), ("token-throughput=500", ">=")),
)


@pytest.mark.parametrize("fixed", [0, 1])
@pytest.mark.parametrize("traffic", ["777/min", "90k tokens/min"])
@pytest.mark.parametrize(("kind", "count"), [("recommendation", 9), ("benchmark", 7)])
def test_the_page_of_a_language_model_answers_as_irctl_does_in_any_state(
    kind: str, count: int, traffic: str, fixed: int, opened: Opened, report: Report, tmp_path: Path
) -> None:
    rng = Random(SEED * 100 + count)
    document = language_document(kind, count, rng)
    saved = tmp_path / "job.json"
    saved.write_text(json.dumps(document))
    opened.open(report(str(saved), "--traffic", traffic, *words(LANGUAGE_FIXED[fixed])))
    right, total = opened.self_check
    assert right == total > 0
    states = [state(rng) for _ in range(STATES)]
    if "tokens" in traffic:
        states = [one | {"traffic": one["traffic"].replace("/", " tokens/")} for one in states]
    job = parse.job(document)
    limits = [limit(text, operator, LIMITED) for text, operator in LANGUAGE_FIXED[fixed]]
    for wanted, answer in zip(states, opened.answers(states), strict=True):
        answer.pop("command")
        assert answer == expected(job, wanted, limits), wanted


def test_the_page_agrees_where_two_fleets_cost_the_same(opened: Opened, report: Report) -> None:
    """3 at $2.80 and 4 at $2.10, next to a benchmark at several concurrencies."""
    jobs = ["mistral-throughput", "mistral-prod-sweep", "--demo", "--results", "s3"]
    priced = ["ml.g6e.2xlarge=2.8", "ml.g6.12xlarge=2.1", "ml.g6.16xlarge=4.2"]
    prices = [word for price in priced for word in ("--price", price)]
    fleet = ["--benchmarked-on", "ml.g6.16xlarge", "--traffic", "5/s"]
    opened.open(report(*jobs, *prices, *fleet))
    right, total = opened.self_check
    assert right == total > 60
    assert "It is the cheapest up to 415/min" in opened.text("#answer .why")


def test_the_command_on_the_page_gives_its_answer(opened: Opened, report: Report) -> None:
    opened.open(report(*DEMO))
    rng = Random(SEED)
    for answer in opened.answers([state(rng) for _ in range(12)]):
        done = irctl(*shlex.split(answer["command"])[1:])
        if ": nothing is feasible at " in done.err:
            assert answer["headline"] == "Nothing meets these limits"
            continue
        fleet, _, price = answer["headline"].replace("\N{MULTIPLICATION SIGN}", "x").partition(", ")
        assert f": {fleet} of resnet50-default, {price.removesuffix(' a month')}/month" in done.err
