"""The sentence of every kind of problem and task of a plan."""

from typing import get_args

import pytest

from irctl.answers.plan_sentences import problem, task
from irctl.decisions.plan import (
    CostTooLarge,
    MissingValue,
    Problem,
    ProvisionedIsExtra,
    RaiseMaxConcurrency,
    ServesLess,
    Task,
    TooManyInstances,
    TooMuchConcurrency,
)
from irctl.jobs import parse
from irctl.jobs.metrics import THROUGHPUT
from tests.made import benchmark_job

PROBLEMS: list[tuple[Problem, str]] = [
    (MissingValue(THROUGHPUT, None), "throughput is missing"),
    (MissingValue(THROUGHPUT, 0), "throughput is 0"),
    (TooManyInstances(), "it needs more than 1,000,000 instances"),
    (TooMuchConcurrency(None), "it needs a concurrency of more than 1,000,000"),
    (
        TooMuchConcurrency(1234),
        "it needs a concurrency of 1,234, and serverless is limited to 200",
    ),
    (CostTooLarge(), "its cost is too large to compute"),
    (
        ServesLess(parse.job(benchmark_job({"Concurrency": 8})).recommendations[0]),
        "concurrency 8 keeps the limits and serves more",
    ),
]

TASKS: list[tuple[Task, str]] = [
    (RaiseMaxConcurrency(5, 20), "raise MaxConcurrency from 5 to 20"),
    (
        ProvisionedIsExtra(4),
        "ProvisionedConcurrency 4 is billed separately, by the hour, and is not included",
    ),
]


@pytest.mark.parametrize(("of_plan", "sentence"), PROBLEMS)
def test_a_problem_is_a_sentence(of_plan: Problem, sentence: str) -> None:
    assert problem(of_plan) == sentence


@pytest.mark.parametrize(("of_plan", "sentence"), TASKS)
def test_a_task_is_a_sentence(of_plan: Task, sentence: str) -> None:
    assert task(of_plan) == sentence


def test_every_kind_of_problem_and_task_is_tested_here() -> None:
    assert {type(of_plan) for of_plan, _ in PROBLEMS} == set(get_args(Problem))
    assert {type(of_plan) for of_plan, _ in TASKS} == set(get_args(Task))
