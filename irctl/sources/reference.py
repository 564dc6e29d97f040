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


class JobArn(NamedTuple):
    partition: str
    region: str
    account: str
    name: str


class JobName(NamedTuple):
    """A job in AWS, and its ARN if that was given."""

    name: str
    arn: JobArn | None = None

    @property
    def region(self) -> str | None:
        """The region of its ARN; None for a name."""
        return self.arn.region if self.arn else None


class SavedFile(NamedTuple):
    """A saved response; `-` is standard input."""

    path: str

    @property
    def label(self) -> str:
        return "standard input" if self.path == "-" else self.path


Reference = JobName | SavedFile


def parse_arn(text: str) -> JobArn | None:
    """Return the parts of a job's ARN; None for any other text."""
    match = _ARN.fullmatch(text)
    return JobArn(**match.groupdict()) if match else None


def reference(text: str) -> Reference:
    """A name, an ARN, a path (anything with a `.` or `/`) or `-`. Raise UsageError."""
    if text.startswith("arn:"):
        arn = parse_arn(text)
        if arn is None:
            raise UsageError(
                f"not the ARN of an Inference Recommender job: {text}",
                "it looks like arn:aws:sagemaker:REGION:ACCOUNT:inference-recommendations-job/NAME",
            )
        return JobName(arn.name, arn)
    if text == "-" or any(mark in text for mark in "./\\"):
        return SavedFile(text)
    if len(text) > 64 or not _NAME.fullmatch(text):
        raise UsageError(
            f"not a job name: {text!r}",
            "a name has 1 to 64 letters and digits, with hyphens between them; "
            "write a file in this directory as ./FILE",
        )
    return JobName(text)
