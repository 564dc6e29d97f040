"""`--query`: select part of the JSON with JMESPath, as in the AWS CLI."""

import warnings
from dataclasses import replace
from math import isfinite
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from irctl.errors import UsageError
from irctl.output.report import Json, Report, documents, only

# A slice of step 0, floor() of a text, thousands of brackets, 5,000 digits.
_REFUSALS = (JMESPathError, ValueError, TypeError, ArithmeticError, RecursionError)
_LONGEST = 300


def check(query: str) -> None:
    """Raise UsageError if this is not a JMESPath expression."""
    _compiled(query)


def select(report: Report, query: str) -> Report:
    """Return the report with its JSON replaced by the result of the query.

    Raise UsageError if the query cannot be evaluated.
    """
    expression = _compiled(query)
    try:
        result = _standard(expression.search(report.json()))
    except _REFUSALS as error:
        raise _refused(error) from None
    rows = result if isinstance(result, list) else [result]
    return replace(
        report,
        rows=documents(rows),
        records=None,
        document=list if isinstance(result, list) else only,
    )


def _compiled(query: str) -> Any:
    try:
        with warnings.catch_warnings():
            # `text` for '`"text"`' is an old form, used by most examples that people copy.
            warnings.simplefilter("ignore", PendingDeprecationWarning)
            return jmespath.compile(query)
    except _REFUSALS as error:
        raise _refused(error) from None


def _standard(value: Any) -> Json:
    """Return the result of a query as standard JSON.

    to_number() makes NaN of the text "nan", and `&name` finds an expression.
    """
    match value:
        case dict():
            return {key: _standard(item) for key, item in value.items()}
        case list():
            return [_standard(item) for item in value]
        case float():
            return value if isfinite(value) else None
        case None | bool() | int() | str():
            return value
    raise UsageError("--query: the result is an expression, not a value")


def _refused(error: Exception) -> UsageError:
    message = " ".join(str(error).split())
    if len(message) > _LONGEST:  # jmespath quotes the whole argument of a function
        message = f"{message[:_LONGEST]} ..."
    return UsageError(f"--query: {message}", "see https://jmespath.org/tutorial.html")
