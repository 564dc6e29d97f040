"""`--query`: a part of the JSON, chosen with JMESPath as in the AWS CLI."""

import jmespath
from jmespath.exceptions import JMESPathError

from irctl.errors import UsageError
from irctl.output.report import Report


def check(query: str) -> None:
    """Raises UsageError for what is no JMESPath expression."""
    try:
        jmespath.compile(query)
    except JMESPathError as error:
        raise _refused(error) from None


def select(report: Report, query: str) -> Report:
    """The report with its document, and with it its records, replaced by what the query
    finds. Raises UsageError where the query asks for the impossible."""
    try:
        found = jmespath.search(query, report.document())
    except JMESPathError as error:
        raise _refused(error) from None
    records = found if isinstance(found, list) else [found]
    return Report(lambda: found, records, report.table, warnings=report.warnings)


def _refused(error: Exception) -> UsageError:
    message = " ".join(str(error).split())
    return UsageError(f"--query: {message}", "see https://jmespath.org/tutorial.html")
