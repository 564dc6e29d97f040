"""Changes against a baseline: which side, which colour, and what is unknown."""

from fractions import Fraction
from typing import Any

import pytest

from irctl.decisions.change import Noise
from irctl.decisions.compare import compare
from irctl.decisions.partners import of_job
from irctl.jobs.metrics import COST_PER_INFERENCE
from irctl.output import plot, svg
from irctl.output.scene import Group, Mark, Path, Scene, Sheet, Text
from irctl.pictures.changes import MOST_ROWS, Changes, changes
from irctl.pictures.changes_layout import scene
from tests.made import job, real_time
from tests.pictures.drawn import elements, texts

SHEETS = [svg.sheet(), svg.sheet(380), plot.sheet(80), plot.sheet(200)]


def shown(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Changes:
    before, after = job(*old, name="old"), job(*new, name="new")
    noise = Noise(Fraction(1, 20))
    baseline = of_job(before, "exact", COST_PER_INFERENCE)
    jobs = {"old": before, "new": after}
    return changes(compare(jobs, baseline, "exact", COST_PER_INFERENCE, noise), noise)


def measured(name: str, cost: float, latency: float = 10, rate: float = 100) -> dict[str, Any]:
    return real_time(name, per_inference=cost, latency=latency, rate=rate)


def drawn(picture: Changes, sheet: Sheet) -> Scene:
    return scene(picture, sheet, "words")


OLD = [measured("ml.a", 10e-6), measured("ml.b", 10e-6), measured("ml.c", 10e-6)]
NEW = [
    measured("ml.a", 8e-6, rate=150),
    measured("ml.b", 12e-6, latency=10.3),
    measured("ml.new", 9e-6),
]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.width))
def test_each_change_is_on_its_side_in_its_colour(sheet: Sheet) -> None:
    picture = drawn(shown(OLD, NEW), sheet)
    assert sorted(texts(picture, "change")) == sorted(
        ["-20%", "+20%", "n/a", "+0%", "+3%", "n/a", "+50%", "+0%", "n/a"]
    )
    roles = {e.text: e.role for e in elements(picture, "change") if isinstance(e, Text)}
    assert [roles[text] for text in ("-20%", "+20%", "+50%", "+3%", "n/a")] == [
        *("good", "bad", "good", "dim", "dim"),
    ]
    assert texts(picture, "name").count("ml.new") >= 1
    for element in elements(picture):
        if isinstance(element, Path | Mark):
            points = element.points if isinstance(element, Path) else [(element.x, element.y)]
            assert all(0 <= x <= picture.width and 0 <= y <= picture.height for x, y in points)


def test_a_huge_change_is_at_the_edge_and_its_number_is_whole() -> None:
    picture = drawn(shown([measured("ml.a", 1e-6)], [measured("ml.a", 1e-3)]), svg.sheet())
    assert "+99,900%" in texts(picture, "change")


def test_a_change_just_beyond_the_noise_has_the_digits_that_show_it() -> None:
    picture = drawn(shown([measured("ml.a", 1e-3)], [measured("ml.a", 1.0513e-3)]), svg.sheet())
    assert "+5.13%" in texts(picture, "change")


def test_at_most_forty_rows_are_shown_and_the_rest_is_counted() -> None:
    many = [measured(f"ml.c5.{n}xlarge", n * 1e-6) for n in range(1, 61)]
    picture = drawn(shown(many, many), svg.sheet())
    assert len(texts(picture, "name")) == MOST_ROWS
    assert any("60" in text for text in texts(picture))


def test_nothing_that_changed_is_said() -> None:
    assert texts(drawn(shown([], []), svg.sheet()))
    assert not [e for e in drawn(shown(OLD, []), svg.sheet()).elements if isinstance(e, Group)]
