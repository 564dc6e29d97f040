"""Two metrics against each other: the front, the limits, and names that overlap nothing."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions.limits import limit
from irctl.jobs import parse
from irctl.jobs.metrics import (
    COST_PER_HOUR,
    COST_PER_INFERENCE,
    COST_PER_MILLION_TOKENS,
    LANGUAGE_METRICS,
    LATENCY,
    THROUGHPUT,
    TOKEN_THROUGHPUT,
    TTFT,
    metric,
)
from irctl.jobs.model import Recommendation
from irctl.output import plot, svg
from irctl.output.scene import Group, Mark, Path, Scene, Sheet
from irctl.output.text import plain
from irctl.pictures.series import series
from irctl.pictures.tradeoff import MOST_MARKS, Tradeoff, axes, tradeoff
from irctl.pictures.tradeoff_layout import scene
from tests.made import benchmark_job, job, real_time, serverless
from tests.pictures.drawn import boxes, elements, texts

SHEETS = [svg.sheet(), svg.sheet(620), svg.sheet(380), plot.sheet(80), plot.sheet(200)]
DEFAULT = (COST_PER_INFERENCE, LATENCY)


def of(*entries: dict[str, Any]) -> tuple[Recommendation, ...]:
    return job(*entries).recommendations


def shown(*entries: dict[str, Any], **more: Any) -> Tradeoff:
    return tradeoff(series(of(*entries)), DEFAULT, **more)


def drawn(picture: Tradeoff, sheet: Sheet | None = None) -> Scene:
    return scene(picture, sheet or svg.sheet(), "words")


def measured(name: str, cost: float | None, latency: float | None) -> dict[str, Any]:
    return real_time(name, per_inference=cost, latency=latency)


ENTRIES = st.lists(
    st.builds(
        measured,
        st.sampled_from(["ml.c5.large", "ml.g5.xlarge", "ml.inf2.xlarge", "ml.c5.18xlarge", ""]),
        st.none() | st.floats(0, 1e300),
        st.none() | st.floats(1e-300, 1e300),
    ),
    max_size=9,
)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.width))
@given(entries=ENTRIES)
def test_names_overlap_neither_each_other_nor_a_mark(
    sheet: Sheet, entries: list[dict[str, Any]]
) -> None:
    picture = drawn(shown(*entries), sheet)
    names = boxes(picture, "name", sheet)
    marks = [e for e in elements(picture, "mark") if isinstance(e, Mark)]
    for index, name in enumerate(names):
        assert not any(name.overlaps(other) for other in names[:index])
        assert not any(
            name.x < mark.x < name.x + name.width and name.y < mark.y < name.y + name.height
            for mark in marks
        )


def test_marks_on_the_front_are_filled() -> None:
    picture = shown(measured("a", 1e-6, 30), measured("b", 2e-6, 10), measured("c", 3e-6, 20))
    assert [(dot.series.name, dot.on_front) for dot in picture.dots] == [
        ("a", True),
        ("b", True),
        ("c", False),
    ]
    marks = [e for e in elements(drawn(picture), "mark") if isinstance(e, Mark)]
    assert sorted(mark.is_hollow for mark in marks) == [False, False, True]


def test_an_excluded_configuration_is_faded_and_not_on_the_front() -> None:
    picture = shown(measured("a", 1e-6, 300), measured("b", 2e-6, 10), excluded={0})
    assert [(dot.series.name, dot.on_front) for dot in picture.dots] == [("b", True), ("a", False)]
    assert {group.number for group in groups(drawn(picture)) if group.is_faded} == {0}


def test_limits_on_both_axes_have_a_line_and_a_name() -> None:
    limits = [limit("latency=25", "<="), limit("cost=2/1M", "<="), limit("cpu=50", "<=")]
    picture = shown(measured("a", 1e-6, 30), measured("b", 3e-6, 10), limits=limits)
    assert texts(drawn(picture), "limits") == ["limit 25 ms", "limit $2.00 per 1M"]


def test_a_limit_beyond_what_is_shown_is_said_to_be_there_or_excludes_nothing() -> None:
    limits = [limit("latency=0.1", "<="), limit("cost=900/1M", "<=")]
    picture = shown(measured("a", 1e-6, 900), measured("b", 3e-6, 10), limits=limits)
    (text,) = texts(drawn(picture), "limits")
    assert text.startswith("limit 0.1 ms, below")


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ((), DEFAULT),
        ((LATENCY,), (COST_PER_INFERENCE, LATENCY)),
        ((THROUGHPUT,), (COST_PER_INFERENCE, THROUGHPUT)),
        ((LATENCY, THROUGHPUT), (LATENCY, THROUGHPUT)),
        ((THROUGHPUT, COST_PER_HOUR), (COST_PER_HOUR, THROUGHPUT)),
        ((COST_PER_HOUR, COST_PER_INFERENCE), (COST_PER_HOUR, COST_PER_INFERENCE)),
        ((metric("cpu"), LATENCY, COST_PER_HOUR), (metric("cpu"), LATENCY)),
        ((TOKEN_THROUGHPUT, TTFT), (TTFT, TOKEN_THROUGHPUT)),
        ((TTFT, COST_PER_MILLION_TOKENS), (COST_PER_MILLION_TOKENS, TTFT)),
    ],
)
def test_a_cost_is_across_and_the_first_metrics_are_shown(by: Any, expected: Any) -> None:
    assert axes((*by, *DEFAULT)) == expected


def test_what_is_not_shown_is_counted() -> None:
    many = [measured(f"ml.c5.{n}xlarge", n * 1e-6, 10 + n) for n in range(1, MOST_MARKS + 50)]
    picture = shown(*many, measured("none", None, 3), serverless(latency=None))
    assert len(picture.dots) == MOST_MARKS
    assert [note.split()[0] for note in picture.notes] == ["2", "the"]
    assert set(picture.notes) <= set(texts(drawn(picture)))
    assert len(svg.document(drawn(picture))) < 25_000


def test_nothing_with_both_metrics_is_said() -> None:
    assert texts(drawn(shown(measured("a", None, 3))))


def test_a_hostile_name_is_shown_escaped() -> None:
    name = "ml.\u202e\x1b[31m<script>"
    assert plain(name) in texts(drawn(shown(measured(name, 1e-6, 30))))


def bench(name: str, *points: tuple[int, float, float]) -> list[Recommendation]:
    """Return what a benchmark job measured: concurrency, tokens a second and TTFT in ms."""
    rows = [
        {
            "Concurrency": concurrency,
            "ExpectedPerformance": [
                {"Metric": "OutputTokenThroughput", "Stat": "avg", "Value": str(tokens)},
                {"Metric": "TimeToFirstToken", "Stat": "p50", "Value": str(ttft), "Unit": "ms"},
            ],
        }
        for concurrency, tokens, ttft in points
    ]
    return list(parse.job(benchmark_job(*rows, name=name)).recommendations)


def test_a_benchmark_is_a_curve_in_order_of_concurrency_with_its_best_point_ringed() -> None:
    rows = [
        *bench("small", (8, 300, 90), (1, 50, 40), (64, 400, 900)),
        *bench("large", (1, 90, 30), (8, 700, 60)),
    ]
    slo = limit("ttft=100", "<=", LANGUAGE_METRICS)
    picture = tradeoff(series(rows), (TOKEN_THROUGHPUT, TTFT), [slo], excluded={2})
    curves = {curve.name: [dot.text for dot in curve.dots] for curve in picture.curves}
    assert curves == {"large": ["1", "8"], "small": ["1", "8", "64"]}
    assert {dot.role for curve in picture.curves for dot in curve.dots} == {"slot-0", "slot-1"}
    drawn_picture = drawn(picture)
    rings = [group for group in groups(drawn_picture) if group.part == "ring"]
    assert {ring.number for ring in rings} == {0, 4}
    assert {"large", "small", "64"} <= set(texts(drawn_picture, "name"))


@pytest.mark.parametrize("ttft", [95, 130, 300, 600])
@pytest.mark.parametrize("sheet", SHEETS[1:3], ids=lambda sheet: str(sheet.width))
def test_the_name_of_a_limit_is_not_over_a_curve(sheet: Sheet, ttft: float) -> None:
    rows = bench("sweep", (1, 40, 95), (4, 142, 120), (8, 247, 165), (16, 380, 290), (32, 491, 720))
    slo = limit(f"ttft={ttft}", "<=", LANGUAGE_METRICS)
    picture = drawn(tradeoff(series(rows), (TOKEN_THROUGHPUT, TTFT), [slo]), sheet)
    (name,) = boxes(picture, "limits", sheet)
    (curve,) = (e.points for e in elements(picture, "curve") if isinstance(e, Path))
    for (x1, y1), (x2, y2) in pairwise(curve):
        for share in (step / 50 for step in range(51)):
            x, y = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
            assert not (name.x < x < name.x + name.width and name.y < y < name.y + name.height)


def groups(picture: Scene) -> list[Group]:
    (chart,) = picture.elements
    assert isinstance(chart, Group)
    return [group for group in chart.elements if isinstance(group, Group)]
