"""How the benchmarks went: bars where requests were sent, reasons where they failed."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from irctl.jobs import parse
from irctl.jobs.model import Step
from irctl.output import plot, svg
from irctl.output.scene import Box, Scene, Sheet, Text
from irctl.pictures.benchmarks import MOST_ROWS
from irctl.pictures.benchmarks_layout import scene
from tests.pictures.drawn import elements, texts

START = datetime(2026, 10, 7, 12, tzinfo=timezone.utc)
SHEETS = [svg.sheet(), svg.sheet(380), plot.sheet(80), plot.sheet(200)]


def step(
    name: str, start: float | None = None, end: float | None = None, reason: str | None = None
) -> Step:
    """Return a benchmark with its times in minutes."""
    benchmark: dict[str, Any] = {
        "EndpointConfiguration": {"InstanceType": name},
        "Metrics": {"ModelLatency": 421, "MaxInvocations": 209},
    }
    for member, minutes in (("InvocationStartTime", start), ("InvocationEndTime", end)):
        if minutes is not None:
            benchmark[member] = START + timedelta(minutes=minutes)
    return parse.step(
        {
            "StepType": "BENCHMARK",
            "JobName": "made-up",
            "Status": "FAILED" if reason else "COMPLETED",
            "InferenceBenchmark": benchmark | ({"FailureReason": reason} if reason else {}),
        }
    )


def drawn(*steps: Step, sheet: Sheet | None = None) -> Scene:
    return scene(list(steps), sheet or svg.sheet())


def bars(picture: Scene, fill: str) -> list[Box]:
    return [e for e in elements(picture, "benchmark") if isinstance(e, Box) and e.fill == fill]


def test_a_bar_is_as_long_as_its_requests_took() -> None:
    picture = drawn(step("ml.a", 0, 30), step("ml.b", 10, 20))
    first, second = bars(picture, "slot-0")
    assert first.width == pytest.approx(3 * second.width)
    assert second.x - first.x == pytest.approx(second.width)
    assert "30 min, 421 ms, 209/min" in texts(picture)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.width))
def test_a_failure_has_its_reason_with_times_or_without(sheet: Sheet) -> None:
    reason = "the container ran out of memory while it loaded the model " * 3
    picture = drawn(
        step("ml.a", 0, 30), step("ml.b", 2, 2.5, reason), step("ml.c", None, None, reason),
        sheet=sheet,
    )  # fmt: skip
    shown = [text for text in texts(picture, "benchmark") if text.startswith("the c")]
    assert len(shown) == 2
    for text in elements(picture, "benchmark"):
        if isinstance(text, Text) and text.text.startswith("the c"):
            width = sheet.measure(text.text, text.size, text.is_bold)
            assert text.x + width <= sheet.width + sheet.char
    assert texts(picture, "benchmark").count("✗") == 2


def test_no_more_than_sixty_are_shown_and_none_is_said() -> None:
    picture = drawn(*(step(f"ml.c5.{n}xlarge", 0, n) for n in range(1, 80)))
    assert len(bars(picture, "slot-0")) == MOST_ROWS
    assert any("79" in text for text in texts(picture))
    assert texts(drawn())


def test_long_jobs_count_hours() -> None:
    assert "2 h" in texts(drawn(step("ml.a", 0, 500)))
    assert "No times" in texts(drawn(step("ml.a")))
