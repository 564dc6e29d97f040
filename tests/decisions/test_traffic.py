from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions import traffic


@pytest.mark.parametrize(
    ("text", "per_minute"),
    [
        ("200/s", 12_000),
        ("12000/min", 12_000),
        ("12k/min", 12_000),
        ("5M/day", Fraction(5_000_000, 1440)),
        ("1B/day", Fraction(10**9, 1440)),
        ("90/h", Fraction(3, 2)),
        ("0.1/s", 6),
        (".5 / sec", 30),
        ("2 K/Hour", Fraction(2000, 60)),
        ("7/m", 7),
    ],
)
def test_a_rate_is_exact_in_requests_a_minute(text: str, per_minute: Fraction) -> None:
    assert traffic.rate(text).per_minute == per_minute
    assert traffic.rate(text).text == text


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("200", "without a unit: 200/s, 200/min or 200/day?"),
        ("0/s", "above 0"),
        ("-1/s", "such as 200/s"),
        ("fast", "such as 200/s"),
        ("", "such as 200/s"),
        ("1e9/s", "such as 200/s"),
        ("5/fortnight", "unknown unit of time 'fortnight'"),
        ("1/s/s", "such as 200/s"),
        ("9" * 99 + "/s", "such as 200/s"),
        ("٣/s", "such as 200/s"),
    ],
)
def test_what_is_no_rate_is_told_what_one_looks_like(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint.replace("?", r"\?")):
        traffic.rate(text)


def test_several_rates_stand_in_a_comma_list() -> None:
    assert [each.per_minute for each in traffic.rates("1/s,1/min")] == [60, 1]


def test_a_profile_has_an_hour_a_line_a_header_and_comments() -> None:
    lines = ["hour,rate", "# the night", "0,0", "1,600  # a minute", "", "2,20/s", "x,1k/min"]
    load = traffic.profile(lines)
    assert [each.label for each in load.hours] == ["0", "1", "2", "x"]
    assert [each.per_minute for each in load.hours] == [0, 600, 1200, 1000]
    assert load.peak == 1200
    assert load.average == 700


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (["0,1", "1"], "line 2: expected HOUR,RATE"),
        (["0,1", "1,2,3"], "line 2: expected HOUR,RATE"),
        (["hour,rate", "more,words"], "line 2: expected requests in a time"),
        (["0,-5"], "line 1: expected requests in a time"),
        (["0,5/week"], "line 1: unknown unit of time"),
        (["0,5", "1,6", "0,7"], "line 3: hour '0' stands there twice"),
        (["hour,rate", "0,0"], "no hour has a rate above 0"),
        ([], "no hour has a rate above 0"),
        (["a" * 140_000 + ",1"], "line 1: field larger"),
    ],
)
def test_a_wrong_line_of_a_profile_is_named(lines: list[str], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        traffic.profile(lines)


def test_an_average_is_never_above_its_peak() -> None:
    with pytest.raises(ValueError, match="the average 2/s is above the peak 1/s"):
        traffic.between(traffic.rate("2/s"), traffic.rate("1/s"))


@given(st.integers(1, 10**9), st.integers(1, 999))
def test_a_decimal_is_read_as_it_is_written(whole: int, thousandths: int) -> None:
    text = f"{whole}.{thousandths:03}/min"
    assert traffic.rate(text).per_minute == Fraction(whole * 1000 + thousandths, 1000)
