"""`--columns`: a report with only some of its columns, in the order given."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from irctl.near_misses import unknown
from irctl.output.report import Field, Report, Table

_ABBREVIATIONS = {"arn": "ARN", "id": "ID", "mb": "MB", "url": "URL", "usd": "USD"}


def check(names: Sequence[str], fields: Sequence[Field[Any]]) -> list[str]:
    """Return the columns with these names, each once. Raise ValueError for an unknown one."""
    valid = [field.column for field in fields if field.column]
    columns = [name.strip().lower().replace("-", "_") for name in names]
    for name, column in zip(names, columns, strict=True):
        if column not in valid:
            raise ValueError(unknown("column", name, valid))
    return list(dict.fromkeys(columns))


def select(report: Report, names: Sequence[str]) -> Report:
    """Return the report with these columns only, for people in one table."""
    by_column = {field.column: field for field in report.rows.fields}
    fields = [_shown(by_column.get(name) or _empty(name)) for name in names]
    rows = replace(report.rows, fields=fields)
    table = next((block for block in report.body if isinstance(block, Table)), Table(rows=rows))
    return replace(report, rows=rows, blocks=[Table(rows=rows, empty=table.empty)], jobs=())


def _empty(name: str) -> Field[Any]:
    """Return a column of another kind of job, which has no values."""
    return Field(get=lambda row: None, column=name)


def _shown(field: Field[Any]) -> Field[Any]:
    """Return the field with a heading, which stays whatever its values."""
    words = [_ABBREVIATIONS.get(word, word) for word in field.column.split("_")]
    heading = " ".join([words[0].capitalize() if words[0].islower() else words[0], *words[1:]])
    show = _text if field.show is str else field.show
    return replace(field, heading=field.heading or heading, show=show, keep=0, stays=True)


def _text(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
