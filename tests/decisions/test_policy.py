from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions import gate, policy, traffic
from irctl.decisions.gate import Limit
from irctl.decisions.policy import Policy
from irctl.jobs.metrics import METRICS

names = st.sampled_from([*(m.name for m in METRICS), "monthly-cost", "instances"])
bounds = st.floats(-1e12, 1e12) | st.integers(-(10**6), 10**6)
shares = st.integers(0, 10**6).map(lambda n: f"{n // 1000}.{n % 1000:03}%")
texts = st.text(st.characters(codec="utf-8"))


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    def limits(operator: gate.Operator) -> list[Limit]:
        there = draw(st.dictionaries(names, bounds, max_size=3))
        return [gate.limit_on(name, repr(bound), operator) for name, bound in there.items()]

    changes = draw(st.dictionaries(st.sampled_from([m.name for m in METRICS]), shares, max_size=3))
    return Policy(
        limits=(
            *limits("<="),
            *limits(">="),
            *(gate.regression(name, share) for name, share in changes.items()),
        ),
        baseline=draw(st.none() | texts),
        match=draw(st.none() | st.sampled_from(["exact", "instance-type"])),
        traffic=draw(st.none() | st.sampled_from(["200/s", "1.5k/min"]).map(traffic.rate)),
        utilization=draw(st.none() | st.integers(1, 1000).map(lambda n: Fraction(n, 1000))),
        min_instances=draw(st.none() | st.integers(1, 99)),
        every=draw(st.none() | st.booleans()),
        recommendation=draw(st.none() | texts),
        instance_type=draw(st.none() | texts),
    )


@given(policies())
def test_a_policy_that_is_written_is_read_as_the_same(written: Policy) -> None:
    assert policy.from_toml(policy.to_toml(written)) == written


FILE = """
traffic = "100/s"
utilization = 0.7
all = true

[max]
latency = 100
cost-per-hour = "$0.5"

[min]
throughput = 600

[max-regression]
cost = "5%"
"""


def test_a_policy_has_the_names_of_the_command_line() -> None:
    found = policy.from_toml(FILE)
    assert found == Policy(
        limits=(
            gate.limit("latency=100", "<="),
            gate.limit("cost-per-hour=0.5", "<="),
            gate.limit("throughput=600", ">="),
            *gate.regressions("cost-per-inference=5%"),
        ),
        traffic=traffic.rate("100/s"),
        utilization=Fraction(7, 10),
        every=True,
    )


def test_the_command_line_replaces_what_it_gives_and_adds_to_the_rest() -> None:
    given_too = Policy(
        limits=(gate.limit("latency=50", "<="), gate.limit("cpu=80", "<=")),
        traffic=traffic.rate("1/s"),
        every=False,
    )
    found = policy.merged(policy.from_toml(FILE), given_too)
    assert found.traffic == traffic.rate("1/s")
    assert found.every is False
    assert found.utilization == Fraction(7, 10)
    shown = [(e.quantity.kind, e.quantity.metric.name, e.operator, e.bound) for e in found.limits]
    assert shown == [
        ("Metric", "cost-per-hour", "<=", 0.5),
        ("Metric", "throughput", ">=", 600),
        ("Regression", "cost-per-inference", "<=", Fraction(1, 20)),
        ("Metric", "latency", "<=", 50),
        ("Metric", "cpu", "<=", 80),
    ]


def test_a_scope_of_the_command_line_replaces_that_of_the_file() -> None:
    found = policy.merged(Policy(recommendation="job/1"), Policy(instance_type="ml.x"))
    assert (found.recommendation, found.instance_type) == (None, "ml.x")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("max = ", "not TOML"),
        ("maxx = 1", r"unknown key 'maxx' \(did you mean max\?\); the keys are max, min"),
        ("[check]\nmax = 1", "unknown key 'check'"),
        ("max = 100", r"max: expected a table, \[max\]"),
        ("[max]\nspeed = 1", "max: unknown metric 'speed'"),
        ("[max]\nlatency = [1]", "max: expected a number or a string, got list"),
        ("[max]\nlatency = true", "max: expected a number for latency"),
        ("[max]\nlatency = nan", "max: expected a number for latency"),
        ("[min]\nlatency = 'x'", "min: expected a number for latency"),
        ("[max-regression]\nlatency = 1", "max-regression: latency: 1 could be"),
        ("traffic = 100", "traffic: 100 is a number without a unit"),
        ("utilization = 0", "utilization: expected a share"),
        ("min-instances = 0", "min-instances: expected a whole number from 1 on"),
        ("min-instances = 1.5", "min-instances: expected a whole number from 1 on"),
        ("all = 'yes'", "all: expected true or false"),
        ("match = 'loose'", "match: expected exact or instance-type"),
        ("a = " + "[" * 5000 + "]" * 5000, "not TOML|nested too deep"),
    ],
)
def test_what_is_wrong_in_a_policy_is_named(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        policy.from_toml(text)


@pytest.mark.parametrize(
    ("given_policy", "complaint"),
    [
        (Policy(), "no constraint is given"),
        (Policy(limits=(gate.limit("monthly-cost=1", "<="),)), "monthly-cost is of a plan"),
        (Policy(limits=tuple(gate.regressions("cost=1%"))), "needs a --baseline"),
        (Policy(limits=(gate.limit("cpu=1", "<="),), baseline="x"), "needs --max-regression"),
        (Policy(limits=(gate.limit("cpu=1", "<="),), match="exact"), "--match needs"),
        (Policy(limits=(gate.limit("cpu=1", "<="),), min_instances=2), "need --traffic"),
        (
            Policy(limits=(gate.limit("cpu=1", "<="),), recommendation="a", instance_type="b"),
            "exclude each other",
        ),
    ],
)
def test_a_policy_that_judges_nothing_is_refused(given_policy: Policy, complaint: str) -> None:
    assert complaint in (policy.complaint(given_policy) or "")


def test_a_policy_that_judges_is_not() -> None:
    assert policy.complaint(Policy(limits=(gate.limit("cpu=1", "<="),))) is None
