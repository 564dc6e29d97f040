"""Times as the API and its clients write them."""

from contextlib import suppress
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.jobs import times

UTC = timezone.utc


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-01", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-11-01T12:00", datetime(2026, 11, 1, 12, tzinfo=UTC)),
        ("2026-11-01T12:00Z", datetime(2026, 11, 1, 12, tzinfo=UTC)),
        ("2026-11-01t12:00:05z", datetime(2026, 11, 1, 12, 0, 5, tzinfo=UTC)),
        ("2026-11-01 12:00:05", datetime(2026, 11, 1, 12, 0, 5, tzinfo=UTC)),
        ("2026-11-01 12:00:05 +00:00", datetime(2026, 11, 1, 12, 0, 5, tzinfo=UTC)),
        ("2026-11-01T12:00:05-0730", datetime(2026, 11, 1, 19, 30, 5, tzinfo=UTC)),
        ("2026-11-01T12:00:05.25+05:30", datetime(2026, 11, 1, 6, 30, 5, 250000, tzinfo=UTC)),
        ("2026-11-01T12:00:05.123456789Z", datetime(2026, 11, 1, 12, 0, 5, 123456, tzinfo=UTC)),
    ],
)
def test_an_iso_time_is_read_into_utc(text: str, expected: datetime) -> None:
    time = times.from_iso(text)
    assert time == expected
    assert time.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2026",
        "2026-11",
        "2026-1-1",
        "2026-02-30",
        "2026-11-01T25:00",
        "2026-11-01T12",
        "2026-11-01Z",
        "2026-11-01T12:00:00+24:00",
        "2026-11-01T12:00:00 UTC",
        "0001-01-01T00:00+05:00",
        "9999-12-31T23:59-05:00",
        "\u0662\u0660\u0662\u0666-11-01",
        "2026-11-01\n",
    ],
)
def test_any_other_text_is_not_a_time(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        times.from_iso(text)


@pytest.mark.parametrize("seconds", [10**30, -(10**30), 1e300, float("inf"), float("nan")])
def test_seconds_outside_the_calendar_are_not_a_time(seconds: float) -> None:
    with pytest.raises(ValueError, match=r".+"):
        times.from_epoch(seconds)


def test_seconds_count_from_1970_in_utc() -> None:
    assert times.from_epoch(0) == datetime(1970, 1, 1, tzinfo=UTC)
    assert times.from_epoch(1646782809.5) == datetime(2022, 3, 8, 23, 40, 9, 500000, tzinfo=UTC)
    assert times.from_epoch(-1) == datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_a_printed_time_is_in_utc_with_its_offset() -> None:
    india = timezone(timedelta(hours=5, minutes=30))
    assert times.to_iso(datetime(2026, 1, 1, 5, 30, tzinfo=india)) == "2026-01-01T00:00:00+00:00"
    assert times.to_iso(datetime(2026, 1, 1)) == "2026-01-01T00:00:00+00:00"


def test_a_time_outside_the_calendar_in_utc_is_refused() -> None:
    with pytest.raises(ValueError, match="not a time"):
        times.to_iso(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1))))


_moments = st.datetimes(
    datetime(1000, 1, 3),
    datetime(9999, 12, 29),
    timezones=st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)


@given(_moments)
def test_a_time_that_python_prints_is_read_back_exactly(moment: datetime) -> None:
    for text in (str(moment), moment.isoformat(), times.to_iso(moment)):
        assert times.from_iso(text) == moment


@given(_moments)
def test_a_printed_time_is_printed_unchanged_again(moment: datetime) -> None:
    text = times.to_iso(moment)
    assert times.to_iso(times.from_iso(text)) == text


@given(st.text(max_size=30) | st.from_regex(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[Z+-]?.{0,5}"))
def test_any_text_is_a_time_in_utc_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert times.from_iso(text).utcoffset() == timedelta(0)
