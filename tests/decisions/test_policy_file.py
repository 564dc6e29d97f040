"""A policy as a TOML file."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions import quantities
from irctl.decisions.limits import Limit, Operator, limit_on, regression, regressions
from irctl.decisions.limits import limit as read_limit
from irctl.decisions.plan_metrics import LIMITED
from irctl.decisions.policy import Policy
from irctl.decisions.policy_file import from_toml, to_toml
from irctl.jobs.metrics import METRICS

names = st.sampled_from([metric.name for metric in LIMITED])
bounds = st.floats(-1e12, 1e12) | st.integers(-(10**6), 10**6)
shares = st.integers(0, 10**6).map(lambda n: f"{n // 1000}.{n % 1000:03}%")
texts = st.text(st.characters(codec="utf-8"))


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    def limits(operator: Operator) -> list[Limit]:
        drawn = draw(st.dictionaries(names, bounds, max_size=3))
        return [limit_on(name, repr(bound), operator, LIMITED) for name, bound in drawn.items()]

    changes = draw(st.dictionaries(st.sampled_from([m.name for m in METRICS]), shares, max_size=3))
    return Policy(
        limits=(
            *limits("<="),
            *limits(">="),
            *(regression(name, share) for name, share in changes.items()),
        ),
        baseline=draw(st.none() | texts),
        latency_unit=draw(st.none() | st.sampled_from(["ms", "us"])),
        match=draw(st.none() | st.sampled_from(["exact", "instance-type"])),
        traffic=draw(st.none() | st.sampled_from(["200/s", "1.5k/min"]).map(quantities.rate)),
        utilization=draw(st.none() | st.integers(1, 1000).map(lambda n: Fraction(n, 1000))),
        min_instances=draw(st.none() | st.integers(1, 99)),
        survives_zone=draw(st.none() | st.booleans()),
        allows_different_conditions=draw(st.none() | st.booleans()),
        requires_all=draw(st.none() | st.booleans()),
        recommendation=draw(st.none() | texts),
        instance_type=draw(st.none() | texts),
    )


@given(policies())
def test_a_written_policy_is_read_back_unchanged(written: Policy) -> None:
    assert from_toml(to_toml(written)) == written


FILE = """
traffic = "100/s"
utilization = 0.7
all = true

[max]
latency = 100
cost-per-hour = "$0.5"

[min]
throughput = "1k"

[max-regression]
cost = "5%"
"""


def test_a_policy_file_has_the_names_of_the_command_line() -> None:
    assert from_toml(FILE) == Policy(
        limits=(
            read_limit("latency=100", "<="),
            read_limit("cost-per-hour=0.5", "<="),
            read_limit("throughput=1k", ">="),
            *regressions("cost-per-inference=5%"),
        ),
        traffic=quantities.rate("100/s"),
        utilization=Fraction(7, 10),
        requires_all=True,
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("max = ", "not TOML"),
        ("maxx = 1", r"unknown key 'maxx'; did you mean max\? The keys are max, min"),
        ("[check]\nmax = 1", "unknown key 'check'"),
        ("max = 100", r"max: expected a table, \[max\]"),
        ("[max]\nspeed = 1", "max: unknown metric 'speed'"),
        ("[max]\nlatency = [1]", "max: expected a number or a string, got list"),
        ("[max]\nlatency = true", "max: expected a number for latency"),
        ("[max]\nlatency = nan", "max: expected a number for latency"),
        ("[min]\nlatency = 'x'", "min: expected a number for latency"),
        ("[max-regression]\nlatency = 5", "max-regression: latency: 5 could be"),
        ("traffic = 100", "traffic: 100 "),
        ("utilization = 0", "utilization: expected a share"),
        ("utilization = 70", "utilization: 70 could be"),
        ("min-instances = 0", "min-instances: expected a whole number from 1 on"),
        ("min-instances = 1.5", "min-instances: expected a whole number from 1 on"),
        ("all = 'yes'", "all: expected true or false"),
        ("match = 'loose'", "match: expected exact or instance-type"),
        ("a = " + "[" * 5000 + "]" * 5000, "not TOML|nested too deep"),
    ],
)
def test_an_error_in_a_policy_file_names_its_key(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        from_toml(text)
