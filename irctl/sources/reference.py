"""What a JOB on the command line refers to, decided by its text alone."""

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from irctl.errors import UsageError
from irctl.jobs.kinds import INFERENCE, KINDS, Kind

if TYPE_CHECKING:
    from irctl.jobs.model_package import ModelPackage

# Compiled when they are first used: most runs need one or two.
_NAME = r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,63}"
_ARN = (
    r"arn:(?P<partition>aws[a-z-]*):sagemaker:(?P<region>[a-z0-9-]+):(?P<account>[^:]*)"
    r":(?P<resource>[a-z-]+)/(?P<name>.+)"
)
_KIND_OF = {kind.resource: kind for kind in KINDS}
_WILDCARD = r"\*|\?|\[[^]]+\]"
_PATTERN = r"([a-zA-Z0-9*?-]|\[!?[a-zA-Z0-9-]+\])+"
_LATEST = r"latest(?::(?P<part>[a-zA-Z0-9-]+))?"


class JobArn(NamedTuple):
    partition: str
    region: str
    account: str
    name: str
    kind: Kind = INFERENCE


class JobName(NamedTuple):
    """A job in AWS, and its ARN if that was given."""

    name: str
    arn: JobArn | None = None

    @property
    def kind(self) -> Kind | None:
        """The kind of its ARN; None for a name."""
        return self.arn.kind if self.arn else None

    @property
    def region(self) -> str | None:
        """The region of its ARN; None for a name."""
        return self.arn.region if self.arn else None


class JobPattern(NamedTuple):
    """The jobs whose names match a pattern, as in a shell: `*`, `?`, `[...]` and `[!...]`."""

    text: str

    def matches(self, name: str) -> bool:
        return fnmatchcase(name, self.text)

    @property
    def literal(self) -> str:
        """The longest text that every matching name contains."""
        return max(re.split(_WILDCARD, self.text), key=len)


class LatestJob(NamedTuple):
    """The job that was created last, of those whose names contain a text."""

    part: str = ""

    def matches(self, name: str) -> bool:
        return self.part in name


class SavedFile(NamedTuple):
    """A saved response; `-` is standard input."""

    path: str

    @property
    def label(self) -> str:
        return "standard input" if self.path == "-" else self.path


Reference = JobName | JobPattern | LatestJob | SavedFile


def place_of(package: "ModelPackage") -> JobName:
    """A model package as what a question reaches places by: its name, and that of its ARN."""
    if not package.account:
        return JobName(package.name)
    _, partition, _, region, account = package.account.split(":")
    return JobName(package.name, JobArn(partition, region, account, package.name))


def parse_arn(text: str) -> JobArn | None:
    """Return the parts of a job's ARN; None for any other text."""
    match = re.fullmatch(_ARN, text)
    kind = match and _KIND_OF.get(match["resource"])
    if match is None or kind is None:
        return None
    return JobArn(match["partition"], match["region"], match["account"], match["name"], kind)


def is_reserved(name: str) -> bool:
    """Whether a JOB with the name of a job means another one: only an ARN reaches it."""
    return re.fullmatch(_LATEST, name) is not None


def reference(text: str) -> Reference:
    """A name, an ARN, a pattern, `latest`, a path (anything with a `.` or `/`) or `-`.

    Raise UsageError.
    """
    if text.startswith("arn:"):
        arn = parse_arn(text)
        if arn is None:
            resources = ", ".join(_KIND_OF)
            raise UsageError(
                f"not the ARN of an Inference Recommender job: {text}",
                f"it looks like arn:aws:sagemaker:REGION:ACCOUNT:{INFERENCE.resource}/NAME; the "
                f"resource types are {resources}",
            )
        return JobName(arn.name, arn)
    if text == "-" or any(mark in text for mark in "./\\"):
        return SavedFile(text)
    latest = re.fullmatch(_LATEST, text)
    if latest is not None:
        return LatestJob(latest["part"] or "")
    if any(mark in text for mark in "*?["):
        if not re.fullmatch(_PATTERN, text):
            raise UsageError(
                f"not a pattern of job names: {text!r}",
                "it has letters, digits, hyphens, *, ? and [...], such as 'resnet50-*'",
            )
        return JobPattern(text)
    if len(text) > 64 or not re.fullmatch(_NAME, text):
        raise UsageError(
            f"not a job name: {text!r}",
            "a name has 1 to 64 letters and digits, with hyphens between them, "
            "or is latest:TEXT; "
            "write a file in this directory as ./FILE",
        )
    return JobName(text)
