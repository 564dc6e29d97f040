"""Policies: the options of a gate, of the command line over those of a file."""

from fractions import Fraction

import pytest

from irctl.decisions import policy, quantities
from irctl.decisions.limits import limit as read_limit
from irctl.decisions.limits import regressions
from irctl.decisions.plan_metrics import LIMITED
from irctl.decisions.policy import Policy

FILE = Policy(
    limits=(
        read_limit("latency=100", "<="),
        read_limit("cost-per-hour=0.5", "<="),
        read_limit("throughput=1000", ">="),
        *regressions("cost-per-inference=5%"),
    ),
    traffic=quantities.rate("100/s"),
    utilization=Fraction(7, 10),
    requires_all=True,
)


def test_the_command_line_replaces_its_options_and_adds_to_the_others() -> None:
    typed = Policy(
        limits=(read_limit("latency=50", "<="), read_limit("cpu=80", "<=")),
        traffic=quantities.rate("1/s"),
        requires_all=False,
    )
    merged = policy.merged(FILE, typed)
    assert merged.traffic == quantities.rate("1/s")
    assert merged.requires_all is False
    assert merged.utilization == Fraction(7, 10)
    assert [
        (limit.kind, limit.metric.name, limit.operator, limit.bound) for limit in merged.limits
    ] == [
        ("Metric", "cost-per-hour", "<=", 0.5),
        ("Metric", "throughput", ">=", 1000),
        ("Regression", "cost-per-inference", "<=", Fraction(1, 20)),
        ("Metric", "latency", "<=", 50),
        ("Metric", "cpu", "<=", 80),
    ]


def test_a_limit_does_not_replace_another_kind_of_limit_on_its_metric() -> None:
    upper, lower = read_limit("cpu=80", "<="), read_limit("cpu=20", ">=")
    (change,) = regressions("cpu=5%")
    merged = policy.merged(Policy(limits=(upper, change)), Policy(limits=(lower,)))
    assert merged.limits == (upper, change, lower)


def test_a_selection_on_the_command_line_replaces_the_files() -> None:
    merged = policy.merged(Policy(recommendation="job/1"), Policy(instance_type="ml.x"))
    assert (merged.recommendation, merged.instance_type) == (None, "ml.x")


CPU = (read_limit("cpu=1", "<="),)


@pytest.mark.parametrize(
    ("refused", "message"),
    [
        (Policy(), "no limit is given"),
        (
            Policy(limits=(read_limit("monthly-cost=1", "<=", LIMITED),)),
            "monthly-cost is of a plan",
        ),
        (Policy(limits=tuple(regressions("cost=1%"))), "needs a --baseline"),
        (Policy(limits=CPU, baseline="x"), "needs --max-regression"),
        (Policy(limits=CPU, match="exact"), "--match needs"),
        (Policy(limits=CPU, min_instances=2), "need --traffic"),
        (Policy(limits=CPU, utilization=Fraction(1, 2)), "need --traffic"),
        (Policy(limits=CPU, recommendation="a", instance_type="b"), "exclude each other"),
    ],
)
def test_a_policy_that_cannot_be_applied_is_refused(refused: Policy, message: str) -> None:
    assert message in (policy.complaint(refused) or "")


def test_a_policy_with_a_limit_is_accepted() -> None:
    assert policy.complaint(Policy(limits=CPU)) is None
