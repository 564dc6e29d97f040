"""The options of a gate, as the command line and a TOML file give them."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar

from irctl.decisions import compare, limits, quantities
from irctl.decisions.capacity import plan
from irctl.decisions.compare import Match
from irctl.decisions.gate import Scope
from irctl.decisions.latency_unit import LatencyUnit, latency_unit
from irctl.decisions.limits import Limit, Operator
from irctl.decisions.plan import Plan
from irctl.decisions.plan_metrics import PLAN_METRICS, on_plan
from irctl.decisions.quantities import Rate
from irctl.decisions.sizing import Sizing
from irctl.decisions.traffic import constant
from irctl.jobs.metrics import METRICS
from irctl.jobs.model import Recommendation
from irctl.near_misses import unknown

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LIMITED = (*METRICS, *PLAN_METRICS)
"""What a gate can limit."""

_Value = TypeVar("_Value")


class Policy(NamedTuple):
    """The demands of a gate, and which recommendations they are on. None is not given."""

    limits: tuple[Limit, ...] = ()
    baseline: str | None = None
    match: Match | None = None
    traffic: Rate | None = None
    utilization: Fraction | None = None
    min_instances: int | None = None
    survives_zone: bool | None = None
    latency_unit: LatencyUnit | None = None
    requires_all: bool | None = None
    """None is the default scope, see `scope`."""
    allows_different_conditions: bool | None = None
    recommendation: str | None = None
    instance_type: str | None = None

    @property
    def has_regression(self) -> bool:
        return any(limit.is_change for limit in self.limits)

    @property
    def sizing(self) -> Sizing:
        """How a fleet for the traffic is sized, apart from the limits."""
        return Sizing(
            utilization=self.utilization or Sizing().utilization,
            min_instances=self.min_instances or 1,
            survives_zone=bool(self.survives_zone),
        )

    def plan(self, recommendation: Recommendation) -> Plan | None:
        """Return the plan of a recommendation for the traffic; None without traffic."""
        if self.traffic is None:
            return None
        return plan(recommendation, constant(self.traffic), self.sizing)

    def scope(self, baseline_kind: str | None) -> Scope:
        """Return which recommendations must keep the limits.

        By default any one; with a regression against a job, every one that pairs with it.
        """
        if self.requires_all is not None:
            return "All" if self.requires_all else "Any"
        is_chosen = self.recommendation is not None or self.instance_type is not None
        pairs = self.has_regression and baseline_kind == "Job" and not is_chosen
        return "Paired" if pairs else "Any"


def merged(policy: Policy, over: Policy) -> Policy:
    """Lay a policy over another.

    What it gives counts, and each of its limits replaces the one on the same metric.
    """
    given = {name: value for name, value in over._asdict().items() if value is not None}
    replaced = {_subject(limit) for limit in over.limits}
    kept = [limit for limit in policy.limits if _subject(limit) not in replaced]
    if over.recommendation or over.instance_type:
        policy = policy._replace(recommendation=None, instance_type=None)
    return policy._replace(**given | {"limits": (*kept, *over.limits)})


def planned(policy: Policy) -> Policy:
    """Return a policy whose limits on costs are on the plan's, if it has a traffic."""
    if policy.traffic is None:
        return policy
    return policy._replace(limits=tuple(map(on_plan, policy.limits)))


def _subject(limit: Limit) -> Limit:
    return limit._replace(bound=0)


def complaint(policy: Policy) -> str | None:
    """Return why a policy can't be judged by; None when it can."""
    if not policy.limits:
        return "no limit is given: a gate needs --max, --min or --max-regression"
    return inconsistency(policy)


def inconsistency(policy: Policy) -> str | None:
    """Return which options of a policy don't go together; None if all do."""
    return next((text for is_wrong, text in _complaints(policy) if is_wrong), None)


def _complaints(policy: Policy) -> Iterator[tuple[bool, str]]:
    of_plan = [limit.metric.name for limit in policy.limits if limit.kind == "Plan"]
    has_regression = policy.has_regression
    sizes = (policy.utilization, policy.min_instances, policy.survives_zone)
    is_sized = any(size is not None for size in sizes)
    has_traffic, has_baseline = policy.traffic is not None, policy.baseline is not None
    names_both = policy.recommendation is not None and policy.instance_type is not None
    yield (
        bool(of_plan) and not has_traffic,
        f"{', '.join(of_plan)} is of a plan: it needs --traffic RATE",
    )
    yield has_regression and not has_baseline, "--max-regression needs a --baseline"
    yield (
        has_baseline and not has_regression,
        "--baseline needs --max-regression: what may change, and by how much",
    )
    yield policy.match is not None and not has_baseline, "--match needs a --baseline"
    yield (
        policy.allows_different_conditions is not None and not has_baseline,
        "--allow-different-conditions needs a --baseline",
    )
    yield (
        is_sized and not has_traffic,
        "--utilization, --min-instances and --survive-az need --traffic RATE",
    )
    yield names_both, "--recommendation and --instance-type exclude each other"


