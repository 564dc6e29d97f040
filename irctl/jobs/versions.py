"""The versions of a model package group: entries of ListModelPackages as typed values."""

from typing import NamedTuple

from irctl.jobs.model import Document
from irctl.jobs.model_package import from_arn
from irctl.jobs.readers import ParseError, Record, read, read_count, read_text, read_time

# ModelPackageSummary in SageMaker's API reference, of what irctl reads.
_SUMMARY = Record(
    ModelPackageGroupName=read_text,
    ModelPackageVersion=read_count,
    ModelPackageArn=read_text,
    ModelPackageDescription=read_text,
    CreationTime=read_time,
    ModelPackageStatus=read_text,
    ModelApprovalStatus=read_text,
)


class Version(NamedTuple):
    """One version of a model package group."""

    number: int
    arn: str
    approval: str | None
    """ModelApprovalStatus: Approved, Rejected or PendingManualApproval."""
    document: Document

    @property
    def group(self) -> str:
        """The name of the model package group."""
        return self.arn.rpartition(":model-package/")[2].rpartition("/")[0]


def read_version(entry: object) -> Version:
    """Read an entry of ListModelPackages. Raise ParseError, also without number and ARN."""
    document = read(_SUMMARY, entry)
    arn: str = document.get("ModelPackageArn") or ""
    package = from_arn(arn)
    number = document.get("ModelPackageVersion") or (package and package.version)
    if package is None or not number:
        raise ParseError("a version of a model package group", arn)
    return Version(number, arn, document.get("ModelApprovalStatus"), document)
