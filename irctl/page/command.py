"""The words of a command line that gives an answer again."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from irctl.decisions.current import Current
from irctl.decisions.limits import Limit
from irctl.decisions.prices import OF_OPTION, Terms
from irctl.decisions.sizing import Sizing
from irctl.decisions.traffic import Traffic
from irctl.jobs.benchmark import UsableResults
from irctl.jobs.exact import number


def traffic(traffics: Sequence[Traffic]) -> list[str]:
    """Return the options that state traffic."""
    if not traffics:
        return []
    first = traffics[0]
    if first.hours:
        return ["--traffic-profile", "FILE"]
    if first.varies:
        return ["--average", rate(first.average), "--peak", rate(first.peak)]
    return ["--traffic", ",".join(one.label.replace(" ", "") for one in traffics)]


def rate(per_minute: Fraction) -> str:
    """Return a rate as it is typed: exact, if that is possible."""
    for unit, factor in (("min", 1), ("s", Fraction(1, 60)), ("h", 60), ("day", 1440)):
        value = per_minute * factor
        if value.denominator == 1:
            return f"{value}/{unit}"
    return f"{number(per_minute)}/min"


def sizing(sizing: Sizing) -> list[str]:
    """Return the options that state how a fleet is sized."""
    words = []
    if sizing.utilization != Sizing().utilization:
        words += ["--utilization", f"{number(sizing.utilization * 100)}%"]
    if sizing.min_instances != 1:
        words += ["--min-instances", str(sizing.min_instances)]
    if sizing.survives_zone:
        words.append("--survive-az")
    return [*words, *limits(sizing.limits)]


def limits(limits: Iterable[Limit]) -> list[str]:
    """Return the options that state limits."""
    return [word for limit in limits for word in limit_option(limit)]


def limit_option(limit: Limit) -> tuple[str, str]:
    """Return the option of a limit and its value: `--max`, `latency=100`."""
    bound = float(limit.bound)
    value = str(int(bound)) if bound.is_integer() and abs(bound) < 1e15 else repr(bound)
    return "--max" if limit.operator == "<=" else "--min", f"{limit.metric.name}={value}"


def today(current: Current | None) -> list[str]:
    """Return the options that state the fleet of today."""
    if current is None:
        return []
    if current.fleet is None:
        return ["--current-cost", f"{number(current.per_hour or Fraction(0))}/h"]
    return ["--current", f"{current.fleet.instance_type}:{current.fleet.instances}"]


def prices(terms: Terms) -> list[str]:
    """Return the options that state prices."""
    options: dict[tuple[str, str], None] = {}
    for name, price in terms.prices.items():
        if price.source == OF_OPTION:
            options["--price", f"{name}={number(price.per_hour)}"] = None
        else:
            options["--prices", price.source] = None
    if terms.asks_aws:
        options["--prices", "aws"] = None
    if terms.region:
        options["--price-region", terms.region] = None
    if terms.benchmarked_on:
        fleet = terms.benchmarked_on
        options["--benchmarked-on", f"{fleet.instance_type}:{fleet.instances}"] = None
    if terms.discount:
        options["--discount", f"{number(terms.discount * 100)}%"] = None
    return [word for option in options for word in option]


def benchmarks(usable: UsableResults) -> list[str]:
    """Return the options that say which results of benchmarks may be used."""
    in_s3 = ["--results", "s3"] if usable.in_s3 else []
    return [*in_s3, *(["--allow-failed-gate"] if usable.failed_gate else [])]
