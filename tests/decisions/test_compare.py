"""Comparisons across jobs, with an endpoint, and within one job."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions import compare, partners
from irctl.decisions.caveats import (
    CountsDiffer,
    NoEndpoint,
    SeveralBaselines,
    SeveralEndpoints,
    SeveralMatch,
)
from irctl.decisions.change import Noise
from irctl.decisions.compare import Comparison
from irctl.decisions.partners import Baseline, Match
from irctl.jobs import parse
from irctl.jobs.metrics import COST_PER_INFERENCE, LATENCY, THROUGHPUT, Metric
from irctl.jobs.model import Job
from tests.made import environment, job, one, real_time, serverless

NOISE = Noise()
RECORDED = Path(__file__).parents[2].parent / "shared" / "recorded"


def between(
    *jobs: Job, how: Match = "exact", by: Metric = LATENCY, baseline: Baseline | None = None
) -> Comparison:
    keyed = {compared.label: compared for compared in jobs}
    chosen = baseline or partners.of_job(jobs[0], how, by)
    return compare.compare(keyed, chosen, how, by, NOISE)


def are_paired(entry: dict[str, Any], other: dict[str, Any], how: Match = "exact") -> bool:
    first, second = (partners.key(one(e).configuration, how) for e in (entry, other))
    return first == second


COMPILED: dict[str, Any] = {"ModelConfiguration": {"CompilationJobName": "run-1"}}


@pytest.mark.parametrize(
    "other",
    [
        real_time("ml.y"),
        real_time(count=2),
        real_time(**environment(A="1")),
        real_time(**COMPILED),
        real_time(ModelConfiguration={"InferenceSpecificationName": "gpu"}),
        serverless(),
    ],
)
def test_configurations_that_differ_are_not_paired(other: dict[str, Any]) -> None:
    assert not are_paired(real_time(), other)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (real_time(cost=1, latency=1), real_time(cost=2, latency=2)),
        (real_time(count=None), real_time(count=1)),
        (real_time(**environment(A="1", B="2")), real_time(**environment(B="2", A="1"))),
        (
            real_time(**COMPILED),
            real_time(ModelConfiguration={"CompilationJobName": "run-2"}),
        ),
        (serverless(per_inference=1), serverless(per_inference=2)),
    ],
)
def test_values_that_differ_in_every_run_do_not_prevent_a_pair(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    assert are_paired(first, second)


def test_serverless_pairs_by_all_settings_or_loosely_by_memory() -> None:
    assert not are_paired(serverless(concurrency=1), serverless(concurrency=2))
    assert are_paired(serverless(concurrency=1), serverless(concurrency=2), "instance-type")
    assert not are_paired(serverless(memory=1024), serverless(memory=2048), "instance-type")
    assert are_paired(real_time(count=1), real_time(count=2, **COMPILED), "instance-type")


def test_a_configuration_is_compared_with_its_counterpart_in_the_baseline() -> None:
    comparison = between(
        job(real_time("ml.a", latency=100), real_time("ml.b", latency=50), name="old"),
        job(real_time("ml.a", latency=80), real_time("ml.b", latency=60), name="new"),
    )
    rows = {(g.configuration.instance_type, r.job): r for g in comparison.groups for r in g.rows}
    assert list(rows["ml.a", "new"].changes[LATENCY]) == [80, 100, pytest.approx(-0.2), True]
    assert list(rows["ml.b", "new"].changes[LATENCY]) == [60, 50, pytest.approx(0.2), False]
    assert rows["ml.a", "old"].changes[LATENCY].change == 0
    assert [r.job for r in rows.values() if r.is_baseline] == ["old", "old"]
    assert comparison.best is rows["ml.b", "old"]
    assert comparison.only_in == {}


def test_a_configuration_of_only_one_job_is_listed() -> None:
    comparison = between(
        job(real_time("ml.a"), real_time("ml.gone"), name="old"),
        job(real_time("ml.a"), real_time("ml.new"), name="new"),
    )
    titles = {name: [c.title for c in only] for name, only in comparison.only_in.items()}
    assert titles == {"old": ["ml.gone"], "new": ["ml.new"]}
    assert {g.configuration.title for g in comparison.groups} == {"ml.a", "ml.gone", "ml.new"}
    (row,) = next(g for g in comparison.groups if g.configuration.title == "ml.new").rows
    assert list(row.changes[LATENCY]) == [10, None, None, None]


def test_an_ambiguous_loose_match_is_a_caveat_and_pairs_the_best() -> None:
    comparison = between(
        job(real_time("ml.a", latency=100), name="old"),
        job(
            real_time("ml.a", latency=90, **environment(A="1")),
            real_time("ml.a", latency=70, **environment(A="2")),
            name="new",
        ),
        how="instance-type",
    )
    assert comparison.caveats == (SeveralMatch("new", "ml.a", 2, LATENCY),)
    pair, alone = comparison.groups
    assert [r.changes[LATENCY].value for r in pair.rows] == [100, 70]
    assert [list(r.changes[LATENCY]) for r in alone.rows] == [[90, 100, pytest.approx(-0.1), True]]
    assert comparison.only_in == {}


configurations = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(1, 2), st.none() | st.integers(0, 9)),
    max_size=6,
)


@given(configurations, configurations, st.sampled_from(partners.MATCHES))
def test_every_recommendation_has_exactly_one_row(first: Any, second: Any, how: Match) -> None:
    jobs = [
        job(*(real_time(t, count=n, latency=ms) for t, n, ms in entries), name=name)
        for name, entries in (("old", first), ("new", second))
    ]
    comparison = between(*jobs, how=how)
    shown = [(r.job, r.recommendation.position) for g in comparison.groups for r in g.rows]
    expected = [(j.label, r.position) for j in jobs for r in j.recommendations]
    assert sorted(shown) == sorted(expected)
    for group in comparison.groups:
        assert len({r.job for r in group.rows}) == len(group.rows)
        keys = {partners.key(r.recommendation.configuration, how) for r in group.rows}
        assert len(keys) == 1
    values = [LATENCY.of(r.metrics) for j in jobs for r in j.recommendations]
    known = [value for value in values if value is not None]
    best = comparison.best and LATENCY.of(comparison.best.recommendation.metrics)
    assert best == min(known, default=None)


def test_one_recommendation_can_be_the_baseline_of_its_job() -> None:
    own = job(real_time("ml.a", latency=100), real_time("ml.b", latency=50))
    baseline = partners.of_recommendation("ml.a", [own], LATENCY)
    assert baseline is not None
    comparison = between(own, baseline=baseline)
    assert [g.configuration.title for g in comparison.groups] == ["ml.b", "ml.a"]
    assert comparison.groups[0].rows[0].changes[LATENCY].change == -0.5
    assert comparison.groups[1].rows[0].is_baseline


def test_of_several_recommendations_of_the_baseline_type_the_best_is_used() -> None:
    own = job(
        real_time("ml.a", latency=100, RecommendationId="made-up/1"),
        real_time("ml.a", latency=50, RecommendationId="made-up/2"),
    )
    by_type = partners.of_recommendation("ml.a", [own], LATENCY)
    assert by_type is not None
    assert by_type.recommendations[0].id == "made-up/2"
    assert by_type.caveats == (SeveralBaselines("ml.a", 2, LATENCY),)
    by_id = partners.of_recommendation("made-up/1", [own], LATENCY)
    assert by_id is not None
    assert by_id.recommendations[0].id == "made-up/1"
    assert by_id.caveats == ()
    assert partners.of_recommendation("ml.z", [own], LATENCY) is None


def test_a_job_is_compared_with_the_endpoint_that_it_measured() -> None:
    def with_endpoint(name: str, latency: int) -> Job:
        performance = {"Metrics": {"ModelLatency": latency}, "EndpointInfo": {"EndpointName": "e"}}
        return job(real_time(latency=50), name=name, EndpointPerformances=[performance])

    jobs = [with_endpoint("one", 100), with_endpoint("two", 200), job(real_time(), name="none")]
    baseline = partners.of_endpoint(jobs)
    comparison = between(*jobs, baseline=baseline)
    (group,) = comparison.groups
    changes = [r.changes[LATENCY].change for r in group.rows]
    assert changes == [-0.5, -0.75, None]
    assert baseline.name == "endpoint e"
    assert baseline.caveats == (NoEndpoint("none"),)


def test_of_several_endpoints_of_a_job_the_first_is_the_baseline() -> None:
    endpoints = [{"Metrics": {"ModelLatency": latency}} for latency in (100, 200)]
    own = job(real_time(latency=50), EndpointPerformances=endpoints)
    baseline = partners.of_endpoint([own])
    (group,) = between(own, baseline=baseline).groups
    assert group.rows[0].changes[LATENCY].baseline == 100
    assert baseline.caveats == (SeveralEndpoints("made-up", 2),)


@pytest.mark.parametrize(("latency", "is_best"), [(40, True), (50, True), (60, False)])
def test_an_endpoint_that_nothing_beats_is_the_best(latency: int, is_best: bool) -> None:
    endpoint = {"Metrics": {"ModelLatency": latency}, "EndpointInfo": {"EndpointName": "e"}}
    own = job(real_time(latency=50, cost=None, rate=None), EndpointPerformances=[endpoint])
    comparison = between(own, baseline=partners.of_endpoint([own]))

    assert (comparison.best_endpoint is not None) is is_best
    assert (comparison.best is None) is is_best
    assert comparison.endpoints[0].relative == pytest.approx(max(1, latency / 50))
    assert comparison.groups[0].rows[0].relative == pytest.approx(max(1, 50 / latency))


def test_ties_are_broken_as_rank_breaks_them() -> None:
    rows = [real_time("ml.a", per_inference=2e-6), real_time("ml.b", per_inference=1e-6)]
    (first, second) = between(job(*rows)).groups

    assert first.configuration.instance_type == "ml.b"
    assert second.configuration.instance_type == "ml.a"


def test_a_loose_pair_of_different_counts_is_noted() -> None:
    jobs = [job(real_time(count=1), name="one"), job(real_time(count=3), name="three")]

    assert CountsDiffer((("ml.x of one", "3 x ml.x of three"),)) in (
        between(*jobs, how="instance-type").caveats
    )
    assert between(jobs[0], jobs[0]).caveats == ()


def test_a_baseline_without_any_measured_endpoint_is_refused() -> None:
    with pytest.raises(ValueError, match="no job measured an existing endpoint"):
        partners.of_endpoint([job(real_time())])


def test_the_recorded_endpoint_is_compared_with_its_recommendation() -> None:
    file = RECORDED / "docs-existing-endpoint.json"
    if not file.exists():
        pytest.skip("the recordings are not available")
    own = parse.job(json.loads(file.read_text()))
    comparison = between(own, baseline=partners.of_endpoint([own]))
    row = comparison.groups[0].rows[0]
    assert row.changes[THROUGHPUT][:2] == (1645, 184)
    assert row.changes[LATENCY][:2] == (171, 1312)


@pytest.mark.parametrize("by", [LATENCY, THROUGHPUT])
def test_relative_is_1_for_the_best_and_counts_how_many_times_worse_others_are(by: Metric) -> None:
    own = job(*(real_time(f"ml.{n}", latency=n, rate=n) for n in (1, 2, 4)), real_time(rate=None))
    comparison = between(own, by=by)
    relative = [g.rows[0].relative for g in comparison.groups][:3]
    assert relative == [1, 2, 4]


def test_a_metric_without_values_has_no_best() -> None:
    comparison = between(job(real_time()), by=COST_PER_INFERENCE)
    assert comparison.best is None
    assert comparison.groups[0].rows[0].relative is None


def test_conditions_describe_the_load_test_of_the_job() -> None:
    own = job(
        JobType="Advanced",
        InputConfig={"TrafficPattern": {"TrafficType": "PHASES"}},
        StoppingConditions={
            "MaxInvocations": 300,
            "ModelLatencyThresholds": [{"Percentile": "P95", "ValueInMilliseconds": 100}],
        },
    )
    assert compare.conditions(own) == [
        "Advanced job",
        "traffic in phases",
        "stopped at 300 requests a minute",
        "stopped at P95 100 ms",
    ]


def test_equal_configurations_keep_the_order_given_also_those_that_look_alike() -> None:
    old = job(real_time("ml.a"), real_time("ml.b"), name="old")
    new = job(real_time("ml.a"), real_time("ml.a"), name="new")
    groups = between(old, new).groups
    assert [[row.job for row in group.rows] for group in groups] == [
        ["old", "new"],
        ["old"],
        ["new"],
    ]
