"""A day: what follows the traffic, what is fixed, and what that saves."""

from fractions import Fraction

import pytest

from irctl.decisions import capacity, traffic
from irctl.decisions.sizing import Sizing
from irctl.decisions.traffic import Hour
from irctl.output import plot, svg
from irctl.output.scene import Box, Path, Scene, Sheet
from irctl.pictures.day import day
from irctl.pictures.day_layout import scene
from tests.made import job, real_time, serverless
from tests.pictures.drawn import elements, texts

SHEETS = [svg.sheet(), svg.sheet(380), plot.sheet(80), plot.sheet(200)]
NIGHT_AND_DAY = [100] * 12 + [1000] * 12


def drawn(rates: list[int], *entries: dict[str, object], sheet: Sheet | None = None) -> Scene:
    hours = [Hour(f"{hour:02}", Fraction(rate)) for hour, rate in enumerate(rates)]
    plans = capacity.plans(job(*entries).recommendations, [traffic.over(hours)], Sizing())
    return scene(day(plans, Sizing()), sheet or svg.sheet())


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.width))
def test_the_day_is_within_its_sheet_and_says_what_it_saves(sheet: Sheet) -> None:
    picture = drawn(NIGHT_AND_DAY, real_time("ml.c5.large", cost=1, rate=200), sheet=sheet)
    for path in elements(picture):
        if isinstance(path, Path):
            assert all(0 <= x <= picture.width and 0 <= y <= picture.height for x, y in path.points)
    # 10 instances all the time, or 1 at night: 10 - 5.5 of them for 730 hours.
    assert "$3,285.00 of $7,300.00" in picture.description


def test_the_fleet_has_its_count_where_it_changes() -> None:
    picture = drawn(NIGHT_AND_DAY, real_time("ml.c5.large", cost=1, rate=200))
    counts = [text for text in texts(picture, "load") if text in ("1", "10")]
    assert counts == ["1", "10"]
    assert len([e for e in elements(picture, "load") if isinstance(e, Box)]) == 24


def test_hours_whose_labels_have_no_room_have_none() -> None:
    picture = drawn(NIGHT_AND_DAY * 7, real_time("ml.c5.large", cost=1, rate=200))
    assert len(svg.document(picture)) < 40_000


def test_serverless_has_no_fleet() -> None:
    picture = drawn(NIGHT_AND_DAY, serverless(per_inference=1e-6, rate=6000))
    assert "billed by request" in picture.description
    assert "fixed" not in texts(picture)


def test_no_feasible_plan_is_said() -> None:
    assert texts(drawn(NIGHT_AND_DAY, real_time("ml.c5.large", cost=None)))
