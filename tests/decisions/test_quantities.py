"""Quantities as people type them."""

from datetime import datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions import quantities
from irctl.decisions.plan_metrics import LIMITED
from irctl.jobs.metrics import METRICS, metric

UTC = timezone.utc
NOW = datetime(2026, 11, 15, 12, 30, tzinfo=UTC)

# Numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1000", 1000),
        ("1k", 1000),
        ("1 K", 1000),
        ("1,000", 1000),
        ("1e3", 1000),
        ("1E+3", 1000),
        ("0.001M", 1000),
        (" 1000.0 ", 1000),
        ("2.5M", 2_500_000),
        ("1B", 10**9),
        ("1,000,000.5", Fraction("1000000.5")),
        (".5", Fraction(1, 2)),
        ("5.", 5),
        ("-0.1", Fraction(-1, 10)),
        ("1e-5", Fraction(1, 10**5)),
    ],
)
def test_a_number_is_read_exactly_in_any_notation(text: str, number: Fraction) -> None:
    assert quantities.number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *("", "many", "nan", "inf", "-inf", "1e999", "9" * 400, "1 000", "1_0", "٣", "+1", "1kk"),
        *("0,5", "1,5", "12,34", "1,0700", "0,500", ",5", "1,,000", "--1", "1e", "k"),
    ],
)
def test_any_other_text_is_not_a_number(text: str) -> None:
    with pytest.raises(ValueError, match="expected a number, got ") as refusal:
        quantities.number(text)
    assert repr(text) in str(refusal.value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_python_prints_is_read_as_that_number(number: float) -> None:
    assert float(quantities.number(repr(number))) == number


@pytest.mark.parametrize("text", ["1000", "1k", "1,000", "1e3"])
def test_every_quantity_is_read_in_the_same_notations(text: str) -> None:
    assert quantities.count(text) == 1000
    assert quantities.share(f"{text}%") == 10
    assert quantities.rate(f"{text}/min").per_minute == 1000
    assert quantities.rate_or_pause(text) == 1000
    assert quantities.value(text, metric("throughput")) == 1000


@pytest.mark.parametrize(("text", "count"), [("1", 1), ("2.0", 2), ("1,070", 1070), ("3k", 3000)])
def test_a_count_is_a_whole_number_from_1_on(text: str, count: int) -> None:
    assert quantities.count(text) == count


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "", "two", "1e-1", "nan"])
def test_any_other_count_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected a whole number from 1 on, got ") as refusal:
        quantities.count(text)
    assert repr(text) in str(refusal.value)


# Shares


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("5%", "1/20"),
        ("0.05", "1/20"),
        ("5e-2", "1/20"),
        ("0", "0"),
        ("1", "1"),
        ("1.0", "1"),
        ("1%", "1/100"),
        ("100 %", "1"),
        ("120%", "6/5"),
        ("1,000%", "10"),
        (".5", "1/2"),
    ],
)
def test_a_share_is_percent_with_a_percent_sign_and_a_fraction_without(
    text: str, share: str
) -> None:
    assert quantities.share(text) == Fraction(share)


@pytest.mark.parametrize(
    ("text", "spellings"), [("5", "5% or 0.05"), ("50", "50% or 0.5"), ("1.5", "1.5% or 0.015")]
)
def test_a_bare_number_above_1_is_refused_as_a_share(text: str, spellings: str) -> None:
    for read in (quantities.share, quantities.utilization):
        with pytest.raises(ValueError, match=f"{text} could be percent .* {spellings}"):
            read(text)


@pytest.mark.parametrize("text", ["-5%", "-0.1", "five", "", "%", "5%%", "nan", "5 percent"])
def test_any_other_share_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="expected a share such as 5%") as refusal:
        quantities.share(text)
    assert repr(text) in str(refusal.value)


@pytest.mark.parametrize(("text", "share"), [("50%", "1/2"), ("0.5", "1/2"), ("1", "1")])
def test_a_utilization_is_a_share(text: str, share: str) -> None:
    assert quantities.utilization(text) == Fraction(share)


@pytest.mark.parametrize("text", ["0", "0%", "100.1%", "101%", "-1", "half", "", "nan"])
def test_a_utilization_is_above_0_and_at_most_100_percent(text: str) -> None:
    with pytest.raises(ValueError, match="expected a share") as refusal:
        quantities.utilization(text)
    assert repr(text) in str(refusal.value)


# Rates


