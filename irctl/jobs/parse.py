"""From an API response to a Job: forgiving of absence, exact about nonsense.

Every reader raises ParseError for a value of the wrong type. A kind's own module reads its
responses, and is imported with the first of them.
"""

from importlib import import_module

from irctl.jobs.kinds import Kind, kind_of
from irctl.jobs.model import Job, JobSummary
from irctl.jobs.parse_inference import step as step
from irctl.jobs.readers import ParseError as ParseError


def job(response: object, label: str = "", kind: Kind | None = None) -> Job:
    """Read a response of a kind's Describe operation; without a kind, of the one it looks like.

    `label` is its name for messages if it has none.
    """
    kind = kind or kind_of(response)
    read: Job = import_module(kind.reader).job(response, kind, label)
    return read


def job_summary(entry: object, kind: Kind | None = None) -> JobSummary:
    """Read one entry of a kind's List operation; without a kind, of the one it looks like."""
    kind = kind or kind_of(entry)
    read: JobSummary = import_module(kind.reader).job_summary(entry, kind)
    return read
