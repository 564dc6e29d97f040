"""Names that irctl itself defines."""

from collections.abc import Iterable
from typing import Any

from irctl.cli import command
from irctl.completion.line import TypedLine
from irctl.completion.scripts import SCRIPTS
from irctl.completion.suggestion import Suggestion
from irctl.decisions.latency_unit import UNITS
from irctl.decisions.partners import MATCHES
from irctl.decisions.plan_metrics import LIMITED
from irctl.export.formats import TOOLS
from irctl.jobs.benchmark import PLACES
from irctl.jobs.kinds import KINDS
from irctl.jobs.listing import ORDERS, SORTS
from irctl.jobs.metrics import ALL_METRICS
from irctl.jobs.statuses import STATUSES


def metrics(command: str, metavar: str, current: str) -> Iterable[Suggestion]:
    """Return the last of several names; with a value to follow, up to its `=`."""
    earlier = current[: current.rfind(",") + 1] if "," in metavar else ""
    names = [part.partition("=")[0] for part in earlier.split(",")]
    ending = "=" if "=" in metavar else ""
    limits_plans = metavar == "METRIC=VALUE" and command != "rank"
    for metric in LIMITED if limits_plans else ALL_METRICS:
        if metric.measure not in names:
            yield Suggestion(f"{earlier}{metric.measure}{ending}", metric.member)


def matches(line: TypedLine) -> Iterable[Suggestion]:
    return map(Suggestion, MATCHES)


def statuses(line: TypedLine) -> Iterable[Suggestion]:
    return map(Suggestion, STATUSES)


def sort_keys(line: TypedLine) -> Iterable[Suggestion]:
    return map(Suggestion, SORTS)


def sort_orders(line: TypedLine) -> Iterable[Suggestion]:
    return map(Suggestion, ORDERS)


def kinds(line: TypedLine) -> Iterable[Suggestion]:
    return (Suggestion(kind.name, kind.plural) for kind in KINDS)


def shells(line: TypedLine) -> Iterable[Suggestion]:
    return map(Suggestion, SCRIPTS)


def latency_units(line: TypedLine) -> Iterable[Suggestion]:
    return map(Suggestion, UNITS)


def places_of_results(line: TypedLine) -> Iterable[Suggestion]:
    return map(Suggestion, PLACES)


def tools(line: TypedLine) -> Iterable[Suggestion]:
    return map(Suggestion, TOOLS.get(line.command, ()))


def formats(line: TypedLine) -> Iterable[Suggestion]:
    run: Any = command(line.command).callback
    return map(Suggestion, run.offer.formats)


def columns(line: TypedLine) -> Iterable[Suggestion]:
    run: Any = command(line.command).callback
    return (Suggestion(field.column, field.heading) for field in run.offer.fields() if field.column)
