"""A policy as a TOML file."""

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple, TypeVar

from irctl.decisions import limits, partners, quantities, toml
from irctl.decisions.latency_unit import latency_unit
from irctl.decisions.limits import Limit
from irctl.decisions.plan_metrics import LIMITED
from irctl.decisions.policy import Policy
from irctl.decisions.quantities import Rate
from irctl.near_misses import unknown

_Value = TypeVar("_Value")


def from_toml(text: str) -> Policy:
    """Read a policy file. Raise ValueError, which names the key."""
    document = toml.read(text)
    valid = (*_TABLES, *(key.name for key in _KEYS))
    for name in document:
        if name not in valid:
            raise ValueError(unknown("key", name, valid))
    values = {
        key.field: _read(key.name, key.read, document[key.name])
        for key in _KEYS
        if key.name in document
    }
    return Policy(limits=_limits(document), **values)


def to_toml(policy: Policy) -> str:
    """Write a file that `from_toml` reads as the same policy."""
    lines = ["# For irctl check --policy"]
    for key in _KEYS:
        value = getattr(policy, key.field)
        if value is not None:
            lines.append(f"{key.name} = {_toml(key.write(value))}")
    for table in _TABLES:
        entries = [_entry(limit) for limit in policy.limits if _table_of(limit) == table]
        if entries:
            lines += ["", f"[{table}]", *entries]
    return "\n".join(lines) + "\n"


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(f"expected true or false, got {text!r}")
    return text == "true"


def _percent(share: Fraction) -> str:
    """Exact: a share that was read has few decimal digits."""
    return f"{Decimal(share.numerator * 100) / share.denominator:f}%"


def _text_of_rate(rate: Rate) -> str:
    return rate.text


def _unchanged(value: Any) -> Any:
    return value


class _Key(NamedTuple):
    """A key of the file."""

    name: str
    field: str
    """Its field of a Policy."""
    read: Callable[[str], Any]
    """Raises ValueError, which says what was expected."""
    write: Callable[[Any], Any] = _unchanged


_KEYS = (
    _Key("baseline", "baseline", str),
    _Key("match", "match", partners.match),
    _Key("traffic", "traffic", quantities.load, _text_of_rate),
    _Key("utilization", "utilization", quantities.utilization, _percent),
    _Key("min-instances", "min_instances", quantities.count),
    _Key("survive-az", "survives_zone", _truth),
    _Key("latency-unit", "latency_unit", latency_unit),
    _Key("all", "requires_all", _truth),
    _Key("allow-different-conditions", "allows_different_conditions", _truth),
    _Key("recommendation", "recommendation", str),
    _Key("instance-type", "instance_type", str),
)
_TABLES: dict[str, Callable[[str, str], Limit]] = {
    "max": partial(limits.limit_on, operator="<=", among=LIMITED),
    "min": partial(limits.limit_on, operator=">=", among=LIMITED),
    "max-regression": limits.regression,
}
"""The tables of limits, and what reads the name of a metric and its bound."""


def _limits(document: Mapping[str, Any]) -> tuple[Limit, ...]:
    return tuple(
        _read(table, partial(read, name), bound)
        for table, read in _TABLES.items()
        for name, bound in _entries(document, table)
    )


def _entries(document: Mapping[str, Any], table: str) -> list[tuple[str, Any]]:
    entries = document.get(table, {})
    if not isinstance(entries, dict):
        raise ValueError(f"{table}: expected a table, [{table}] and then latency = 100")
    return list(entries.items())


def _read(place: str, read: Callable[[str], _Value], value: object) -> _Value:
    """Read a value. Raise ValueError, which begins with its place in the file."""
    try:
        return read(_text(value))
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise ValueError(f"expected a number or a string, got {type(value).__name__}")


def _table_of(limit: Limit) -> str:
    if limit.is_change:
        return "max-regression"
    return "max" if limit.operator == "<=" else "min"


def _entry(limit: Limit) -> str:
    name, unit = limit.metric.name, limit.metric.unit.value
    name = _toml(name) if ":" in name else name
    if limit.text:
        return f"{name} = {_toml(limit.text)}"
    if limit.is_change:
        return f"{name} = {_toml(_percent(abs(Fraction(limit.bound))))}"
    return f"{name} = {_toml(float(limit.bound))}" + (f"  # {unit}" if unit else "")


# Also the second `#` of two, with which commands to a CI system start.
_BEYOND = re.compile(r"[^\n -~]|(?<=#)#")


def _toml(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    # A JSON string is a TOML string, except that TOML writes a code point beyond ASCII whole.
    return _BEYOND.sub(
        lambda match: f"\\U{ord(match[0]):08x}", json.dumps(value, ensure_ascii=False)
    )
