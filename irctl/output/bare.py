"""Text for shells, as `--output text` of the AWS CLI: values with tabs between them.

The result of a query is written by the rules of the AWS CLI (awscli/text.py): a value is a line,
and so is a list of values; the values of an object are a line, in the order of their names; an
object or list within it follows on lines that begin with its name in capitals. Without a query,
each row is a line. Null, true and false are `None`, `True` and `False`, as in the AWS CLI.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from irctl.output.report import Json, Report, flat
from irctl.output.style import Style
from irctl.output.text import plain


def render(report: Report, style: Style) -> Iterator[str]:
    if not any(field.column for field in report.rows.fields):
        yield "".join(map(_line, _lines(report.json())))
        return
    for page in report.rows.values():
        yield "".join(_line(map(flat, values)) for values in page)


def _line(values: Iterable[Any]) -> str:
    return "\t".join(plain(str(value)) for value in values) + "\n"


def _lines(value: Json, name: str = "") -> Iterator[list[Any]]:
    """Yield the values of each line, after the name of what holds them if it has one."""
    if isinstance(value, dict):
        yield from _object(value, sorted(_scalars(value)), name)
    elif not isinstance(value, list):
        yield [value]
    elif any(isinstance(item, dict) for item in value):
        yield from _objects(value, name)
    else:
        yield from _of_scalars([item for item in value if _is_scalar(item)], name)
        for inner in value:
            yield from () if _is_scalar(inner) else _lines(inner, name)


def _objects(values: list[Json], name: str) -> Iterator[list[Any]]:
    """Yield objects in one order, so that their values line up in columns."""
    members = sorted({member for value in values for member in _scalars(value)})
    for value in values:
        is_object = isinstance(value, dict)
        yield from _object(value, members, name) if is_object else _lines(value, name)


def _of_scalars(scalars: list[Any], name: str) -> list[list[Any]]:
    if name:
        return [[name.upper(), scalar] for scalar in scalars]
    return [scalars] if scalars else []


def _object(value: dict[str, Json], members: Sequence[str], name: str) -> Iterator[list[Any]]:
    if members:
        yield [*filter(None, [name.upper()]), *(value.get(member, "") for member in members)]
    for member in sorted(value.keys() - set(members)):
        yield from _lines(value[member], member)


def _scalars(value: Json) -> list[str]:
    if not isinstance(value, dict):
        return []
    return [name for name, item in value.items() if _is_scalar(item)]


def _is_scalar(value: Json) -> bool:
    return not isinstance(value, (dict, list))
