"""Traffic: constant, between an average and a peak, and hour by hour."""

import pytest

from irctl.decisions import quantities, traffic


def test_constant_traffic_has_its_average_as_its_peak() -> None:
    load = traffic.constant(quantities.rate("200/s"))
    assert load.label == "200/s"
    assert load.peak == load.average == 12_000
    assert not load.varies


def test_traffic_varies_between_an_average_and_a_peak() -> None:
    load = traffic.between(quantities.rate("1/s"), quantities.rate("2/s"))
    assert load.peak == 120
    assert load.average == 60
    assert load.varies


def test_an_average_above_the_peak_is_refused() -> None:
    with pytest.raises(ValueError, match="the average 2/s is above the peak 1/s"):
        traffic.between(quantities.rate("2/s"), quantities.rate("1/s"))


def test_a_profile_has_a_line_for_each_hour_and_may_have_a_header_and_comments() -> None:
    lines = ["hour,rate", "# the night", "0,0", "1,600  # a minute", "", "2,20/s", "x,1k/min"]
    load = traffic.profile(lines)
    assert [hour.label for hour in load.hours] == ["0", "1", "2", "x"]
    assert [hour.per_minute for hour in load.hours] == [0, 600, 1200, 1000]
    assert load.peak == 1200
    assert load.average == 700
    assert load.varies


def test_a_profile_is_csv_and_reads_numbers_in_any_notation() -> None:
    load = traffic.profile(["\ufeffhour,rate", '0,"1,000"', "1,1k", "2,1e3", '"3, late", 1000/min'])
    assert [hour.label for hour in load.hours] == ["0", "1", "2", "3, late"]
    assert {hour.per_minute for hour in load.hours} == {1000}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["0,1", "1"], "line 2: expected HOUR,RATE"),
        (["0,1", "1,2,3"], "line 2: expected HOUR,RATE"),
        (["hour,rate", "more,words"], "line 2: .* got 'words'"),
        (["0,-5"], "line 1: .* got '-5'"),
        (["0,5/week"], "line 1: unknown unit of time 'week'"),
        (["0,5", "1,6", "0,7"], "line 3: hour '0' "),
        (["hour,rate", "0,0"], "no hour has a rate above 0"),
        ([], "no hour has a rate above 0"),
        (["a" * 140_000 + ",1"], "line 1: field larger"),
    ],
)
def test_an_invalid_line_of_a_profile_is_named(lines: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        traffic.profile(lines)
