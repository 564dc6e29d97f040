"""What a JOB on the command line refers to, decided by its text alone."""

import re
from typing import NamedTuple

from irctl.errors import UsageError

_NAME = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,63}", re.ASCII)
_ARN = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):sagemaker:(?P<region>[a-z0-9-]+):(?P<account>[^:]*)"
    r":inference-recommendations-job/(?P<name>.+)",
    re.ASCII,
)


class JobName(NamedTuple):
    """A job in AWS; `region` is that of its ARN, None for a name."""

    name: str
    region: str | None = None


class SavedFile(NamedTuple):
    """A saved response; `-` is standard input."""

    path: str

    @property
    def label(self) -> str:
        return "standard input" if self.path == "-" else self.path


Reference = JobName | SavedFile


def reference(text: str) -> Reference:
    """A name, an ARN, a path (anything with a `.` or `/`) or `-`. Raise UsageError."""
    if text.startswith("arn:"):
        match = _ARN.fullmatch(text)
        if match is None:
            raise UsageError(
                f"not the ARN of an Inference Recommender job: {text}",
                "it looks like arn:aws:sagemaker:REGION:ACCOUNT:inference-recommendations-job/NAME",
            )
        return JobName(match["name"], match["region"])
    if text == "-" or any(mark in text for mark in "./\\"):
        return SavedFile(text)
    if len(text) > 64 or not _NAME.fullmatch(text):
        raise UsageError(
            f"not a job name: {text!r}",
            "a name has 1 to 64 letters and digits, with hyphens between them; "
            "write a file in this directory as ./FILE",
        )
    return JobName(text)