def from_toml(text: str) -> Policy:
    """Read a policy file. Raise ValueError, which names the key."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"not TOML: {error}") from None
    except RecursionError:
        raise ValueError("nested too deep") from None
    _check_names(document, _KEYS)
    return Policy(
        limits=(
            *_limits(document, "max", _reader("<=")),
            *_limits(document, "min", _reader(">=")),
            *_limits(document, "max-regression", limits.regression),
        ),
        baseline=_one(document, "baseline", str),
        match=_one(document, "match", compare.match),
        traffic=_one(document, "traffic", quantities.rate),
        utilization=_one(document, "utilization", quantities.utilization),
        min_instances=_one(document, "min-instances", quantities.count),
        survives_zone=_one(document, "survive-az", _truth),
        latency_unit=_one(document, "latency-unit", latency_unit),
        requires_all=_one(document, "all", _truth),
        allows_different_conditions=_one(document, "allow-different-conditions", _truth),
        recommendation=_one(document, "recommendation", str),
        instance_type=_one(document, "instance-type", str),
    )


_TABLES = ("max", "min", "max-regression")
_KEYS = (
    *_TABLES,
    "baseline",
    "match",
    "traffic",
    "utilization",
    "min-instances",
    "survive-az",
    "latency-unit",
    "all",
    "allow-different-conditions",
    "recommendation",
    "instance-type",
)


def _reader(operator: Operator) -> Callable[[str, str], Limit]:
    return lambda name, value: limits.limit_on(name, value, operator, LIMITED)


def _check_names(document: dict[str, Any], valid: Iterable[str]) -> None:
    for name in document:
        if name not in valid:
            raise ValueError(unknown("key", name, tuple(valid)))


def _limits(document: dict[str, Any], table: str, read: Callable[[str, str], Limit]) -> list[Limit]:
    entries = document.get(table, {})
    if not isinstance(entries, dict):
        raise ValueError(f"{table}: expected a table, [{table}] and then latency = 100")
    table_limits = []
    for name, value in entries.items():
        try:
            table_limits.append(read(name, _text(value)))
        except ValueError as error:
            raise ValueError(f"{table}: {error}") from None
    return table_limits


def _one(document: dict[str, Any], name: str, read: Callable[[str], _Value]) -> _Value | None:
    if name not in document:
        return None
    try:
        return read(_text(document[name]))
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise ValueError(f"expected a number or a string, got {type(value).__name__}")


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(f"expected true or false, got {text!r}")
    return text == "true"


def to_toml(policy: Policy) -> str:
    """Write a file that `from_toml` reads as the same policy."""
    given = {
        "baseline": policy.baseline,
        "match": policy.match,
        "traffic": policy.traffic and policy.traffic.text,
        "utilization": policy.utilization and _percent(policy.utilization),
        "min-instances": policy.min_instances,
        "survive-az": policy.survives_zone,
        "latency-unit": policy.latency_unit,
        "all": policy.requires_all,
        "allow-different-conditions": policy.allows_different_conditions,
        "recommendation": policy.recommendation,
        "instance-type": policy.instance_type,
    }
    lines = ["# For irctl check --policy"]
    lines += [f"{name} = {_toml(value)}" for name, value in given.items() if value is not None]
    for table in _TABLES:
        entries = [_entry(limit) for limit in policy.limits if _table_of(limit) == table]
        if entries:
            lines += ["", f"[{table}]", *entries]
    return "\n".join(lines) + "\n"


def _table_of(limit: Limit) -> str:
    if limit.is_change:
        return "max-regression"
    return "max" if limit.operator == "<=" else "min"


def _entry(limit: Limit) -> str:
    name, unit = limit.metric.name, limit.metric.unit.value
    if limit.is_change:
        return f"{name} = {_toml(_percent(abs(Fraction(limit.bound))))}"
    return f"{name} = {_toml(float(limit.bound))}" + (f"  # {unit}" if unit else "")


def _percent(share: Fraction) -> str:
    """Exact: a share that was read has few decimal digits."""
    return f"{Decimal(share.numerator * 100) / share.denominator:f}%"


# Also the second `#` of two, with which commands to a CI system start.
_BEYOND = re.compile(r"[^\n -~]|(?<=#)#")


def _toml(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    # A JSON string is a TOML string, except that TOML writes a code point beyond ASCII whole.
    return _BEYOND.sub(
        lambda match: f"\\U{ord(match[0]):08x}", json.dumps(value, ensure_ascii=False)
    )