@pytest.mark.parametrize(
    ("text", "per_minute"),
    [
        ("200/s", 12_000),
        ("12000/min", 12_000),
        ("12,000/min", 12_000),
        ("12k/min", 12_000),
        ("1.2e4/min", 12_000),
        ("5M/day", Fraction(5_000_000, 1440)),
        ("1B/day", Fraction(10**9, 1440)),
        ("90/h", Fraction(3, 2)),
        ("0.1/s", 6),
        (".5 / sec", 30),
        ("2 K/Hour", Fraction(2000, 60)),
        ("7/m", 7),
        ("1e9/s", 60 * 10**9),
    ],
)
def test_a_rate_is_exact_in_requests_per_minute(text: str, per_minute: Fraction) -> None:
    assert quantities.rate(text) == (text, per_minute, False)


@given(st.integers(1, 10**9), st.integers(1, 999))
def test_a_decimal_rate_is_read_exactly(whole: int, thousandths: int) -> None:
    text = f"{whole}.{thousandths:03}/min"
    assert quantities.rate(text).per_minute == Fraction(whole * 1000 + thousandths, 1000)


@pytest.mark.parametrize("text", ["-1/s", "fast", "", "1/s/s", "9" * 400 + "/s", "٣/s", "1e999/s"])
def test_any_other_rate_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="such as 200/s") as refusal:
        quantities.rate(text)
    assert repr(text) in str(refusal.value)


def test_a_rate_has_a_known_unit_of_time() -> None:
    with pytest.raises(ValueError, match="200/s, 200/min or 200/day"):
        quantities.rate("200")
    with pytest.raises(ValueError, match="unknown unit of time 'fortnight'"):
        quantities.rate("5/fortnight")


def test_only_a_rate_in_a_profile_may_be_0_or_lack_its_unit() -> None:
    assert quantities.rate_or_pause("0") == 0
    assert quantities.rate_or_pause("0/s") == 0
    assert quantities.rate_or_pause("600") == 600
    assert quantities.rate_or_pause("10/s") == 600
    with pytest.raises(ValueError, match="above 0"):
        quantities.rate("0/s")


@pytest.mark.parametrize(
    ("text", "per_minute"),
    [
        ("1/min", [1]),
        ("1/s,1/min", [60, 1]),
        ("1/s, 2/min", [60, 2]),
        ("10/min,200/min", [10, 200]),
        ("1,000/min", [1000]),
        ("1,000/min,2,500/min,300/min", [1000, 2500, 300]),
    ],
)
def test_rates_are_separated_by_commas(text: str, per_minute: list[int]) -> None:
    assert [rate.per_minute for rate in quantities.loads(text)] == per_minute


@pytest.mark.parametrize("text", ["", ",", "1/s,", "1/s,,2/s", "1,2/s"])
def test_a_list_of_rates_has_no_gaps(text: str) -> None:
    with pytest.raises(ValueError, match=r"rate|unit of time"):
        quantities.loads(text)


# Times


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("45s", 45),
        ("90m", 5400),
        ("5min", 300),
        ("2h", 7200),
        ("1h30m", 5400),
        ("1 d", 86400),
        ("7D", 7 * 86400),
        ("2w", 14 * 86400),
    ],
)
def test_a_duration_is_a_number_and_a_unit_of_each_length(text: str, seconds: int) -> None:
    assert quantities.duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "0s", "45", "-1s", "1.5h", "0.5s", "500ms", "2 weeks", "s"])
def test_any_other_duration_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="90m") as refusal:
        quantities.duration(text)
    assert repr(text) in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("90s", NOW - timedelta(seconds=90)),
        ("90m", NOW - timedelta(minutes=90)),
        ("12h", NOW - timedelta(hours=12)),
        ("7d", NOW - timedelta(days=7)),
        ("2w", NOW - timedelta(weeks=2)),
        (" 7D ", NOW - timedelta(days=7)),
        ("2026-11-01", datetime(2026, 11, 1, tzinfo=UTC)),
        (" 2026-11-01T12:00Z", datetime(2026, 11, 1, 12, tzinfo=UTC)),
    ],
)
def test_a_moment_is_a_date_a_time_or_how_long_ago(text: str, moment: datetime) -> None:
    assert quantities.moment(text, NOW) == moment


@pytest.mark.parametrize(
    "text", ["", "7", "d", "7y", "-7d", "1.5h", "999999w", "9999w99999d999999h", "yesterday"]
)
def test_any_other_moment_is_refused_with_examples(text: str) -> None:
    now = NOW.replace(year=2)
    with pytest.raises(ValueError, match=r"expected a date .* or how long ago .*, got ") as refusal:
        quantities.moment(text, now)
    assert repr(text) in str(refusal.value)


