"""A gate's options, as the command line and a TOML file give them."""

import json
import re
import sys
from collections.abc import Callable, Iterable
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar

from irctl.decisions import capacity, compare, gate, traffic
from irctl.decisions.compare import Match
from irctl.decisions.gate import Limit
from irctl.decisions.limits import Constraint
from irctl.decisions.traffic import Rate
from irctl.jobs.exact import double

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_Value = TypeVar("_Value")


class Policy(NamedTuple):
    """What a gate demands, and of what. None is not given."""

    limits: tuple[Limit, ...] = ()
    baseline: str | None = None
    match: Match | None = None
    traffic: Rate | None = None
    utilization: Fraction | None = None
    min_instances: int | None = None
    every: bool | None = None
    recommendation: str | None = None
    instance_type: str | None = None

    @property
    def on_metrics(self) -> list[Constraint]:
        """The limits on what was measured."""
        return [
            Constraint(each.quantity.metric, each.operator, double(Fraction(each.bound)) or 0.0)
            for each in self.limits
            if each.quantity.kind == "Metric"
        ]


def merged(policy: Policy, over: Policy) -> Policy:
    """A policy with another laid over it: what that gives counts, and of its limits each
    replaces the one on the same quantity."""
    given = {name: value for name, value in over._asdict().items() if value is not None}
    replaced = {(each.quantity, each.operator) for each in over.limits}
    kept = [each for each in policy.limits if (each.quantity, each.operator) not in replaced]
    if over.recommendation or over.instance_type:
        policy = policy._replace(recommendation=None, instance_type=None)
    return policy._replace(**given | {"limits": (*kept, *over.limits)})


def complaint(policy: Policy) -> str | None:
    """Why a policy can't be judged by; None when it can."""
    kinds = {each.quantity.kind for each in policy.limits}
    if not policy.limits:
        return "no constraint is given: a gate needs --max, --min or --max-regression"
    if "Plan" in kinds and policy.traffic is None:
        name = next(e.quantity.metric.name for e in policy.limits if e.quantity.kind == "Plan")
        return f"{name} is of a plan: it needs --traffic RATE"
    if "Regression" in kinds and policy.baseline is None:
        return "--max-regression needs a --baseline"
    if policy.baseline is not None and "Regression" not in kinds:
        return "--baseline needs --max-regression: what may change, and by how much"
    if policy.match is not None and policy.baseline is None:
        return "--match needs a --baseline"
    sized = policy.utilization is not None or policy.min_instances is not None
    if sized and policy.traffic is None:
        return "--utilization and --min-instances need --traffic RATE"
    if policy.recommendation is not None and policy.instance_type is not None:
        return "--recommendation and --instance-type exclude each other"
    return None


def from_toml(text: str) -> Policy:
    """A policy from a file. Raises ValueError, which names the key."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"not TOML: {error}") from None
    except RecursionError:
        raise ValueError("nested too deep") from None
    _check_names(document, _KEYS)
    limits = [
        *_limits(document, "max", lambda name, value: gate.limit_on(name, value, "<=")),
        *_limits(document, "min", lambda name, value: gate.limit_on(name, value, ">=")),
        *_limits(document, "max-regression", gate.regression),
    ]
    return Policy(
        limits=tuple(limits),
        baseline=_one(document, "baseline", str),
        match=_one(document, "match", compare.match),
        traffic=_one(document, "traffic", traffic.rate),
        utilization=_one(document, "utilization", capacity.utilization),
        min_instances=_one(document, "min-instances", _count),
        every=_one(document, "all", _truth),
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
    "all",
    "recommendation",
    "instance-type",
)


def _check_names(document: dict[str, Any], valid: Iterable[str]) -> None:
    for name in document:
        if name not in valid:
            close = get_close_matches(name, list(valid), n=1)
            meant = f" (did you mean {close[0]}?)" if close else ""
            raise ValueError(f"unknown key {name!r}{meant}; the keys are {', '.join(valid)}")


def _limits(document: dict[str, Any], table: str, read: Callable[[str, str], Limit]) -> list[Limit]:
    entries = document.get(table, {})
    if not isinstance(entries, dict):
        raise ValueError(f"{table}: expected a table, [{table}] and then latency = 100")
    found = []
    for name, value in entries.items():
        try:
            found.append(read(name, _text(value)))
        except ValueError as error:
            raise ValueError(f"{table}: {error}") from None
    return found


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


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text) < 1:
        raise ValueError(f"expected a whole number from 1 on, got {text!r}")
    return int(text)


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(f"expected true or false, got {text!r}")
    return text == "true"


def to_toml(policy: Policy) -> str:
    """A file that `from_toml` reads as the same policy."""
    given = {
        "baseline": policy.baseline,
        "match": policy.match,
        "traffic": policy.traffic and policy.traffic.text,
        "utilization": policy.utilization and _percent(policy.utilization),
        "min-instances": policy.min_instances,
        "all": policy.every,
        "recommendation": policy.recommendation,
        "instance-type": policy.instance_type,
    }
    lines = ["# For irctl check --policy"]
    lines += [f"{name} = {_toml(value)}" for name, value in given.items() if value is not None]
    for table in _TABLES:
        entries = [_entry(each) for each in policy.limits if _table_of(each) == table]
        if entries:
            lines += ["", f"[{table}]", *entries]
    return "\n".join(lines) + "\n"


def _table_of(each: Limit) -> str:
    if each.quantity.kind == "Regression":
        return "max-regression"
    return "max" if each.operator == "<=" else "min"


def _entry(each: Limit) -> str:
    name, unit = each.quantity.metric.name, each.quantity.metric.unit.value
    if each.quantity.kind == "Regression":
        return f"{name} = {_toml(_percent(abs(Fraction(each.bound))))}"
    return f"{name} = {_toml(float(each.bound))}" + (f"  # {unit}" if unit else "")


def _percent(share: Fraction) -> str:
    """Exact: a share that was read has few decimal digits."""
    return f"{Decimal(share.numerator * 100) / share.denominator:f}%"


# Also the second `#` of two, with which commands to a CI system start.
_BEYOND = re.compile(r"[^\n -~]|(?<=#)#")


def _toml(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    # A JSON string is a TOML string, but that TOML writes a code point beyond ASCII whole.
    return _BEYOND.sub(
        lambda found: f"\\U{ord(found[0]):08x}", json.dumps(value, ensure_ascii=False)
    )
