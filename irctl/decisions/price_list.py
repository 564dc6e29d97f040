"""Price files: instance types and US dollars an hour, as TOML, CSV or JSON.

Every reader raises ValueError, which says what was expected and where.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from irctl.decisions import toml
from irctl.decisions.prices import dollars_per_hour

Pair = tuple[str, Fraction]


def price_list(text: str, ending: str = "") -> dict[str, Fraction]:
    """Read a price file: US dollars an hour by instance type.

    The ending of its name says what it is, `toml`, `csv` or `json`; without one, its text does.
    """
    prices: dict[str, Fraction] = {}
    for instance_type, price in _READERS.get(ending.lower(), _any)(text):
        if instance_type in prices:
            raise ValueError(f"{instance_type} is given twice")
        prices[instance_type] = price
    if not prices:
        raise ValueError("it has no price; expected instance types and US dollars an hour")
    return prices


def _any(text: str) -> Iterator[Pair]:
    """Read what a file without a telling name holds: each of the formats has its own mark."""
    start = text.lstrip()
    if start.startswith("{"):
        return _json(text)
    return _toml(text) if "=" in text or start.startswith("[") else _csv(text)


def _toml(text: str) -> Iterator[Pair]:
    """Read TOML; `ml.c5.xlarge = 0.204` without quotes is a table in a table, and read too."""
    yield from _pairs(toml.read(text, parse_float=str), "")


def _pairs(table: dict[str, Any], path: str) -> Iterator[Pair]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _pairs(value, f"{path}{name}.")
        else:
            yield _pair(f"{path}{name}", value)


def _json(text: str) -> Iterator[Pair]:
    """Read a JSON object; a name that it holds twice is yielded twice."""
    try:
        pairs = json.loads(
            text, object_pairs_hook=list, parse_float=str, parse_int=str, parse_constant=str
        )
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not text.lstrip().startswith("{"):
        raise ValueError('expected an object, {"ml.c5.xlarge": 0.204}')
    for name, value in pairs:
        yield _pair(name, value)


def _csv(text: str) -> Iterator[Pair]:
    """Read lines of TYPE,PRICE; a first line without a digit in its price is a header."""
    rows = list(_rows(text))
    if rows and not re.search("[0-9]", rows[0][1][-1]):
        del rows[0]
    for number, cells in rows:
        try:
            yield _pair_of(cells)
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from None


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each line that has any, after its number; `#` starts a comment."""
    for number, line in enumerate(text.splitlines(), 1):
        if cells := _cells(line.partition("#")[0].strip()):
            yield number, cells


def _pair_of(cells: list[str]) -> Pair:
    if len(cells) != 2:
        raise ValueError(f"expected TYPE,PRICE, got {','.join(cells)!r}")
    return _pair(*cells)


def _cells(line: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line]), [])]
    except csv.Error as error:
        raise ValueError(str(error)) from None


def _pair(instance_type: str, value: object) -> Pair:
    if not instance_type:
        raise ValueError("expected an instance type, got an empty name")
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(f"{instance_type}: expected a price, got {type(value).__name__}")
    try:
        return instance_type, dollars_per_hour(str(value))
    except ValueError as error:
        raise ValueError(f"{instance_type}: {error}") from None


_READERS: dict[str, Callable[[str], Iterator[Pair]]] = {"toml": _toml, "csv": _csv, "json": _json}