# Values of metrics


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("latency", "100", 100),
        ("latency", "100ms", 100),
        ("latency", " 100 MS ", 100),
        ("latency", "1,070", 1070),
        ("latency", "1kms", 1000),
        ("latency", "1,000,000.5ms", 1000000.5),
        ("latency", "-1", -1),
        ("throughput", "600/min", 600),
        ("throughput", "600 /min", 600),
        ("throughput", "1.2k/min", 1200),
        ("cost", "1e-5", 1e-5),
        ("cost", "$0.5", 0.5),
        ("cost", "0.5usd", 0.5),
        ("cost-per-hour", "$1,234.50", 1234.5),
        ("cost-per-hour", "$0.5/h", 0.5),
        ("cost-per-hour", "0.5 USD/h", 0.5),
        ("cpu", "80%", 80),
        ("memory", "80 %", 80),
        ("setup-time", "500000us", 500000),
        ("setup-time", "8s", 8_000_000),
        ("setup-time", "20 ms", 20_000),
        ("latency", "0.1s", 100),
        ("latency", "1.001s", 1001),  # a float times 1000 is a little less
        ("latency", "100us", 0.1),
        ("throughput", "50/s", 3000),
        ("throughput", "600/h", 10),
        ("cost", "3.58/1M", 3.58e-06),
        ("cost", "$3.58/1M", 3.58e-06),
        ("monthly-cost", "$2k/month", 2000),
        ("cost-per-million", "2.5/1M", 2.5),
        ("instances", "1k", 1000),
    ],
)
def test_a_value_is_read_in_any_unit_of_its_metric(name: str, text: str, value: float) -> None:
    assert quantities.value(text, metric(name, LIMITED)) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("latency", ""),
        ("latency", "fast"),
        ("latency", "$100"),
        ("latency", "100%"),
        ("latency", "100msms"),
        ("latency", "100min"),
        ("latency", "nan"),
        ("latency", "inf"),
        ("latency", "-inf"),
        ("latency", "1e999"),
        ("latency", "1 000"),
        ("throughput", "600/year"),
        ("throughput", "600 s"),
        ("cost", "$1/h"),
        ("cost-per-hour", "$5$"),
        ("cost-per-hour", "1_0/h"),
        ("cost-per-hour", "0,5"),
        ("cpu", "0.8ms"),
    ],
)
def test_a_value_in_any_other_unit_is_refused_with_an_example(name: str, text: str) -> None:
    expected = f"expected a number for {metric(name).name}, such as "
    with pytest.raises(ValueError, match=expected) as refusal:
        quantities.value(text, metric(name))
    assert repr(text) in str(refusal.value)


def test_m_is_refused_for_times_because_it_could_be_minutes_or_millions() -> None:
    for name in ("latency", "setup-time"):
        with pytest.raises(ValueError, match="got '5m'"):
            quantities.value("5m", metric(name))


@pytest.mark.parametrize(
    ("name", "text", "end"),
    [
        ("cost", "$0.5/h", "did you mean cost-per-hour?"),
        ("latency", "100%", "did you mean cpu or memory?"),
        ("setup-time", "600/min", "did you mean throughput?"),
        ("latency", "fast", "such as 100ms, got 'fast'"),
        ("throughput", "fast", "such as 600/min, got 'fast'"),
    ],
)
def test_a_unit_of_other_metrics_suggests_those_metrics(name: str, text: str, end: str) -> None:
    with pytest.raises(ValueError, match="expected a number") as refusal:
        quantities.value(text, metric(name))
    assert str(refusal.value).endswith(end)


def test_only_the_metrics_that_can_be_limited_are_suggested() -> None:
    with pytest.raises(ValueError, match=r"did you mean monthly-cost\?"):
        quantities.value("$5/month", metric("latency"), LIMITED)
    with pytest.raises(ValueError, match=r"got '\$5/month'$"):
        quantities.value("$5/month", metric("latency"), METRICS)


def test_the_example_of_a_metric_is_a_value_of_it() -> None:
    for limited in LIMITED:
        assert quantities.value(quantities.example(limited), limited) > 0


def test_a_help_text_names_the_unit_of_a_metric() -> None:
    assert quantities.with_unit(metric("latency")) == "latency (ms)"
    assert quantities.with_unit(metric("instances", LIMITED)) == "instances"
