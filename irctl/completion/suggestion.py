"""What the Tab key offers."""

from typing import NamedTuple


class Suggestion(NamedTuple):
    value: str
    help: str = ""
    status: str = ""
    """That of a job."""
