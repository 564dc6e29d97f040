"""The bill at any traffic: its curves, its ribbon and its names."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions import capacity
from irctl.decisions.limits import limit
from irctl.decisions.sizing import Sizing
from irctl.decisions.stretches import merged
from irctl.decisions.traffic import Traffic
from irctl.jobs.model import Recommendation
from irctl.output import svg
from irctl.output.scene import Group, Path, Scene, Sheet
from irctl.pictures import bill, bill_layout
from irctl.pictures.scales import log_scale
from irctl.pictures.stairs import points
from tests.made import environment, job, real_time, serverless
from tests.pictures.drawn import boxes, elements, texts

WORDS = "this one up to 10/min, then that"
SHEETS = [svg.sheet(), svg.sheet(620), svg.sheet(380)]


def at(rate: int) -> Traffic:
    return Traffic(f"{rate}/min", Fraction(rate), Fraction(rate))


def picture(
    recommendations: Sequence[Recommendation],
    rates: Sequence[int] = (1000,),
    sizing: Sizing | None = None,
    sheet: Sheet | None = None,
) -> Scene:
    sizing = sizing or Sizing()
    plans = capacity.plans(recommendations, [at(rate) for rate in rates], sizing)
    return bill_layout.scene(bill.bill(recommendations, plans, sizing), sheet or svg.sheet(), WORDS)


ENTRIES = st.lists(
    st.one_of(
        st.builds(
            real_time,
            st.sampled_from(["ml.c5.large", "ml.g5.xlarge", "ml.inf2.xlarge", ""]),
            cost=st.none() | st.floats(0, 1e9),
            rate=st.none() | st.floats(1e-6, 1e12),
            latency=st.none() | st.integers(1, 1000),
            count=st.none() | st.integers(1, 3),
        ),
        st.builds(
            serverless,
            per_inference=st.none() | st.floats(0, 1e3),
            rate=st.none() | st.floats(1e-3, 1e6),
            concurrency=st.none() | st.integers(1, 200),
        ),
    ),
    max_size=8,
)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.width))
@given(entries=ENTRIES, rates=st.lists(st.integers(1, 10**9), min_size=1, max_size=4))
def test_any_plans_have_a_picture_within_its_sheet(
    sheet: Sheet, entries: list[dict[str, Any]], rates: list[int]
) -> None:
    scene = picture(job(*entries).recommendations, rates, sheet=sheet)
    for element in elements(scene):
        if isinstance(element, Path):
            assert all(-1 <= x <= scene.width + 1 for x, _ in element.points)
            assert all(-1 <= y <= scene.height + 1 for _, y in element.points)


@pytest.mark.parametrize("cost", [2e-313, 5e-324, 1e-300])
def test_a_cost_that_is_hardly_above_zero_has_a_picture(cost: float) -> None:
    entries = [serverless(per_inference=cost), real_time("ml.c5.large", cost=cost, rate=100)]
    for sheet in SHEETS:
        scene = picture(job(*entries).recommendations, (1, 10**9), sheet=sheet)
        assert len(texts(scene, "cursor")) == 2


def test_a_curve_steps_up_where_another_instance_is_needed() -> None:
    (one,) = job(real_time(cost=1, rate=100)).recommendations
    x, y = log_scale([1, 1000], 0, 3000), log_scale([100, 100000], 3000, 0)
    curve = bill.bill([one], [], Sizing())
    way = points(curve.lines[0].curve, x, y, finest=0)
    steps = {round(x.value(after[0])): round(y.value(after[1])) for after in way[1::2]}
    assert [steps[rate] for rate in (50, 100, 150, 500)] == [730, 1460, 2190, 7300]


def test_fine_steps_become_one_line() -> None:
    (one,) = job(real_time(cost=1, rate=100)).recommendations
    shown = bill.bill([one], [], Sizing())
    x, y = log_scale([1, 1e7], 0, 800), log_scale([100, 1e9], 300, 0)
    way = points(shown.lines[0].curve, x, y, finest=1.2)
    assert len(way) < 200
    assert way[-1][0] == 800
    assert way[-1][1] == pytest.approx(y(200000 * 730))


def test_each_asked_traffic_has_its_name_and_the_cost_of_the_cheapest_plan() -> None:
    recommendations = job(
        real_time("ml.c5.large", cost=1, rate=100), real_time("ml.g5.xlarge", cost=3, rate=500)
    ).recommendations
    scene = picture(recommendations, rates=(40, 240))
    assert texts(scene, "cursor") == ["40/min", "240/min"]
    assert set(texts(scene, "plans")) == {"$730.00", "$2,190.00"}


def test_what_breaks_a_limit_is_faded_and_not_in_the_ribbon() -> None:
    recommendations = job(
        real_time("ml.c5.large", cost=1, rate=100, latency=300),
        real_time("ml.g5.xlarge", cost=3, rate=100, latency=5),
    ).recommendations
    scene = picture(recommendations, sizing=Sizing(limits=(limit("latency=100", "<="),)))
    (chart,) = scene.elements
    assert isinstance(chart, Group)
    faded = {
        group.number
        for group in chart.elements
        if isinstance(group, Group) and group.is_faded and group.part == "curve"
    }
    assert faded == {0}
    assert texts(scene, "ribbon") == ["g5.xlarge"]
    assert WORDS in scene.description


def test_nothing_feasible_and_nothing_measured_are_said() -> None:
    one = job(real_time("ml.c5.large", latency=300)).recommendations
    limits = (limit("latency=100", "<="),)
    assert texts(picture(one, sizing=Sizing(limits=limits)), "ribbon") == ["nothing feasible"]
    nothing = picture(job(real_time(cost=None)).recommendations)
    assert "no configuration has a throughput and a cost" in texts(nothing)[0]


def test_at_most_twelve_curves_are_drawn_those_that_are_cheapest_first() -> None:
    entries = [real_time(f"ml.c5.{size}large", cost=size, rate=100) for size in range(1, 30)]
    entries.append(real_time("ml.g5.large", cost=0.5, rate=100))
    shown = bill.bill(job(*entries).recommendations, [], Sizing())
    assert len(shown.lines) == 12
    assert shown.lines[0].series.name == "ml.g5.large"
    assert shown.lines[0].series.slot == 0


def test_names_at_the_ends_of_lines_do_not_overlap() -> None:
    entries = [real_time(f"ml.c5.{size}large", cost=size, rate=100) for size in range(1, 30)]
    scene = picture(job(*entries).recommendations)
    names = boxes(scene, "name", svg.sheet())
    assert len(names) == 12
    assert not any(one.overlaps(other) for one, other in combinations(names, 2))


def test_configurations_of_one_title_are_told_apart() -> None:
    recommendations = job(
        real_time("ml.c5.large", rate=100, **environment(THREADS="1", SAME="x")),
        real_time("ml.c5.large", rate=200, **environment(THREADS="2", SAME="x")),
    ).recommendations
    names = texts(picture(recommendations), "name")
    assert set(names) == {
        "ml.c5.large, THREADS=1",
        "ml.c5.large, THREADS=2",
    }


def test_the_ribbon_gives_the_narrowest_stretches_to_a_neighbour_and_covers_the_axis() -> None:
    recommendations = job(
        real_time("ml.c6i.xlarge", cost=0.204, rate=1720),
        real_time("ml.inf1.xlarge", cost=0.297, rate=2105),
    ).recommendations
    stretches = bill.bill(recommendations, [], Sizing()).stretches
    wide = merged(stretches, least=1.5)
    assert [wide[0].start, wide[-1].end] == [stretches[0].start, stretches[-1].end]
    assert all(part.end / part.start >= 1.5 for part in wide)
    assert all(before.end == after.start for before, after in pairwise(wide))
    assert len(wide) < len(stretches)
    assert any(part.is_merged for part in wide)
    assert len(merged(stretches, most=2)) <= 2
