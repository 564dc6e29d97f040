"""`--query`: a part of the JSON, chosen with JMESPath as in the AWS CLI."""

import warnings
from math import isfinite
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from irctl.errors import UsageError
from irctl.output.report import Json, Report

# A slice of step 0, floor() of what is no number, brackets without end, 5,000 digits.
_REFUSALS = (JMESPathError, ValueError, TypeError, ArithmeticError, RecursionError)
_LONGEST = 300


def check(query: str) -> None:
    """Raises UsageError for what is no JMESPath expression."""
    _compiled(query)


def select(report: Report, query: str) -> Report:
    """The report with its document, and with it its records, replaced by what the query
    finds. Raises UsageError where the query asks for the impossible."""
    expression = _compiled(query)
    try:
        found = _standard(expression.search(report.document()))
    except _REFUSALS as error:
        raise _refused(error) from None
    records = found if isinstance(found, list) else [found]
    return Report(lambda: found, [records], report.table, warnings=report.warnings)


def _compiled(query: str) -> Any:
    try:
        with warnings.catch_warnings():
            # `text` for '`"text"`' is an old form, and that of most examples in the world.
            warnings.simplefilter("ignore", PendingDeprecationWarning)
            return jmespath.compile(query)
    except _REFUSALS as error:
        raise _refused(error) from None


def _standard(value: Any) -> Json:
    """What a query found as standard JSON: to_number() makes NaN of a text that says so,
    and `&name` finds an expression."""
    match value:
        case dict():
            return {key: _standard(item) for key, item in value.items()}
        case list():
            return [_standard(item) for item in value]
        case float():
            return value if isfinite(value) else None
        case None | bool() | int() | str():
            return value
    raise UsageError("--query: that finds an expression, not a value")


def _refused(error: Exception) -> UsageError:
    message = " ".join(str(error).split())
    if len(message) > _LONGEST:  # jmespath repeats the whole of what a function was given
        message = f"{message[:_LONGEST]} ..."
    return UsageError(f"--query: {message}", "see https://jmespath.org/tutorial.html")
